// SPDX-License-Identifier: MIT

extension String {
  /// Whether the text contains another.
  ///
  /// The `contains` of the standard library would link its engine for regular expressions,
  /// which would be the largest part of the program.
  package func mentions(_ other: String) -> Bool {
    other.isEmpty || indices.contains { self[$0...].hasPrefix(other) }
  }
}
