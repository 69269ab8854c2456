// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// What the OAuth end points remember: codes, tokens, and who approved what.
final class OAuthServer {
  /// What a token is good for.
  enum Kind { case access, refresh, delivery }

  /// The account that a token or code stands for.
  struct Grant {
    var accountID: UInt64
    var name: String
    var clientID: String
    /// Changes when the account's password does, which ends all its tokens.
    var version: UInt64
    /// What is left of the account's permissions; nil is all.
    var permissions: Set<String>?
  }

  struct Token {
    var kind: Kind
    var grant: Grant
    var issuedAt: Int
    var expiresAt: Int
  }

  struct DeviceCode {
    var userCode: String
    var clientID: String
    var scope: String?
    var nonce: String?
    var expiresAt: Int
    var approval: Grant?
  }

  struct AuthorizationCode {
    var grant: Grant
    var redirectURI: String
    var challenge: String?
    var challengeMethod: String?
    var scope: String?
    var nonce: String?
    var expiresAt: Int
  }

  let store: RegistryStore
  let clock: ServerClock
  var deviceCodes: [String: DeviceCode] = [:]
  var authorizationCodes: [String: AuthorizationCode] = [:]
  private(set) var tokens: [String: Token] = [:]
  /// Access tokens that were used; they live on for as long as a fresh one would.
  private var firstUse: [String: Int] = [:]
  private var random = SystemRandomNumberGenerator()
  private var accessSeconds = 3600
  /// The redirect URIs of the clients that registered.
  var registrations: [String: [String]] = [:]

  init(store: RegistryStore, clock: ServerClock) {
    self.store = store
    self.clock = clock
  }

  /// What ties tokens to an account's present password.
  static func version(of account: RegistryStore.LoginAccount) -> UInt64 {
    // FNV-1a: only equality counts.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for credential in account.credentials where credential.kind == .password {
      for byte in credential.secret.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return hash
  }

  // MARK: - Tokens

  /// Makes a token; the last part is the account's name, as on the real server.
  func makeToken(for grant: Grant, kind: Kind, seconds: Int) -> String {
    let secret = Base64.encodeForURL(
      (0..<49).map { _ in UInt8.random(in: 0...255, using: &random) }
    )
    let token = "sw1.\(secret).\(Base64.encodeForURL(Array(grant.name.utf8)))"
    let now = clock.seconds
    if tokens.count > 20_000 { tokens = tokens.filter { $0.value.expiresAt > now } }
    tokens[token] = Token(kind: kind, grant: grant, issuedAt: now, expiresAt: now + seconds)
    return token
  }

  /// What a caller who is signed in gives to a client.
  func grant(
    for caller: Caller,
    clientID: String = "",
    permissions: Set<String>? = nil
  ) -> Grant {
    Grant(
      accountID: caller.accountID,
      name: caller.name,
      clientID: clientID,
      version: store.loginAccount(id: caller.accountID).map(Self.version) ?? 0,
      permissions: permissions
    )
  }

  /// Ends all tokens, as new keys do.
  func forgetTokens() {
    tokens = [:]
    firstUse = [:]
  }

  /// The account that an access token stands for; nil if it is unknown or has expired.
  ///
  /// What was used once is remembered for an hour, so that a token may outlive its expiry.
  func accessGrant(_ token: String) -> Grant? {
    guard let known = tokens[token], known.kind == .access else { return nil }
    let now = clock.seconds
    if let first = firstUse[token], now < first + accessSeconds { return known.grant }
    guard now < known.expiresAt else { return nil }
    if firstUse.count > 20_000 { firstUse = firstUse.filter { now < $0.value + accessSeconds } }
    firstUse[token] = now
    return known.grant
  }

  /// A token of one kind that is not past its time.
  func token(_ text: String, kinds: [Kind]) -> Token? {
    guard let token = tokens[text], kinds.contains(token.kind), clock.seconds < token.expiresAt
    else { return nil }
    return token
  }

  /// Sets how long an access token stays good after its first use.
  func remember(seconds: Int) { accessSeconds = seconds }

  // MARK: - Codes

  /// Text of so many random characters of an alphabet.
  func randomText(_ count: Int, of alphabet: String) -> String {
    let characters = Array(alphabet)
    return String(
      (0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &random)] }
    )
  }

  /// A code or secret of 40 letters and digits.
  func randomCode() -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return randomText(40, of: letters + letters.lowercased() + "0123456789")
  }

  /// Starts a device's login.
  func startDevice(
    clientID: String,
    scope: String?,
    nonce: String?,
    seconds: Int
  ) -> (deviceCode: String, userCode: String) {
    let device = randomCode()
    let legible = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    let user = randomText(4, of: legible) + "-" + randomText(4, of: legible)
    let now = clock.seconds
    if deviceCodes.count > 10_000 {
      deviceCodes = deviceCodes.filter { $0.value.expiresAt > now }
    }
    deviceCodes[device] = DeviceCode(
      userCode: user,
      clientID: clientID,
      scope: scope,
      nonce: nonce,
      expiresAt: now + seconds
    )
    return (device, user)
  }

  /// Approves a waiting device by its user code; the device code does as well.
  ///
  /// - Returns: false if no device waits for that code.
  func approve(code: String, as caller: Caller, permissions: Set<String>? = nil) -> Bool {
    let now = clock.seconds
    guard
      let (device, entry) = deviceCodes.first(where: {
        ($0.value.userCode == code || $0.key == code) && $0.value.approval == nil
          && $0.value.expiresAt > now
      })
    else { return false }
    deviceCodes[device]?.approval = grant(
      for: caller,
      clientID: entry.clientID,
      permissions: permissions
    )
    return true
  }
}
