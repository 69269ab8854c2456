// SPDX-License-Identifier: MIT

internal import StalwartSchema
internal import Text

/// Which shard needs which, and what is put off so that no circle remains.
struct ShardEdges {
  /// A property because of which one shard needs another.
  struct Link: Equatable {
    let property: String
    let isMutable: Bool
    let isMulti: Bool
    /// Whether an object cannot be made without it.
    let isRequired: Bool

    /// How gladly it is put off; less is more gladly.
    var reluctance: Int? {
      guard isMutable else { return nil }
      return isRequired ? 2 : isMulti ? 0 : 1
    }
  }

  private(set) var shards: [Shard] = []
  private(set) var deferrals: [[Deferral]] = []
  private(set) var selfReferences: [[String]] = []
  private var links: [[Int: [Link]]] = []

  init(_ types: [ObjectType], allowing allowed: Set<Name>, in schema: Schema) {
    for type in types {
      let variants: [Variant?] = type.isMultiVariant ? type.variants : [nil]
      shards += variants.map { Shard(type: type, variant: $0) }
    }
    deferrals = shards.map { _ in [] }
    selfReferences = shards.map { _ in [] }
    links = shards.map { _ in [:] }
    let references = TypeReferences(schema)
    for (from, shard) in shards.enumerated() {
      let fields = schema.fields(of: shard.type.shape, variant: shard.variant)
      for field in fields where field.update != .serverSet {
        for target in references.targets(of: field.type) where !allowed.contains(target.object) {
          add(field, from, target)
        }
      }
    }
  }

  private mutating func add(_ field: Field, _ from: Int, _ target: ReferenceTarget) {
    for (to, shard) in shards.enumerated() where shard.type.name == target.object {
      if let variant = target.variant, variant != shard.variant?.name { continue }
      guard to != from else {
        if !selfReferences[from].contains(field.name) { selfReferences[from].append(field.name) }
        continue
      }
      var isRequired = false
      if case .objectID = field.type.kind { isRequired = !field.type.isNullable }
      links[from][to, default: []].append(
        Link(
          property: field.name,
          isMutable: field.update == .mutable,
          isMulti: target.isMulti,
          isRequired: isRequired
        )
      )
    }
  }

  /// The shards that each shard needs, ascending.
  var targets: [[Int]] { links.map { $0.keys.sorted() } }

  /// Puts off properties until every shard can come after those that it needs.
  mutating func breakCycles() throws(SnapshotError) {
    while let circle = DirectedGraph(targets).circles().first {
      guard let (from, to, property) = weakest(of: circle) else {
        throw .immutableCycle(types: names(of: circle), closedBy: immutable(of: circle))
      }
      links[from][to]?.removeAll { $0.property == property }
      if links[from][to]?.isEmpty == true { links[from][to] = nil }
      let target = shards[to].type.name
      if let place = deferrals[from].firstIndex(where: { $0.property == property }) {
        deferrals[from][place].targets.insert(target)
      } else {
        deferrals[from].append(Deferral(property: property, targets: [Name(target)]))
      }
    }
  }

  /// The link of a circle that is put off most gladly: the first by name among equals.
  private func weakest(of circle: [Int]) -> (from: Int, to: Int, property: String)? {
    var best: (reluctance: Int, from: Int, to: Int, property: String)?
    for from in byName(circle) {
      for to in circle {
        for link in links[from][to] ?? [] {
          guard let reluctance = link.reluctance, reluctance < best?.reluctance ?? .max else {
            continue
          }
          best = (reluctance, from, to, link.property)
        }
      }
    }
    return best.map { ($0.from, $0.to, $0.property) }
  }

  private func immutable(of circle: [Int]) -> String? {
    for from in byName(circle) {
      for to in circle {
        guard let link = links[from][to]?.first else { continue }
        return "\(shards[from].displayName).\(link.property) -> \(shards[to].displayName)"
      }
    }
    return nil
  }

  private func byName(_ circle: [Int]) -> [Int] {
    circle.sorted {
      shards[$0].displayName.utf8.lexicographicallyPrecedes(shards[$1].displayName.utf8)
    }
  }

  private func names(of circle: [Int]) -> [String] { byName(circle).map { shards[$0].displayName } }
}
