// SPDX-License-Identifier: MIT

internal import JSON

/// The documents that describe the OAuth end points (RFC 8414, 9728, OpenID Connect Discovery).
enum OAuthDocuments {
  private static let scopes: JSONValue = [
    "openid", "offline_access", "urn:ietf:params:oauth:scope:mail",
    "urn:ietf:params:oauth:scope:contacts", "urn:ietf:params:oauth:scope:calendars",
  ]
  private static let grants: JSONValue = [
    "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
  ]
  private static let methods: JSONValue = ["none", "client_secret_post", "client_secret_basic"]

  /// `/.well-known/oauth-authorization-server`.
  static func authorizationServer(_ base: String) -> JSONValue {
    [
      "issuer": .string(base), "token_endpoint": .string("\(base)/auth/token"),
      "authorization_endpoint": .string("\(base)/login"),
      "device_authorization_endpoint": .string("\(base)/auth/device"),
      "registration_endpoint": .string("\(base)/auth/register"),
      "introspection_endpoint": .string("\(base)/auth/introspect"),
      "grant_types_supported": grants, "response_types_supported": ["code"],
      "scopes_supported": scopes, "token_endpoint_auth_methods_supported": methods,
      "code_challenge_methods_supported": ["S256"],
      "authorization_response_iss_parameter_supported": true,
    ]
  }

  /// `/.well-known/openid-configuration`.
  static func openID(_ base: String) -> JSONValue {
    [
      "issuer": .string(base), "authorization_endpoint": .string("\(base)/login"),
      "token_endpoint": .string("\(base)/auth/token"),
      "userinfo_endpoint": .string("\(base)/auth/userinfo"),
      "jwks_uri": .string("\(base)/auth/jwks.json"),
      "registration_endpoint": .string("\(base)/auth/register"),
      "device_authorization_endpoint": .string("\(base)/auth/device"), "scopes_supported": scopes,
      "response_types_supported": ["code"], "subject_types_supported": ["public"],
      "grant_types_supported": grants, "token_endpoint_auth_methods_supported": methods,
      "id_token_signing_alg_values_supported": [
        "RS256", "RS384", "RS512", "ES256", "ES384", "PS256", "PS384", "PS512", "HS256", "HS384",
        "HS512",
      ],
      "claims_supported": ["sub", "name", "preferred_username", "email", "email_verified"],
      "code_challenge_methods_supported": ["S256"],
      "authorization_response_iss_parameter_supported": true,
    ]
  }

  /// `/.well-known/oauth-protected-resource`.
  static func protectedResource(_ base: String) -> JSONValue {
    [
      "resource": .string(base), "authorization_servers": [.string(base)],
      "scopes_supported": scopes, "bearer_methods_supported": ["header"],
    ]
  }

  /// `/auth/jwks.json`; there are keys once a server has started in normal mode.
  static func keys(_ mode: ServerMode) -> JSONValue {
    guard mode == .normal else { return ["keys": []] }
    let key: JSONValue = [
      "use": "sig", "alg": "ES256", "kid": "default", "kty": "EC", "crv": "P-256",
      "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
      "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    ]
    return ["keys": [key]]
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
