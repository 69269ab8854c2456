// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

/// The objects of one type as they will be at some point of a plan.
struct Picture {
  struct Object {
    let identity: Identity
    var properties: JSONObject
  }

  private let type: ObjectType
  private let comparison: Comparison
  private(set) var objects: [Object] = []
  private var places: [Identity: Int] = [:]
  /// The places of objects by the text of their values, for each list of properties.
  private var indexes: [[Name]: [Name: [Int]]] = [:]

  init(_ live: [LiveState.Object], of type: ObjectType, _ comparison: Comparison) {
    self.type = type
    self.comparison = comparison
    for object in live {
      add(Object(identity: .live(Name(object.id)), properties: object.properties))
    }
  }

  mutating func add(_ object: Object) {
    let place = objects.count
    places[object.identity] = place
    objects.append(object)
    for names in Array(indexes.keys) {  // A view of the keys would make each change a copy.
      let text = text(names, of: object.properties)
      indexes[names]?[text, default: []].append(place)
    }
  }

  func object(_ identity: Identity) -> Object? { places[identity].map { objects[$0] } }

  /// Notes that a patch will have been applied.
  mutating func merge(_ patch: JSONObject, into identity: Identity) {
    guard let place = places[identity] else { return }
    let before = objects[place].properties
    objects[place].properties = comparison.patched(before, with: patch, type)
    let changed = Set(names: patch.names.map { JSONPointer(patchKey: $0).tokens[0] })
    let isOther = changed.contains("@type")
    for names in Array(indexes.keys) where isOther || names.contains(where: changed.contains) {
      let text = text(names, of: before)
      indexes[names]?[text]?.removeAll { $0 == place }
      let after = self.text(names, of: objects[place].properties)
      indexes[names]?[after, default: []].append(place)
    }
  }

  /// The objects of that variant inside the scope that have all properties of `key`.
  mutating func matches(_ key: JSONObject, variant: String?, scope: JSONObject) -> [Identity] {
    let names = key.members.map(\.key)
    if indexes[names] == nil { makeIndex(names) }
    var wanted = key
    if let variant { wanted["@type"] = .string(variant) }
    return (indexes[names]?[text(names, of: wanted)] ?? [])
      .filter { comparison.contains(objects[$0].properties, scope, type) }
      .map { objects[$0].identity }
  }

  private mutating func makeIndex(_ names: [Name]) {
    var index: [Name: [Int]] = [:]
    for (place, object) in objects.enumerated() {
      index[text(names, of: object.properties), default: []].append(place)
    }
    indexes[names] = index
  }

  private func text(_ names: [Name], of properties: JSONObject) -> String {
    let variant = type.isMultiVariant ? properties["@type"]?.string : nil
    return names.reduce(into: variant ?? "") { text, name in
      text += "\u{0}"
      text += comparison.keyText(name.text, of: properties, type)
    }
  }
}
