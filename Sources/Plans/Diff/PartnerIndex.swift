// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

/// Finds the objects of one plan that the objects of another one stand for.
struct PartnerIndex {
  /// What a plan calls an object: the client id, or the id for an update.
  private struct Key: Hashable {
    let type: Name
    let variant: Name?
    let id: Name

    init(_ type: ObjectType, _ variant: String?, id: String) {
      self.type = Name(type.name)
      self.variant = variant.map { Name($0) }
      self.id = Name(id)
    }
  }

  private let items: [PlanContents.Item]
  private var pictures: [Name: Picture] = [:]
  private var byClientID: [Key: [Int]] = [:]
  private var byID: [Key: Int] = [:]

  init(_ contents: PlanContents, in schema: Schema) {
    items = contents.items
    let comparison = Comparison(schema)
    for (place, item) in items.enumerated() {
      if let id = item.id {
        byID[Key(item.type, nil, id: id)] = place
        continue
      }
      byClientID[Self.key(item), default: []].append(place)
      var properties = item.properties
      for member in item.key.members where properties[member.name] == nil {
        properties[member.name] = member.value
      }
      pictures[item.type.name, default: Picture([], of: item.type, comparison)].add(
        Picture.Object(
          identity: .planned(EntryID(operation: 0, entry: place)),
          properties: properties
        )
      )
    }
  }

  private static func key(_ item: PlanContents.Item) -> Key {
    Key(item.type, item.variant?.name, id: item.clientID ?? "")
  }

  /// The object that a match key finds; where it finds several, the one with the same client
  /// id, then the one that the keys of both plans find.
  mutating func match(
    _ item: PlanContents.Item,
    key: JSONObject,
    properties: JSONObject,
    except taken: Set<Int>
  ) -> Int? {
    guard !key.isEmpty else { return nil }
    let variant = item.variant?.name
    let found = places(item.type, key, variant).filter { !taken.contains($0) }
    guard found.count > 1 else { return found.first }
    let clientID = Self.key(item).id
    if let namesake = found.first(where: { Self.key(items[$0]).id == clientID }) {
      return namesake
    }
    let narrower = found.first { place in
      var both = key
      for name in items[place].key.names where both[name] == nil {
        both[name] = properties[name] ?? .null
      }
      return places(item.type, both, variant).contains(place)
    }
    return narrower ?? found.first
  }

  private mutating func places(
    _ type: ObjectType,
    _ key: JSONObject,
    _ variant: String?
  ) -> [Int] {
    let found = pictures[type.name]?.matches(key, variant: variant, scope: [:]) ?? []
    return found.compactMap { identity in
      if case .planned(let entry) = identity { entry.entry } else { nil }
    }
  }

  /// The object of the same type that the plan calls the same.
  func namesake(of item: PlanContents.Item) -> Int? {
    if let id = item.id { return byID[Key(item.type, nil, id: id)] }
    return byClientID[Self.key(item)]?.last
  }
}
