// SPDX-License-Identifier: MIT

internal import JSON

/// Reads the names of the method calls from the body of a JMAP request.
enum MethodNames {
  /// The names, in order; none for what is no JMAP request.
  static func names(in body: [UInt8]) -> [String] {
    // Only the calls' first elements are wanted; a body that does not parse has none.
    guard let request = try? JSONValue(parsing: body) else { return [] }
    return (request["methodCalls"]?.array ?? []).compactMap { $0[0]?.string }
  }
}
