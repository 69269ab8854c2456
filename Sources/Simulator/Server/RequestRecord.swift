// SPDX-License-Identifier: MIT

internal import JSON

/// A request that was answered, as the log keeps it.
struct RequestRecord: Equatable, Sendable {
  /// The HTTP method.
  var method: String
  /// The target as it was sent, query included.
  var path: String
  /// The names of the JMAP method calls.
  var calls: [String]
  /// The status of the answer; 0 when the connection was dropped instead.
  var status: Int

  /// The form in which `GET /sim/requests` shows it.
  var json: JSONValue {
    [
      "method": .string(method), "path": .string(path),
      "calls": .array(calls.map { .string($0) }), "status": .number(JSONNumber(status)),
    ]
  }
}
