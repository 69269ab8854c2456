// SPDX-License-Identifier: MIT

/// The address of a server, as a person gives it.
///
/// All resources of the server are below it: its path, such as that of a reverse proxy,
/// is a prefix of the path of every request.
public struct BaseURL: Equatable, Sendable {
  /// How the server is spoken to.
  public enum Scheme: String, Sendable {
    /// In the clear.
    case http
    /// Under TLS.
    case https

    /// The port that applies when a URL names none.
    public var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// The scheme, whatever case it was written in.
  public let scheme: Scheme
  /// The host in lower case; an IPv6 address without its brackets.
  public let host: String
  /// The port, given or implied by the scheme.
  public let port: Int
  /// The path without trailing slashes; empty, or beginning with a slash.
  public let path: String

  /// Scheme, host and port, in the normal form of RFC 3986, section 6.2: lower
  /// case, without the default port.
  public var origin: String {
    let literal = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return "\(scheme.rawValue)://\(literal)" + (port == scheme.defaultPort ? "" : ":\(port)")
  }

  /// The whole URL, in normal form and without a trailing slash.
  public var url: String { origin + path }

  /// The text by which caches tell servers apart: the same for every spelling of a URL.
  public var cacheIdentity: String { url }

  /// The URL of the resource at a path below the base, such as `/jmap`; a leading slash
  /// may be missing.
  public func appending(_ path: String) -> String {
    url + (path.utf8.first == UInt8(ascii: "/") ? "" : "/") + path
  }

  /// Whether the host is this machine, as far as its text tells: nothing is resolved.
  public var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if host.utf8.contains(UInt8(ascii: ":")) { return isLoopbackIPv6 }
    return Self.isLoopbackIPv4(host[...])
  }

  private static func isLoopbackIPv4(_ address: Substring) -> Bool {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether the host is `::1`, or an IPv4 address of this machine mapped to IPv6
  /// (RFC 4291, section 2.5).
  private var isLoopbackIPv6: Bool {
    // The empty groups of `::` stand for zeros; at the end they would be the last ones.
    let groups = host.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = groups.last, !last.isEmpty else { return false }
    func areZero(_ groups: ArraySlice<Substring>) -> Bool {
      groups.allSatisfy { $0.isEmpty || UInt16($0, radix: 16) == 0 }
    }
    if last.utf8.contains(UInt8(ascii: ".")) {
      return groups.dropLast().last == "ffff" && areZero(groups.dropLast(2))
        && Self.isLoopbackIPv4(last)
    }
    return UInt16(last, radix: 16) == 1 && areZero(groups.dropLast())
  }
}
