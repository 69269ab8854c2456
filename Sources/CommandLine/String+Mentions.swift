// SPDX-License-Identifier: MIT

extension String {
  /// Whether the text holds the other somewhere, whatever the case of ASCII letters.
  ///
  /// The library's own search for a text would link its engine for regular
  /// expressions, the largest part of the program.
  package func mentions(_ other: String) -> Bool {
    let (text, sought) = (lowercased(), other.lowercased())
    return text.indices.contains { text[$0...].hasPrefix(sought) } || sought.isEmpty
  }
}
