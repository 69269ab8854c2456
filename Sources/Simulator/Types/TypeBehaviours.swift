// SPDX-License-Identifier: MIT

/// Which behaviour each type has.
enum TypeBehaviours {
  /// The behaviour of a type; what is not in the table is only stored.
  static func of(_ type: String) -> any TypeBehaviour { table[type] ?? StoredType() }

  static let table: [String: any TypeBehaviour] = [
    "Account": AccountType(),
    "AccountPassword": AccountPasswordType(),
    "AccountSettings": AccountSettingsType(),
    "AcmeProvider": AcmeProviderType(),
    "Action": ActionType(),
    "ApiKey": CredentialType(kind: .apiKey),
    "AppPassword": CredentialType(kind: .appPassword),
    "ArfExternalReport": ExternalReportType(kind: .arf),
    "Bootstrap": BootstrapType(),
    "Certificate": CertificateType(),
    "ClusterNode": ClusterNodeType(),
    "DkimSignature": DkimSignatureType(),
    "DmarcExternalReport": ExternalReportType(kind: .dmarc),
    "DmarcInternalReport": InternalReportType(),
    "DnsServer": DnsServerType(),
    "Domain": DomainType(),
    "Log": LogType(),
    "MailingList": MailingListType(),
    "PublicKey": PublicKeyType(),
    "QueuedMessage": QueuedMessageType(),
    "Role": RoleType(),
    "SieveSystemScript": SieveScriptType(isOfUser: false),
    "SieveUserScript": SieveScriptType(isOfUser: true),
    "SpamTrainingSample": SpamTrainingSampleType(),
    "Task": TaskType(),
    "Tenant": TenantType(),
    "TlsExternalReport": ExternalReportType(kind: .tls),
    "TlsInternalReport": InternalReportType(),
  ]
}
