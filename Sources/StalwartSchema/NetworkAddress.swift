// SPDX-License-Identifier: MIT

internal import Text

/// An IP address, perhaps with the length of a prefix or a port, compared by value.
struct NetworkAddress: Equatable {
  /// Four bytes or sixteen.
  let bytes: [UInt8]
  /// The length of the prefix; that of the whole address if none was given.
  let prefix: Int
  /// The port of a socket address.
  let port: UInt16?

  /// Reads `10.1.2.3`, `10.1.2.3/8`, `2001:db8::1/32`; nil for anything else.
  init?(_ text: String) {
    let parts = text.trimmedASCII.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let bytes = Self.address(parts[0]) else { return nil }
    self.bytes = bytes
    port = nil
    if parts.count == 2 {
      guard let length = Int(parts[1].trimmedASCII), (0...bytes.count * 8).contains(length) else {
        return nil
      }
      prefix = length
    } else {
      prefix = bytes.count * 8
    }
  }

  /// Reads `1.2.3.4:25` and `[::]:25`; nil for anything else.
  init?(socket text: String) {
    let text = text.trimmedASCII
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
      let port = UInt16(text[text.utf8.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard let bytes = Self.address(host) else { return nil }
    self.bytes = bytes
    prefix = bytes.count * 8
    self.port = port
  }

  /// A text that is the same for all spellings of the address.
  var canonicalText: String {
    let digits = bytes.map { String($0, radix: 16) }.joined(separator: ".")
    return "\(digits)/\(prefix)" + (port.map { ":\($0)" } ?? "")
  }

  private static func address(_ text: Substring) -> [UInt8]? {
    let text = text.trimmedASCII
    return text.utf8.contains(UInt8(ascii: ":")) ? v6(text) : v4(text[...])
  }

  private static func v4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { part in
      part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? UInt8(part) : nil
    }
    return bytes.count == 4 ? bytes : nil
  }

  private static func v6(_ text: String) -> [UInt8]? {
    var groups: [[UInt8]] = [[]]
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix("::") {
        guard groups.count == 1 else { return nil }
        groups.append([])
        rest = rest.dropFirst(2)
        continue
      }
      if rest.hasPrefix(":") {
        guard !groups[groups.count - 1].isEmpty else { return nil }
        rest = rest.dropFirst()
      }
      let part = rest.prefix { $0 != ":" }
      if part.utf8.contains(UInt8(ascii: ".")) {
        guard part.count == rest.count, let last = v4(part) else { return nil }
        groups[groups.count - 1] += last
      } else {
        guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"), !part.hasPrefix("-"),
          let value = UInt16(part, radix: 16)
        else { return nil }
        groups[groups.count - 1] += [UInt8(value >> 8), UInt8(value & 0xFF)]
      }
      rest = rest.dropFirst(part.count)
    }
    let count = groups.joined().count
    if groups.count == 1 { return count == 16 ? groups[0] : nil }
    guard count <= 14 else { return nil }
    return groups[0] + Array(repeating: 0, count: 16 - count) + groups[1]
  }
}
