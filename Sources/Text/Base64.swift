// SPDX-License-Identifier: MIT

/// Base 64 in its two alphabets (RFC 4648, sections 4 and 5).
public enum Base64 {
  private static let common = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8
  )
  private static let standard = common + Array("+/".utf8)
  private static let forURLs = common + Array("-_".utf8)

  private static let standardDigits = digits(of: standard)
  private static let digitsForURLs = digits(of: forURLs)

  private static func digits(of alphabet: [UInt8]) -> [UInt8] {
    var digits = [UInt8](repeating: 0xFF, count: 256)
    for (digit, byte) in alphabet.enumerated() { digits[Int(byte)] = UInt8(digit) }
    return digits
  }

  /// Whether a byte is a digit of the standard alphabet.
  public static func isDigit(_ byte: UInt8) -> Bool { standardDigits[Int(byte)] != 0xFF }

  /// The text for bytes, with padding.
  public static func encode(_ bytes: [UInt8]) -> String { encode(bytes, standard, isPadded: true) }

  /// The text for bytes in the alphabet for URLs, without padding.
  public static func encodeForURL(_ bytes: [UInt8]) -> String {
    encode(bytes, forURLs, isPadded: false)
  }

  private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8], isPadded: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group = UInt32(bytes[index]) << 16
      if count > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[index + 2]) }
      for digit in 0...count { text.append(alphabet[Int(group >> UInt32(18 - 6 * digit)) & 63]) }
      if isPadded, count < 3 {
        text.append(contentsOf: [UInt8](repeating: UInt8(ascii: "="), count: 3 - count))
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a padded text; nil if it is not exactly that.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let bytes = Array(text.utf8)
    guard bytes.count.isMultiple(of: 4) else { return nil }
    let padding = bytes.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
    return decode(bytes.dropLast(padding), standardDigits)
  }

  /// The bytes of a text without padding in the alphabet for URLs; nil if it is not exactly that.
  public static func decodeFromURL(_ text: some StringProtocol) -> [UInt8]? {
    decode(Array(text.utf8)[...], digitsForURLs)
  }

  private static func decode(_ text: ArraySlice<UInt8>, _ digits: [UInt8]) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    var group: UInt32 = 0
    var bits = 0
    for byte in text {
      let digit = digits[Int(byte)]
      guard digit != 0xFF else { return nil }
      group = group << 6 | UInt32(digit)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bytes
  }
}
