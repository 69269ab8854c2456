// SPDX-License-Identifier: MIT

/// The positions of the members at the second level of a text: `b` and `c` in
/// `{"a": {"b": 1, "c": 2}}`.
///
/// With it, an entry of a large text is found later without reading the rest.
package struct JSONOutline {
  /// A member of a member that is an object.
  package struct Entry {
    /// The bytes of the name, without its quotes, its escapes not resolved.
    package let name: Range<Int>
    /// The bytes of the value.
    package let value: Range<Int>
  }

  /// The members of the outer object that are objects, by name, each with its own members.
  package private(set) var sections: [(name: String, entries: [Entry])] = []

  /// Scans a text once and checks the whole of it.
  ///
  /// - Throws: ``JSONError`` unless the text is one object.
  package init(_ bytes: [UInt8]) throws(JSONError) {
    var sections: [(name: String, entries: [Entry])] = []
    try bytes.withScanner(0..<bytes.count, JSONReadingOptions()) {
      (scanner: inout JSONScanner) throws(JSONError) in
      try scanner.eachMember(depth: 1) { (scanner: inout JSONScanner) throws(JSONError) in
        let name = try scanner.string()
        try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
        guard scanner.peek() == UInt8(ascii: "{") else {
          try scanner.skipValue(depth: 1)
          return
        }
        var entries: [Entry] = []
        try scanner.eachMember(depth: 2) { (scanner: inout JSONScanner) throws(JSONError) in
          let start = scanner.offset + 1
          _ = try scanner.skipString()
          let end = scanner.offset - 1
          try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
          _ = scanner.peek()
          let valueStart = scanner.offset
          try scanner.skipValue(depth: 2)
          entries.append(Entry(name: start..<end, value: valueStart..<scanner.offset))
        }
        sections.append((name, entries))
      }
      guard scanner.peek() == nil else { throw scanner.error(.trailingContent) }
    }
    self.sections = sections
  }
}
