// SPDX-License-Identifier: MIT

/// A time-based one-time password (RFC 6238), as an `otpauth` URL describes it.
struct OneTimePassword {
  private let key: [UInt8]
  private let digits: Int
  private let period: Int

  /// Reads a URL; nil if its secret, its number of digits or its period cannot be used.
  ///
  /// Other hashes than SHA-1 are not understood.
  init?(url: String) {
    guard url.hasPrefix("otpauth://totp/"), let mark = url.firstIndex(of: "?") else { return nil }
    var parameters: [Substring: Substring] = [:]
    for pair in url[url.index(after: mark)...].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { parameters[parts[0]] = parts[1] }
    }
    guard
      let key = parameters["secret"].flatMap(Self.base32), !key.isEmpty,
      let digits = Int(parameters["digits"] ?? "6"), (6...8).contains(digits),
      let period = Int(parameters["period"] ?? "30"), (1...86_400).contains(period)
    else { return nil }
    self.key = key
    self.digits = digits
    self.period = period
  }

  /// Whether a code is that of now, or of the step before or after.
  func accepts(_ code: String, at seconds: Int) -> Bool {
    (-1...1).contains { self.code(at: seconds + $0 * period) == code }
  }

  /// The code at a time.
  func code(at seconds: Int) -> String {
    let counter = UInt64(max(0, seconds) / period)
    let hash = HashFunction.sha1.authenticationCode(counter.bigEndianBytes, key: key)
    let offset = Int(hash[19] & 0x0F)
    let number =
      Int(hash[offset] & 0x7F) << 24 | Int(hash[offset + 1]) << 16 | Int(hash[offset + 2]) << 8
      | Int(hash[offset + 3])
    var divisor = 1
    for _ in 0..<digits { divisor *= 10 }
    return (number % divisor).padded(to: digits)
  }

  private static func base32(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = 0
    var bits = 0
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      let value: Int
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 0x41
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(byte) - 0x61
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = Int(byte) - 0x32 + 26
      default: return nil
      }
      buffer = (buffer << 5 | value) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(buffer >> bits & 0xFF))
      }
    }
    return bytes
  }
}
