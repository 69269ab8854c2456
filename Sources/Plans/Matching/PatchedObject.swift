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
    let declarations = schema.object(properties, as: shape).declarations
    for member in patch.members where member.name != "@type" {
      let isProperty = declarations.find(member.name) != nil
      let tokens = isProperty ? [member.name] : JSONPointer(patchKey: member.name).tokens
      guard let (field, place) = declarations.find(tokens[0]) else {
        properties[member.name] = member.value
        continue
      }
      var replacement = Replacement(schema: schema)
      properties[field.name] = schema.changing(
        properties[field.name],
        at: place,
        along: tokens.dropFirst()
      ) { current, place in
        // An entry that becomes null, and a member of a set that becomes false, is removed.
        if place.isEntry, member.value.isNull || member.value == false { return nil }
        return replacement.walk(member.value, at: place, in: current)
      }
    }
  }
}

/// A value that was set as a whole; embedded objects of one form are merged with those that are
/// there, which the context is.
private struct Replacement: SchemaVisitor {
  let schema: Schema

  func visit(value: JSONValue, at place: SchemaPlace, in current: JSONValue?) -> JSONValue {
    value
  }

  func visit(object: SchemaObject, at place: SchemaPlace, in current: JSONValue?) -> JSONValue {
    guard !object.shape.isMultiVariant, let old = current?.object else {
      return .object(schema.fillingDefaults(object.members, of: object.shape))
    }
    var merged = PatchedObject(old, as: object.shape, schema)
    merged.apply(object.members)
    return .object(merged.properties)
  }

  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in current: JSONValue?
  ) -> JSONValue {
    if collection.isSet { return .object(collection.entries.filter { $0.value == true }) }
    var entries = collection.entries
    for entry in collection.entries {
      entries[entry.name] = walk(entry.value, at: collection.entryPlace, in: nil)
    }
    return .object(collection.isList ? SchemaCollection.renumbered(entries) : entries)
  }
}
