// SPDX-License-Identifier: MIT

internal import Glibc
internal import Text

/// An IPv4 or IPv6 address.
struct NetworkAddress: Hashable {
  /// Four or sixteen bytes.
  var bytes: [UInt8]

  /// Reads the standard text forms: no blanks, no zone, no prefix length.
  init?(_ text: some StringProtocol) {
    // A text with a NUL would be read up to it.
    guard !text.utf8.contains(0) else { return nil }
    let text = String(text)
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      guard unsafe inet_pton(family, text, &bytes) == 1 else { continue }
      self.bytes = bytes
      return
    }
    return nil
  }

  /// Whether it is an IPv4 address.
  var isVersion4: Bool { bytes.count == 4 }

  /// The number of bits.
  var width: Int { bytes.count * 8 }

  /// `0.0.0.0`, which the server takes for "not set".
  var isUnset: Bool { bytes == [0, 0, 0, 0] }

  /// Whether it is the machine's own, which limits and blocks do not touch.
  var isLoopback: Bool {
    let plain = unmapped
    return plain.isVersion4 ? plain.bytes[0] == 127 : plain.bytes == Self.own
  }

  private static let own = [UInt8](repeating: 0, count: 15) + [1]

  private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

  /// The IPv4 address that an IPv6 address carries (RFC 4291, section 2.5.5.2), or itself.
  var unmapped: NetworkAddress {
    guard bytes.count == 16, bytes.starts(with: Self.mappedPrefix) else { return self }
    var plain = self
    plain.bytes = Array(bytes.suffix(4))
    return plain
  }

  /// The canonical text (RFC 5952 for IPv6).
  var text: String {
    if isVersion4 { return bytes.map(String.init).joined(separator: ".") }
    let plain = unmapped
    guard !plain.isVersion4 else { return "::ffff:" + plain.text }
    let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
    let zeros = Self.longestZeroRun(groups)
    let words = groups.map { String($0, radix: 16) }
    guard zeros.count > 1 else { return words.joined(separator: ":") }
    return words[..<zeros.lowerBound].joined(separator: ":") + "::"
      + words[zeros.upperBound...].joined(separator: ":")
  }

  private static func longestZeroRun(_ groups: [Int]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 {
        start = index + 1
      } else if index + 1 - start > longest.count {
        longest = start..<index + 1
      }
    }
    return longest
  }
}

/// An address with the number of bits that count.
struct NetworkRange: Hashable {
  var address: NetworkAddress
  var prefix: Int

  /// Reads `address` or `address/bits`, with blanks around each.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = NetworkAddress(parts[0].trimmingWhitespace()) else { return nil }
    self.address = address
    prefix = address.width
    guard parts.count == 2 else { return }
    let digits = parts[1].trimmingWhitespace()
    guard let bits = Int(digits), (8...address.width).contains(bits) else { return nil }
    prefix = bits
  }

  /// The address, and the bits if not all count.
  var text: String { prefix == address.width ? address.text : "\(address.text)/\(prefix)" }

  /// What the server orders by: the address' bytes, then the bits.
  var sortKey: [UInt8] { address.bytes + [UInt8(prefix)] }

  /// Whether an address lies in a network, which may be a lone address; both are texts.
  static func contains(_ network: String, _ address: String) -> Bool {
    guard let range = NetworkRange(network), let address = NetworkAddress(address) else {
      return false
    }
    return range.contains(address) || range.contains(address.unmapped)
  }

  /// Whether an address lies inside.
  func contains(_ other: NetworkAddress) -> Bool {
    guard other.width == address.width else { return false }
    for bit in 0..<prefix {
      let mask = UInt8(0x80) >> (bit % 8)
      if address.bytes[bit / 8] & mask != other.bytes[bit / 8] & mask { return false }
    }
    return true
  }
}

/// An address and a port, such as `[::]:25`.
struct EndpointAddress {
  /// What the server takes for "not set".
  static let unset = "255.255.255.255:65535"

  var text: String

  /// Reads `1.2.3.4:25` or `[::1]:25`.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard
      (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits)
    else { return nil }
    let host = text[..<colon]
    if host.first == "[", host.last == "]" {
      guard let address = NetworkAddress(host.dropFirst().dropLast()), !address.isVersion4 else {
        return nil
      }
      self.text = "[\(address.text)]:\(port)"
    } else {
      guard let address = NetworkAddress(host), address.isVersion4 else { return nil }
      self.text = "\(address.text):\(port)"
    }
  }
}
