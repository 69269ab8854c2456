// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
public import StalwartSchema
public import Text

/// How plans are compared with a server.
public struct MatchingOptions: Sendable {
  /// Whether the secrets of objects that are there are left alone.
  public var skipsSecrets: Bool

  /// Creates options.
  public init(skipsSecrets: Bool = false) { self.skipsSecrets = skipsSecrets }
}

/// Finds out what a plan would change, by running it on a picture of the server.
public struct Matching {
  private let plan: CheckedPlan
  private let state: LiveState
  private let comparison: Comparison
  private let options: MatchingOptions
  private var pictures: [Name: Picture] = [:]
  private var identities: [EntryID: Identity] = [:]
  private var touched: [Name: Set<Identity>] = [:]
  private var changes: [OperationChanges]

  /// Prepares a comparison of `plan` with `state`.
  ///
  /// Without `removed`, which tells what the destroys of the plan have removed, it
  /// takes it that they will remove all that they found.
  public init(
    _ plan: CheckedPlan,
    with state: LiveState,
    schema: Schema,
    options: MatchingOptions = MatchingOptions(),
    removed: [Int: Set<Name>]? = nil
  ) {
    self.plan = plan
    self.state = state
    self.options = options
    comparison = Comparison(schema)
    changes = plan.operations.map { _ in OperationChanges() }
    var gone: [Name: Set<Name>] = [:]
    for operation in plan.operations where operation.kind == .destroy {
      let ids = removed?[operation.index] ?? Set(names: state.destroys[operation.index] ?? [])
      gone[operation.type.name, default: []].formUnion(ids)
    }
    for operation in plan.operations where operation.kind.matchesExisting {
      let type = operation.type
      guard pictures[type.name] == nil, let objects = state.objects[type.name] else { continue }
      let remaining = objects.filter { gone[type.name]?.contains($0.id) != true }
      pictures[type.name] = Picture(remaining, of: type, comparison)
    }
  }

  /// Compares, and tells what would be changed.
  public mutating func run() -> Changes {
    takeDestroys()
    for operation in plan.operations {
      switch operation.kind {
      case .destroy: break
      case .create: create(operation)
      case .update: update(operation)
      case .upsert, .reconcile: match(operation)
      }
    }
    findLeftovers()
    return Changes(operations: changes)
  }

  /// Destroys run last to first; an object goes only once.
  private mutating func takeDestroys() {
    var taken: [Name: Set<Name>] = [:]
    for operation in plan.operations.reversed() where operation.kind == .destroy {
      if let refusal = state.refusedDestroys[operation.index] {
        changes[operation.index].failure = .unreadable(refusal)
      }
      let ids = state.destroys[operation.index] ?? []
      changes[operation.index].destroys = ids.filter {
        taken[operation.type.name, default: []].insert($0).inserted
      }
    }
  }

  // MARK: References

  /// The text that stands for an object in the picture.
  ///
  /// No id of a server and no text of a plan begins with this character.
  private static func token(_ entry: EntryID) -> String {
    "\u{1}\(entry.operation).\(entry.entry)"
  }

  /// The entry that a text of the picture stands for; nil if it is any other text.
  static func entry(_ token: String) -> EntryID? {
    guard token.utf8.first == 1 else { return nil }
    let numbers = token.dropFirst().split(separator: ".").compactMap { Int($0) }
    return numbers.count == 2 ? EntryID(operation: numbers[0], entry: numbers[1]) : nil
  }

  private func resolved(_ properties: JSONObject, _ references: [ReferencePlace]) -> JSONObject {
    properties.resolving(references) { reference in
      guard let entry = reference.entry else { return nil }
      return switch identities[entry] {
      case .live(let id): id.text
      case .planned(let entry): Self.token(entry)
      case nil: Self.token(entry)
      }
    }
  }

  // MARK: Creates and updates

  private mutating func create(_ operation: CheckedOperation) {
    for (level, places) in Levels(operation).levels.enumerated() {
      for place in places { create(EntryID(operation: operation.index, entry: place), level) }
    }
  }

  private mutating func create(_ entry: EntryID, _ level: Int) {
    let operation = plan.operations[entry.operation]
    let body = operation.bodies[entry.entry]
    let type = operation.type.name
    identities[entry] = .planned(entry)
    if let mask = body.masks.first {
      let conflict = PatchConflict.maskedSecret(path: mask)
      changes[entry.operation].failure = .conflict(id: body.clientID, conflict)
      return
    }
    touched[type, default: []].insert(.planned(entry))
    changes[entry.operation].creates.append(OperationChanges.Creation(entry: entry, level: level))
    let properties = resolved(body.properties, body.references)
    pictures[type]?.add(Picture.Object(identity: .planned(entry), properties: properties))
    // What is not given goes back to its default, so that nothing is known any more.
    if operation.type.isSingleton { reset.insert(type) }
  }

  private mutating func update(_ operation: CheckedOperation) {
    guard let target = operation.target else { return }
    let entry = EntryID(operation: operation.index, entry: 0)
    let identity: Identity
    switch target {
    case .id(let id): identity = .live(Name(RegistryID.canonical(id) ?? id))
    case .entry(let entry): identity = identities[entry] ?? .planned(entry)
    }
    // A type that cannot be read may still be written.
    let isKnown = state.refusedTypes[operation.type.name] == nil
    if case .live(let id) = identity, isKnown, !operation.type.isSingleton,
      current(identity, operation.type) == nil
    {
      changes[operation.index].missing = id.text
    }
    addUpdate(entry, identity, operation)
  }

  /// Notes an update, unless nothing differs.
  private mutating func addUpdate(
    _ entry: EntryID,
    _ identity: Identity,
    _ operation: CheckedOperation
  ) {
    let type = operation.type
    touched[type.name, default: []].insert(identity)
    let body = operation.bodies[entry.entry]
    let current = current(identity, type)
    var properties = body.properties
    if operation.kind != .update { properties = Self.patch(properties, body.fields) }
    var desired = resolved(properties, body.references)
    if body.mustKnowObject {
      do throws(MatchFailure) {
        (properties, desired) = try adapted(properties, desired, of: entry, to: current, identity)
      } catch {
        changes[entry.operation].failure = error
        return
      }
    }
    var differences: [Difference] = []
    if let current {
      differences = comparison.differences(desired, from: current, type)
      let changesVariant = differences.contains { $0.key == "@type" }
      let changed = Set(names: differences.map(\.key))
      // A change of the variant makes a new object of everything that is sent.
      if !changesVariant, desired.count == properties.count {
        // A reference in the key of a patch has another name once it is resolved.
        let pairs = zip(properties.members, desired.members).filter { member, resolved in
          guard changed.contains(resolved.name) else { return false }
          return !options.skipsSecrets || !holdsSecret(member, body, type)
        }
        properties = JSONObject(pairs.map { ($0.0.name, $0.0.value) })
        let kept = Set(names: pairs.map { $0.1.name })
        differences.removeAll { !kept.contains($0.key) }
      }
    }
    guard !properties.isEmpty else {
      if case .live(let id) = identity {
        changes[entry.operation].unchanged.append((entry, id.text))
      } else {
        changes[entry.operation].unchanged.append((entry, body.clientID))
      }
      return
    }
    changes[entry.operation].updates.append(
      OperationChanges.Update(
        entry: entry,
        target: identity,
        patch: properties,
        current: { if case .live = identity { current } else { nil } }(),
        references: body.references.filter { properties.contains($0.tokens[0]) },
        differences: differences,
        removedCredentials: removedCredentials(properties, body, from: current, type)
      )
    )
    pictures[type.name]?.merge(desired, into: identity)
    if case .live(let id) = identity, pictures[type.name] == nil, let current {
      // What a second update of the same object will find.
      single[type.name, default: [:]][id] = comparison.patched(current, with: desired, type)
    }
  }

  private var single: [Name: [Name: JSONObject]] = [:]
  /// The singletons that the plan makes anew.
  private var reset: Set<Name> = []

  private func current(_ identity: Identity, _ type: ObjectType) -> JSONObject? {
    guard !reset.contains(type.name) else { return nil }
    if let found = pictures[type.name]?.object(identity) { return found.properties }
    guard case .live(let id) = identity else { return nil }
    return single[type.name]?[id] ?? state.single[type.name]?[id]
  }

  private func holdsSecret(
    _ member: JSONObject.Member,
    _ body: CheckedBody,
    _ type: ObjectType
  ) -> Bool {
    let property = JSONPointer(patchKey: member.name).tokens.first ?? member.name
    return body.secretProperties.contains(property)
      && !comparison.schema.secretPaths(in: [member.name: member.value], as: type.shape).isEmpty
  }

  /// A patch, as it stands in the plan and with its references resolved, that leaves alone what
  /// it does not know of the object: masked secrets, and credentials that it does not name.
  private func adapted(
    _ properties: JSONObject,
    _ desired: JSONObject,
    of entry: EntryID,
    to current: JSONObject?,
    _ identity: Identity
  ) throws(MatchFailure) -> (properties: JSONObject, desired: JSONObject) {
    let operation = plan.operations[entry.operation]
    let body = operation.bodies[entry.entry]
    guard let current else {
      if let refusal = state.refusedTypes[operation.type.name] { throw .unreadable(refusal) }
      if case .live(let id) = identity, !operation.type.isSingleton { throw .missing(id.text) }
      // What the plan itself makes, or resets, has no more than the plan says.
      guard let mask = body.masks.first else { return (properties, desired) }
      throw .conflict(id: body.clientID, .maskedSecret(path: mask))
    }
    let adaptation = PatchAdaptation(to: current, as: operation.type.shape, in: comparison.schema)
    let changesVariant = adaptation.changesVariant(desired)
    do throws(PatchConflict) { try adaptation.checkMasks(in: desired) } catch {
      throw .conflict(id: body.clientID, error)
    }
    var result = (properties: JSONObject(), desired: JSONObject())
    for (member, resolved) in zip(properties, desired) {
      let adapted: [JSONObject.Member]
      do throws(PatchConflict) {
        adapted = try adaptation.adapting(resolved, changesVariant: changesVariant)
      } catch {
        throw .conflict(id: body.clientID, error)
      }
      if adapted == [resolved] {
        result.properties[member.name] = member.value
        result.desired[resolved.name] = resolved.value
        continue
      }
      if member != resolved, refersToPlanned(member.name, body), let mask = body.masks.first {
        throw .conflict(id: body.clientID, .maskedSecret(path: mask))
      }
      for part in adapted {
        result.properties[part.name] = part.value
        result.desired[part.name] = part.value
      }
    }
    return result
  }

  private func removedCredentials(
    _ patch: JSONObject,
    _ body: CheckedBody,
    from current: JSONObject?,
    _ type: ObjectType
  ) -> [PatchAdaptation.RemovedCredential] {
    guard body.mustKnowObject || operationRemovesByPath(patch), let current else { return [] }
    return PatchAdaptation(to: current, as: type.shape, in: comparison.schema)
      .removedCredentials(patch)
  }

  private func operationRemovesByPath(_ patch: JSONObject) -> Bool {
    patch.contains { $0.value.isNull && $0.name.utf8.contains(UInt8(ascii: "/")) }
  }

  /// Whether a property refers to an object that has no id yet.
  private func refersToPlanned(_ name: String, _ body: CheckedBody) -> Bool {
    body.references.contains { reference in
      guard reference.tokens.first == name, let entry = reference.entry else { return false }
      if case .live? = identities[entry] { return false }
      return true
    }
  }

  /// What of a body may be sent to an object that is there.
  private static func patch(_ properties: JSONObject, _ fields: FieldSet) -> JSONObject {
    properties.filter { $0.name != "@type" && fields[$0.name]?.update != .immutable }
  }

  // MARK: Matching

  private mutating func match(_ operation: CheckedOperation) {
    let type = operation.type
    if let refusal = state.refusedTypes[type.name] {
      changes[operation.index].failure = .unreadable(refusal)
      return
    }
    guard var picture = pictures[type.name] else { return }
    let scope = resolved(operation.scope.properties, operation.scope.references)
    var matched: [Identity: String] = [:]
    var hits: [Int: Identity] = [:]
    for (place, body) in operation.bodies.enumerated() {
      let found = picture.matches(
        resolved(key(body, operation), body.references),
        variant: body.variant?.name,
        scope: scope
      )
      if found.count > 1 {
        changes[operation.index].failure = .ambiguous(
          id: body.clientID,
          properties: Self.properties(operation.match),
          matches: found.map { if case .live(let id) = $0 { id.text } else { "" } }
        )
        keepMatches(of: operation, &picture, scope)
        return
      }
      guard let hit = found.first else { continue }
      if let other = matched[hit] {
        let id = if case .live(let id) = hit { id.text } else { other }
        changes[operation.index].failure = .sameObject(
          id: body.clientID,
          other: other,
          object: id
        )
        keepMatches(of: operation, &picture, scope)
        return
      }
      matched[hit] = body.clientID
      hits[place] = hit
    }
    pictures[type.name] = picture  // It learnt how to find objects.
    for (place, identity) in hits {
      let entry = EntryID(operation: operation.index, entry: place)
      identities[entry] = identity
      changes[operation.index].matched[entry] = identity
    }
    for (level, places) in Levels(operation).levels.enumerated() {
      for place in places where hits[place] == nil {
        create(EntryID(operation: operation.index, entry: place), level)
      }
    }
    for place in operation.bodies.indices {
      guard let identity = hits[place] else { continue }
      addUpdate(EntryID(operation: operation.index, entry: place), identity, operation)
    }
  }

  /// Counts what the bodies of a failed operation fit as touched: no other operation may
  /// remove it because this one could not be carried out.
  private mutating func keepMatches(
    of operation: CheckedOperation,
    _ picture: inout Picture,
    _ scope: JSONObject
  ) {
    for body in operation.bodies {
      let found = picture.matches(
        resolved(key(body, operation), body.references),
        variant: body.variant?.name,
        scope: scope
      )
      touched[operation.type.name, default: []].formUnion(found)
    }
  }

  private static func properties(_ rule: MatchRule) -> [String] {
    guard case .properties(let names) = rule else { return [] }
    return names
  }

  private func key(_ body: CheckedBody, _ operation: CheckedOperation) -> JSONObject {
    switch operation.match {
    case .properties: body.matchProperties
    case .value, .none:
      JSONObject(comparison.comparable.properties(of: body).map { ($0.name, $0.value) })
    }
  }

  // MARK: Leftovers

  private mutating func findLeftovers() {
    var handled: [Name: Set<Name>] = [:]
    for operation in plan.operations.reversed() where operation.kind == .reconcile {
      let type = operation.type
      guard changes[operation.index].failure == nil, let objects = state.objects[type.name] else {
        continue
      }
      let destroyed = Set(
        names:
          plan.operations.filter { $0.kind == .destroy && $0.type == type }
          .flatMap { changes[$0.index].destroys }
      )
      let scope = resolved(operation.scope.properties, operation.scope.references)
      for object in objects {
        guard !destroyed.contains(object.id),
          touched[type.name]?.contains(.live(Name(object.id))) != true,
          comparison.contains(object.properties, scope, type),
          handled[type.name, default: []].insert(object.id).inserted
        else { continue }
        changes[operation.index].cleanup.append(object.id)
      }
    }
  }
}
