// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// Takes out of a body what cannot be sent.
struct Stripping {
  let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The body without properties that only the server sets, at any depth.
  func withoutServerSet(_ body: JSONObject, _ fields: FieldSet) -> JSONObject {
    var result = body
    for member in body.members {
      guard let field = fields[member.name] else { continue }
      if field.update == .serverSet {
        result.remove(member.name)
      } else if let stripped = stripped(member.value, field.type) {
        result[member.name] = stripped
      }
    }
    return result
  }

  /// The value without such properties; nil if it has none.
  private func stripped(_ value: JSONValue, _ type: FieldType) -> JSONValue? {
    guard case .object(let object) = value else { return nil }
    switch type.kind {
    case .object(let name):
      guard let shape = schema.shape(named: name) else { return nil }
      let variant = object["@type"]?.string.flatMap { shape.variant(named: $0) }
      let result = withoutServerSet(object, schema.fields(of: shape, variant: variant))
      return result.count == object.count && result == object ? nil : .object(result)
    case .objectList(let name, _, _): return each(object, FieldType(.object(name)))
    case .map(_, let element, _, _) where element.isComposite: return each(object, element)
    default: return nil
    }
  }

  private func each(_ object: JSONObject, _ type: FieldType) -> JSONValue? {
    .object(object.mapValues { stripped($0, type) ?? $0 })
  }
}
