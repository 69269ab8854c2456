// SPDX-License-Identifier: MIT

/// A time-based one-time password (RFC 6238), as an `otpauth` URL describes it.
struct OneTimePassword {
  private let key: [UInt8]
  private let digits: Int
  private let period: Int

  /// Reads a URL; nil if it has no usable secret.
  ///
  /// Other hashes than SHA-1 are not understood.
  init?(url: String) {
    guard url.hasPrefix("otpauth://totp/"), let mark = url.firstIndex(of: "?") else { return nil }
    var parameters: [Substring: Substring] = [:]
    for pair in url[url.index(after: mark)...].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { parameters[parts[0]] = parts[1] }
    }
    guard let key = parameters["secret"].flatMap(Self.base32), !key.isEmpty else { return nil }
    self.key = key
    digits = parameters["digits"].flatMap { Int($0) } ?? 6
    period = parameters["period"].flatMap { Int($0) } ?? 30
  }

  /// Whether a code is that of now, or of the step before or after.
  func accepts(_ code: String, at seconds: Int) -> Bool {
    (-1...1).contains { self.code(at: seconds + $0 * period) == code }
  }

  /// The code at a time.
  func code(at seconds: Int) -> String {
    let counter = UInt64(max(0, seconds) / max(1, period))
    let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
    let hash = SHA1.authenticationCode(message, key: key)
    let offset = Int(hash[19] & 0x0F)
    let number =
      Int(hash[offset] & 0x7F) << 24 | Int(hash[offset + 1]) << 16 | Int(hash[offset + 2]) << 8
      | Int(hash[offset + 3])
    var divisor = 1
    for _ in 0..<min(digits, 9) { divisor *= 10 }
    let text = String(number % divisor)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
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

/// SHA-1 (RFC 3174), which one-time passwords are made with.
enum SHA1 {
  /// The keyed hash of a message (RFC 2104).
  static func authenticationCode(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > 64 ? hash(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = hash(block.map { $0 ^ 0x36 } + message)
    return hash(block.map { $0 ^ 0x5C } + inner)
  }

  /// The hash of a message.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let length = UInt64(message.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    for start in stride(from: 0, to: padded.count, by: 64) {
      update(&state, with: padded[start..<start + 64])
    }
    return state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
    }
  }

  private static func update(_ state: inout [UInt32], with block: ArraySlice<UInt8>) {
    let bytes = Array(block)
    var words = (0..<16).map { index in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[index * 4 + $1]) }
    }
    for index in 16..<80 {
      let word = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
      words.append(rotate(word, 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let (mixed, constant): (UInt32, UInt32) =
        switch index {
        case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
        case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let sum = rotate(a, 5) &+ mixed &+ e &+ constant &+ words[index]
      (a, b, c, d, e) = (sum, a, rotate(b, 30), c, d)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] = state[index] &+ word }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
