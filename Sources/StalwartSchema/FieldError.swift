// SPDX-License-Identifier: MIT

public import JSON

/// Why a field, or the value given to it, does not fit the schema.
public struct FieldError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The type named by `owner` has no such field; at most three names are close to it.
    case unknownField(owner: String, suggestions: [String])
    /// The path continues below a value that has no parts; `type` is the notation of its type.
    case notDescendable(type: String)
    /// The key of a map, the member of a set or the number of a list cannot be
    /// of that type; where it is a name of an enumeration, the closest ones.
    case invalidKey(key: String, type: String, suggestions: [String])
    /// A path was given for a new object, of which only whole properties can be set.
    case pointerOnCreate
    /// Only the server sets the field.
    case serverSet
    /// The field can be set on create only.
    case immutable
    /// The value cannot be read as what the field holds.
    case unconvertible(Conversion)
    /// `null` was given for a field of a new object that is not nullable; `type` is its notation.
    case nullNotAllowed(type: String)
    /// A text that begins like JSON is not JSON.
    case notJSON(JSONError)
    /// A value of several variants lacks `@type`.
    case missingVariant(owner: String, variants: [String])
    /// `@type` names no variant of the type named by `owner`.
    case unknownVariant(owner: String, name: String, suggestions: [String])
    /// The same field is given twice, in different spelling.
    case duplicate(name: String)
  }

  /// What could not be converted, and what could be.
  public struct Conversion: Equatable, Sendable {
    /// The notation of the type, such as `number<duration>`.
    public let type: String
    /// What was given: the text as typed, or compact JSON.
    public let given: String
    /// Examples of what is understood, such as `30m`; empty for enumerations with many names.
    public let accepted: [String]
    /// The closest names of an enumeration, at most three.
    public let suggestions: [String]

    /// Makes a record of a conversion that failed.
    public init(type: String, given: String, accepted: [String] = [], suggestions: [String] = []) {
      self.type = type
      self.given = given
      self.accepted = accepted
      self.suggestions = suggestions
    }
  }

  /// Where: the property, or the path below it as patches write it; empty for the whole object.
  public let path: String
  /// What is wrong.
  public let reason: Reason

  /// Makes an error.
  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(at tokens: [String], _ reason: Reason) {
    self.init(path: JSONPointer(tokens: tokens).patchKey, reason: reason)
  }
}

/// The write for which a value is read, and how strictly it is checked.
public struct ValueOptions: Sendable {
  /// The kind of write.
  public enum Operation: Sendable {
    /// Whole properties of a new object.
    case create
    /// A patch: whole properties and paths below them.
    case update
  }

  /// The kind of write.
  public var operation: Operation
  /// The moment that `now` and `+30d` are counted from, in seconds since 1970; nil refuses them.
  public var now: Int64?
  /// Whether fields that the server would refuse to set are errors.
  public var checksUpdate: Bool

  /// Makes options.
  public init(_ operation: Operation, now: Int64? = nil, checksUpdate: Bool = true) {
    self.operation = operation
    self.now = now
    self.checksUpdate = checksUpdate
  }
}
