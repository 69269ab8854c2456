// SPDX-License-Identifier: MIT

internal import JSON

/// The settings that the HTTP side of the server goes by, as they were when last reloaded.
struct ServerSettings {
  /// So many events in so many milliseconds.
  struct Rate {
    var count: Int
    var periodMilliseconds: Int
  }

  var rateAuthenticated: Rate?
  var rateAnonymous: Rate?
  var usesForwardedAddress: Bool
  var isPermissiveCORS: Bool
  var isHSTS: Bool
  var responseHeaders: [(String, String)]
  /// Conditions on the path and the statuses that they answer, in order.
  var endpointRules: [(condition: String, status: String)]
  var endpointDefault: String
  var redirectRoot: String
  var authBanRate: Rate?
  var authBanMilliseconds: Int?
  var scanBanPatterns: [String]
  var scanBanMilliseconds: Int?
  var uploadFiles: Int
  var uploadBytes: Int
  var defaultDomainID: UInt64?
  var isAnonymousRegistrationAllowed: Bool
  var isRegistrationRequired: Bool
  var accessTokenSeconds: Int
  var refreshTokenSeconds: Int
  var refreshRenewalSeconds: Int
  var userCodeSeconds: Int
  var authCodeSeconds: Int

  /// Reads the singletons of a store.
  init(reading store: RegistryStore) {
    let http = store.singleton("Http")
    rateAuthenticated = Self.rate(http["rateLimitAuthenticated"], or: (1000, 60_000))
    rateAnonymous = Self.rate(http["rateLimitAnonymous"], or: (100, 60_000))
    usesForwardedAddress = http["useXForwarded"]?.boolean ?? false
    isPermissiveCORS = http["usePermissiveCors"]?.boolean ?? false
    isHSTS = http["enableHsts"]?.boolean ?? false
    responseHeaders = (http["responseHeaders"]?.object?.members ?? []).compactMap { member in
      member.value.string.map { (member.name.lowercased(), $0) }
    }
    endpointRules = (http["allowedEndpoints"]?["match"]?.object?.members ?? [])
      .sorted { (Int($0.name) ?? 0) < (Int($1.name) ?? 0) }
      .map { ($0.value["if"]?.string ?? "", $0.value["then"]?.string ?? "") }
    endpointDefault = http["allowedEndpoints"]?["else"]?.string ?? "200"
    redirectRoot = http["redirectRoot"]?.string ?? "/account"
    let security = store.singleton("Security")
    authBanRate = Self.rate(security["authBanRate"], or: (100, 86_400_000))
    authBanMilliseconds = security["authBanPeriod"]?.integer
    scanBanPatterns =
      security["scanBanPaths"]?.object.map { Array($0.names) } ?? Self.defaultScanPatterns
    scanBanMilliseconds = security["scanBanPeriod"]?.integer
    let jmap = store.singleton("Jmap")
    uploadFiles = jmap["maxUploadCount"]?.integer ?? 1000
    uploadBytes = jmap["uploadQuota"]?.integer ?? 50_000_000
    defaultDomainID = store.singleton("SystemSettings")["defaultDomainId"]?.string
      .flatMap { ObjectID($0)?.value }
    let provider = store.singleton("OidcProvider")
    isAnonymousRegistrationAllowed = provider["anonymousClientRegistration"]?.boolean ?? true
    isRegistrationRequired = provider["requireClientRegistration"]?.boolean ?? false
    func seconds(_ name: String, or other: Int) -> Int {
      (provider[name]?.integer ?? other * 1000) / 1000
    }
    accessTokenSeconds = seconds("accessTokenExpiry", or: 3600)
    refreshTokenSeconds = seconds("refreshTokenExpiry", or: 2_592_000)
    refreshRenewalSeconds = seconds("refreshTokenRenewal", or: 345_600)
    userCodeSeconds = seconds("userCodeExpiry", or: 1800)
    authCodeSeconds = seconds("authCodeExpiry", or: 600)
  }

  private static func rate(_ value: JSONValue?, or other: (Int, Int)) -> Rate? {
    guard let value else { return Rate(count: other.0, periodMilliseconds: other.1) }
    guard let count = value["count"]?.integer, let period = value["period"]?.integer, period > 0
    else { return nil }
    return Rate(count: count, periodMilliseconds: period)
  }

  private static let defaultScanPatterns = [
    "*.php*", "*.cgi*", "*.asp*", "*/wp-*", "*/php*", "*/cgi-bin*", "*xmlrpc*", "*../*", "*/..*",
    "*joomla*", "*wordpress*", "*drupal*",
  ]
}
