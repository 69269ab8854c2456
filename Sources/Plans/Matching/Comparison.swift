// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// Tells whether what a plan says is what a server has, as the server would store it.
struct Comparison: Sendable {
  let schema: Schema
  var comparable: Comparable { Comparable(schema) }

  init(_ schema: Schema) { self.schema = schema }

  /// What setting properties, or places below them, would change on an object.
  func differences(
    _ desired: JSONObject,
    from object: JSONObject,
    _ type: ObjectType
  ) -> [Difference] {
    schema.differences(desired: desired, actual: object, as: type.shape)
  }

  /// Whether an object has all properties of a scope.
  func contains(_ object: JSONObject, _ scope: JSONObject, _ type: ObjectType) -> Bool {
    scope.isEmpty || differences(scope, from: object, type).isEmpty
  }

  /// An object as it will be after a patch.
  func patched(_ object: JSONObject, with patch: JSONObject, _ type: ObjectType) -> JSONObject {
    var patched = PatchedObject(object, as: type.shape, schema)
    patched.apply(patch)
    return patched.properties
  }

  /// A text that is the same for values that the server stores as the same.
  func keyText(_ name: String, of object: JSONObject, _ type: ObjectType) -> String {
    guard let value = object[name], !value.isNull else { return "null" }
    let variant = object["@type"]?.string.flatMap { type.variant(named: $0) }
    guard let field = schema.fields(of: type.shape, variant: variant)[name] else {
      return value.serialized()
    }
    let declaration = type.shape.schemaName ?? variant?.schemaName ?? type.name
    return schema.comparableForm(of: value, field: field, ofSchema: declaration).serialized()
  }
}
