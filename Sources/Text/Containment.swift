// SPDX-License-Identifier: MIT

extension StringProtocol {
  /// Whether `part` occurs in the text, byte for byte.
  package func containsBytes(_ part: some StringProtocol) -> Bool {
    Array(utf8).contains(part: Array(part.utf8))
  }
}

extension Array where Element: Equatable {
  /// Whether the elements of `part` occur side by side; takes at most the product of both counts.
  package func contains(part: [Element]) -> Bool {
    guard count >= part.count else { return false }
    return (0...count - part.count).contains { self[$0...].starts(with: part) }
  }
}
