// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// The refusal of one object in a `set` (RFC 8620, section 5.3).
///
/// Servers may add types and members: unknown members are kept in ``otherMembers``.
public struct SetError: Error, Equatable, Sendable {
  /// A type name; those of RFC 8620 and of the registry have constants.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The text on the wire.
    public let rawValue: String

    /// Takes any text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// No such object.
    public static let notFound = Kind(rawValue: "notFound")
    /// A property does not exist, or does not take the value given.
    public static let invalidPatch = Kind(rawValue: "invalidPatch")
    /// The caller may not do this.
    public static let forbidden = Kind(rawValue: "forbidden")
    /// Another object has the same unique key.
    public static let primaryKeyViolation = Kind(rawValue: "primaryKeyViolation")
    /// An id refers to an object that does not exist, or must not be referred to.
    public static let invalidForeignKey = Kind(rawValue: "invalidForeignKey")
    /// Other objects refer to the one that was to be destroyed.
    public static let objectIsLinked = Kind(rawValue: "objectIsLinked")
    /// The object as a whole breaks rules of the schema.
    public static let validationFailed = Kind(rawValue: "validationFailed")
    /// The same request destroys the object.
    public static let willDestroy = Kind(rawValue: "willDestroy")
  }

  /// An object that the error is about.
  public struct ObjectReference: Equatable, Sendable {
    /// The type without `x:`; nil where the server gave a bare id.
    public let object: String?
    /// The id.
    public let id: String

    /// Creates a reference.
    public init(object: String?, id: String) {
      self.object = object
      self.id = id
    }

    init?(_ value: JSONValue) {
      if let id = value.string {
        self.init(object: nil, id: id)
      } else if let id = value["id"]?.string {
        self.init(object: value["object"]?.string, id: id)
      } else {
        return nil
      }
    }
  }

  /// One broken rule of the schema.
  public struct ValidationError: Equatable, Sendable {
    /// The rule, such as `Required` or `MaxLength`; an open set.
    public let type: String
    /// The name of the property, without the path to it, which the server does not tell.
    public let property: String
    /// The bound that was violated, in the property's own unit (milliseconds for durations).
    public let required: JSONValue?
    /// The value or the explanation that came with `Invalid`.
    public let value: JSONValue?

    init(_ json: JSONValue) {
      type = json["type"]?.string ?? "Invalid"
      property = json["property"]?.string ?? ""
      required = json["required"]
      value = json["value"]
    }
  }

  /// The type.
  public let type: Kind
  /// The server's words.
  public let description: String?
  /// The properties that it is about, as the server named them.
  public let properties: [String]
  /// The id of the object that exists already (RFC 8620, section 5.4).
  public let existingID: String?
  /// The object that it is about.
  public let objectID: ObjectReference?
  /// The objects that refer to it.
  public let linkedObjects: [ObjectReference]
  /// The broken rules.
  public let validationErrors: [ValidationError]
  /// Members that this model does not know.
  public let otherMembers: JSONObject

  private static let known: Set<Name> = [
    "type", "description", "properties", "existingId", "objectId", "linkedObjects",
    "validationErrors",
  ]

  /// Decodes an error, ignoring members that are missing or of another type than they must be.
  public init(decoding json: JSONValue) {
    type = Kind(rawValue: json["type"]?.string ?? "serverFail")
    description = json["description"]?.string
    properties = json["properties"]?.array?.compactMap(\.string) ?? []
    existingID = json["existingId"]?.string
    objectID = json["objectId"].flatMap(ObjectReference.init)
    linkedObjects = json["linkedObjects"]?.array?.compactMap(ObjectReference.init) ?? []
    validationErrors = json["validationErrors"]?.array?.map(ValidationError.init) ?? []
    otherMembers = json.object?.filter { !Self.known.contains($0.name) } ?? JSONObject()
  }
}
