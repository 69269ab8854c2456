// SPDX-License-Identifier: MIT

internal import StalwartSchema
internal import Text

/// A type that a property can refer to.
struct ReferenceTarget: Hashable {
  /// The canonical name of the object type, such as `x:Account`.
  let object: String
  /// The variant that it is restricted to, such as `Group`.
  let variant: String?
  /// Whether a value can refer to several objects at once.
  let isMulti: Bool
}

/// Finds out what properties can refer to, at any depth.
///
/// What only the server sets is not exported, and therefore passed over.
struct TypeReferences {
  let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The targets of a property, in the schema's order.
  func targets(of type: FieldType) -> [ReferenceTarget] {
    var found: [ReferenceTarget] = []
    for nested in TypeWalk(schema, .everyType, enters: { $0.update != .serverSet })
      .types(below: type)
    {
      guard case .objectID(let name) = nested.type.kind, let (object, variant) = resolve(name)
      else { continue }
      let target = ReferenceTarget(object: object, variant: variant, isMulti: nested.isMulti)
      if !found.contains(target) { found.append(target) }
    }
    return found
  }

  /// The object type and variant that a reference names; nil for names of no object.
  func resolve(_ name: String) -> (object: String, variant: String?)? {
    guard let (object, view) = schema.target(ofReference: name), !object.isSingleton else {
      return nil
    }
    let part = view.flatMap { $0.split(separator: "/").last }.map(String.init)
    return (object.name, part.flatMap { object.variant(named: $0)?.name })
  }
}
