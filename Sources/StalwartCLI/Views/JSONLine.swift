// SPDX-License-Identifier: MIT

internal import JSON
internal import Terminal

/// A value of the server as one line of compact JSON.
struct JSONLine {
  /// The line, with its end.
  let bytes: [UInt8]

  /// Takes a value as it came.
  ///
  /// On a terminal what could steer it, controls and changes of direction, is
  /// written as escapes, which mean the same; what goes elsewhere is left alone.
  init(_ slice: JSONSlice, isTerminal: Bool) {
    var line: [UInt8]
    if Self.isCompact(slice.text) {
      line = Array(slice.text)
    } else {
      line = []
      (try? slice.value())?.write(to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    bytes = isTerminal ? Self.inert(line) : line
  }

  /// Takes a value of our own making.
  init(_ value: JSONValue, isTerminal: Bool) {
    var text: [UInt8] = []
    value.write(to: &text)
    self.init(JSONSlice(text, trusting: 0..<text.count), isTerminal: isTerminal)
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

  /// Lines of JSON with escapes for what could steer a terminal; they mean the same.
  static func inert(_ lines: [UInt8]) -> [UInt8] {
    guard lines.contains(where: { $0 >= 0x7F }) else { return lines }
    var bytes: [UInt8] = []
    for scalar in String(decoding: lines, as: UTF8.self).unicodeScalars {
      let isHarmless = scalar == "\n" || Sanitizer.isInert(scalar)
      bytes += isHarmless ? Array(String(scalar).utf8) : escaped(scalar)
    }
    return bytes
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> [UInt8] {
    String(scalar).utf16.flatMap { unit in
      let digits = String(unit, radix: 16)
      return Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
    }
  }
}
