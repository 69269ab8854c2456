// SPDX-License-Identifier: MIT

/// What the schema document does not say about types.
enum TypeFacts {
  /// Types whose ids count from 1; all others have ids made of the time.
  static let sequential: Set<String> = [
    "Account", "Domain", "MailingList", "OAuthClient", "Role", "Tenant",
  ]

  /// Types of which the users of a tenant see only the objects of that tenant.
  static let tenantScoped: Set<String> = [
    "Account", "AcmeProvider", "ArfExternalReport", "Directory", "DkimSignature",
    "DmarcExternalReport", "DnsServer", "Domain", "MailingList", "OAuthClient", "Role",
    "TlsExternalReport",
  ]

  /// Types whose objects belong to one account.
  static let accountScoped: Set<String> = [
    "ArchivedItem", "MaskedEmail", "PublicKey", "SpamTrainingSample",
  ]

  /// Types that need a licence.
  static let enterprise: Set<String> = ["ArchivedItem", "MaskedEmail", "Metric", "Trace"]

  /// Types whose references do not keep the objects that they name from being destroyed.
  static let nonBlocking: Set<String> = [
    "ArchivedItem", "ArfExternalReport", "DmarcExternalReport", "DmarcInternalReport",
    "QueuedMessage", "SpamTrainingSample", "Task", "TlsExternalReport", "TlsInternalReport",
  ]

  /// Properties of which no two objects of the type may have the same value.
  static let unique: [String: [String]] = [
    "AllowedIp": ["address"],
    "BlockedIp": ["address"],
    "ClusterRole": ["name"],
    "Domain": ["name", "aliases"],
    "EventTracingLevel": ["event"],
    "MtaConnectionStrategy": ["name"],
    "MtaDeliverySchedule": ["name"],
    "MtaRoute": ["name"],
    "MtaTlsStrategy": ["name"],
    "MtaVirtualQueue": ["name"],
    "NetworkListener": ["name"],
    "OAuthClient": ["clientId"],
    "SieveSystemScript": ["name"],
    "SieveUserScript": ["name"],
    "SpamDnsblServer": ["name"],
    "SpamFileExtension": ["extension"],
    "SpamRule": ["name"],
    "SpamTag": ["tag"],
  ]

  /// Types that share the names of lookups.
  static let lookups: Set<String> = ["HttpLookup", "StoreLookup"]
  /// Types that share the keys of lookups.
  static let lookupKeys: Set<String> = ["MemoryLookupKey", "MemoryLookupKeyValue"]
  /// Types that have addresses of their own.
  static let addressed: Set<String> = ["Account", "MailingList"]
}
