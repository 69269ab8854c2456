// SPDX-License-Identifier: MIT

internal import JSON

/// Reads the names of the method calls from the body of a JMAP request.
enum MethodNames {
  /// The names, in order; none for what is no JMAP request.
  static func names(in body: [UInt8]) -> [String] {
    // Only the first element of each call is read; a body that does not parse has none.
    guard let calls = try? JSONSlice(body, trusting: 0..<body.count).member("methodCalls"),
      calls.kind == .array, let elements = try? calls.elements()
    else { return [] }
    return elements.compactMap { call in
      guard call.kind == .array else { return nil }
      return try? call.elements().first?.value().string
    }
  }
}
