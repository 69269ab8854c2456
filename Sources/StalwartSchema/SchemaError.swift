// SPDX-License-Identifier: MIT

public import JSON

/// Why a document is not a schema.
public enum SchemaError: Error, Equatable, Sendable {
  /// It is not JSON, or not an object.
  case notJSON(JSONError)
  /// It is JSON, but names no object type.
  case noObjects
}

/// Why a name leads to no type.
public enum LookupError: Error, Equatable, Sendable {
  /// Nothing has that name; the suggestions are at most three names close to it.
  case unknownObject(name: String, suggestions: [String])
  /// It names a view; the object under it is to be used.
  case view(name: String, object: String)
  /// It names a type that occurs only inside other types; the holders are sorted by name.
  case embedded(name: String, holders: [Holder])
  /// `Object/Variant` was typed for an object without variants.
  case notMultiVariant(object: String)
  /// The object has no such variant.
  case unknownVariant(object: String, name: String, suggestions: [String])
  /// The object, or the type on the way, has no such field (`describe` of a path).
  case unknownField(owner: String, name: String, suggestions: [String])

  /// A top-level object that has a property of an embedded type.
  public struct Holder: Equatable, Sendable {
    /// The object's name without `x:`.
    public let object: String
    /// The alphabetically first property of that type.
    public let field: String

    /// Makes a holder.
    public init(object: String, field: String) {
      self.object = object
      self.field = field
    }
  }
}
