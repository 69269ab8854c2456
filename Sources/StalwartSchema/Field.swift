// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// A property of an object.
public struct Field: Equatable, Sendable {
  /// Who may set it, and when.
  public enum Update: String, Sendable {
    /// A client may set it at any time.
    case mutable
    /// A client may set it when the object is created.
    case immutable
    /// Only the server sets it.
    case serverSet
  }

  /// The property's name.
  public let name: String
  /// What it means, in the server's words.
  public let description: String
  /// What it may hold.
  public let type: FieldType
  /// Who may set it, and when.
  public let update: Update
  /// Whether only the Enterprise edition has it.
  public let isEnterprise: Bool

  init(name: String, decoding json: JSONValue) {
    self.name = name
    description = json["description"]?.string ?? ""
    type = FieldType(decoding: json["type"] ?? .null)
    update = json["update"]?.string.flatMap(Update.init) ?? .mutable
    isEnterprise = json["enterprise"]?.boolean ?? false
  }
}

/// The fields of a single type or of one variant, or the union of several, in document order.
public struct FieldSet: Sendable {
  /// The fields.
  public private(set) var fields: [Field]
  /// The values that the server gives to fields that are absent on create, as the document writes them.
  public let defaults: JSONObject
  private var positions: [Name: Int] = [:]
  private var foldedPositions: [Name: Int] = [:]
  private var alternatives: [Name: [Field]] = [:]

  /// No fields, as of a variant that is only a name.
  public static let empty = FieldSet([], defaults: [:])

  init(_ fields: [Field], defaults: JSONObject) {
    self.fields = []
    self.defaults = defaults
    for field in fields { add(field) }
  }

  init(decoding json: JSONValue) {
    let properties = json["properties"]?.object ?? [:]
    self.init(
      properties.members.map { Field(name: $0.name, decoding: $0.value) },
      defaults: json["defaults"]?.object ?? [:]
    )
  }

  /// Adds the fields that are not there yet, and keeps those that differ as alternatives.
  mutating func formUnion(_ other: FieldSet) {
    for field in other.fields {
      guard let known = find(field.name) else {
        add(field)
        continue
      }
      let others = alternatives[field.name] ?? []
      let differs = ([known] + others).allSatisfy {
        $0.type != field.type || $0.update != field.update
      }
      if differs { alternatives[field.name] = others + [field] }
    }
  }

  /// The field of that name, in any case, and in a union what other variants
  /// declare differently under the same name; empty if there is none.
  public func candidates(_ name: String) -> [Field] {
    guard let field = find(name) else { return [] }
    guard let others = alternatives[field.name] else { return [field] }
    return [field] + others
  }

  private mutating func add(_ field: Field) {
    positions[field.name] = fields.count
    foldedPositions[field.name.lowercasedASCII] = fields.count
    fields.append(field)
  }

  /// The field of that name, in exactly this spelling.
  public subscript(name: String) -> Field? {
    positions[name].map { fields[$0] }
  }

  /// The field of that name, in any case.
  public func find(_ name: String) -> Field? {
    (positions[name] ?? foldedPositions[name.lowercasedASCII]).map { fields[$0] }
  }
}

extension FieldSet: RandomAccessCollection {
  /// The place of the first field.
  public var startIndex: Int { 0 }
  /// The place after the last field.
  public var endIndex: Int { fields.count }
  /// The field at a place.
  public subscript(position: Int) -> Field { fields[position] }
}
