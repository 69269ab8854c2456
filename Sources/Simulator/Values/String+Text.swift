// SPDX-License-Identifier: MIT

extension StringProtocol {
  /// Without the white space around it.
  func trimmingWhitespace() -> String {
    var rest = Substring(self).unicodeScalars
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

extension String {
  /// Without any white space.
  func removingWhitespace() -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace }))
  }

  /// Without blanks and tabs.
  func removingBlanks() -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0 != " " && $0 != "\t" }))
  }

  /// Whether a text stands somewhere in this one, byte for byte.
  func containsBytes(_ text: String) -> Bool {
    let bytes = Array(utf8)
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      bytes[start..<start + wanted.count].elementsEqual(wanted)
    }
  }
}

extension Int {
  /// The decimal digits, with zeros in front up to a width.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
