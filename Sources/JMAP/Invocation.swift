// SPDX-License-Identifier: MIT

public import JSON

/// One method call (RFC 8620, section 3.2).
///
/// The wire form is a three-element array, `["x:Domain/get", {…}, "c0"]`. The
/// server runs the calls of a request in order and repeats each ``callID`` on
/// the response that call produced.
public struct Invocation: Equatable, Sendable {
  /// The method, such as `x:Domain/get`.
  public var name: String
  /// The arguments, in the order in which they are sent.
  public var arguments: JSONObject
  /// The id that pairs the response with this call; unique within the request.
  public var callID: String

  /// Creates an invocation; nothing is validated until the server sees it.
  public init(_ name: String, _ arguments: JSONObject, callID: String) {
    self.name = name
    self.arguments = arguments
    self.callID = callID
  }

  /// The wire form.
  public var json: JSONValue { .array([.string(name), .object(arguments), .string(callID)]) }
}

/// An argument taken from the response to an earlier call of the same request
/// (RFC 8620, section 3.7).
public struct ResultReference: Equatable, Sendable {
  /// The ``Invocation/callID`` of the earlier call.
  public var resultOf: String
  /// The method of the earlier call.
  public var name: String
  /// A JSON pointer, with `*` for "each element", into its response.
  public var path: String

  /// Creates a reference.
  public init(resultOf: String, name: String, path: String) {
    self.resultOf = resultOf
    self.name = name
    self.path = path
  }

  /// The wire form; the name of the argument that holds it begins with `#`.
  public var json: JSONValue {
    ["resultOf": .string(resultOf), "name": .string(name), "path": .string(path)]
  }
}
