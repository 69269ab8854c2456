// SPDX-License-Identifier: MIT

/// What is known of object types and not said by the schema document.
extension ObjectType {
  /// What makes a change take effect.
  public enum Activation: Equatable, Sendable {
    /// The change itself.
    case immediate
    /// Creating an `x:Action` of this variant.
    case action(String)
    /// Restarting the server.
    case restart
  }

  /// Whether the method's `accountId` selects or owns the objects: those of one account.
  public var isAccountScoped: Bool { Self.accountScopedNames.contains(displayName) }

  /// The names, without `x:`, of the types that are account-scoped.
  public static let accountScopedNames: Set<String> = [
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

  /// Whether no property keeps two objects apart, so that creating one again makes another.
  public var lacksUniqueKey: Bool { Self.withoutUniqueKey.contains(displayName) }

  /// What makes a change to an object of this type take effect.
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

  private static let withoutUniqueKey: Set<String> = [
    "AcmeProvider", "Action", "AiModel", "Alert", "ApiKey", "AppPassword", "Application",
    "Certificate", "Directory", "DkimSignature", "DnsServer", "MaskedEmail", "MtaHook",
    "MtaInboundThrottle", "MtaMilter", "MtaOutboundThrottle", "MtaQueueQuota", "PublicKey", "Role",
    "SpamTrainingSample", "Task", "Tenant", "Tracer", "WebHook",
  ]
}
