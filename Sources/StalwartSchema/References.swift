// SPDX-License-Identifier: MIT

public import JSON

/// An id inside a value, and the type of the object that has it.
public struct Reference: Equatable, Sendable {
  /// The id as it is written there; a natural key or `#name` until it is resolved.
  public let id: String
  /// The object type or view that it refers to, such as `x:Account/Group`.
  public let objectName: String
}

extension Schema {
  /// The ids in a value, in order: scalars, members of sets and keys of maps, at any depth.
  public func references(in value: JSONValue, of type: FieldType) -> [Reference] {
    var found: [Reference] = []
    _ = mapReferences(in: value, of: type) { reference in
      found.append(reference)
      return reference.id
    }
    return found
  }

  /// Replaces the ids in a value, at any depth.
  public func mapReferences<E: Error>(
    in value: JSONValue,
    of type: FieldType,
    _ transform: (Reference) throws(E) -> String
  ) throws(E) -> JSONValue {
    switch (value, type.kind) {
    case (.string(let id), .objectID(let name)):
      return .string(try transform(Reference(id: id, objectName: name)))
    case (.object(let object), .set(let member, _, _)):
      guard case .objectID(let name) = member.kind else { return value }
      var result = JSONObject()
      for entry in object {
        result[try transform(Reference(id: entry.name, objectName: name))] = entry.value
      }
      return .object(result)
    case (.object(let object), .map(let key, let element, _, _)):
      var result = JSONObject()
      for entry in object {
        var name = entry.name
        if case .objectID(let objectName) = key.kind {
          name = try transform(Reference(id: name, objectName: objectName))
        }
        result[name] = try mapReferences(in: entry.value, of: element, transform)
      }
      return .object(result)
    case (.object(let object), .objectList(let name, _, _)):
      let element = FieldType(.object(name))
      return .object(
        try object.mapValues { (entry) throws(E) in
          try mapReferences(in: entry, of: element, transform)
        }
      )
    case (.object(let object), .object(let name)):
      guard let shape = shape(named: name) else { return value }
      return .object(try mapReferences(in: object, of: shape, transform))
    default: return value
    }
  }

  /// Replaces the ids in an object, or in a patch whose keys are properties or paths.
  public func mapReferences<E: Error>(
    in object: JSONObject,
    of shape: Shape,
    variant: Variant? = nil,
    _ transform: (Reference) throws(E) -> String
  ) throws(E) -> JSONObject {
    let variant = variant ?? object.variantTag?.string.flatMap { shape.variant(named: $0) }
    let options = ValueOptions(.update, checksUpdate: false)
    var result = JSONObject()
    let fields = fields(of: shape, variant: variant)
    for member in object {
      let candidates = fields.candidates(member.name)
      if candidates.count == 1 {
        let type = candidates[0].type
        result[member.name] = try mapReferences(in: member.value, of: type, transform)
        continue
      }
      guard
        let path = try? resolve(path: member.name, in: shape, variant: variant, options: options),
        let type = path.type
      else {
        result[member.name] = member.value
        continue
      }
      result[member.name] = try mapReferences(in: member.value, of: type, transform)
    }
    return result
  }
}
