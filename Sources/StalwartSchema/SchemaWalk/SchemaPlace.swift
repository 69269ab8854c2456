// SPDX-License-Identifier: MIT

public import JSON

/// What the schema says about the place where a value stands.
public struct SchemaPlace: Equatable, Sendable {
  /// What may stand there.
  public let type: FieldType
  /// The property that holds the value, itself or as an entry of its list, set or map.
  public let property: String
  /// The name of the schema that declares the property; empty if none is known to.
  public let owner: String
  /// Whether the value is an entry of a list, set or map rather than the property's own value.
  public let isEntry: Bool

  /// The place of a property that a schema declares.
  public init(_ field: Field, declaredBy owner: String) {
    self.init(field.type, property: field.name, owner: owner)
  }

  /// A place of a type, for values that belong to no known property.
  public init(_ type: FieldType) { self.init(type, property: "", owner: "") }

  init(_ type: FieldType, property: String, owner: String, isEntry: Bool = false) {
    self.type = type
    self.property = property
    self.owner = owner
    self.isEntry = isEntry
  }

  /// The place of an entry of the list, set or map that stands here.
  func entry(_ type: FieldType) -> SchemaPlace {
    SchemaPlace(type, property: property, owner: owner, isEntry: true)
  }
}

/// An object at a place of the schema, with what is declared about its members.
public struct SchemaObject: Sendable {
  /// The members.
  public let members: JSONObject
  /// The type.
  public let shape: Shape
  /// The variant that `@type` names in any case; nil if it names none, or the type has none.
  public let variant: Variant?

  private let schema: Schema

  init(_ members: JSONObject, _ shape: Shape, variant given: Variant? = nil, in schema: Schema) {
    self.members = members
    self.shape = shape
    self.schema = schema
    variant =
      shape.isMultiVariant
      ? members.variantTag?.string.flatMap { shape.variant(named: $0) } ?? given : nil
  }

  /// The fields of the type or variant; of all variants together if the variant is not known.
  public var fields: FieldSet { schema.fields(of: shape, variant: variant) }

  /// The name of the schema that declares the fields; that of the type if the variant is not
  /// known, or is only a name.
  public var owner: String { shape.schemaName ?? variant?.schemaName ?? shape.name }

  /// The schemas that declare the fields; those of all variants if the variant is not known.
  public var declarations: SchemaDeclarations {
    SchemaDeclarations(schema.schemaNames(of: shape, variant), in: schema)
  }
}

/// The fields that several schemas declare, such as those of all variants of a type.
public struct SchemaDeclarations: Sendable {
  /// The schemas by name, and what they declare, in the order of the variants.
  public let schemas: [(name: String, fields: FieldSet)]

  init(_ names: [String], in schema: Schema) {
    schemas = names.map { ($0, schema.fields(ofSchema: $0)) }
  }

  /// The first field of that name, in any case, and the place of its values.
  public func find(_ name: String) -> (field: Field, place: SchemaPlace)? {
    for schema in schemas {
      guard let field = schema.fields.find(name) else { continue }
      return (field, SchemaPlace(field, declaredBy: schema.name))
    }
    return nil
  }
}

/// A list, set or map at a place of the schema.
public struct SchemaCollection: Sendable {
  /// The entries; the names are positions, members or keys.
  public let entries: JSONObject
  /// What the names are: the type of members or keys; nil in a list, whose names are positions.
  public let keyType: FieldType?
  /// The type of the values; nil in a set, whose values are `true`.
  public let elementType: FieldType?
  /// The place of each entry's value.
  public let entryPlace: SchemaPlace

  /// Whether the names are positions.
  public var isList: Bool { keyType == nil }
  /// Whether the values are `true`.
  public var isSet: Bool { elementType == nil }

  /// Takes the entries of a value apart by its type; nil if the type has no entries.
  public init?(_ entries: JSONObject, at place: SchemaPlace) {
    guard let types = place.type.entryTypes else { return nil }
    self.entries = entries
    keyType = types.key
    elementType = types.element
    entryPlace = place.entry(types.element ?? FieldType(.boolean))
  }

  /// The values of a list in the order of their positions; equal positions in their own order.
  public static func inOrder(_ list: JSONObject) -> [JSONObject.Member] {
    list.members.enumerated()
      .sorted {
        let left = UInt64($0.element.name) ?? .max
        let right = UInt64($1.element.name) ?? .max
        return (left, $0.offset) < (right, $1.offset)
      }
      .map(\.element)
  }

  /// A list without gaps: the positions of the values are counted from zero.
  public static func renumbered(_ list: JSONObject) -> JSONObject {
    JSONObject(inOrder(list).enumerated().map { (String($0.offset), $0.element.value) })
  }
}
