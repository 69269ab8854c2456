// SPDX-License-Identifier: MIT

internal import JSON

/// Why a call failed as a whole (RFC 8620, section 3.6.2).
struct MethodError: Error {
  var type: String
  var description: String?

  init(_ type: String, _ description: String? = nil) {
    self.type = type
    self.description = description
  }

  static func forbidden(_ description: String) -> MethodError {
    MethodError("forbidden", description)
  }

  static let requestTooLarge = MethodError(
    "requestTooLarge",
    "The number of ids requested by the client exceeds the maximum number the server is willing to"
      + " process in a single method call."
  )

  static let serverUnavailable = MethodError(
    "serverUnavailable",
    "This server is temporarily unavailable. Attempting this same operation later may succeed."
  )

  static let anchorNotFound = MethodError(
    "anchorNotFound",
    "An anchor argument was supplied, but it cannot be found in the results of the query."
  )

  static let notAuthorized = forbidden("You are not authorized to perform this action")

  static let accountNotFound = forbidden("Account not found.")

  /// A reference to a result that is not there.
  static func referenceNotFound(_ reference: ResultReference) -> MethodError {
    MethodError(
      "invalidResultReference",
      "Result reference to \(reference.resultOf)#\(reference.name) not found."
    )
  }

  /// The wire form.
  var json: JSONValue {
    var object: JSONObject = ["type": .string(type)]
    if let description, !description.isEmpty { object["description"] = .string(description) }
    return .object(object)
  }
}

/// The server's handler crashed, so that the connection closes without an answer.
struct ConnectionDropped: Error {}
