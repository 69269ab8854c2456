// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

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
      let login = Login(
        name: String(text[..<colon]),
        secret: String(text[text.index(after: colon)...]),
        address: address
      )
      return signIn(login, settings: settings)
    case "bearer":
      return bearer(String(value.prefix { $0 != " " }), from: address, oauth: oauth)
    default: return .undecodable
    }
  }

  // MARK: - Names and passwords

  /// A name and a secret, as someone typed them.
  struct Login {
    /// The login name; `target%master` signs in as another.
    var name: String
    /// The password or app password.
    var secret: String
    /// The one-time code; nil where the protocol has no place for one.
    var code: String?
    /// Where the request comes from.
    var address: String

    var isAppPassword: Bool { secret.hasPrefix("app_") && secret.utf8.count == 40 }
  }

  /// Signs in with a name and a secret.
  func signIn(_ login: Login, settings: ServerSettings) -> Result {
    var login = login
    login.name = login.name.trimmingWhitespace().lowercased()
    if let percent = login.name.lastIndex(of: "%") {
      let target = String(login.name[..<percent])
      login.name = String(login.name[login.name.index(after: percent)...])
      return signIn(as: target, master: login, settings: settings)
    }
    if login.name == administratorName {
      guard store.secrets.matches(login.secret, stored: administratorSecret) else {
        return .wrong(login: login.name)
      }
      return .success(recoveryAdministrator)
    }
    guard let account = account(named: login.name, settings), !account.isGroup else {
      return .wrong(login: login.name)
    }
    return check(account, login)
  }

  /// Signs in as another account with the secret of one that may impersonate.
  private func signIn(as target: String, master: Login, settings: ServerSettings) -> Result {
    // A login without any domain has the default one put to its end, which is the master's.
    let isBare = !target.contains("@") && !master.name.contains("@")
    if master.isAppPassword || isBare && master.name == administratorName {
      return .wrong(login: master.name)
    }
    let result = signIn(master, settings: settings)
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

  private func check(_ account: RegistryStore.LoginAccount, _ login: Login) -> Result {
    let kind = login.isAppPassword ? RegistryStore.Credential.Kind.appPassword : .password
    let candidates = account.credentials.filter { $0.kind == kind }
    guard
      let credential = candidates.first(where: {
        store.secrets.matches(login.secret, stored: $0.secret)
      })
    else { return .wrong(login: login.name) }
    if let otpAuth = credential.otpAuth, !otpAuth.isEmpty {
      guard let code = login.code else { return .secondFactorRequired }
      guard OneTimePassword(url: otpAuth)?.accepts(code, at: clock.seconds) == true else {
        return .wrong(login: login.name)
      }
    }
    return admit(account, credential, login: login.name, from: login.address)
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
