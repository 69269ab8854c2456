// SPDX-License-Identifier: MIT

internal import Text

/// Which objects the server keeps apart by itself.
///
/// Seen on 0.16.19.
extension ObjectType {
  /// Whether no property is unique, so that creating an object again makes another one.
  public var lacksUniqueKey: Bool { Self.withoutUniqueKey.contains(displayName) }

  private static let withoutUniqueKey: Set<Name> = [
    "AcmeProvider", "Action", "AiModel", "Alert", "ApiKey", "AppPassword", "Application",
    "Certificate", "Directory", "DkimSignature", "DnsServer", "MaskedEmail", "MtaHook",
    "MtaInboundThrottle", "MtaMilter", "MtaOutboundThrottle", "MtaQueueQuota", "PublicKey", "Role",
    "SpamTrainingSample", "Task", "Tenant", "Tracer", "WebHook",
  ]
}
