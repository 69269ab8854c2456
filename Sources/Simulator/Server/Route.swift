// SPDX-License-Identifier: MIT

/// Where a request leads, by method and path alone.
///
/// The path is split at `/` and not decoded; segments beyond those that a
/// route needs are ignored.
enum Route: Equatable, Sendable {
  case jmap
  case session
  case wellKnownJMAP
  case upload(account: String)
  case download(account: String, blob: String, name: String)
  case eventSource
  case schema(hash: String?)
  case account
  case discover(name: String)
  case signIn
  case token(kind: String)
  case live(kind: String, target: String?)
  case deviceAuthorization
  case oauthToken
  case register
  case introspect
  case userInfo
  case authorizationServer
  case openIDConfiguration
  case protectedResource
  case keys
  case signInPage
  case health
  case dav
  case options
  case redirect(String)
  case notFound
  /// The simulator's own: what it counted, what it holds.
  case control([String])

  init(_ request: HTTPRequest) {
    self = Self.route(request.method, request.segments.map(String.init))
  }

  /// Whether the body is stored as it is.
  var isUpload: Bool {
    if case .upload = self { return true }
    return false
  }

  private static func route(_ method: String, _ segments: [String]) -> Route {
    let first = segments.first ?? ""
    let second = segments.count > 1 ? segments[1] : ""
    if method == "OPTIONS", ["jmap", "auth", "api"].contains(first) { return .options }
    switch first {
    case "jmap": return jmap(method, second, Array(segments.dropFirst(2)))
    case "api": return api(method, second, Array(segments.dropFirst(2)))
    case "auth": return auth["\(method) \(second)"] ?? .notFound
    case ".well-known": return wellKnown["\(method) \(second)"] ?? .notFound
    case "login", "device": return .signInPage
    case "dav": return .dav
    case "healthz":
      return ["live", "ready"].contains(second) ? .health : .notFound
    case "sim": return .control(Array(segments.dropFirst()))
    case "": return segments.count <= 1 ? .redirect("/account") : .notFound
    default:
      return segments.count == 1 && isPlain(first) ? .redirect("/\(first)/") : .notFound
    }
  }

  /// Whether a one-segment path is sent on to itself with a slash; what looks like a file is not.
  private static func isPlain(_ segment: String) -> Bool { !segment.contains(".") }

  private static func jmap(_ method: String, _ second: String, _ rest: [String]) -> Route {
    switch (method, second) {
    case ("POST", ""): return .jmap
    case ("GET", "session"): return .session
    case ("POST", "upload"): return .upload(account: rest.first ?? "")
    case ("GET", "download"):
      guard rest.count >= 3 else { return .notFound }
      return .download(account: rest[0], blob: rest[1], name: rest[2])
    case ("GET", "eventsource"): return .eventSource
    default: return .notFound
    }
  }

  private static func api(_ method: String, _ second: String, _ rest: [String]) -> Route {
    let third = rest.first.flatMap { $0.isEmpty ? nil : $0 }
    switch second {
    case "schema": return .schema(hash: third)
    case "account": return .account
    case "discover": return .discover(name: third ?? "")
    case "auth": return method == "POST" ? .signIn : .notFound
    case "token": return .token(kind: third ?? "")
    case "live":
      guard method == "GET" else { return .notFound }
      return .live(
        kind: third ?? "",
        target: rest.count > 1 && !rest[1].isEmpty ? rest[1] : nil
      )
    default: return .notFound
    }
  }

  private static let auth: [String: Route] = [
    "POST device": .deviceAuthorization, "POST token": .oauthToken, "POST register": .register,
    "POST introspect": .introspect, "GET userinfo": .userInfo, "GET jwks.json": .keys,
  ]

  private static let wellKnown: [String: Route] = [
    "GET jmap": .wellKnownJMAP, "GET oauth-authorization-server": .authorizationServer,
    "GET openid-configuration": .openIDConfiguration,
    "GET oauth-protected-resource": .protectedResource,
  ]
}
