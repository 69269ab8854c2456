// SPDX-License-Identifier: MIT

/// Who sends a request, as authentication found out.
struct Caller {
  /// The id of the recovery administrator, who has no stored account.
  static let recoveryAdministratorID: UInt64 = 0xFFFF_FFFF

  /// The account's id.
  var accountID: UInt64
  /// The login name, such as `jane@example.org`.
  var name: String
  /// The effective permissions, in the names of the schema's enum `Permission`.
  var permissions: Set<String>
  /// The tenant that the account belongs to.
  var tenantID: UInt64?
  /// The groups that the account is a member of.
  var groupIDs: Set<UInt64> = []

  /// Whether this is the recovery administrator.
  var isRecoveryAdministrator: Bool { accountID == Self.recoveryAdministratorID }

  /// Whether the account may do something.
  func may(_ permission: String) -> Bool { permissions.contains(permission) }
}
