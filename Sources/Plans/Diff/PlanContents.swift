// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// What a plan makes, apart from any server: each object once, with all that the plan says of it.
struct PlanContents {
  /// An object that a plan makes, or a part of one that is there.
  struct Item {
    let type: ObjectType
    /// The operation that speaks of it first.
    let operation: CheckedOperation
    /// The client id; nil where the plan means a singleton, or an object by its id.
    let clientID: String?
    /// The id of an object that the plan does not make; `singleton` for a singleton.
    let id: String?
    var variant: Variant?
    /// The properties; a token of ``token(_:)`` in the place of each reference.
    var properties: JSONObject
    /// What it is found by; the same tokens in it.
    var key: JSONObject
  }

  private(set) var items: [Item] = []
  /// The operations that remove what a filter finds, which make nothing.
  private(set) var destroys: [CheckedOperation] = []

  private let comparison: Comparison
  /// No text of a plan begins with it.
  private let mark: Character
  private var places: [EntryID: Int] = [:]
  private var named: [Name: Int] = [:]
  private var pictures: [Name: Picture] = [:]

  /// Collects the contents of `plan`; `mark` begins the tokens of its objects.
  init(_ plan: CheckedPlan, marking mark: Character, in schema: Schema) {
    comparison = Comparison(schema)
    self.mark = mark
    for operation in plan.operations {
      switch operation.kind {
      case .destroy: destroys.append(operation)
      case .update: update(operation)
      case .create, .upsert, .reconcile: make(operation)
      }
    }
  }

  /// The text that stands for an object where another one refers to it.
  func token(_ place: Int) -> String { "\(mark)\(place)" }

  /// The object that a token stands for; nil for any other text.
  func place(of token: String) -> Int? {
    guard token.first == mark, let place = Int(token.dropFirst()) else { return nil }
    return items.indices.contains(place) ? place : nil
  }

  // MARK: Objects

  private mutating func make(_ operation: CheckedOperation) {
    // All places first, since objects of one operation may refer to each other.
    for (entry, body) in operation.bodies.enumerated() {
      let place = findOrAdd(body, operation)
      places[EntryID(operation: operation.index, entry: entry)] = place
    }
    for (entry, body) in operation.bodies.enumerated() {
      guard let place = places[EntryID(operation: operation.index, entry: entry)] else { continue }
      merge(resolved(body.properties, body.references), into: place)
      merge(resolved(body.onCreate, body.onCreateReferences), into: place)
    }
  }

  private mutating func findOrAdd(_ body: CheckedBody, _ operation: CheckedOperation) -> Int {
    if operation.type.isSingleton { return item(named: "singleton", operation) }
    let key = key(of: body, operation)
    let type = operation.type
    if operation.kind.matchesExisting,
      let twin = pictures[type.name]?.matches(key, variant: body.variant?.name, scope: [:]).first,
      case .planned(let entry) = twin
    {
      return entry.entry
    }
    let place = items.count
    items.append(
      Item(
        type: type,
        operation: operation,
        clientID: body.clientID,
        id: nil,
        variant: body.variant,
        properties: [:],
        key: key
      )
    )
    var known = key
    if let variant = body.variant { known["@type"] = .string(variant.name) }
    pictures[type.name, default: Picture([], of: type, comparison)].add(
      Picture.Object(
        identity: .planned(EntryID(operation: operation.index, entry: place)),
        properties: known
      )
    )
    return place
  }

  /// What an object is found by: what the operation says, else the label, else its values.
  private func key(of body: CheckedBody, _ operation: CheckedOperation) -> JSONObject {
    switch operation.match {
    case .properties: return resolved(body.matchProperties, body.references)
    case .none, .value:
      if operation.kind == .create,
        let label = comparison.schema.list(named: operation.type.name)?.labelProperty,
        let value = body.properties[label]
      {
        return resolved([label: value], body.references)
      }
      return JSONObject(comparison.comparable.properties(of: body).map { ($0.name, $0.value) })
    }
  }

  // MARK: Updates

  private mutating func update(_ operation: CheckedOperation) {
    guard let target = operation.target, let body = operation.bodies.first else { return }
    let place: Int
    switch target {
    case .entry(let entry):
      guard let known = places[entry] else { return }
      place = known
    case .id(let id): place = item(named: id, operation)
    }
    if let variant = body.variant { items[place].variant = variant }
    merge(resolved(body.properties, body.references), into: place)
  }

  private mutating func item(named id: String, _ operation: CheckedOperation) -> Int {
    let id = RegistryID.canonical(id) ?? id
    let name = "\(operation.type.name)\u{0}\(id)"
    if let place = named[name] { return place }
    named[name] = items.count
    items.append(
      Item(
        type: operation.type,
        operation: operation,
        clientID: nil,
        id: id,
        variant: nil,
        properties: [:],
        key: [:]
      )
    )
    return items.count - 1
  }

  // MARK: Properties

  private func resolved(_ properties: JSONObject, _ references: [ReferencePlace]) -> JSONObject {
    properties.resolving(references) { reference in
      reference.entry.flatMap { places[$0] }.map(token)
    }
  }

  private mutating func merge(_ properties: JSONObject, into place: Int) {
    let item = items[place]
    var known = item.properties
    var patch = properties
    if known.isEmpty {
      // So that nothing is filled in that the plan does not say.
      let isPointer = { (member: JSONObject.Member) in member.name.utf8.contains(0x2F) }
      known = properties.filter { !isPointer($0) }
      patch = properties.filter(isPointer)
    }
    items[place].properties =
      patch.isEmpty ? known : comparison.patched(known, with: patch, item.type)
  }
}
