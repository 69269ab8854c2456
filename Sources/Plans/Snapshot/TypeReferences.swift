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
    var visited: Set<Name> = []
    collect(type, isMulti: false, &visited, &found)
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

  private func collect(
    _ type: FieldType,
    isMulti: Bool,
    _ visited: inout Set<Name>,
    _ found: inout [ReferenceTarget]
  ) {
    switch type.kind {
    case .objectID(let name):
      guard let (object, variant) = resolve(name) else { return }
      let target = ReferenceTarget(object: object, variant: variant, isMulti: isMulti)
      if !found.contains(target) { found.append(target) }
    case .set(let member, _, _): collect(member, isMulti: true, &visited, &found)
    case .map(let key, let value, _, _):
      collect(key, isMulti: true, &visited, &found)
      collect(value, isMulti: true, &visited, &found)
    case .objectList(let name, _, _): collect(name, isMulti: true, &visited, &found)
    case .object(let name): collect(name, isMulti: isMulti, &visited, &found)
    default: return
    }
  }

  private func collect(
    _ name: String,
    isMulti: Bool,
    _ visited: inout Set<Name>,
    _ found: inout [ReferenceTarget]
  ) {
    guard visited.insert(name).inserted, let shape = schema.shape(named: name) else { return }
    let variants: [Variant?] = shape.isMultiVariant ? shape.variants : [nil]
    for variant in variants {
      for field in schema.fields(of: shape, variant: variant) where field.update != .serverSet {
        collect(field.type, isMulti: isMulti, &visited, &found)
      }
    }
  }
}
