// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import StalwartSchema
public import Text

extension Execution {
  /// Fills the next request, as far as order, dependencies and limits allow.
  mutating func nextWrite() -> Request? {
    var packing = Packing()
    while head < queue.count, !isStopped {
      let unit = queue[head]
      if unit.kind == .end || unit.kind == .cleanupEnd {
        guard !packing.calls.isEmpty else {
          head += 1
          finish(unit)
          continue
        }
        guard options.continuesOnError else { break }
        packing.calls.append(Call(kind: unit.kind, operation: unit.operation, units: [unit]))
        head += 1
        continue
      }
      if passesOver(unit) {
        head += 1
        continue
      }
      guard add(unit, to: &packing) else {
        guard packing.count == 0 else { break }
        // Not even the first place of a request is good enough, so that none ever will be.
        let missing = unit.dependencies.first { knownID(of: $0) == nil }
        if let missing { skip(unit, dependsOn: missing) } else { fail(unit, .unacknowledged) }
        head += 1
        continue
      }
      head += 1
    }
    guard packing.count > 0 else {
      // Only ends are left, which nothing stands before any more.
      for unit in packing.calls.flatMap(\.units) { finish(unit) }
      return nil
    }
    inFlight = packing.calls
    isSlowInFlight = packing.isSlow
    sentBytes = packing.bytes
    noteBatches(packing)
    return Request(packing.invocations())
  }

  /// Notes a unit that is not tried; false if it is.
  private mutating func passesOver(_ unit: Unit) -> Bool {
    let index = unit.operation
    if !options.continuesOnError,
      reports[index].hasFailed || !reports[index].cleanupFailures.isEmpty
    {
      if let entry = unit.entry, unit.kind == .create { failedEntries.insert(entry) }
      return true
    }
    guard let missing = unit.dependencies.first(where: { isFailed($0) }) else { return false }
    skip(unit, dependsOn: missing)
    return true
  }

  mutating func skip(_ unit: Unit, dependsOn missing: EntryID) {
    let cause = EntryFailure.Cause.skipped(
      dependsOn: plan.body(of: missing).clientID,
      operation: missing.operation + 1
    )
    fail(unit, cause)
  }

  func isFailed(_ entry: EntryID) -> Bool {
    root(of: entry).map { failedEntries.contains($0) } ?? false
  }

  /// The entry that makes the object an entry means; nil where the server has it.
  func root(of entry: EntryID) -> EntryID? {
    var entry = entry
    while ids[entry] == nil, let identity = changes.operations[entry.operation].matched[entry] {
      guard case .planned(let next) = identity, next != entry else { return nil }
      entry = next
    }
    return ids[entry] == nil ? entry : nil
  }

  /// The id of the object that an entry means, as far as it is known.
  func knownID(of entry: EntryID) -> String? {
    if let id = ids[entry] { return id }
    switch changes.operations[entry.operation].matched[entry] {
    case .live(let id): return id.text
    case .planned(let other) where other != entry: return knownID(of: other)
    default: return nil
    }
  }

  /// The client ids of the objects that an operation refers to, by id; without
  /// ids that several client ids stand for.
  public func referredClientIDs(of operation: CheckedOperation) -> [Name: String] {
    var found: [Name: Set<Name>] = [:]
    for body in operation.bodies {
      for reference in body.references + body.onCreateReferences {
        guard let entry = reference.entry, let id = knownID(of: entry) else { continue }
        found[id, default: []].insert(reference.clientID)
      }
    }
    return found.compactMapValues { $0.count == 1 ? $0.first?.text : nil }
  }

  /// A request that is being filled.
  struct Packing {
    var calls: [Call] = []
    var prepared: [[(key: String, body: JSONObject)]] = []
    var names: [String] = []
    var accounts: [String?] = []
    var callNumbers: [Int] = []
    var count = 0
    var bytes = 128
    var isSlow = false
    var operation: Int?
    /// The entries that the request makes, and the creation ids it uses.
    var made: Set<EntryID> = []
    var keys: Set<Name> = []

    func invocations() -> [Invocation] {
      callNumbers.enumerated().map { number, place in
        let call = calls[place]
        var arguments = JSONObject()
        if let account = accounts[number] { arguments["accountId"] = .string(account) }
        switch call.kind {
        case .create, .update:
          let members = prepared[number].map { ($0.key, JSONValue.object($0.body)) }
          arguments[call.kind == .create ? "create" : "update"] = .object(JSONObject(members))
        default: arguments["destroy"] = .array(prepared[number].map { .string($0.key) })
        }
        return Invocation(names[number], arguments, callID: "c\(number)")
      }
    }
  }

  /// Puts a unit into the request; false where it has to wait for the next one.
  private mutating func add(_ unit: Unit, to packing: inout Packing) -> Bool {
    if let operation = packing.operation, operation != unit.operation,
      !options.continuesOnError
    {
      return false
    }
    if unit.kind == .create, packing.keys.contains(unit.key) { return false }
    var isResolvable = true
    let body = unit.body.resolving(unit.references) { reference in
      guard let entry = reference.entry else { return nil }
      if let id = knownID(of: entry) { return id }
      let isMade = root(of: entry).map { packing.made.contains($0) } ?? false
      if !isMade || !reference.isResolvedByServer { isResolvable = false }
      return root(of: entry).map { "#" + plan.body(of: $0).clientID }
    }
    guard isResolvable else { return false }
    let account = account(of: unit, body)
    // No method takes a creation id as its account.
    if let account, account.hasPrefix("#") { return false }
    var key = unit.key
    if let target = unit.target {
      guard let id = id(of: target) else { return false }
      key = id
    }
    let isSlow = unit.kind != .destroy && unit.kind != .cleanup && carriesSecrets(unit)
    let slow = packing.isSlow || isSlow
    let size = Self.size(key, body)
    if packing.count > 0 {
      let maximumBytes = min(pace.maximumBytes, limits.maxSizeRequest - 1024)
      if packing.count >= pace.size(isSlow: slow) || packing.bytes + size > maximumBytes {
        return false
      }
    }
    guard place(unit, key, body, account, in: &packing) else { return false }
    packing.count += 1
    packing.bytes += size
    packing.isSlow = slow
    packing.operation = unit.operation
    if unit.kind == .create, let entry = unit.entry {
      packing.made.insert(entry)
      packing.keys.insert(unit.key)
    }
    return true
  }

  /// Puts a unit into the last call, or a new one; false where no call is left.
  private func place(
    _ unit: Unit,
    _ key: String,
    _ body: JSONObject,
    _ account: String?,
    in packing: inout Packing
  ) -> Bool {
    let maximum = min(limits.maxObjectsInSet, pace.maximumPerCall)
    if let last = packing.callNumbers.last, last == packing.calls.count - 1,
      packing.calls[last].kind == unit.kind, packing.calls[last].operation == unit.operation,
      packing.calls[last].units.count < maximum, packing.accounts.last == account,
      unit.kind != .create || packing.calls[last].units[0].level == unit.level
    {
      packing.calls[last].units.append(unit)
      packing.prepared[packing.prepared.count - 1].append((key, body))
      return true
    }
    guard packing.callNumbers.count < min(limits.maxCallsInRequest, pace.maximumCalls) else {
      return false
    }
    packing.callNumbers.append(packing.calls.count)
    packing.calls.append(Call(kind: unit.kind, operation: unit.operation, units: [unit]))
    packing.prepared.append([(key, body)])
    packing.accounts.append(account)
    packing.names.append(plan.operations[unit.operation].type.name + "/set")
    return true
  }

  /// The account that a new object goes to; nil where the method need not name it.
  private func account(of unit: Unit, _ body: JSONObject) -> String? {
    guard unit.kind == .create, plan.operations[unit.operation].type.takesAccountFromMethod else {
      return nil
    }
    return body[ObjectType.accountProperty]?.string
  }

  private func carriesSecrets(_ unit: Unit) -> Bool {
    guard let entry = unit.entry else { return false }
    let body = plan.body(of: entry)
    return !body.secretProperties.isEmpty || body.onCreateHasSecrets
  }

  private static func size(_ key: String, _ body: JSONObject) -> Int {
    var bytes: [UInt8] = []
    JSONValue.object(body).write(to: &bytes)
    return bytes.count + key.utf8.count + 8
  }

  private mutating func noteBatches(_ packing: Packing) {
    for call in packing.calls where call.kind != .end && call.kind != .cleanupEnd {
      let key = CallKey(operation: call.operation, kind: call.kind)
      let sent = sentCalls[key, default: 0] + 1
      sentCalls[key] = sent
      guard call.kind != .update else { continue }
      var rest = 0
      var place = head
      while place < queue.count, queue[place].operation == call.operation,
        queue[place].kind == call.kind
      {
        rest += 1
        place += 1
      }
      let size = min(
        pace.size(isSlow: packing.isSlow),
        min(limits.maxObjectsInSet, pace.maximumPerCall)
      )
      events.append(
        .batch(
          operation: plan.operations[call.operation],
          isCreation: call.kind == .create,
          number: sent,
          of: sent + (rest + size - 1) / size,
          count: call.units.count
        )
      )
    }
  }

  /// The calls of one kind that belong to one operation.
  struct CallKey: Hashable {
    let operation: Int
    let kind: Unit.Kind
  }
}
