// SPDX-License-Identifier: MIT

/// What the bytes of HTTP messages are good for.
extension UInt8 {
  /// Whether it can stand in a method or in the name of a field (RFC 9110, section 5.6.2).
  var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
  }

  /// Whether it can stand in the value of a field (RFC 9110, section 5.5).
  var isFieldByte: Bool { (self >= 0x20 || self == 0x09) && self != 0x7F }

  /// Whether it is a hexadecimal digit, which leaves out the sign that `Int(_:radix:)` takes.
  var isHexDigit: Bool { self < 0x80 && Character(UnicodeScalar(self)).isHexDigit }
}
