// SPDX-License-Identifier: MIT

/// What the server does to a text before it stores it.
enum StringRule: String {
  /// Strip outer white space; nothing else left is an error.
  case trim
  /// Keep it as it is.
  case verbatim
  /// The part of an address before the `@`.
  case localPart
  /// An e-mail address.
  case email
  /// A domain name with a public suffix.
  case domain
  /// A domain name or an IP address.
  case hostname
  /// Without white space, in capitals.
  case upper
  /// Without white space, in small letters.
  case lower

  /// The rules of all properties that are not trimmed, as `Type.property`.
  static let exceptions: [String: StringRule] = {
    var table: [String: StringRule] = [:]
    for (rule, text) in rows {
      for name in text.split(separator: " ") { table[String(name)] = rule }
    }
    return table
  }()

  private static let rows: [(StringRule, String)] = [
    (
      .verbatim,
      """
      AcmeProvider.eabHmacKey AcmeProvider.eabKeyId AlertEmailProperties.body \
      AlertEmailProperties.fromName AlertEmailProperties.subject AlertEventProperties.eventMessage \
      ApiKey.description AppPassword.description CalendarAlarm.template \
      CalendarScheduling.emailTemplate CalendarScheduling.httpRsvpTemplate ClusterRole.description \
      ClusterRole.name DnsServerCloudflare.email Expression.else ExpressionMatch.if ExpressionMatch.then Domain.description Domain.logo \
      EmailAlias.description GroupAccount.description MailingList.description MemoryLookupKey.key \
      MemoryLookupKey.namespace MemoryLookupKeyValue.key MemoryLookupKeyValue.namespace \
      MemoryLookupKeyValue.value MtaConnectionStrategy.description MtaConnectionStrategy.name \
      MtaDeliverySchedule.description MtaDeliverySchedule.name MtaInboundThrottle.description \
      MtaOutboundThrottle.description MtaQueueQuota.description MtaRouteCommon.description \
      MtaRouteCommon.name MtaRouteMx.description MtaRouteMx.name MtaRouteRelay.authUsername \
      MtaRouteRelay.description MtaRouteRelay.name MtaTlsStrategy.description MtaTlsStrategy.name \
      MtaVirtualQueue.description NetworkListener.name OAuthClient.description OAuthClient.logo \
      OAuthClient.secret OidcDirectory.usernameDomain PasswordCredential.otpAuth \
      PasswordCredential.secret PublicKey.description PublicTextValue.value Role.description \
      SecretKeyEnvironmentVariable.variableName SecretKeyFile.filePath SecretKeyValue.secret \
      SecretTextValue.secret SieveUserInterpreter.defaultSubjectPrefix \
      SpamDnsblServerAny.description SpamDnsblServerBody.description \
      SpamDnsblServerDomain.description SpamDnsblServerEmail.description \
      SpamDnsblServerHeader.description SpamDnsblServerIp.description \
      SpamDnsblServerUrl.description SpamLlmProperties.prompt SpamRuleAny.description \
      SpamRuleBody.description SpamRuleDomain.description SpamRuleEmail.description \
      SpamRuleHeader.description SpamRuleIp.description SpamRuleUrl.description Tenant.logo \
      Tenant.name UserAccount.description ZenohCoordinator.config
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
      DmarcInternalReport.domain Domain.name HurricaneCredential.zone \
      ReportSettings.outboundReportDomain TlsInternalReport.domain
      """
    ),
    (
      .hostname,
      """
      MailExchanger.hostname MtaConnectionIpHost.ehloHostname MtaConnectionStrategy.ehloHostname \
      Service.hostname SystemSettings.defaultHostname
      """
    ),
    (
      .upper,
      """
      SpamDnsblServerAny.name SpamDnsblServerBody.name SpamDnsblServerDomain.name \
      SpamDnsblServerEmail.name SpamDnsblServerHeader.name SpamDnsblServerIp.name \
      SpamDnsblServerUrl.name SpamRuleAny.name SpamRuleBody.name SpamRuleDomain.name \
      SpamRuleEmail.name SpamRuleHeader.name SpamRuleIp.name SpamRuleUrl.name SpamTagAction.tag \
      SpamTagScore.tag
      """
    ),
    (
      .lower,
      """
      SpamFileExtension.extension
      """
    ),
  ]
}
