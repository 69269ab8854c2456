// SPDX-License-Identifier: MIT

internal import JSON

/// A type that has methods of its own.
final class ObjectType {
  /// Without `x:`.
  let name: String
  /// The place among all types, by name.
  let number: Int
  let isSingleton: Bool
  let permissionPrefix: String
  let shape: Shape
  /// What its methods do.
  let behaviour: any TypeBehaviour
  let facts: TypeFacts
  /// Whether its objects belong to tenants, whose users see no others.
  let isTenantScoped: Bool

  init(name: String, number: Int, isSingleton: Bool, permissionPrefix: String, shape: Shape) {
    self.name = name
    self.number = number
    self.isSingleton = isSingleton
    self.permissionPrefix = permissionPrefix
    self.shape = shape
    behaviour = TypeBehaviours.of(name)
    facts = TypeFacts(name)
    isTenantScoped = shape.structures.contains { $0.byName["memberTenantId"] != nil }
  }
}

/// What a schema document says, in tables.
///
/// What is not as expected in the document is left out: a reference to nowhere
/// makes a property of plain text.
final class SchemaModel {
  /// The types by their name without `x:`.
  private(set) var types: [String: ObjectType] = [:]
  /// The shapes by their name without `x:`.
  private(set) var shapes: [String: Shape] = [:]
  private(set) var structures: [String: Structure] = [:]
  private(set) var enumerations: [String: Enumeration] = [:]
  /// The names of all properties of all types.
  private(set) var propertyNames: Set<String> = ["@type", "id", "text"]

  /// Reads a document (the JSON text, not compressed).
  init(document: [UInt8]) throws(JSONError) {
    let root = try JSONValue(parsing: document)
    readEnumerations(root["enums"]?.object ?? [:])
    let schemas = root["schemas"]?.object ?? [:]
    let fields = root["fields"]?.object ?? [:]
    let objects = root["objects"]?.object ?? [:]
    for (name, _) in Self.registryMembers(schemas) { shapes[name] = Shape(name: name) }
    for (name, _) in Self.registryMembers(fields) { structures[name] = Structure(name: name) }
    for (name, field) in Self.registryMembers(fields) { fill(structure: name, from: field) }
    for (name, schema) in Self.registryMembers(schemas) { fill(shape: name, from: schema) }
    markHidingShapes(Array(shapes.values))
    readTypes(objects)
  }

  /// The permissions of the schema, in its order.
  var permissions: [String] { enumerations["Permission"]?.values ?? [] }

  private func readEnumerations(_ document: JSONObject) {
    for member in document {
      let values = member.value.array?.compactMap { $0["name"]?.string } ?? []
      enumerations[member.name] = Enumeration(name: member.name, values: values)
    }
  }

  private func readTypes(_ document: JSONObject) {
    let entries = Self.registryMembers(document)
      .filter { $0.value["type"]?.string != "view" }
      .sorted { $0.name < $1.name }
    for (number, entry) in entries.enumerated() {
      guard let shape = shapes[entry.name] else { continue }
      types[entry.name] = ObjectType(
        name: entry.name,
        number: number,
        isSingleton: entry.value["type"]?.string == "singleton",
        permissionPrefix: entry.value["permissionPrefix"]?.string ?? "sys\(entry.name)",
        shape: shape
      )
    }
  }

  private func fill(shape name: String, from document: JSONValue) {
    let variants =
      document["variants"]?.array?.map { variant in
        Variant(
          name: variant["name"]?.string ?? "",
          structure: variant["schemaName"]?.string.flatMap { structures[Self.withoutPrefix($0)] }
        )
      } ?? []
    let single = document["schemaName"]?.string.flatMap { structures[Self.withoutPrefix($0)] }
    shapes[name]?.fill(
      single: variants.isEmpty ? single ?? structures[name] ?? Structure(name: name) : nil,
      variants: variants
    )
  }

  private func fill(structure name: String, from document: JSONValue) {
    let written = document["properties"]?.object ?? [:]
    var properties: [Property] = []
    for member in written {
      let type = member.value["type"] ?? .null
      properties.append(
        Property(
          name: member.name,
          owner: name,
          kind: SpecialProperties.plainIDs.contains(member.name)
            ? .objectID(target: "", variant: nil) : kind(type),
          isNullable: type["nullable"]?.boolean ?? false,
          mutability: Mutability(rawValue: member.value["update"]?.string ?? "") ?? .mutable
        )
      )
      propertyNames.insert(member.name)
    }
    if let order = Self.declarationOrder[name] {
      let places = Dictionary(order.enumerated().map { (String($1), $0) }) { first, _ in first }
      let ranked = properties.enumerated().map { index, property in
        (place: places[property.name] ?? order.count + index, property: property)
      }
      properties = ranked.sorted { $0.place < $1.place }.map(\.property)
    }
    structures[name]?.fill(
      properties: properties,
      defaults: document["defaults"]?.object ?? [:]
    )
  }

  /// The order in which the server declares the properties of its types.
  ///
  /// The document lists properties by name; the server writes them, and finds what is wrong with
  /// them, in this order. A type that is missing here declares its properties by name.
  private static let declarationOrder: [String: [Substring]] = Dictionary(
    uniqueKeysWithValues: FactFile(PackageResources.declaration_order_txt).lists
      .map { ($0.name, $0.words) }
  )

  private func kind(_ type: JSONValue) -> ValueKind {
    let minimumItems = type["minItems"]?.integer ?? 0
    switch type["type"]?.string {
    case "boolean": return .boolean
    case "number": return numberKind(type)
    case "string": return textKind(type)
    case "utcDateTime": return .dateTime
    case "blobId": return .blobID
    case "enum":
      guard let enumeration = enumerations[type["enumName"]?.string ?? ""] else { break }
      return .enumeration(enumeration)
    case "objectId":
      let words = Self.withoutPrefix(type["objectName"]?.string ?? "").split(separator: "/")
      return .objectID(
        target: words.first.map(String.init) ?? "",
        variant: words.count > 1 ? String(words[1]) : nil
      )
    case "object":
      guard let shape = shape(type) else { break }
      return .object(shape)
    case "objectList":
      guard let shape = shape(type) else { break }
      return .list(shape, minimumItems: minimumItems)
    case "set": return .set(kind(type["class"] ?? .null), minimumItems: minimumItems)
    case "map":
      return .map(key: kind(type["keyClass"] ?? .null), value: kind(type["valueClass"] ?? .null))
    default: break
    }
    return .text(.plain, maximumLength: nil)
  }

  private func shape(_ type: JSONValue) -> Shape? {
    type["objectName"]?.string.flatMap { shapes[Self.withoutPrefix($0)] }
  }

  private func numberKind(_ type: JSONValue) -> ValueKind {
    let bounds = Bounds(minimum: type["min"]?.number, maximum: type["max"]?.number)
    switch type["format"]?.string {
    case "integer": return .signed(bounds)
    case "float": return .float(bounds)
    case "duration": return .duration(bounds)
    default: return .unsigned(bounds)
    }
  }

  private func textKind(_ type: JSONValue) -> ValueKind {
    let maximumLength = type["maxLength"]?.integer
    switch type["format"]?.string {
    case "ipAddress": return .ipAddress
    case "ipNetwork": return .ipNetwork
    case "socketAddress": return .socketAddress
    case "emailAddress": return .text(.emailAddress, maximumLength: maximumLength)
    default: return .text(.plain, maximumLength: maximumLength)
    }
  }

  /// The members whose name begins with `x:`, without that.
  private static func registryMembers(_ object: JSONObject) -> [(name: String, value: JSONValue)] {
    object.compactMap { member in
      member.name.hasPrefix("x:") ? (withoutPrefix(member.name), member.value) : nil
    }
  }

  private static func withoutPrefix(_ name: String) -> String {
    name.hasPrefix("x:") ? String(name.dropFirst(2)) : name
  }
}
