// SPDX-License-Identifier: MIT

internal import Glibc

/// IP addresses and networks in the notation of RFC 4632, as far as blocks and allow-lists need them.
enum NetworkMatcher {
  /// The 16 bytes of an address, with IPv4 mapped into IPv6; nil for what is no address.
  static func bytes(of text: some StringProtocol) -> [UInt8]? {
    let text = String(text)
    var six = in6_addr()
    if unsafe inet_pton(AF_INET6, text, &six) == 1 {
      return unsafe withUnsafeBytes(of: &six) { unsafe Array($0) }
    }
    var four = in_addr()
    guard unsafe inet_pton(AF_INET, text, &four) == 1 else { return nil }
    let bytes = unsafe withUnsafeBytes(of: &four) { unsafe Array($0) }
    return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + bytes
  }

  /// Whether an address lies in a network, or is the address that the text names.
  static func contains(_ network: String, _ address: String) -> Bool {
    let parts = network.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let base = bytes(of: first), let own = bytes(of: address) else {
      return false
    }
    let offset = first.contains(":") ? 0 : 96
    let bits = parts.count > 1 ? offset + (Int(parts[1]) ?? 0) : 128
    guard bits <= 128 else { return false }
    for index in 0..<16 {
      let kept = min(8, max(0, bits - index * 8))
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> kept)
      if base[index] & mask != own[index] & mask { return false }
    }
    return true
  }

  /// Whether an address is the machine's own, which limits and blocks do not touch.
  static func isLoopback(_ address: String) -> Bool {
    contains("127.0.0.0/8", address) || contains("::1", address)
  }

  /// The usual text of an address: IPv6 that maps IPv4 becomes IPv4.
  static func canonical(_ text: some StringProtocol) -> String? {
    guard let bytes = bytes(of: text) else { return nil }
    if bytes.prefix(12).elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) {
      return bytes.suffix(4).map(\.description).joined(separator: ".")
    }
    return String(text).lowercased()
  }
}
