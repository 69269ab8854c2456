// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The OAuth end points (RFC 6749, 7591, 7662, 8414, 8628).
extension Service {
  private static let noStore = [("cache-control", "no-store, no-cache, must-revalidate")]

  /// Answers an OAuth end point.
  func oauth(
    _ transaction: Transaction,
    _ request: HTTPRequest,
    _ body: [UInt8]
  ) -> HTTPResponse {
    oauth.remember(seconds: settings.accessTokenSeconds)
    switch transaction.route {
    case .authorizationServer:
      return .json(text: OAuthDocuments.authorizationServer.text(base: baseURL))
    case .openIDConfiguration: return .json(text: OAuthDocuments.openID.text(base: baseURL))
    case .discover: return .json(text: OAuthDocuments.openID.text(base: ""))
    case .protectedResource:
      return .json(text: OAuthDocuments.protectedResource.text(base: baseURL))
    case .keys:
      // There are keys once a server has started in normal mode.
      let keys = mode == .normal ? OAuthDocuments.keys.text(base: "") : Array(#"{"keys":[]}"#.utf8)
      return HTTPResponse(
        status: 200,
        headers: [("content-type", "application/json")],
        body: keys
      )
    case .deviceAuthorization: return deviceAuthorization(request, body)
    case .oauthToken: return token(request, body)
    case .signIn: return signIn(transaction, body)
    case .register: return register(transaction, body)
    case .introspect: return introspect(transaction, request, body)
    case .userInfo: return userInfo(transaction)
    default: return .notFound
    }
  }

  /// The form of a request; nil where the server does not read it.
  private func form(_ request: HTTPRequest, _ body: [UInt8]) -> FormData? {
    guard request.headers.contains("content-type"), body.count <= 2048 else { return nil }
    return FormData(String(decoding: body, as: UTF8.self))
  }

  // MARK: - Devices

  private func deviceAuthorization(_ request: HTTPRequest, _ body: [UInt8]) -> HTTPResponse {
    guard let form = form(request, body) else { return .invalidParameters("Invalid post request") }
    guard let clientID = form["client_id"] else {
      return .invalidParameters("Client ID is missing.")
    }
    let seconds = settings.userCodeSeconds
    let (device, user) = oauth.startDevice(
      clientID: clientID,
      scope: form["scope"],
      nonce: form["nonce"],
      seconds: seconds
    )
    return .json(
      [
        "device_code": .string(device), "user_code": .string(user),
        "verification_uri": .string("\(baseURL)/device"),
        "verification_uri_complete": .string("\(baseURL)/device/?code=\(user)"),
        "expires_in": .number(JSONNumber(seconds)), "interval": 5,
      ],
      headers: Self.noStore
    )
  }

  // MARK: - Tokens

  private func failure(_ error: String) -> HTTPResponse {
    .json(["error": .string(error)], status: 400)
  }

  private func token(_ request: HTTPRequest, _ body: [UInt8]) -> HTTPResponse {
    guard let form = form(request, body) else { return .invalidParameters("Invalid post request") }
    switch form["grant_type"] {
    case "urn:ietf:params:oauth:grant-type:device_code": return redeemDevice(form)
    case "authorization_code": return redeemCode(form)
    case "refresh_token": return refresh(form)
    default: return failure("invalid_grant")
    }
  }

  private func redeemDevice(_ form: FormData) -> HTTPResponse {
    guard let code = form["device_code"], let clientID = form["client_id"],
      let device = oauth.deviceCodes[code], clock.seconds < device.expiresAt
    else { return failure("expired_token") }
    guard device.clientID == clientID else { return failure("invalid_client") }
    guard let grant = device.approval else { return failure("authorization_pending") }
    guard isRegistered(clientID) else { return failure("invalid_request") }
    oauth.deviceCodes[code] = nil
    return grantTokens(grant, scope: device.scope, nonce: device.nonce)
  }

  private func redeemCode(_ form: FormData) -> HTTPResponse {
    guard let text = form["code"], let clientID = form["client_id"] else {
      return failure("invalid_request")
    }
    guard let code = oauth.authorizationCodes[text], clock.seconds < code.expiresAt else {
      return failure("access_denied")
    }
    guard code.grant.clientID == clientID,
      form["redirect_uri"].map({ $0 == code.redirectURI }) ?? true
    else { return failure("invalid_client") }
    if let challenge = code.challenge {
      guard let verifier = form["code_verifier"], (43...128).contains(verifier.utf8.count) else {
        return failure("invalid_grant")
      }
      let expected =
        code.challengeMethod?.lowercased() == "plain"
        ? verifier : Base64.encodeForURL(HashFunction.sha256.hash(Array(verifier.utf8)))
      guard expected == challenge else { return failure("invalid_grant") }
    }
    oauth.authorizationCodes[text] = nil
    return grantTokens(code.grant, scope: code.scope, nonce: code.nonce)
  }

  private func grantTokens(
    _ grant: OAuthServer.Grant,
    scope: String?,
    nonce: String?
  ) -> HTTPResponse {
    var answer = tokens(for: grant, withRefreshToken: true)
    if let scope, !scope.isEmpty { answer["scope"] = .string(scope) }
    answer["id_token"] = .string(
      OAuthDocuments.identityToken(
        grant,
        description: description(of: grant.accountID),
        mode: mode,
        issuer: baseURL,
        nonce: nonce,
        now: clock.seconds
      )
    )
    return .json(.object(answer))
  }

  private func refresh(_ form: FormData) -> HTTPResponse {
    guard let text = form["refresh_token"] else { return failure("invalid_request") }
    guard let token = oauth.token(text, kinds: [.refresh]),
      case .success = authenticator.caller(of: token.grant)
    else { return failure("invalid_grant") }
    if let clientID = form["client_id"], let client = OAuthClients.stored(clientID, in: store),
      let secret = client["secret"]?.string, !secret.isEmpty,
      !store.secrets.matches(form["client_secret"] ?? "", stored: secret)
    {
      return failure("invalid_client")
    }
    let isEnding = token.expiresAt - clock.seconds <= settings.refreshRenewalSeconds
    return .json(.object(tokens(for: token.grant, withRefreshToken: isEnding)))
  }

  private func tokens(for grant: OAuthServer.Grant, withRefreshToken: Bool) -> JSONObject {
    let seconds = settings.accessTokenSeconds
    var answer: JSONObject = [
      "access_token": .string(oauth.makeToken(for: grant, kind: .access, seconds: seconds)),
      "token_type": "bearer", "expires_in": .number(JSONNumber(seconds)),
    ]
    if withRefreshToken {
      let life = settings.refreshTokenSeconds
      answer["refresh_token"] = .string(
        oauth.makeToken(for: grant, kind: .refresh, seconds: life)
      )
    }
    return answer
  }

  /// Whether a client may redeem what an account approved.
  private func isRegistered(_ clientID: String) -> Bool {
    !settings.isRegistrationRequired || clientID.hasPrefix("swc1.")
      || OAuthClients.stored(clientID, in: store) != nil
  }

  // MARK: - Signing in

  private func signIn(_ transaction: Transaction, _ body: [UInt8]) -> HTTPResponse {
    let malformed = HTTPResponse.invalidParameters("JSON deserialization failed")
    guard body.count <= 1 << 20, let request = try? JSONValue(parsing: body),
      let type = request["type"]?.string
    else { return malformed }
    func text(_ name: String) -> String? { request[name]?.string }
    switch type {
    case "authDevice":
      guard let name = text("accountName"), let secret = text("accountSecret"),
        let code = text("code")
      else { return malformed }
      return signIn(transaction, name, secret, text("mfaToken")) { caller in
        let account = store.loginAccount(id: caller.accountID)
        let isCutDown = account.map { $0.permissions != caller.permissions } ?? false
        let isApproved = oauth.approve(
          code: code,
          as: caller,
          permissions: isCutDown ? caller.permissions : nil
        )
        return ["type": isApproved ? "verified" : "failure"]
      }
    case "authCode":
      guard let name = text("accountName"), let secret = text("accountSecret"),
        let clientID = text("clientId")
      else { return malformed }
      let redirectURI = text("redirectUri") ?? ""
      guard isRedirectAllowed(redirectURI, clientID, challenge: text("codeChallenge")) else {
        return .unauthorized()
      }
      return signIn(transaction, name, secret, text("mfaToken")) { caller in
        let code = oauth.randomCode()
        oauth.authorizationCodes[code] = OAuthServer.AuthorizationCode(
          grant: oauth.grant(for: caller, clientID: clientID),
          redirectURI: redirectURI,
          challenge: text("codeChallenge"),
          challengeMethod: text("codeChallengeMethod"),
          scope: text("scope"),
          nonce: text("nonce"),
          expiresAt: clock.seconds + settings.authCodeSeconds
        )
        return [
          "type": "authenticated", "client_code": .string(code), "iss": .string(baseURL),
        ]
      }
    default: return malformed
    }
  }

  private func signIn(
    _ transaction: Transaction,
    _ name: String,
    _ secret: String,
    _ code: String?,
    then grant: (Caller) -> JSONValue
  ) -> HTTPResponse {
    let result = authenticator.signIn(
      Authenticator.Login(name: name, secret: secret, code: code, address: transaction.address),
      settings: settings
    )
    let answer: JSONValue
    switch result {
    case .success(let caller): answer = grant(caller)
    case .secondFactorRequired: answer = ["type": "mfaRequired"]
    default:
      _ = refusal(of: result, from: transaction.address)
      answer = ["type": "failure"]
    }
    return .json(answer, headers: Self.noStore)
  }

  private func isRedirectAllowed(_ uri: String, _ clientID: String, challenge: String?) -> Bool {
    if uri.hasPrefix("http://"), challenge == nil || challenge == "" { return false }
    guard let registered = oauth.registrations[clientID] else { return true }
    return registered.contains { OAuthClients.isSameRedirect($0, uri) }
  }

  // MARK: - Registration

  private func register(_ transaction: Transaction, _ body: [UInt8]) -> HTTPResponse {
    guard body.count <= 20 * 1024, let request = try? JSONValue(parsing: body),
      let uris = request["redirect_uris"]?.array?.map(\.string), !uris.contains(nil)
    else { return .invalidParameters("JSON deserialization failed") }
    let method = request["token_endpoint_auth_method"]?.string ?? "none"
    let caller = transaction.caller
    if !settings.isAnonymousRegistrationAllowed || method != "none" {
      guard let caller else { return .unauthorized() }
      guard caller.may("oAuthClientRegistration") else { return .forbidden }
    }
    if let (error, description) = OAuthClients.objection(to: request, uris.compactMap { $0 }) {
      return .json(
        ["error": .string(error), "error_description": .string(description)],
        status: 400,
        headers: Self.noStore
      )
    }
    return .json(
      .object(oauth.register(request, uris.compactMap { $0 }, isConfidential: method != "none")),
      status: 201,
      headers: Self.noStore
    )
  }

  // MARK: - Who is it

  private func introspect(
    _ transaction: Transaction,
    _ request: HTTPRequest,
    _ body: [UInt8]
  ) -> HTTPResponse {
    guard let form = form(request, body), let text = form["token"] else {
      return .invalidParameters("Invalid post request")
    }
    guard let token = oauth.token(text, kinds: [.access, .refresh]),
      case .success = authenticator.caller(of: token.grant)
    else { return .json(["active": false], headers: Self.noStore) }
    return .json(
      [
        "active": true, "username": .string(token.grant.name), "token_type": "bearer",
        "exp": .number(JSONNumber(token.expiresAt)), "iat": .number(JSONNumber(token.issuedAt)),
      ],
      headers: Self.noStore
    )
  }

  private func userInfo(_ transaction: Transaction) -> HTTPResponse {
    guard let caller = transaction.caller else { return .unauthorized() }
    var answer: JSONObject = ["sub": .string("\(caller.accountID)")]
    if let description = description(of: caller.accountID) { answer["name"] = .string(description) }
    answer["preferred_username"] = .string(caller.name)
    answer["email"] = .string(caller.name)
    answer["email_verified"] = true
    return .json(.object(answer), headers: Self.noStore)
  }

  /// The description of an account, which OAuth presents as its name.
  private func description(of account: UInt64) -> String? {
    guard account != Caller.recoveryAdministratorID else { return "Recovery admin account" }
    return store.object("Account", account)?["description"]?.string
  }
}
