// SPDX-License-Identifier: MIT

/// What stands before the body of a request (RFC 9112, section 3).
struct HTTPRequest {
  /// How the end of the body is found.
  enum Framing: Equatable {
    case empty
    case length(Int)
    case chunked
  }

  /// The method, as it was sent; methods are case-sensitive.
  var method: String
  /// The path, not decoded, without the query.
  var path: String
  /// What follows the first `?`, not decoded.
  var query: String?
  /// The minor version of HTTP/1.
  var minorVersion: Int
  /// The fields.
  var headers: HTTPHeaders
  /// How the end of the body is found.
  var framing: Framing
  /// Whether the connection must end with the answer.
  var closes: Bool
  /// The address that the connection came from.
  var peer = "127.0.0.1"

  /// The path's segments; what stands before the first `/` and after the last is dropped.
  var segments: [Substring] {
    path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { $0 }
  }

  /// Whether the client waits for `100 Continue` before it sends the body.
  var expectsContinue: Bool {
    minorVersion > 0 && headers["expect"]?.lowercased() == "100-continue"
  }

  /// Makes a request of its parts; the target may be in absolute form.
  init(
    method: String,
    target: String,
    minorVersion: Int = 1,
    headers: HTTPHeaders = HTTPHeaders(),
    framing: Framing = .empty,
    closes: Bool = false
  ) {
    self.method = method
    let target = Self.originForm(of: target)
    if let mark = target.firstIndex(of: "?") {
      path = String(target[..<mark])
      query = String(target[target.index(after: mark)...])
    } else {
      path = String(target)
    }
    self.minorVersion = minorVersion
    self.headers = headers
    self.framing = framing
    self.closes = closes
  }

  private static func originForm(of target: String) -> Substring {
    for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
      return rest[slash...]
    }
    return target[...]
  }
}
