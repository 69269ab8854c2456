// SPDX-License-Identifier: MIT

/// Time-based one-time passwords (RFC 6238), as an `otpauth:` URL describes them.
struct OneTimePassword {
  private var key: [UInt8]
  private var digits = 6
  private var period = 30
  private var usesSHA256 = false

  /// Reads an `otpauth://totp/…` URL; nil if it holds no usable key.
  init?(url: String) {
    guard url.lowercased().hasPrefix("otpauth://totp/"), let mark = url.firstIndex(of: "?") else {
      return nil
    }
    var key: [UInt8]?
    for (name, value) in FormData(url[url.index(after: mark)...]).fields {
      switch name {
      case "secret": key = Self.base32(value)
      case "digits": digits = Int(value) ?? 6
      case "period": period = max(1, Int(value) ?? 30)
      case "algorithm": usesSHA256 = value.uppercased() == "SHA256"
      default: break
      }
    }
    guard let key, !key.isEmpty, (1...9).contains(digits) else { return nil }
    self.key = key
  }

  /// Whether a code is that of now, or of one period before or after.
  func accepts(_ code: String, at seconds: Int) -> Bool {
    let step = seconds / period
    return [step - 1, step, step + 1].contains { self.code(step: $0) == code }
  }

  /// The code of a step since 1970 (RFC 4226, section 5.3).
  func code(step: Int) -> String {
    let counter = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: UInt64(max(0, step)) >> UInt64($0))
    }
    let hash = SecureHash.authenticationCode(
      counter,
      key: key,
      hash: usesSHA256 ? SecureHash.sha256 : SecureHash.sha1
    )
    let offset = Int(hash[hash.count - 1] & 0xF)
    let number = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(hash[offset + $1]) } & 0x7FFF_FFFF
    let limit = (0..<digits).reduce(UInt32(1)) { limit, _ in limit * 10 }
    let text = "\(number % limit)"
    return String(repeating: "0", count: digits - text.count) + text
  }

  private static func base32(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var group: UInt32 = 0
    var bits = 0
    for byte in text.uppercased().utf8 where byte != UInt8(ascii: "=") {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A")
      case UInt8(ascii: "2")...UInt8(ascii: "7"): digit = byte - UInt8(ascii: "2") + 26
      default: return nil
      }
      group = group << 5 | UInt32(digit)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bytes
  }
}
