// SPDX-License-Identifier: MIT

public import JSON

extension Schema {
  /// A body completed with the values that the server gives to absent fields, in a new object
  /// and wherever an embedded value is replaced as a whole.
  ///
  /// Fields that only the server sets, and those without a value of their own
  /// (ids, blobs, moments), stay absent.
  public func fillingDefaults(
    _ body: JSONObject,
    of shape: Shape,
    variant: Variant? = nil
  ) -> JSONObject {
    var completion = DefaultCompletion(schema: self)
    return completion.completing(object(body, as: shape, variant: variant), depth: 0)
  }
}

/// Completes the objects in a value with the values of absent fields.
private struct DefaultCompletion: SchemaVisitor {
  let schema: Schema

  /// How many objects deep values are completed: some types contain themselves.
  private static let maximumDepth = 12

  /// The context is the number of objects around the value.
  mutating func visit(
    object: SchemaObject,
    at place: SchemaPlace,
    in depth: Int
  ) -> JSONValue? {
    .object(completing(object, depth: depth))
  }

  mutating func completing(_ object: SchemaObject, depth: Int) -> JSONObject {
    guard depth < Self.maximumDepth else { return object.members }
    var object = object
    var result = object.members
    if object.shape.isMultiVariant {
      if object.variant == nil, result.isEmpty {
        let first = object.shape.variants.first
        object = schema.object(result, as: object.shape, variant: first)
      }
      guard let variant = object.variant else { return result }
      if result["@type"] == nil { result["@type"] = .string(variant.name) }
    }
    let fields = object.fields
    let owner = object.owner
    for field in fields where field.update != .serverSet {
      let given = result[field.name]
      // A value without parts is complete.
      if let given, given.object == nil { continue }
      let place = SchemaPlace(field, declaredBy: owner)
      let documented = fields.defaults[field.name] ?? schema.undocumentedDefault(at: place)
      let value =
        given ?? documented.map { schema.wireForm(ofDefault: $0, field.type) }
        ?? schema.implicitDefault(of: field.type)
      guard let value else { continue }
      result[field.name] = value.object == nil ? value : walk(value, at: place, in: depth + 1)
    }
    return result
  }
}

extension Schema {
  /// The value of a field for which the document names none; nil if it has none.
  fileprivate func implicitDefault(of type: FieldType) -> JSONValue? {
    if type.isNullable { return .null }
    if type.isComposite { return [:] }
    switch type.kind {
    case .boolean: return false
    case .enumeration(let name):
      return enumeration(named: name)?.members.first.map { .string($0.name) }
    case .string(let format, _, _):
      return [.ipAddress, .ipNetwork, .socketAddress].contains(format) ? nil : ""
    default: return nil
    }
  }

  /// A default in the form that the server takes.
  ///
  /// The document writes durations inside defaults as `1m`.
  fileprivate func wireForm(ofDefault value: JSONValue, _ type: FieldType) -> JSONValue {
    let value = documentedDefault(value, of: type)
    var reader = ValueReader(self, ValueOptions(.update, checksUpdate: false))
    let wire = reader.value(value, as: type)
    return reader.errors.isEmpty ? wire : value
  }
}
