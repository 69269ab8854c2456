// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The rules for clients that register themselves (RFC 7591).
enum OAuthClients {
  /// The stored client of an id.
  static func stored(_ clientID: String, in store: RegistryStore) -> JSONObject? {
    store.objects("OAuthClient").first { $0.value["clientId"]?.string == clientID }?.value
  }

  /// Why a registration is refused, as error code and description; nil if it is not.
  static func objection(
    to request: JSONValue,
    _ uris: [String]
  ) -> (error: String, description: String)? {
    let invalid = "invalid_redirect_uri"
    guard !uris.isEmpty else { return (invalid, "At least one redirect URI is required.") }
    for uri in uris {
      if uri.contains("#") { return (invalid, "Redirect URI must not contain a fragment.") }
      if uri.contains("..") {
        return (invalid, "Redirect URI must not contain consecutive dots.")
      }
      guard isAcceptable(uri) else {
        return (
          invalid,
          "Redirect URI must be an https URL, a loopback (http://127.0.0.1/, http://[::1]/) "
            + "or a private-use scheme URI."
        )
      }
    }
    if let grants = request["grant_types"]?.array?.compactMap(\.string) {
      for grant in ["authorization_code", "refresh_token"] where !grants.contains(grant) {
        return ("invalid_client_metadata", #"grant_types must include "\#(grant)"."#)
      }
    }
    return nil
  }

  private static func isAcceptable(_ uri: String) -> Bool {
    guard let colon = uri.firstIndex(of: ":") else { return false }
    let scheme = uri[..<colon].lowercased()
    let rest = uri[uri.index(after: colon)...]
    switch scheme {
    case "https": return rest.hasPrefix("//") && rest.count > 2
    case "http":
      return ["//127.0.0.1", "//[::1]"].contains { host in
        guard rest.hasPrefix(host) else { return false }
        let next = rest.dropFirst(host.count).first
        return next == nil || next == ":" || next == "/"
      }
    default: return scheme.contains(".")
    }
  }

  /// Whether two URIs are the same but for the port on the loopback.
  static func isSameRedirect(_ registered: String, _ used: String) -> Bool {
    registered == used || withoutPort(registered) == withoutPort(used)
  }

  private static func withoutPort(_ uri: String) -> String {
    for host in ["http://127.0.0.1", "http://[::1]"] where uri.hasPrefix(host + ":") {
      return host + uri.dropFirst(host.count + 1).drop { $0.isNumber }
    }
    return uri
  }
}

extension OAuthServer {
  /// Registers a client and returns the answer.
  ///
  /// A public client is not stored: its id is made of what it said, so that the same words
  /// give the same id.
  func register(_ request: JSONValue, _ uris: [String], isConfidential: Bool) -> JSONObject {
    let now = clock.seconds
    var answer: JSONObject = [:]
    if isConfidential {
      let id = randomText(20, of: "abcdefghijklmnopqrstuvwxyz0123456789")
      let secret = randomCode()
      answer["client_id"] = .string(id)
      answer["client_secret"] = .string(secret)
      answer["client_id_issued_at"] = .number(JSONNumber(now))
      answer["client_secret_expires_at"] = 0
      store.insert(
        "OAuthClient",
        [
          "clientId": .string(id), "description": request["client_name"] ?? .null,
          "contacts": .object(set(request["contacts"])), "secret": .string(secret),
          "createdAt": .string(Timestamp(seconds: now).text), "expiresAt": .null,
          "redirectUris": .object(JSONObject(uris.map { ($0, true) })),
          "logo": request["logo_uri"] ?? .null, "memberTenantId": .null,
        ]
      )
      registrations[id] = uris
    } else {
      let words =
        uris.sorted() + [
          request["client_name"]?.string ?? "", request["scope"]?.string ?? "",
        ]
      let digest = HashFunction.sha256.hash(Array(words.joined(separator: "\n").utf8))
      let id = "swc1." + Base64.encodeForURL(digest + HashFunction.sha256.hash(digest))
      answer["client_id"] = .string(id)
      answer["client_id_issued_at"] = .number(JSONNumber(now))
      registrations[id] = uris
    }
    for name in [
      "redirect_uris", "client_name", "client_uri", "logo_uri", "scope", "contacts",
      "token_endpoint_auth_method", "grant_types", "response_types",
    ] {
      if let value = request[name], !value.isNull { answer[name] = value }
    }
    return answer
  }

  private func set(_ value: JSONValue?) -> JSONObject {
    JSONObject((value?.array ?? []).compactMap(\.string).map { ($0, true) })
  }
}
