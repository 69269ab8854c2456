// SPDX-License-Identifier: MIT

internal import Text

/// The types that a snapshot of everything holds: what configures a server, and nothing that
/// it makes, measures, queues or logs by itself.
///
/// Seen on 0.16.19.
public enum CompleteSelection {
  /// The types with objects, without `x:`, each after most of what it refers to.
  private static let objects = [
    "Tenant", "Role", "Directory", "DnsServer", "AcmeProvider", "Domain", "DkimSignature",
    "Certificate", "Account", "PublicKey", "MailingList", "OAuthClient", "AiModel", "Alert",
    "AllowedIp", "BlockedIp", "Application", "ClusterRole", "EventTracingLevel", "HttpLookup",
    "StoreLookup", "MemoryLookupKey", "MemoryLookupKeyValue", "MtaConnectionStrategy",
    "MtaVirtualQueue", "MtaDeliverySchedule", "MtaHook", "MtaInboundThrottle", "MtaMilter",
    "MtaOutboundThrottle", "MtaQueueQuota", "MtaRoute", "MtaTlsStrategy", "NetworkListener",
    "SieveSystemScript", "SieveUserScript", "SpamDnsblServer", "SpamFileExtension", "SpamRule",
    "SpamTag", "Tracer", "WebHook",
  ]

  /// The types that no snapshot of everything holds.
  private static let excluded: Set<Name> = [
    "AccountPassword", "AccountSettings", "Action", "ApiKey", "AppPassword", "ArchivedItem",
    "ArfExternalReport", "Bootstrap", "ClusterNode", "DmarcExternalReport", "DmarcInternalReport",
    "Log", "MaskedEmail", "Metric", "QueuedMessage", "SpamTrainingSample", "Task",
    "TlsExternalReport", "TlsInternalReport", "Trace",
  ]

  /// The singletons, without `x:`; those of ``MachineType`` must be named.
  private static let singletons = [
    "AddressBook", "Asn", "Authentication", "Cache", "Calendar", "CalendarAlarm",
    "CalendarScheduling", "DataRetention", "DkimReportSettings", "DmarcReportSettings",
    "DnsResolver", "DsnReportSettings", "Email", "Enterprise", "FileStorage", "Http", "HttpForm",
    "Imap", "Jmap", "Metrics", "MtaExtensions", "MtaInboundSession", "MtaOutboundStrategy",
    "MtaStageAuth", "MtaStageConnect", "MtaStageData", "MtaStageEhlo", "MtaStageMail",
    "MtaStageRcpt", "MtaSts", "OidcProvider", "ReportSettings", "Search", "Security", "SenderAuth",
    "Sharing", "SieveSystemInterpreter", "SieveUserInterpreter", "SpamClassifier",
    "SpamDnsblSettings", "SpamLlm", "SpamPyzor", "SpamSettings", "SpfReportSettings",
    "SystemSettings", "TaskManager", "TlsReportSettings", "WebDav",
  ]

  /// The types of the written list that a server has, in the order of the list.
  public static func types(in schema: Schema) -> [ObjectType] {
    (objects + singletons).compactMap { schema.object(named: TypeName.prefix + $0) }
  }

  /// The types that a server has and that only a snapshot that names them holds, because copying
  /// them to another server would harm it.
  public static func machineTypes(in schema: Schema) -> [ObjectType] {
    MachineType.all.compactMap { schema.object(named: TypeName.prefix + $0.name) }
  }

  /// The types that a server has and this version has never heard of.
  public static func unlisted(in schema: Schema) -> [ObjectType] {
    let known = excluded.union(Set(names: objects + singletons + MachineType.all.map(\.name)))
    return schema.objects.filter { !known.contains($0.displayName) }
  }
}
