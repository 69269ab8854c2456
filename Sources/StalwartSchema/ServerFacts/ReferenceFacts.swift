// SPDX-License-Identifier: MIT

internal import Text

/// How the server treats references between objects.
///
/// Seen on 0.16.19.
public enum ReferenceFacts {
  /// What the server shows where a reference was never set.
  public static let unsetID = "p333333333333"

  /// Whether the server resolves a text that refers to an object of the same request (RFC 8620,
  /// section 5.3, "creation id"), which it does for some names and a few levels of a body only.
  ///
  /// - Parameters:
  ///   - property: The property that holds the text.
  ///   - depth: How many names and positions lead to the text.
  /// - Returns: Whether it does.
  public static func resolvesValue(of property: String, depth: Int) -> Bool {
    depth <= maximumDepth && resolvedProperties.contains(property)
  }

  /// Whether the server resolves members of a set.
  ///
  /// - Parameter depth: How many names and positions lead to the set.
  /// - Returns: Whether it does.
  public static func resolvesMembers(depth: Int) -> Bool { depth < maximumDepth }

  private static let maximumDepth = 5

  private static let resolvedProperties: Set<Name> = [
    "id", "memberGroupIds", "memberTenantId", "roleIds", "dnsServerId", "directoryId", "domainId",
    "accountId", "defaultDomainId", "defaultCertificateId", "defaultUserRoleIds",
    "defaultGroupRoleIds", "defaultTenantRoleIds", "defaultAdminRoleIds", "listenerIds",
    "publicKey", "queueId", "modelId", "acmeProviderId", "blobId",
  ]
}
