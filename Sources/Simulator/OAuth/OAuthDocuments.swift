// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The documents that describe the OAuth end points (RFC 8414, 9728, OpenID Connect Discovery).
enum OAuthDocuments: String {
  /// `/.well-known/oauth-authorization-server`.
  case authorizationServer
  /// `/.well-known/openid-configuration`.
  case openID
  /// `/.well-known/oauth-protected-resource`.
  case protectedResource
  /// `/auth/jwks.json`.
  case keys

  /// The document of a server with a base URL, as the file has it with `{base}` in its place.
  func text(base: String) -> [UInt8] {
    let document = FactFile(PackageResources.oauth_json).object[rawValue] ?? [:]
    let escaped = JSONValue.string(base).serialized().dropFirst().dropLast()
    return Array(document.serialized().replacing("{base}", with: escaped).utf8)
  }

  /// An identity token; the bytes of its signature only look like one, as nobody checks them.
  static func identityToken(
    _ grant: OAuthServer.Grant,
    description: String?,
    mode: ServerMode,
    issuer: String,
    nonce: String?,
    now: Int
  ) -> String {
    var claims: JSONObject = [
      "iss": .string(issuer), "sub": .string("\(grant.accountID)"),
      "aud": .string(grant.clientID), "nbf": .number(JSONNumber(now)),
      "iat": .number(JSONNumber(now)), "exp": .number(JSONNumber(now + 900)),
    ]
    if let nonce { claims["nonce"] = .string(nonce) }
    claims["preferred_username"] = .string(grant.name)
    claims["email"] = .string(grant.name)
    if let description { claims["description"] = .string(description) }
    let isSigned = mode == .normal
    let header: JSONValue = [
      "typ": "JWT", "alg": isSigned ? "ES256" : "HS256", "kid": "default",
    ]
    let content = [header, .object(claims)]
      .map { Base64.encodeForURL(Array($0.serialized().utf8)) }.joined(separator: ".")
    let half = HashFunction.sha256.hash(Array(content.utf8))
    let signature = isSigned ? half + HashFunction.sha256.hash(half) : half
    return content + "." + Base64.encodeForURL(signature)
  }
}
