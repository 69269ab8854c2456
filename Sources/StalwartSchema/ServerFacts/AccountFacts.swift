// SPDX-License-Identifier: MIT

public import Text

/// Which objects belong to accounts, and how methods learn of which.
///
/// Seen on 0.16.19.
extension ObjectType {
  /// Whether this is the type of the accounts themselves.
  public var isAccount: Bool { name == TypeName.account }

  /// Whether the objects belong to accounts, one of which the method's `accountId` selects.
  public var isAccountScoped: Bool { Self.accountScopedNames.contains(displayName) }

  /// The names, without `x:`, of the types that are account-scoped.
  public static let accountScopedNames: Set<Name> = [
    "AccountPassword", "AccountSettings", "ApiKey", "AppPassword", "ArchivedItem", "MaskedEmail",
    "PublicKey", "SpamTrainingSample",
  ]

  /// Whether a new object goes to the account that the method names, whatever its body says.
  public var takesAccountFromMethod: Bool { ["MaskedEmail", "PublicKey"].contains(displayName) }

  /// Whether queries return the objects of all accounts to those who may see them, whichever
  /// account the method names.
  public var ignoresAccountInQueries: Bool {
    ["ArchivedItem", "MaskedEmail", "PublicKey", "SpamTrainingSample"].contains(displayName)
  }

  /// The property, and the filter, that holds the account of an object.
  public static let accountProperty = "accountId"
}
