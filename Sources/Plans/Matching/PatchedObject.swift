// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// An object as a patch will leave it, by the server's own rules.
///
/// What a second operation of the same plan is compared with.
struct PatchedObject {
  private let schema: Schema
  private let shape: Shape
  /// The properties as they will be.
  private(set) var properties: JSONObject

  init(_ properties: JSONObject, as shape: Shape, _ schema: Schema) {
    self.properties = properties
    self.shape = shape
    self.schema = schema
  }

  /// Applies a patch in the server's form, member by member.
  mutating func apply(_ patch: JSONObject) {
    if shape.isMultiVariant, let variant = patch["@type"]?.string,
      variant != properties["@type"]?.string
    {
      // Another variant is a new object of everything that was sent.
      let id = properties["id"]
      properties = schema.fillingDefaults(patch, of: shape)
      properties["id"] = id
      return
    }
    let variant = properties["@type"]?.string.flatMap { shape.variant(named: $0) }
    let fields = schema.fields(of: shape, variant: variant)
    for member in patch.members where member.name != "@type" {
      if let field = fields[member.name] {
        properties[field.name] = whole(member.value, properties[field.name], field.type)
      } else {
        let tokens = JSONPointer(patchKey: member.name).tokens
        guard let field = fields[tokens[0]] else {
          properties[member.name] = member.value
          continue
        }
        properties[field.name] =
          value(member.value, tokens.dropFirst(), properties[field.name], field.type)
      }
    }
  }

  /// What stands at a place after `value` was put below it.
  private func value(
    _ value: JSONValue,
    _ tokens: ArraySlice<String>,
    _ current: JSONValue?,
    _ type: FieldType
  ) -> JSONValue? {
    guard let token = tokens.first else { return whole(value, current, type) }
    let rest = tokens.dropFirst()
    var object = current?.object ?? [:]
    switch type.kind {
    case .object(let name):
      guard let shape = schema.shape(named: name) else { return current }
      if current?.object == nil { object = schema.fillingDefaults([:], of: shape) }
      let variant = object["@type"]?.string.flatMap { shape.variant(named: $0) }
      guard let field = schema.fields(of: shape, variant: variant)[token] else { return current }
      object[field.name] = self.value(value, rest, object[field.name], field.type)
    case .set: object[token] = value == true ? true : nil
    case .map(_, let element, _, _):
      let isRemoved = rest.isEmpty && value.isNull
      object[token] = isRemoved ? nil : self.value(value, rest, object[token], element)
    case .objectList(let name, _, _):
      let isRemoved = rest.isEmpty && value.isNull
      let element = FieldType(.object(name))
      object[token] = isRemoved ? nil : self.value(value, rest, object[token], element)
      object = Self.renumbered(object)
    default: return value
    }
    return .object(object)
  }

  /// A value that was set as a whole; embedded objects of one form are merged.
  private func whole(_ value: JSONValue, _ current: JSONValue?, _ type: FieldType) -> JSONValue {
    guard case .object(let object) = value else { return value }
    switch type.kind {
    case .object(let name):
      guard let shape = schema.shape(named: name) else { return value }
      guard !shape.isMultiVariant, let old = current?.object else {
        return .object(schema.fillingDefaults(object, of: shape))
      }
      var merged = PatchedObject(old, as: shape, schema)
      merged.apply(object)
      return .object(merged.properties)
    case .set: return .object(object.filter { $0.value == true })
    case .map(_, let element, _, _):
      return .object(object.mapValues { whole($0, nil, element) })
    case .objectList(let name, _, _):
      return .object(
        Self.renumbered(object.mapValues { whole($0, nil, FieldType(.object(name))) })
      )
    default: return value
    }
  }

  /// The server closes the gaps in a list.
  private static func renumbered(_ list: JSONObject) -> JSONObject {
    let sorted = list.members.sorted { (Int($0.name) ?? .max) < (Int($1.name) ?? .max) }
    return JSONObject(sorted.enumerated().map { (String($0.offset), $0.element.value) })
  }
}
