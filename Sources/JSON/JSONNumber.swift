// SPDX-License-Identifier: MIT

/// A JSON number, kept as the text in which it was written, so that no digit is lost.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
  /// The text, such as `18446744073709551615` or `2.0`.
  public let text: String

  /// Wraps a text that the scanner has found to be a number.
  init(verified text: String) { self.text = text }

  /// Creates a number from an integer.
  public init(_ value: some BinaryInteger) { text = value.description }

  /// Creates a number from a double, in the shortest form that reads back equal;
  /// nil for infinities and not-a-number, which JSON cannot express.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// Creates a number from its text; nil unless it follows the grammar of RFC 8259, section 6.
  public init?(text: String) {
    guard Self.isNumber(text) else { return nil }
    self.text = text
  }

  /// The value, if it was written as an integer that fits 64 bits.
  public var integer: Int? { Int(text) }

  /// The value, if it was written as a non-negative integer that fits 64 bits.
  public var unsigned: UInt64? { UInt64(text) }

  /// The value as the nearest double; nil where it overflows.
  public var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// Whether it was written with neither a fraction nor an exponent.
  public var isInteger: Bool {
    text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || ($0 >= 0x30 && $0 <= 0x39) }
  }

  /// The text.
  public var description: String { text }

  private static func isNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard let first = rest.first, isDigit(first) else { return false }
    rest.removeFirst()
    if first != UInt8(ascii: "0") { rest = rest.drop(while: isDigit) }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard let digit = rest.first, isDigit(digit) else { return false }
      rest = rest.drop(while: isDigit)
    }
    if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard let digit = rest.first, isDigit(digit) else { return false }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
