// SPDX-License-Identifier: MIT

/// The address of a server, as a person gives it.
///
/// Everything the server knows lies below it: a path in it, such as that of a
/// reverse proxy, is a prefix of every request.
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

  /// What tells this server from others: two URLs of one server have the same.
  public var cacheIdentity: String { url }

  /// The URL of a resource of this server, given by its path below the base,
  /// such as `/jmap`; a leading slash is added if it lacks one.
  public func appending(_ path: String) -> String {
    url + (path.utf8.first == UInt8(ascii: "/") ? "" : "/") + path
  }

  /// Whether requests stay on this machine, as far as the text tells.
  public var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if host.utf8.contains(UInt8(ascii: ":")) { return isLoopbackIPv6 }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private var isLoopbackIPv6: Bool {
    let groups = host.split(separator: ":")
    guard let last = groups.last else { return false }
    let leading = groups.dropLast()
    if last.utf8.contains(UInt8(ascii: ".")) {
      return leading == ["ffff"] && last.hasPrefix("127.")
    }
    return UInt16(last, radix: 16) == 1 && leading.allSatisfy { UInt16($0, radix: 16) == 0 }
  }
}
