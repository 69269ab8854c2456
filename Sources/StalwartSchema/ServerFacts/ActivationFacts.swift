// SPDX-License-Identifier: MIT

/// What makes the server use a change.
///
/// Seen on 0.16.19.
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
}
