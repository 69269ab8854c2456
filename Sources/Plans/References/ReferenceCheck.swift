// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// Finds out which object each reference means, and puts bodies behind those they refer to.
struct ReferenceCheck {
  private(set) var operations: [CheckedOperation]
  private let reading: PlanReading
  /// Whether nothing of the plan had to be left out, so that all definitions are known.
  private let isWhole: Bool
  private let places: [Int: Int]
  private var known: [String: EntryID] = [:]
  private var problems: [PlanProblem] = []
  /// The places of ``problems``.
  private var noted: Set<Int> = []
  /// Every name of a member that stands in the text, in quotes as it is written; nil until needed.
  private var writtenNames: Set<ArraySlice<UInt8>>?

  init(_ operations: [CheckedOperation], _ reading: PlanReading, isWhole: Bool) {
    self.operations = operations
    self.reading = reading
    self.isWhole = isWhole
    places = Dictionary(
      uniqueKeysWithValues: operations.enumerated().map { ($0.element.index, $0.offset) }
    )
  }

  private func operation(_ entry: EntryID) -> CheckedOperation? {
    places[entry.operation].map { operations[$0] }
  }

  /// Whether a part of the plan that could not be read may define a client id.
  private mutating func mayBeDefined(_ clientID: String) -> Bool {
    guard !isWhole else { return false }
    let names = writtenNames ?? Self.names(in: reading.text.bytes)
    writtenNames = names
    return [clientID, "#" + clientID].contains {
      names.contains(Array(JSONValue.string($0).serialized().utf8)[...])
    }
  }

  /// What stands between two quotes and before a colon, whether the text around it is JSON or not.
  private static func names(in bytes: [UInt8]) -> Set<ArraySlice<UInt8>> {
    var names: Set<ArraySlice<UInt8>> = []
    var opening: Int?
    for place in bytes.indices where bytes[place] == UInt8(ascii: "\"") {
      if let opening, bytes[(place + 1)...].first(where: { $0 != 0x20 }) == UInt8(ascii: ":") {
        names.insert(bytes[opening...place])
      }
      opening = place
    }
    return names
  }

  /// Goes through the operations in order; a later definition of a client id takes over.
  mutating func check() -> [PlanProblem] {
    for index in operations.indices {
      let operation = operations[index]
      let scope = resolve(operation.scope.references, in: operation, known, path: ["scope"]) {
        .scope($0.property)
      }
      operations[index] = operation.replacing(scope: scope)
      resolveTarget(of: index)
      checkMatchKeys(of: operation)
      var own = known
      if operation.kind.hasBodies {
        for (place, body) in operation.bodies.enumerated() {
          own[body.clientID] = EntryID(operation: operation.index, entry: place)
        }
      }
      for place in operation.bodies.indices {
        let body = operation.bodies[place]
        let path = self.path(to: body, in: operation)
        operations[index].bodies[place].references =
          resolve(body.references, in: operation, own, path: path) { .property($0.property) }
        operations[index].bodies[place].onCreateReferences =
          resolve(
            body.onCreateReferences,
            in: operation,
            own,
            path: ["onCreate"] + path.dropFirst()
          ) { .property($0.property) }
      }
      checkCircles(in: operations[index])
      if operation.kind.hasBodies { known = own }
    }
    return problems
  }

  private mutating func resolve(
    _ references: [ReferencePlace],
    in operation: CheckedOperation,
    _ known: [String: EntryID],
    path: [String],
    _ referrer: (ReferencePlace) -> PlanProblem.Reason.Referrer
  ) -> [ReferencePlace] {
    references.map { reference in
      var reference = reference
      reference.entry = lookUp(
        reference.clientID,
        of: reference.target,
        in: operation,
        known,
        at: path + reference.tokens,
        referrer(reference)
      )
      return reference
    }
  }

  private mutating func lookUp(
    _ clientID: String,
    of target: String?,
    in operation: CheckedOperation,
    _ known: [String: EntryID],
    at path: [String],
    _ referrer: PlanProblem.Reason.Referrer
  ) -> EntryID? {
    guard let entry = known[clientID], let definition = self.operation(entry) else {
      if mayBeDefined(clientID) { return nil }
      let later = operations.first { later in
        later.index >= operation.index && later.kind.hasBodies
          && later.bodies.contains { $0.clientID == clientID }
      }
      note(
        .unresolvedReference(clientID, by: referrer, later: later?.number),
        in: operation,
        at: path
      )
      return nil
    }
    let type = definition.type
    if let target, type.name != target {
      note(
        .referenceToOtherType(
          clientID,
          by: referrer,
          expected: target.withoutPrefix,
          found: type.displayName
        ),
        in: operation,
        at: path
      )
      return nil
    }
    return entry
  }

  private mutating func resolveTarget(of index: Int) {
    let operation = operations[index]
    guard case .id(let id)? = operation.target, !operation.type.isSingleton,
      let clientID = BodyWalk.clientID(id)
    else { return }
    let entry = lookUp(
      clientID,
      of: operation.type.name,
      in: operation,
      known,
      at: ["id"],
      .updateID
    )
    guard let entry else { return }
    operations[index] = operation.replacing(target: .entry(entry))
    checkImmutable(operation, of: entry)
  }

  /// A patch with `@type` may set everything, but only where it makes another variant.
  private mutating func checkImmutable(_ operation: CheckedOperation, of entry: EntryID) {
    guard let patch = operation.bodies.first, let variant = patch.variant,
      let made = self.operation(entry)?.bodies[entry.entry], made.variant == variant
    else { return }
    for member in patch.properties.members
    where patch.fields[member.name]?.update == .immutable {
      let error = FieldError(path: member.name, reason: .immutable)
      note(.field(error), in: operation, at: ["value", member.name])
    }
  }

  /// A match key may refer to earlier operations only: the objects of its own are not there yet.
  private mutating func checkMatchKeys(of operation: CheckedOperation) {
    guard case .properties(let names) = operation.match else { return }
    for body in operation.bodies {
      for reference in body.references where names.contains(reference.tokens[0]) {
        guard known[reference.clientID] == nil, !mayBeDefined(reference.clientID) else {
          continue
        }
        note(
          .unresolvedReference(
            reference.clientID,
            by: .matchProperty(reference.property),
            later: nil
          ),
          in: operation,
          at: path(to: body, in: operation) + reference.tokens
        )
      }
    }
  }

  // MARK: Circles

  private mutating func checkCircles(in operation: CheckedOperation) {
    let levels = Levels(operation)
    guard !levels.circle.isEmpty else { return }
    let ids = levels.circle.map { operation.bodies[$0].clientID }
    note(
      .circularReference(ids),
      in: operation,
      at: path(to: operation.bodies[levels.circle[0]], in: operation)
    )
  }

  // MARK: Notes

  private func path(to body: CheckedBody, in operation: CheckedOperation) -> [String] {
    operation.kind.hasBodies ? ["value", body.writtenKey] : ["value"]
  }

  private mutating func note(
    _ reason: PlanProblem.Reason,
    in operation: CheckedOperation,
    at path: [String]
  ) {
    guard let raw = reading.operations.first(where: { $0.index == operation.index }) else {
      return
    }
    let slice = JSONSlice(reading.text.bytes, trusting: raw.range)
    var path = path
    while !path.isEmpty {
      if let found = (try? slice.descendant(path)) ?? nil {
        // A match key and its property are one mistake.
        let offset = found.range.lowerBound
        guard noted.insert(offset).inserted else { return }
        problems.append(PlanProblem(reason, in: raw, at: offset))
        return
      }
      path.removeLast()
    }
    problems.append(PlanProblem(reason, in: raw, at: raw.range.lowerBound))
  }
}

/// The bodies of one operation, sorted so that each comes after those it refers to.
struct Levels {
  /// The places of the bodies, level by level.
  private(set) var levels: [[Int]] = []
  /// The places of bodies that refer to each other in a circle.
  private(set) var circle: [Int] = []

  init(_ operation: CheckedOperation) {
    var level: [Int: Int] = [:]
    var dependencies: [Int: Set<Int>] = [:]
    for (place, body) in operation.bodies.enumerated() where operation.kind.hasBodies {
      let own = (body.references + body.onCreateReferences)
        .compactMap { $0.entry }
        .filter { $0.operation == operation.index }
        .map(\.entry)
      if !own.isEmpty { dependencies[place] = Set(own) }
    }
    var remaining = Array(operation.bodies.indices)
    var number = 0
    while !remaining.isEmpty {
      let ready = remaining.filter { place in
        dependencies[place, default: []].allSatisfy { level[$0] != nil }
      }
      guard !ready.isEmpty else {
        circle = remaining
        return
      }
      for place in ready { level[place] = number }
      levels.append(ready)
      remaining.removeAll { level[$0] != nil }
      number += 1
    }
  }
}

extension CheckedOperation {
  fileprivate func replacing(scope references: [ReferencePlace]) -> CheckedOperation {
    var scope = scope
    scope.references = references
    return copy(target: target, scope: scope)
  }

  fileprivate func replacing(target: Target) -> CheckedOperation {
    copy(target: target, scope: scope)
  }

  private func copy(target: Target?, scope: Scope) -> CheckedOperation {
    CheckedOperation(
      kind: kind,
      index: index,
      line: line,
      type: type,
      target: target,
      filter: filter,
      label: label,
      filterProperties: filterProperties,
      match: match,
      scope: scope,
      bodies: bodies
    )
  }
}
