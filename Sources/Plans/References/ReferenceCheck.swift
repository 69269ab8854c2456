// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

/// Finds out which object each reference means, and puts bodies behind those they refer to.
struct ReferenceCheck {
  private(set) var operations: [CheckedOperation]
  private let reading: PlanReading
  /// Whether nothing of the plan had to be left out, so that all definitions are known.
  private let isWhole: Bool
  private let places: [Int: Int]
  private var known: [Name: EntryID] = [:]
  private var problems: [PlanProblem] = []
  /// The places of ``problems``.
  private var noted: Set<Int> = []
  /// Where the values of an operation stand, of the one that was asked for last.
  private var located: (operation: Int, places: ValuePlaces)?
  /// The operations that define a client id, by their indexes; nil until needed.
  private var definitions: [Name: [Int]]?
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
    _ known: [Name: EntryID],
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
    _ known: [Name: EntryID],
    at path: [String],
    _ referrer: PlanProblem.Reason.Referrer
  ) -> EntryID? {
    guard let entry = known[clientID], let definition = self.operation(entry) else {
      if mayBeDefined(clientID) { return nil }
      note(
        .unresolvedReference(clientID, by: referrer, later: later(than: operation, clientID)),
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

  /// The number of the first operation from `operation` on that defines a client id.
  private mutating func later(than operation: CheckedOperation, _ clientID: String) -> Int? {
    let known = definitions ?? Self.definitions(operations)
    definitions = known
    return known[clientID]?.first { $0 >= operation.index }.map { $0 + 1 }
  }

  private static func definitions(_ operations: [CheckedOperation]) -> [Name: [Int]] {
    var definitions: [Name: [Int]] = [:]
    for operation in operations where operation.kind.hasBodies {
      for body in operation.bodies {
        definitions[body.clientID, default: []].append(operation.index)
      }
    }
    return definitions
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
    var places =
      if let located, located.operation == raw.index { located.places } else {
        ValuePlaces(raw.range, in: reading.text)
      }
    located = nil  // So that it is changed in place.
    let offset = places.closestOffset(of: path)
    located = (raw.index, places)
    // A match key and its property are one mistake.
    guard noted.insert(offset).inserted || offset == raw.range.lowerBound else { return }
    problems.append(PlanProblem(reason, in: raw, at: offset))
  }
}

/// The bodies of one operation, sorted so that each comes after those it refers to.
struct Levels {
  /// The places of the bodies, level by level.
  private(set) var levels: [[Int]] = []
  /// The places of bodies that refer to each other in a circle.
  private(set) var circle: [Int] = []

  init(_ operation: CheckedOperation) {
    // How many others of the operation each body waits for, and who waits for it.
    var waitsFor = Array(repeating: 0, count: operation.bodies.count)
    var followers: [Int: [Int]] = [:]
    for (place, body) in operation.bodies.enumerated() where operation.kind.hasBodies {
      let own = (body.references + body.onCreateReferences)
        .compactMap { $0.entry }
        .filter { $0.operation == operation.index }
        .map(\.entry)
      for other in Set(own) {
        waitsFor[place] += 1
        followers[other, default: []].append(place)
      }
    }
    var ready = waitsFor.indices.filter { waitsFor[$0] == 0 }
    while !ready.isEmpty {
      levels.append(ready)
      var next: [Int] = []
      for follower in ready.flatMap({ followers[$0] ?? [] }) {
        waitsFor[follower] -= 1
        if waitsFor[follower] == 0 { next.append(follower) }
      }
      ready = next.sorted()
    }
    circle = waitsFor.indices.filter { waitsFor[$0] > 0 }
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
