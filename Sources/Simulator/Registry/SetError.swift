// SPDX-License-Identifier: MIT

internal import JSON

/// Why one object could not be created, changed or destroyed.
struct SetError: Error {
  /// A type and an id, as the wire names an object.
  struct Reference: Hashable {
    /// Without `x:`.
    var type: String
    var id: UInt64

    var json: JSONValue {
      ["object": .string(type), "id": .string(ObjectID(value: id).text)]
    }
  }

  /// What a value violates of its bounds.
  struct Violation {
    enum Kind {
      case invalid(String)
      case required
      case minimum(Int)
      case maximum(Int)
      case minimumLength(Int)
      case maximumLength(Int)
    }

    var property: String
    var kind: Kind

    var json: JSONValue {
      let (type, detail): (String, (String, JSONValue)?) =
        switch kind {
        case .invalid(let value): ("Invalid", ("value", .string(value)))
        case .required: ("Required", nil)
        case .minimum(let bound): ("MinValue", ("required", .number(JSONNumber(bound))))
        case .maximum(let bound): ("MaxValue", ("required", .number(JSONNumber(bound))))
        case .minimumLength(let bound): ("MinLength", ("required", .number(JSONNumber(bound))))
        case .maximumLength(let bound): ("MaxLength", ("required", .number(JSONNumber(bound))))
        }
      var object: JSONObject = ["type": .string(type), "property": .string(property)]
      if let detail { object[detail.0] = detail.1 }
      return .object(object)
    }
  }

  var type: String
  var description: String?
  var properties: [String]?
  var objectID: Reference?
  var linkedObjects: [Reference] = []
  var violations: [Violation] = []

  init(_ type: String, _ description: String? = nil, properties: [String]? = nil) {
    self.type = type
    self.description = description
    self.properties = properties
  }

  /// A value or key that a patch cannot have.
  static func invalidPatch(_ description: String, _ property: String) -> SetError {
    SetError("invalidPatch", description, properties: [property])
  }

  /// A value that a check beyond the schema refuses.
  static func invalidProperties(_ description: String?, _ properties: String...) -> SetError {
    SetError(
      "invalidProperties",
      description,
      properties: properties.isEmpty ? nil : properties
    )
  }

  static func forbidden(_ description: String) -> SetError { SetError("forbidden", description) }

  static let notFound = SetError("notFound")

  static let singleton = SetError("singleton", "Singletons cannot be created or destroyed.")

  /// Everything that is out of its bounds.
  static func validationFailed(_ violations: [Violation], properties: [String]? = nil) -> SetError {
    var error = SetError("validationFailed", nil, properties: properties)
    error.violations = violations
    return error
  }

  /// A unique key that another object has.
  static func primaryKeyViolation(_ property: String, _ other: Reference) -> SetError {
    var error = SetError("primaryKeyViolation", nil, properties: [property])
    error.objectID = other
    return error
  }

  /// The wire form.
  var json: JSONValue {
    var object: JSONObject = ["type": .string(type)]
    if let description { object["description"] = .string(description) }
    if let properties { object["properties"] = .array(properties.map { .string($0) }) }
    if let objectID { object["objectId"] = objectID.json }
    if !linkedObjects.isEmpty { object["linkedObjects"] = .array(linkedObjects.map(\.json)) }
    if !violations.isEmpty { object["validationErrors"] = .array(violations.map(\.json)) }
    return .object(object)
  }
}
