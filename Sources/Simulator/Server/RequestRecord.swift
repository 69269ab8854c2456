// SPDX-License-Identifier: MIT

public import JSON

/// A request that was answered, for those who count.
public struct RequestRecord: Equatable, Sendable {
  /// The HTTP method.
  public var method: String
  /// The target as it was sent, query included.
  public var path: String
  /// The names of the JMAP method calls.
  public var calls: [String]
  /// The status of the answer; 0 when the connection was dropped instead.
  public var status: Int

  /// The form in which `GET /sim/requests` shows it.
  public var json: JSONValue {
    [
      "method": .string(method), "path": .string(path),
      "calls": .array(calls.map { .string($0) }), "status": .number(JSONNumber(status)),
    ]
  }
}
