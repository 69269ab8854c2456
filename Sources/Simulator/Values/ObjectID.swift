// SPDX-License-Identifier: MIT

/// An id as the wire carries it: base 32 with an alphabet of its own, most
/// significant digit first, no padding.
struct ObjectID: Hashable, Comparable {
  /// What the text stands for.
  var value: UInt64

  /// The id of every singleton.
  static let singleton = ObjectID(value: 20_080_258_862_541)
  /// What an id property holds that was never set.
  static let unset = ObjectID(value: .max)

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz792013".utf8)

  private static let digits: [UInt8] = {
    var digits = [UInt8](repeating: 0xFF, count: 256)
    for (digit, byte) in alphabet.enumerated() { digits[Int(byte)] = UInt8(digit) }
    // The server folds the capitals from K on, and only those.
    for byte in UInt8(ascii: "K")...UInt8(ascii: "Z") {
      digits[Int(byte)] = byte - UInt8(ascii: "A")
    }
    return digits
  }()

  /// Makes an id of a number.
  init(value: UInt64) { self.value = value }

  /// Reads a text; nil if a character is no digit.
  ///
  /// The empty text is 0, and
  /// of a text that is too long the low 64 bits count.
  init?(_ text: some StringProtocol) {
    var value: UInt64 = 0
    for byte in text.utf8 {
      let digit = Self.digits[Int(byte)]
      guard digit != 0xFF else { return nil }
      value = value << 5 | UInt64(digit)
    }
    self.value = value
  }

  /// The canonical text.
  var text: String {
    guard value != 0 else { return "a" }
    var bytes: [UInt8] = []
    var rest = value
    while rest != 0 {
      bytes.append(Self.alphabet[Int(rest & 31)])
      rest >>= 5
    }
    return String(decoding: bytes.reversed(), as: UTF8.self)
  }

  static func < (left: ObjectID, right: ObjectID) -> Bool { left.value < right.value }
}
