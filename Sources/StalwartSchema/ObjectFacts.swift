// SPDX-License-Identifier: MIT

public import Text

/// Facts about object types that the schema document does not contain.
extension ObjectType {
  /// What must happen before a change takes effect.
  public enum Activation: Equatable, Sendable {
    /// Nothing more.
    case immediate
    /// An `x:Action` of this variant is created.
    case action(String)
    /// The server is restarted.
    case restart
  }

  /// Whether the objects belong to accounts, one of which the method's `accountId` selects.
  public var isAccountScoped: Bool { Self.accountScopedNames.contains(displayName) }

  /// The names, without `x:`, of the types that are account-scoped.
  public static let accountScopedNames: Set<Name> = [
    "AccountPassword", "AccountSettings", "ApiKey", "AppPassword", "ArchivedItem", "MaskedEmail",
    "PublicKey", "SpamTrainingSample",
  ]

  /// Whether a new object goes to the account that the method names, whatever its body says.
  public var takesAccountFromMethod: Bool {
    displayName == "MaskedEmail" || displayName == "PublicKey"
  }

  /// Whether `@type` in a patch can make another variant of an object.
  public var canChangeVariant: Bool {
    isMultiVariant && displayName != "Account" && displayName != "Task"
  }

  /// Whether no property is unique, so that creating an object again makes another one.
  public var lacksUniqueKey: Bool { Self.withoutUniqueKey.contains(displayName) }

  /// What must happen before a change to an object of this type takes effect.
  public var activation: Activation {
    switch displayName {
    case "Certificate": .action("ReloadTlsCertificates")
    case "HttpLookup", "MemoryLookupKey", "MemoryLookupKeyValue", "StoreLookup":
      .action("ReloadLookupStores")
    case "AllowedIp", "BlockedIp": .action("ReloadBlockedIps")
    case "Account", "AccountPassword", "AccountSettings", "Action", "ApiKey", "AppPassword",
      "Bootstrap", "DkimSignature", "Domain", "MailingList", "MaskedEmail", "OAuthClient",
      "PublicKey", "QueuedMessage", "Role", "SpamTrainingSample", "Task", "Tenant":
      .immediate
    case "BlobStore", "DataStore", "InMemoryStore", "NetworkListener", "SearchStore", "Tracer":
      .restart
    default: .action("ReloadSettings")
    }
  }

  private static let withoutUniqueKey: Set<Name> = [
    "AcmeProvider", "Action", "AiModel", "Alert", "ApiKey", "AppPassword", "Application",
    "Certificate", "Directory", "DkimSignature", "DnsServer", "MaskedEmail", "MtaHook",
    "MtaInboundThrottle", "MtaMilter", "MtaOutboundThrottle", "MtaQueueQuota", "PublicKey", "Role",
    "SpamTrainingSample", "Task", "Tenant", "Tracer", "WebHook",
  ]
}
