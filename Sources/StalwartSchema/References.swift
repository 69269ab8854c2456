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
    var search = ReferenceMapping<Never>(schema: self) { $0.id }
    search.collects = true
    _ = search.walk(value, at: SchemaPlace(type), in: ())
    return search.found
  }

  /// Replaces the ids in an object, or in a patch whose keys are properties or paths.
  public func mapReferences<E: Error>(
    in body: JSONObject,
    of shape: Shape,
    variant: Variant? = nil,
    _ transform: @escaping (Reference) throws(E) -> String
  ) throws(E) -> JSONObject {
    var mapping = ReferenceMapping(schema: self, transform)
    let object = object(body, as: shape, variant: variant)
    let declarations = object.declarations
    var result = JSONObject()
    for member in body {
      let place =
        declarations.find(member.name)?.place
        ?? places(ofPatchKey: member.name, in: shape, variant: object.variant).first
      result[member.name] =
        place.map { mapping.walk(member.value, at: $0, in: ()) } ?? member.value
    }
    if let failure = mapping.failure { throw failure }
    return result
  }
}

/// Finds the ids in a value, and replaces them.
private struct ReferenceMapping<E: Error>: SchemaVisitor {
  let schema: Schema
  let transform: (Reference) throws(E) -> String
  var collects = false
  /// The ids, if they are collected.
  var found: [Reference] = []
  /// What the first transformation that failed threw; nothing is transformed after it.
  var failure: E?

  init(schema: Schema, _ transform: @escaping (Reference) throws(E) -> String) {
    self.schema = schema
    self.transform = transform
  }

  mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Void) -> JSONValue? {
    guard case .objectID = place.type.kind, case .string(let id) = value else { return value }
    return .string(mapped(id, place.type))
  }

  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in context: Void
  ) -> JSONValue? {
    guard let keyType = collection.keyType, case .objectID = keyType.kind else {
      return .object(rewriteEntries(of: collection, in: context))
    }
    var result = JSONObject()
    for entry in collection.entries {
      let key = mapped(entry.name, keyType)
      result[key] =
        collection.isSet
        ? entry.value : walk(entry.value, at: collection.entryPlace, below: key, in: context)
    }
    return .object(result)
  }

  private mutating func mapped(_ id: String, _ type: FieldType) -> String {
    guard case .objectID(let name) = type.kind, failure == nil else { return id }
    let reference = Reference(id: id, objectName: name)
    if collects { found.append(reference) }
    do throws(E) { return try transform(reference) } catch {
      failure = error
      return id
    }
  }
}
