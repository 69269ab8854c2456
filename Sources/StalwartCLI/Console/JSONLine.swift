// SPDX-License-Identifier: MIT

internal import JSON

/// A value of the server as one line of compact JSON.
struct JSONLine {
  /// The line, with its end.
  let bytes: [UInt8]

  /// Takes a value as it came.
  init(_ slice: JSONSlice) {
    var line: [UInt8]
    if Self.isCompact(slice.text) {
      line = Array(slice.text)
    } else {
      line = []
      (try? slice.value())?.write(to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    bytes = line
  }

  /// Takes a value of our own making.
  init(_ value: JSONValue) {
    var text: [UInt8] = []
    value.write(to: &text)
    self.init(JSONSlice(text, trusting: 0..<text.count))
  }

  /// Whether there are no blanks outside of strings, and no escape that need not be.
  private static func isCompact(_ text: ArraySlice<UInt8>) -> Bool {
    var isInString = false
    var isEscaped = false
    for byte in text {
      if isEscaped {
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "u") { return false }
        isEscaped = false
      } else if isInString {
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte <= 0x20 {
        return false
      }
    }
    return true
  }
}
