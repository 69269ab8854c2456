// SPDX-License-Identifier: MIT

internal import Text

/// What the server does to a text property when it is written.
public enum StringRule: Sendable {
  /// White space at both ends is dropped; the rule of all properties not named here.
  case trim
  /// Nothing.
  case verbatim
  /// Blanks are dropped, letters become capitals.
  case upper
  /// Blanks are dropped, letters become small.
  case lower
  /// The part of an address before `@`: blanks are dropped, letters become small.
  case localPart
  /// An address: as a local part and a domain.
  case email
  /// A domain: blanks are dropped, letters become small, other scripts become punycode.
  case domain
  /// An IP address as it is, or a domain.
  case hostname

  /// The rule of a property, by the name of the schema that declares it.
  public static func rule(of property: String, inSchema schemaName: String) -> StringRule {
    exceptions["\(schemaName.withoutPrefix).\(property)"] ?? .trim
  }

  private static let exceptions: [Name: StringRule] = {
    var rules: [Name: StringRule] = [:]
    for (rule, names) in table {
      for name in names.split(separator: " ") { rules[String(name)] = rule }
    }
    return rules
  }()

  private static let table: [(StringRule, String)] = [
    (
      .verbatim,
      """
      AlertEmailProperties.body AlertEmailProperties.fromName AlertEmailProperties.subject \
      AlertEventProperties.eventMessage ApiKey.description AppPassword.description \
      CalendarAlarm.template CalendarScheduling.emailTemplate \
      CalendarScheduling.httpRsvpTemplate ClusterRole.description ClusterRole.name \
      Domain.description Domain.logo EmailAlias.description Expression.else ExpressionMatch.if \
      ExpressionMatch.then GroupAccount.description MailingList.description \
      MemoryLookupKey.key MemoryLookupKey.namespace MemoryLookupKeyValue.key \
      MemoryLookupKeyValue.namespace MemoryLookupKeyValue.value \
      MtaConnectionStrategy.description MtaConnectionStrategy.name \
      MtaDeliverySchedule.description MtaDeliverySchedule.name MtaInboundThrottle.description \
      MtaOutboundThrottle.description MtaQueueQuota.description MtaRouteCommon.description \
      MtaRouteCommon.name MtaRouteMx.description MtaRouteMx.name MtaRouteRelay.authUsername \
      MtaRouteRelay.description MtaRouteRelay.name MtaTlsStrategy.description \
      MtaTlsStrategy.name MtaVirtualQueue.description NetworkListener.name \
      OAuthClient.description OAuthClient.logo OidcDirectory.usernameDomain \
      PublicKey.description PublicTextValue.value Role.description \
      SecretKeyEnvironmentVariable.variableName SecretKeyFile.filePath \
      SieveUserInterpreter.defaultSubjectPrefix SpamDnsblServerAny.description \
      SpamDnsblServerBody.description SpamDnsblServerDomain.description \
      SpamDnsblServerEmail.description SpamDnsblServerHeader.description \
      SpamDnsblServerIp.description SpamDnsblServerUrl.description SpamLlmProperties.prompt \
      SpamRuleAny.description SpamRuleBody.description SpamRuleDomain.description \
      SpamRuleEmail.description SpamRuleHeader.description SpamRuleIp.description \
      SpamRuleUrl.description Tenant.logo Tenant.name UserAccount.description \
      ZenohCoordinator.config
      """
    ),
    (
      .upper,
      """
      SpamDnsblServerAny.name SpamDnsblServerBody.name SpamDnsblServerDomain.name \
      SpamDnsblServerEmail.name SpamDnsblServerHeader.name SpamDnsblServerIp.name \
      SpamDnsblServerUrl.name SpamRuleAny.name SpamRuleBody.name SpamRuleDomain.name \
      SpamRuleEmail.name SpamRuleHeader.name SpamRuleIp.name SpamRuleUrl.name \
      SpamTagAction.tag SpamTagScore.tag
      """
    ),
    (
      .lower,
      """
      SpamFileExtension.extension
      """
    ),
    (
      .localPart,
      """
      EmailAlias.name GroupAccount.name MailingList.name UserAccount.name
      """
    ),
    (
      .email,
      """
      AlertEmailProperties.fromAddress CalendarAlarm.fromEmail Domain.catchAllAddress
      """
    ),
    (
      .domain,
      """
      Domain.name HurricaneCredential.zone ReportSettings.outboundReportDomain
      """
    ),
    (
      .hostname,
      """
      MailExchanger.hostname MtaConnectionIpHost.ehloHostname \
      MtaConnectionStrategy.ehloHostname Service.hostname SystemSettings.defaultHostname
      """
    ),
  ]
}

extension StringRule {
  /// The text as the server stores it; of no meaning for a text that the server would refuse.
  public func stored(_ text: String) -> String {
    switch self {
    case .verbatim: text
    case .trim: text.trimmingWhitespace()
    case .upper: text.removingWhitespace().uppercased()
    case .lower: text.removingWhitespace().lowercased()
    case .localPart: text.removingWhitespace().lowercased()
    case .domain: Self.domain(text)
    case .hostname: NetworkAddress(text) == nil ? Self.domain(text) : text
    case .email: Self.email(text)
    }
  }

  private static func domain(_ text: String) -> String {
    text.removingWhitespace().lowercased()
      .split(separator: ".", omittingEmptySubsequences: false)
      .map { Punycode.label(String($0)) }.joined(separator: ".")
  }

  private static func email(_ text: String) -> String {
    let text = text.removingWhitespace()
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text.lowercased() }
    return text[..<at].lowercased() + "@" + domain(String(text[text.utf8.index(after: at)...]))
  }
}
