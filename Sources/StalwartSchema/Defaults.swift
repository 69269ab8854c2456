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
    fill(body, of: shape, variant, depth: 0)
  }

  private func fill(
    _ body: JSONObject,
    of shape: Shape,
    _ given: Variant?,
    depth: Int
  ) -> JSONObject {
    guard depth < 12 else { return body }  // Some types contain themselves.
    var variant = given
    var result = body
    if shape.isMultiVariant {
      variant = body.variantTag?.string.flatMap { shape.variant(named: $0) } ?? given
      if variant == nil, body.isEmpty { variant = shape.variants.first }
      guard let variant else { return body }
      if result["@type"] == nil { result["@type"] = .string(variant.name) }
    }
    let fields = fields(of: shape, variant: variant)
    for field in fields where field.update != .serverSet {
      if let value = body[field.name] {
        result[field.name] = fill(value, as: field.type, depth: depth + 1)
      } else if let value = fields.defaults[field.name] {
        result[field.name] = fill(
          wireForm(ofDefault: value, field.type),
          as: field.type,
          depth: depth + 1
        )
      } else if shape.name == "x:EventTracingLevel", field.name == "event" {
        result[field.name] = "store.unexpected-error"  // A default that the document lacks.
      } else if let value = implicitDefault(of: field.type, depth: depth + 1) {
        result[field.name] = value
      }
    }
    return result
  }

  /// Completes the embedded values of a value.
  private func fill(_ value: JSONValue, as type: FieldType, depth: Int) -> JSONValue {
    guard case .object(let object) = value else { return value }
    switch type.kind {
    case .object(let name):
      guard let shape = shape(named: name) else { return value }
      return .object(fill(object, of: shape, nil, depth: depth))
    case .objectList(let name, _, _):
      guard let shape = shape(named: name) else { return value }
      return .object(
        object.mapValues { element in
          element.object.map { .object(fill($0, of: shape, nil, depth: depth)) } ?? element
        }
      )
    case .map(_, let element, _, _):
      return .object(object.mapValues { fill($0, as: element, depth: depth) })
    default: return value
    }
  }

  /// The value of a field for which the document names none; nil if it has none.
  private func implicitDefault(of type: FieldType, depth: Int) -> JSONValue? {
    if type.isNullable { return .null }
    switch type.kind {
    case .boolean: return false
    case .enumeration(let name):
      return enumeration(named: name)?.members.first.map { .string($0.name) }
    case .string(let format, _, _):
      return [.ipAddress, .ipNetwork, .socketAddress].contains(format) ? nil : ""
    case .set, .map, .objectList: return [:]
    case .object: return fill([:], as: type, depth: depth)
    case .number, .utcDateTime, .blobID, .objectID, .opaque: return nil
    }
  }

  /// A default in the form that the server takes.
  ///
  /// The document writes durations inside defaults as `1m`, and expressions as
  /// `{"default":"X"}` or with their conditions in an array.
  private func wireForm(ofDefault value: JSONValue, _ type: FieldType) -> JSONValue {
    var value = value
    if case .object("x:Expression") = type.kind, let text = value["default"] {
      value = ["match": [:], "else": text]
    }
    var reader = ValueReader(self, ValueOptions(.update, checksUpdate: false))
    let wire = reader.value(value, as: type)
    return reader.errors.isEmpty ? wire : value
  }
}
