// SPDX-License-Identifier: MIT

extension StringProtocol {
  /// The text without ASCII white space at its ends.
  package var trimmedASCII: String {
    trimmed { $0.isASCII && UInt8(truncatingIfNeeded: $0.value).isASCIISpace }
  }

  /// The text without white space at its ends, by Unicode's property `White_Space`.
  package func trimmingWhitespace() -> String { trimmed { $0.properties.isWhitespace } }

  private func trimmed(_ isSpace: (Unicode.Scalar) -> Bool) -> String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    // Not `first...last`: a text counts in characters, and white space may be part of one.
    return String(self[first..<scalars.index(after: last)])
  }

  /// The text without any white space, by Unicode's property `White_Space`.
  package func removingWhitespace() -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace }))
  }
}
