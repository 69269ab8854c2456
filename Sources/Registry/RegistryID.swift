// SPDX-License-Identifier: MIT

/// The ids of the registry: 64-bit numbers in base 32.
///
/// A number has many spellings, of which the server answers with the shortest. To pair its
/// answers with what was sent, compare ``canonical(_:)`` spellings.
public enum RegistryID {
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz792013".utf8)

  /// The spelling in which the server answers; nil if it cannot decode `text`, and a `set`
  /// passes over it in silence.
  public static func canonical(_ text: String) -> String? { number(text).map(spelling) }

  /// The number that `text` spells, by which the server sorts; nil if `text` is not an id.
  public static func number(_ text: String) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8 {
      guard let digit = digit(byte) else { return nil }
      value = value << 5 | digit  // Bits beyond the 64th are lost, as on the server.
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
