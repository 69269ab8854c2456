// SPDX-License-Identifier: MIT

internal import JSON

/// Finds out who sends a request.
final class Authenticator {
  /// What came of a login.
  enum Result {
    case success(Caller)
    /// The wrong secret, or no such account; counts towards a block.
    case wrong(login: String)
    /// Nothing that could be looked up; does not count.
    case undecodable
    /// The credential was right and is past its time.
    case expired
    /// The address is not one that the credential may be used from.
    case addressNotAllowed(login: String)
    /// Right, but a one-time code is missing.
    case secondFactorRequired
    /// Right, but the account may not sign in, or not as another.
    case forbidden
  }

  private let store: RegistryStore
  private let clock: ServerClock
  private let administratorName: String
  private let administratorSecret: String
  private let token: String?

  init(store: RegistryStore, clock: ServerClock, configuration: Configuration) {
    self.store = store
    self.clock = clock
    administratorName = configuration.administratorName
    administratorSecret = configuration.administratorSecret
    token = configuration.token
  }

  /// The recovery administrator, who may do everything.
  var recoveryAdministrator: Caller {
    Caller(
      accountID: Caller.recoveryAdministratorID,
      name: administratorName,
      permissions: Set(store.allPermissions)
    )
  }

  /// Signs in with the value of an `Authorization` field.
  func authenticate(
    _ header: String,
    from address: String,
    settings: ServerSettings,
    oauth: OAuthServer
  ) -> Result {
    let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard parts.count == 2 else { return .undecodable }
    let value = parts[1].drop { $0 == " " }
    switch parts[0].lowercased() {
    case "basic":
      guard let bytes = Base64.decode(value.prefix { $0 != " " }),
        let text = String(validating: bytes, as: UTF8.self),
        let colon = text.firstIndex(of: ":")
      else { return .undecodable }
      return signIn(
        login: String(text[..<colon]),
        secret: String(text[text.index(after: colon)...]),
        from: address,
        settings: settings
      )
    case "bearer":
      return bearer(String(value.prefix { $0 != " " }), from: address, oauth: oauth)
    default: return .undecodable
    }
  }

  // MARK: - Names and passwords

  /// Signs in with a name and a secret.
  ///
  /// - Parameters:
  ///   - login: the login name; `target%master` signs in as another.
  ///   - secret: the password or app password.
  ///   - code: the one-time code; nil where the protocol has no place for one.
  ///   - address: where the request comes from.
  ///   - settings: the settings in force.
  /// - Returns: the account that signed in, or why none did.
  func signIn(
    login: String,
    secret: String,
    code: String? = nil,
    from address: String,
    settings: ServerSettings
  ) -> Result {
    let name = login.trimmingWhitespace().lowercased()
    if let percent = name.lastIndex(of: "%") {
      return signIn(
        as: String(name[..<percent]),
        master: String(name[name.index(after: percent)...]),
        secret: secret,
        code: code,
        from: address,
        settings: settings
      )
    }
    if name == administratorName {
      guard store.secrets.matches(secret, stored: administratorSecret) else {
        return .wrong(login: name)
      }
      return .success(recoveryAdministrator)
    }
    guard let account = account(named: name, settings), !account.isGroup else {
      return .wrong(login: name)
    }
    return check(account, login: name, secret: secret, code: code, from: address)
  }

  /// Signs in as another account with the secret of one that may impersonate.
  private func signIn(
    as target: String,
    master: String,
    secret: String,
    code: String?,
    from address: String,
    settings: ServerSettings
  ) -> Result {
    if secret.hasPrefix("app_"), secret.utf8.count == 40 { return .wrong(login: master) }
    // A login without any domain has the default one put to its end, which is the master's.
    let isBare = !target.contains("@") && !master.contains("@")
    if isBare, master == administratorName { return .wrong(login: master) }
    let result = signIn(
      login: master,
      secret: secret,
      code: code,
      from: address,
      settings: settings
    )
    guard case .success(let caller) = result else { return result }
    guard caller.may("impersonate") else { return .forbidden }
    guard let account = account(named: target, settings) else { return .wrong(login: target) }
    return .success(Self.caller(account, permissions: account.permissions))
  }

  private func account(
    named name: String,
    _ settings: ServerSettings
  ) -> RegistryStore.LoginAccount? {
    guard !name.contains("@") else { return store.loginAccount(named: name) }
    guard let domainID = settings.defaultDomainID,
      let domain = store.objects("Domain").first(where: { $0.id == domainID }),
      let domainName = domain.value["name"]?.string
    else { return nil }
    return store.loginAccount(named: "\(name)@\(domainName)")
  }

  private func check(
    _ account: RegistryStore.LoginAccount,
    login: String,
    secret: String,
    code: String?,
    from address: String
  ) -> Result {
    let isAppPassword = secret.hasPrefix("app_") && secret.utf8.count == 40
    let kind = isAppPassword ? RegistryStore.Credential.Kind.appPassword : .password
    let candidates = account.credentials.filter { $0.kind == kind }
    guard
      let credential = candidates.first(where: {
        store.secrets.matches(secret, stored: $0.secret)
      })
    else { return .wrong(login: login) }
    if let otpAuth = credential.otpAuth, !otpAuth.isEmpty {
      guard let code else { return .secondFactorRequired }
      guard OneTimePassword(url: otpAuth)?.accepts(code, at: clock.seconds) == true else {
        return .wrong(login: login)
      }
    }
    return admit(account, credential, login: login, from: address)
  }

  private func admit(
    _ account: RegistryStore.LoginAccount,
    _ credential: RegistryStore.Credential,
    login: String,
    from address: String
  ) -> Result {
    var permissions = account.permissions.intersection(credential.permissions)
    if let expiry = credential.expiresAt, expiry <= clock.seconds {
      // An expired password is good for changing it, and for nothing else.
      guard credential.kind == .password else { return .expired }
      permissions.formIntersection(Self.permissionsOfExpiredPassword)
    }
    let allowed = credential.allowedAddresses
    guard allowed.isEmpty || allowed.contains(where: { NetworkRange.contains($0, address) })
    else { return .addressNotAllowed(login: login) }
    guard permissions.contains("authenticate") else { return .forbidden }
    return .success(Self.caller(account, permissions: permissions))
  }

  private static let permissionsOfExpiredPassword: Set<String> = [
    "emailReceive", "authenticateWithAlias", "authenticate", "sysAccountPasswordUpdate",
    "sysAccountPasswordGet",
  ]

  static func caller(
    _ account: RegistryStore.LoginAccount,
    permissions: Set<String>
  ) -> Caller {
    Caller(
      accountID: account.id,
      name: account.emailAddress,
      permissions: permissions,
      tenantID: account.tenantID,
      groupIDs: account.groupIDs
    )
  }

  // MARK: - Tokens

  private func bearer(_ value: String, from address: String, oauth: OAuthServer) -> Result {
    if let token, value == token { return .success(recoveryAdministrator) }
    if value.hasPrefix("API_"), value.utf8.count == 42 { return key(value, from: address) }
    guard let grant = oauth.accessGrant(value) else { return .undecodable }
    return caller(of: grant)
  }

  /// Who an OAuth token speaks for, if the account still is what it was.
  func caller(of grant: OAuthServer.Grant) -> Result {
    if grant.accountID == Caller.recoveryAdministratorID { return .success(recoveryAdministrator) }
    guard let account = store.loginAccount(id: grant.accountID),
      OAuthServer.version(of: account) == grant.version
    else { return .undecodable }
    let permissions = grant.permissions.map(account.permissions.intersection)
    guard (permissions ?? account.permissions).contains("authenticate") else { return .forbidden }
    return .success(Self.caller(account, permissions: permissions ?? account.permissions))
  }

  /// The first four bytes of a key are the account's id.
  private func key(_ value: String, from address: String) -> Result {
    guard let bytes = Base64.decodeFromURL(value.dropFirst(4)), bytes.count == 28 else {
      return .undecodable
    }
    let id = bytes.prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let account = store.loginAccount(id: id),
      let credential = account.credentials.first(where: {
        $0.kind == .apiKey && store.secrets.matches(value, stored: $0.secret)
      })
    else { return .wrong(login: ObjectID(value: id).text) }
    return admit(account, credential, login: account.emailAddress, from: address)
  }
}
