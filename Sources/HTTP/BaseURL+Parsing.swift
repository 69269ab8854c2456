// SPDX-License-Identifier: MIT

internal import Text

/// What is wrong with the address of a server.
public enum BaseURLError: Error, Equatable, Sendable {
  /// The text is empty, or white space only.
  case empty
  /// There is no `http://` or `https://` in front.
  case missingScheme
  /// The scheme is neither `http` nor `https`.
  case unsupportedScheme(String)
  /// There is nothing between the scheme and the path.
  case missingHost
  /// The host contains characters that no host has, or its bracket is not closed.
  case invalidHost(String)
  /// The port is not a number from 1 to 65535.
  case invalidPort(String)
  /// The URL contains a user or a password, which logs would show.
  case containsCredentials
  /// There is a `?`.
  case containsQuery
  /// There is a `#`.
  case containsFragment
  /// There is a blank, a control character or a backslash in the path.
  case invalidPath
}

extension BaseURL {
  /// Reads an absolute URL; white space around it is ignored.
  ///
  /// - Throws: ``BaseURLError``, which never contains credentials.
  public init(parsing text: String) throws(BaseURLError) {
    var rest = text.trimmedASCII.utf8[...]
    guard !rest.isEmpty else { throw .empty }

    scheme = try takeScheme(&rest)
    let end = rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    let tail = rest[end...]
    guard !authority.contains(UInt8(ascii: "@")) else { throw .containsCredentials }
    guard !tail.contains(UInt8(ascii: "#")) else { throw .containsFragment }
    guard !tail.contains(UInt8(ascii: "?")) else { throw .containsQuery }
    let isPath = tail.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
    guard isPath else { throw .invalidPath }

    (host, port) = try parseAuthority(authority, scheme: scheme)
    let slashes = tail.reversed().prefix { $0 == UInt8(ascii: "/") }.count
    path = String(decoding: tail.dropLast(slashes), as: UTF8.self)
  }
}

private typealias Bytes = Substring.UTF8View

private func takeScheme(_ rest: inout Bytes) throws(BaseURLError) -> BaseURL.Scheme {
  // "host:8080" has a colon as well: only "://" makes a scheme.
  guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8)
  else { throw .missingScheme }
  let name = String(decoding: rest[..<colon], as: UTF8.self)
  guard !name.isEmpty else { throw .missingScheme }
  guard let scheme = BaseURL.Scheme(rawValue: name.lowercasedASCII) else {
    throw .unsupportedScheme(name)
  }
  rest = rest[colon...].dropFirst(3)
  return scheme
}

private func parseAuthority(
  _ authority: Bytes,
  scheme: BaseURL.Scheme
) throws(BaseURLError) -> (host: String, port: Int) {
  guard !authority.isEmpty else { throw .missingHost }
  let whole = String(decoding: authority, as: UTF8.self)
  var host = authority
  var port: Bytes?
  if authority.first == UInt8(ascii: "[") {
    guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .invalidHost(whole) }
    host = authority[..<close].dropFirst()
    let after = authority[close...].dropFirst()
    guard isIPv6(host), after.isEmpty || after.first == UInt8(ascii: ":") else {
      throw .invalidHost(whole)
    }
    port = after.isEmpty ? nil : after.dropFirst()
  } else {
    if let colon = authority.firstIndex(of: UInt8(ascii: ":")) {
      host = authority[..<colon]
      port = authority[colon...].dropFirst()
    }
    guard !host.isEmpty else { throw .missingHost }
    guard host.allSatisfy(isHostByte) else { throw .invalidHost(whole) }
  }
  return (Substring(host).lowercasedASCII, try parsePort(port) ?? scheme.defaultPort)
}

/// An empty port is the default one (RFC 3986, section 3.2.3).
private func parsePort(_ digits: Bytes?) throws(BaseURLError) -> Int? {
  guard let digits, !digits.isEmpty else { return nil }
  let text = String(decoding: digits, as: UTF8.self)
  guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0 else {
    throw .invalidPort(text)
  }
  return Int(port)
}

/// Whether a host looks like an IPv6 address, perhaps with a zone (RFC 6874); the resolver
/// decides whether it is one.
private func isIPv6(_ host: Bytes) -> Bool {
  let address = host.prefix { $0 != UInt8(ascii: "%") }
  let zone = host.dropFirst(address.count)
  return address.contains(UInt8(ascii: ":"))
    && address.allSatisfy {
      isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    && zone.allSatisfy { $0 == UInt8(ascii: "%") || isHostByte($0) }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte.lowercasedASCII)
}

/// Bytes above ASCII belong to internationalised names.
private func isHostByte(_ byte: UInt8) -> Bool {
  byte > 0x20 && byte != 0x7F && !"\"%<>[\\]^`{|}:".utf8.contains(byte)
}
