// SPDX-License-Identifier: MIT

/// What the server does to texts, by the schema and name of the property; what is not named here
/// is trimmed.
///
/// Seen on 0.16.19.
extension StringRule {
  static let table: [(StringRule, String)] = [
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
