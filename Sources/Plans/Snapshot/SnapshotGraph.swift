// SPDX-License-Identifier: MIT

public import StalwartSchema
public import Text

/// What becomes one operation: the objects of a type, or of one of its variants.
public struct Shard: Equatable, Sendable {
  /// The type.
  public let type: ObjectType
  /// The variant; nil for a type without variants.
  public let variant: Variant?

  /// The name as people read it, such as `Account/User`.
  public var displayName: String {
    variant.map { "\(type.displayName)/\($0.name)" } ?? type.displayName
  }
}

/// A property that is written by an update of its own, after all objects are there.
struct Deferral: Equatable {
  let property: String
  /// The types that its value must not refer to earlier.
  var targets: Set<Name>
}

/// In which order objects of the selected types can be made.
public struct SnapshotGraph: Sendable {
  /// The shards, in the order in which they are written.
  public let shards: [Shard]
  /// The singletons, in the order of the selection.
  public let singletons: [ObjectType]
  /// The object types, in the order in which they are needed.
  public let types: [ObjectType]

  /// What each shard writes later.
  let deferrals: [[Deferral]]
  /// The properties by which objects of a shard can refer to each other.
  let selfReferences: [[String]]

  /// Orders a selection: types without repetition, in the order in which they are wanted.
  ///
  /// The absence of the types whose canonical names are `allowed` is accepted.
  ///
  /// - Throws: ``SnapshotError``.
  public init(
    _ types: [ObjectType],
    allowing allowed: Set<Name> = [],
    in schema: Schema
  ) throws(SnapshotError) {
    let closure = SnapshotClosure(schema, allowing: allowed)
    let missing = closure.missing(from: types)
    guard missing.isEmpty else {
      let complete = closure.completing(types)
      throw .missingTypes(
        missing,
        closure: complete.dropFirst(types.count).map(\.displayName)
      )
    }
    var edges = ShardEdges(types.filter { !$0.isSingleton }, allowing: allowed, in: schema)
    try edges.breakCycles()
    let order = DirectedGraph(edges.targets).ordered()
    shards = order.map { edges.shards[$0] }
    deferrals = order.map { edges.deferrals[$0] }
    selfReferences = order.map { edges.selfReferences[$0] }
    singletons = types.filter(\.isSingleton)
    var needed: [ObjectType] = []
    for shard in shards where !needed.contains(where: { $0.name == shard.type.name }) {
      needed.append(shard.type)
    }
    self.types = needed
  }
}

/// Finds the types that a selection refers to.
public struct SnapshotClosure {
  private let schema: Schema
  private let allowed: Set<Name>
  private let references: TypeReferences

  /// Creates one that accepts the absence of the types named.
  public init(_ schema: Schema, allowing allowed: Set<Name> = []) {
    self.schema = schema
    self.allowed = allowed
    references = TypeReferences(schema)
  }

  /// The references to types that are not selected, each type once a referrer.
  func missing(from types: [ObjectType]) -> [MissingReference] {
    let selected = Set(names: types.map(\.name))
    var found: [MissingReference] = []
    for type in types {
      for (property, target) in targets(of: type)
      where !selected.contains(target) && !allowed.contains(target) {
        let to = target.withoutPrefix
        if found.contains(where: { $0.from == type.displayName && $0.to == to }) { continue }
        found.append(MissingReference(from: type.displayName, property: property, to: to))
      }
    }
    return found
  }

  /// The types and, after them, all types that they refer to, directly or not.
  public func completing(_ types: [ObjectType]) -> [ObjectType] {
    var result = types
    var place = 0
    while place < result.count {
      for (_, target) in targets(of: result[place])
      where !allowed.contains(target) && !result.contains(where: { $0.name == target }) {
        if let type = schema.object(named: target) { result.append(type) }
      }
      place += 1
    }
    return result
  }

  private func targets(of type: ObjectType) -> [(property: String, target: String)] {
    let variants: [Variant?] = type.isMultiVariant ? type.variants : [nil]
    return variants.flatMap { variant in
      schema.fields(of: type.shape, variant: variant)
        .filter { $0.update != .serverSet }
        .flatMap { field in
          references.targets(of: field.type).map { (field.name, $0.object) }
        }
    }
  }
}
