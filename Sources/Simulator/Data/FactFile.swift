// SPDX-License-Identifier: MIT

internal import JSON

/// A file of `Resources`: what the server is known to do, as data.
struct FactFile {
  private let bytes: [UInt8]

  /// Reads the bytes that the build put into the program.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// All words between blanks and line ends.
  var words: [Substring] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
  }

  /// The lines of the form `NAME: TEXT`, or `NAME:` alone.
  var rows: [(name: String, text: Substring)] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let line = Substring(decoding: line, as: UTF8.self)
      if line.hasSuffix(":") { return (String(line.dropLast()), "") }
      guard let colon = line.firstRange(of: ": ") else { return nil }
      return (String(line[..<colon.lowerBound]), line[colon.upperBound...])
    }
  }

  /// The words of each line of the form `NAME: WORD WORD`.
  var lists: [(name: String, words: [Substring])] {
    rows.map { ($0.name, $0.text.split(separator: " ")) }
  }

  /// The JSON object that the file holds.
  var object: JSONObject { (try? JSONValue(parsing: bytes))?.object ?? [:] }
}
