// SPDX-License-Identifier: MIT

/// The ids of the registry: numbers of 64 bits, written to the base 32.
///
/// One number has many spellings, and the server answers with the shortest; so
/// whoever pairs answers with what was sent compares canonical spellings.
public enum RegistryID {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz792013".utf8)

  /// The spelling in which the server answers; nil if it cannot decode `text`,
  /// in which case a `set` passes over it in silence.
  public static func canonical(_ text: String) -> String? { number(text).map(spelling) }

  /// The number that `text` spells, which orders ids as the server does; nil if it is no id.
  public static func number(_ text: String) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8 {
      guard let digit = digit(byte) else { return nil }
      value = value << 5 | digit  // Digits beyond 64 bits fall off, as they do at the server.
    }
    return value
  }

  /// The shortest spelling of a number.
  static func spelling(of value: UInt64) -> String {
    var rest = value
    var digits: [UInt8] = []
    repeat {
      digits.append(alphabet[Int(rest & 31)])
      rest >>= 5
    } while rest > 0
    return String(decoding: digits.reversed(), as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "K")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "7"): 26
    case UInt8(ascii: "9"): 27
    case UInt8(ascii: "2"): 28
    case UInt8(ascii: "0"): 29
    case UInt8(ascii: "1"): 30
    case UInt8(ascii: "3"): 31
    default: nil
    }
  }
}
