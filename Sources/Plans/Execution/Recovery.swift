// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Finds out what a server did with a request whose answer was lost.
struct Recovery {
  private enum Look {
    /// All objects of a type, to find what was made.
    case listing(String, Listing, rows: [LiveState.Object])
    /// Single objects, to see what was changed or removed; `rest` is still to be asked for.
    case objects(
      String,
      rest: ArraySlice<String>,
      properties: [String],
      found: [Name: JSONObject]
    )
  }

  /// The calls without an answer.
  let calls: [Execution.Call]
  /// Why there is none.
  let error: RegistryError
  /// Whether the server may still be at it, so that nothing may be sent again.
  let mayRunOn: Bool
  /// Why not even looking worked.
  private(set) var failure: RegistryError?
  /// One for each call.
  private var looks: [Look] = []
  private var done = 0
  private let maximumIDs: Int

  init(
    _ calls: [Execution.Call],
    of execution: Execution,
    after error: RegistryError,
    mayRunOn: Bool
  ) {
    self.calls = calls
    self.error = error
    self.mayRunOn = mayRunOn
    maximumIDs = execution.limits.maxObjectsInGet
    for call in calls {
      let type = execution.plan.operations[call.operation].type
      let names = Set(names: call.units.flatMap { $0.body.names.map(Execution.property) })
      let properties = ["id", "@type"] + names.sorted().map(\.text).filter { $0 != "@type" }
      if call.kind == .create, !type.isSingleton {
        let query = ListingQuery(type.name, properties: properties)
        looks.append(.listing(type.name, Listing(query, limits: execution.limits), rows: []))
      } else {
        let ids = call.kind == .create ? ["singleton"] : call.units.map { execution.key(of: $0) }
        looks.append(.objects(type.name, rest: ids[...], properties: properties, found: [:]))
      }
    }
  }

  /// The next request; nil when everything was seen, or cannot be.
  mutating func next() -> Request? {
    guard failure == nil, done < looks.count else { return nil }
    switch looks[done] {
    case .listing(let type, var listing, let rows):
      let calls = listing.nextCalls()
      looks[done] = .listing(type, listing, rows: rows)
      return Request(calls)
    case .objects(let type, let rest, let properties, _):
      let ids = Array(rest.prefix(maximumIDs))
      let arguments = Connection.getArguments(ids: ids, properties: properties)
      return Request([Invocation(type + "/get", arguments, callID: "c0")])
    }
  }

  mutating func absorb(_ outcome: Execution.Outcome) {
    switch outcome {
    case .results(let results): absorb(results)
    case .lost(let error, _), .failed(let error): failure = error
    case .refused(let problem):
      failure = .refused(problem, url: "", retryAfter: nil, isWrite: false)
    }
  }

  private mutating func absorb(_ results: [MethodResult]) {
    do {
      switch looks[done] {
      case .listing(let type, var listing, var rows):
        for row in try listing.absorb(results) {
          guard let object = try? row.object.value().object else { continue }
          rows.append(LiveState.Object(id: row.id, properties: object))
        }
        looks[done] = .listing(type, listing, rows: rows)
        if listing.isComplete { done += 1 }
      case .objects(let type, let rest, let properties, var found):
        guard let result = results.first else { return }
        let response: GetResponse
        do {
          response = try GetResponse(decoding: try result.get())
        } catch {
          failure = self.error
          return
        }
        for slice in response.list {
          guard let object = try? slice.value().object, let id = object["id"]?.string else {
            continue
          }
          found[id] = object
        }
        let left = rest.dropFirst(maximumIDs)
        looks[done] = .objects(type, rest: left, properties: properties, found: found)
        if left.isEmpty { done += 1 }
      }
    } catch {
      failure = error
    }
  }

  /// All objects of the type that call number `place` writes.
  func rows(_ place: Int) -> [LiveState.Object] {
    guard case .listing(_, _, let rows) = looks[place] else { return [] }
    return rows
  }

  /// An object that call number `place` writes; nil if it is not there.
  func object(_ place: Int, _ id: String) -> JSONObject? {
    guard case .objects(_, _, _, let found) = looks[place] else { return nil }
    return found[RegistryID.canonical(id) ?? id] ?? found[id]
  }
}

extension Execution {
  /// Counts what was found, and does again what certainly was not done.
  mutating func finish(_ recovery: Recovery) {
    self.recovery = nil
    if recovery.failure != nil {
      for call in recovery.calls {
        for unit in call.units { fail(unit, .unknown(recovery.error)) }
      }
      fatal = recovery.failure
      for call in recovery.calls { finishEarly(call) }
      isStopped = true
      return
    }
    var again: [Unit] = []
    for (place, call) in recovery.calls.enumerated() {
      var claimed = knownIDs(of: plan.operations[call.operation].type.name)
      for var unit in call.units {
        if let id = found(unit, recovery, place, claimed) {
          claimed.insert(id)
          succeed(unit, id: id)
        } else if unit.attempts < 1, mayRepeat(unit, recovery, place) {
          unit.attempts += 1
          again.append(unit)
        } else {
          fail(unit, .lost(recovery.error))
        }
      }
    }
    queue.insert(contentsOf: again, at: head)
  }

  /// Whether a unit that shows no effect can be sent again without being done twice.
  private func mayRepeat(_ unit: Unit, _ recovery: Recovery, _ place: Int) -> Bool {
    switch unit.kind {
    case .create:
      // Where nothing keeps two objects apart, one that was made can be told from one
      // that was there before only if those are known.
      let type = plan.operations[unit.operation].type
      return !recovery.mayRunOn && (!type.lacksUniqueKey || state.objects[type.name] != nil)
    case .update where unit.removesByPath:
      guard !recovery.mayRunOn, let current = unit.current,
        let object = recovery.object(place, key(of: unit))
      else { return false }
      let touched = Set(names: unit.body.names.map(Self.property))
      let before = current.filter { touched.contains($0.name) }
      let type = plan.operations[unit.operation].type
      return comparison.differences(before, from: object, type).isEmpty
    default: return true
    }
  }

  /// The property that a key of a patch leads into.
  static func property(_ key: String) -> String { JSONPointer(patchKey: key).tokens.first ?? key }

  /// The ids that were there before, or were made since.
  private func knownIDs(of type: String) -> Set<Name> {
    var known = Set(names: (state.objects[type] ?? []).map(\.id))
    for (entry, id) in ids where plan.operations[entry.operation].type.name == type {
      known.insert(id)
    }
    return known
  }

  /// The object that a unit made, changed or removed, if it did.
  private func found(
    _ unit: Unit,
    _ recovery: Recovery,
    _ place: Int,
    _ claimed: Set<Name>
  ) -> String? {
    let type = plan.operations[unit.operation].type
    switch unit.kind {
    case .create:
      // Without knowing what was there before, a like object may be an older one.
      let isCertain = state.objects[type.name] != nil || !type.lacksUniqueKey
      guard isCertain, !type.isSingleton else { return nil }
      return recovery.rows(place).first { !claimed.contains($0.id) && isAs($0.properties, unit) }?
        .id
    case .update:
      let id = key(of: unit)
      guard let object = recovery.object(place, id), isAs(object, unit) else { return nil }
      return id
    default:
      let id = key(of: unit)
      return recovery.object(place, id) == nil ? id : nil
    }
  }

  /// Whether an object is as a unit wants it; a secret never shows that it is.
  private func isAs(_ object: JSONObject, _ unit: Unit) -> Bool {
    guard let entry = unit.entry else { return false }
    let planned = plan.body(of: entry)
    let type = plan.operations[unit.operation].type
    let body = unit.body.resolving(unit.references) { $0.entry.flatMap { knownID(of: $0) } }
    var visible = unit.kind == .update ? whole(body, unit.current, type) : body
    for name in planned.onCreate.names { visible.remove(name) }
    let differences = comparison.differences(visible, from: object, type)
    return differences.allSatisfy { $0.isSecret && unit.kind == .create }
  }

  /// A patch with whole properties in the place of paths into them.
  ///
  /// A path may lead elsewhere once it was followed: that the first element of a list is gone
  /// shows only in the list that is left.
  private func whole(
    _ patch: JSONObject,
    _ current: JSONObject?,
    _ type: ObjectType
  ) -> JSONObject {
    guard let current, patch.contains(where: { $0.name.utf8.contains(UInt8(ascii: "/")) }) else {
      return patch
    }
    let touched = Set(names: patch.names.map(Self.property))
    return comparison.patched(current, with: patch, type).filter { touched.contains($0.name) }
  }
}
