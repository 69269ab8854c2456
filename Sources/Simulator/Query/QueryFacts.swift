// SPDX-License-Identifier: MIT

/// What a type can be filtered and sorted by.
struct QueryFacts {
  /// How a property is compared with the value of a filter.
  enum Matching {
    /// Equal or ordered by bytes.
    case keyword
    /// Words.
    case text
    /// An id, ordered by its number.
    case id
    /// An address with a mask.
    case address
    case date
    /// The variant of the object.
    case variant
    case integer
  }

  var filters: [String: Matching]
  var sorts: Set<String>

  /// Whether the scan without a filter follows an index value instead of the ids.
  var scansByValue: String?

  private static let named = QueryFacts(filters: ["name": .keyword], sorts: ["id", "name"])
  private static let plain = QueryFacts(filters: [:], sorts: ["id"])
  private static let ofTenant = QueryFacts(
    filters: ["memberTenantId": .id],
    sorts: ["id", "memberTenantId"]
  )
  private static let described = QueryFacts(
    filters: ["text": .text, "memberTenantId": .id],
    sorts: ["id", "memberTenantId"]
  )
  private static let network = QueryFacts(filters: ["address": .address], sorts: ["id", "address"])
  private static let lookup = QueryFacts(
    filters: ["namespace": .keyword],
    sorts: ["id", "namespace"]
  )
  private static let ofAccount = QueryFacts(
    filters: ["accountId": .id],
    sorts: ["id", "accountId"]
  )
  private static let report = QueryFacts(
    filters: [
      "text": .text, "memberTenantId": .id, "totalFailedSessions": .integer,
      "totalSuccessfulSessions": .integer, "expiresAt": .date,
    ],
    sorts: ["id", "expiresAt"],
    scansByValue: "expiresAt"
  )
  private static let internalReport = QueryFacts(
    filters: ["domain": .keyword],
    sorts: ["id", "domain"],
    scansByValue: "domain"
  )

  /// The facts of all types that the default handler answers for; the rest is plain.
  static let table: [String: QueryFacts] = [
    "Account": QueryFacts(
      filters: [
        "text": .text, "name": .keyword, "domainId": .id, "memberGroupIds": .id,
        "memberTenantId": .id, "@type": .variant,
      ],
      sorts: ["id", "@type", "domainId", "memberGroupIds", "memberTenantId", "name"]
    ),
    "Domain": QueryFacts(
      filters: [
        "text": .text, "name": .keyword, "aliases": .keyword, "memberTenantId": .id,
      ],
      sorts: ["id", "name", "aliases", "memberTenantId"]
    ),
    "MailingList": described,
    "AcmeProvider": described,
    "OAuthClient": QueryFacts(
      filters: ["text": .text, "clientId": .keyword, "memberTenantId": .id],
      sorts: ["id", "clientId", "memberTenantId"]
    ),
    "Role": QueryFacts(
      filters: ["description": .text, "memberTenantId": .id],
      sorts: ["id", "memberTenantId"]
    ),
    "Tenant": QueryFacts(filters: ["text": .text], sorts: ["id"]),
    "Certificate": QueryFacts(filters: ["subjectAlternativeNames": .text], sorts: ["id"]),
    "Directory": ofTenant,
    "DnsServer": ofTenant,
    "DkimSignature": QueryFacts(
      filters: ["domainId": .id, "memberTenantId": .id],
      sorts: ["id", "domainId", "memberTenantId"]
    ),
    "AllowedIp": network,
    "BlockedIp": network,
    "PublicKey": ofAccount,
    "MaskedEmail": ofAccount,
    "MemoryLookupKey": lookup,
    "MemoryLookupKeyValue": lookup,
    "ClusterRole": named,
    "NetworkListener": named,
    "MtaConnectionStrategy": named,
    "MtaDeliverySchedule": named,
    "MtaRoute": named,
    "MtaTlsStrategy": named,
    "MtaVirtualQueue": named,
    "SieveSystemScript": named,
    "SieveUserScript": named,
    "SpamDnsblServer": named,
    "SpamRule": named,
    "SpamFileExtension": QueryFacts(filters: ["extension": .keyword], sorts: ["id", "extension"]),
    "SpamTag": QueryFacts(filters: ["tag": .keyword], sorts: ["id", "tag"]),
    "SpamTrainingSample": QueryFacts(
      filters: ["accountId": .id],
      sorts: ["id"],
      scansByValue: "accountId"
    ),
    "DmarcExternalReport": report,
    "TlsExternalReport": report,
    "ArfExternalReport": report,
    "DmarcInternalReport": internalReport,
    "TlsInternalReport": internalReport,
  ]

  /// The facts of a type.
  static func of(_ type: String) -> QueryFacts { table[type] ?? plain }
}
