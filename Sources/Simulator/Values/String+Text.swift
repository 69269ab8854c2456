// SPDX-License-Identifier: MIT

extension String {
  /// Without blanks and tabs.
  func removingBlanks() -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0 != " " && $0 != "\t" }))
  }
}

extension Int {
  /// The decimal digits, with zeros in front up to a width.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
