// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// Finds the objects of one plan that the objects of another one stand for.
struct PartnerIndex {
  private struct Name: Hashable {
    let type: String
    let variant: String?
    let text: String
  }

  private let items: [PlanContents.Item]
  private var pictures: [String: Picture] = [:]
  private var byClientID: [Name: [Int]] = [:]
  private var byID: [Name: Int] = [:]

  init(_ contents: PlanContents, in schema: Schema) {
    items = contents.items
    let comparison = Comparison(schema)
    for (place, item) in items.enumerated() {
      if let id = item.id {
        byID[Name(type: item.type.name, variant: nil, text: id)] = place
        continue
      }
      byClientID[Self.name(item), default: []].append(place)
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

  private static func name(_ item: PlanContents.Item) -> Name {
    Name(type: item.type.name, variant: item.variant?.name, text: item.clientID ?? "")
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
    if let namesake = found.first(where: { items[$0].clientID == item.clientID }) {
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
    if let id = item.id { return byID[Name(type: item.type.name, variant: nil, text: id)] }
    return byClientID[Self.name(item)]?.last
  }
}
