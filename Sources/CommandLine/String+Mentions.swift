// SPDX-License-Identifier: MIT

extension String {
  /// Whether the text holds the other somewhere.
  ///
  /// The library's own search for a text would link its engine for regular
  /// expressions, the largest part of the program.
  package func mentions(_ other: String) -> Bool {
    other.isEmpty || indices.contains { self[$0...].hasPrefix(other) }
  }
}
