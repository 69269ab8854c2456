// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// A stored way to sign in, of an account.
  struct Credential {
    /// What it is.
    enum Kind { case password, appPassword, apiKey }
    var id: UInt64
    var kind: Kind
    /// Plain text, or a hash as the client sent it (`{PLAIN}…`, `$6$…`).
    var secret: String
    /// Seconds since 1970.
    var expiresAt: Int?
    /// Addresses or networks in canonical text; empty allows all.
    var allowedAddresses: [String]
    /// Set when the account has a second factor.
    var otpAuth: String?
    /// What the credential may do of what the account may.
    var permissions: Set<String>
  }

  /// An account, as sign-in needs it.
  struct LoginAccount {
    var id: UInt64
    /// `name@domain`.
    var emailAddress: String
    var isGroup: Bool
    var credentials: [Credential]
    var permissions: Set<String>
    var tenantID: UInt64?
    var groupIDs: Set<UInt64>
    var locale: String
  }

  /// All permissions, in the order of the schema.
  var allPermissions: [String] { schema.permissions }

  /// The account with a login name (an address or alias, in lower case).
  func loginAccount(named name: String) -> LoginAccount? {
    guard let at = name.lastIndex(of: "@") else { return nil }
    let domain = String(name[name.index(after: at)...])
    guard
      let domainID = owner(of: ObjectKeys.Key(domain: domain))?.id,
      let owner = owner(
        of: ObjectKeys.Key(
          address: String(name[..<at]),
          domain: ObjectID(value: domainID).text
        )
      ),
      owner.type == "Account"
    else { return nil }
    return loginAccount(id: owner.id)
  }

  /// The account with an id.
  func loginAccount(id: UInt64) -> LoginAccount? {
    guard let object = object("Account", id) else { return nil }
    let permissions = permissions(of: object)
    var credentials: [Credential] = []
    for member in object["credentials"]?.object ?? [:] {
      guard let credential = member.value.object else { continue }
      credentials.append(self.credential(credential, accountPermissions: permissions))
    }
    let groups = object["memberGroupIds"]?.object ?? [:]
    return LoginAccount(
      id: id,
      emailAddress: emailAddress(of: object),
      isGroup: object["@type"]?.string == "Group",
      credentials: credentials,
      permissions: permissions,
      tenantID: object["memberTenantId"]?.string.flatMap { ObjectID($0)?.value },
      groupIDs: Set(groups.compactMap { ObjectID($0.name)?.value }),
      locale: object["locale"]?.string ?? "en_US"
    )
  }

  private func credential(
    _ object: JSONObject,
    accountPermissions: Set<String>
  ) -> Credential {
    let kind: Credential.Kind =
      switch object["@type"]?.string {
      case "AppPassword": .appPassword
      case "ApiKey": .apiKey
      default: .password
      }
    var permissions = accountPermissions
    if let limits = object["permissions"]?.object {
      let listed = Set((limits["permissions"]?.object ?? [:]).names)
      switch limits["@type"]?.string {
      case "Disable": permissions.subtract(listed)
      case "Replace": permissions.formIntersection(listed)
      default: break
      }
    }
    return Credential(
      id: object["credentialId"]?.string.flatMap { ObjectID($0)?.value } ?? 0,
      kind: kind,
      secret: object["secret"]?.string ?? "",
      expiresAt: object["expiresAt"]?.string.flatMap { Timestamp($0)?.seconds },
      allowedAddresses: Array((object["allowedIps"]?.object ?? [:]).names),
      otpAuth: object["otpAuth"]?.string,
      permissions: permissions
    )
  }

  // MARK: - Permissions

  /// What an account may do; what its tenant may not do is left out if it is bound by it.
  func permissions(of account: JSONObject, isBoundByTenant: Bool = true) -> Set<String> {
    let isGroup = account["@type"]?.string == "Group"
    var permissions = permissions(
      roles: account["roles"]?.object ?? [:],
      fallback: isGroup ? "defaultGroupRoleIds" : "defaultUserRoleIds"
    )
    apply(account["permissions"]?.object ?? [:], to: &permissions)
    if isBoundByTenant, let tenant = account["memberTenantId"]?.string.flatMap({ ObjectID($0) }) {
      permissions.formIntersection(self.permissions(ofTenant: tenant.value))
    }
    return permissions
  }

  private func permissions(ofTenant id: UInt64) -> Set<String> {
    guard let tenant = object("Tenant", id) else { return [] }
    var permissions = permissions(
      roles: tenant["roles"]?.object ?? [:],
      fallback: "defaultTenantRoleIds"
    )
    apply(tenant["permissions"]?.object ?? [:], to: &permissions)
    return permissions
  }

  /// What a set of roles, by `@type`, grants.
  func permissions(roles: JSONObject, fallback: String) -> Set<String> {
    let ids: JSONObject =
      switch roles["@type"]?.string {
      case "Custom": roles["roleIds"]?.object ?? [:]
      case "Admin": singleton("Authentication")["defaultAdminRoleIds"]?.object ?? [:]
      default: singleton("Authentication")[fallback]?.object ?? [:]
      }
    return permissions(roleIDs: ids)
  }

  /// What roles grant together, with the roles that they contain.
  func permissions(roleIDs: JSONObject) -> Set<String> {
    var granted: Set<String> = []
    var seen: Set<UInt64> = []
    for member in roleIDs {
      guard let id = ObjectID(member.name) else { continue }
      granted.formUnion(permissions(role: id.value, seen: &seen))
    }
    return granted
  }

  private func permissions(role id: UInt64, seen: inout Set<UInt64>) -> Set<String> {
    guard seen.insert(id).inserted, let role = object("Role", id) else { return [] }
    var granted = Set((role["enabledPermissions"]?.object ?? [:]).names)
    for member in role["roleIds"]?.object ?? [:] {
      guard let inner = ObjectID(member.name) else { continue }
      granted.formUnion(permissions(role: inner.value, seen: &seen))
    }
    granted.subtract((role["disabledPermissions"]?.object ?? [:]).names)
    return granted
  }

  /// Changes what roles grant by an object's own list.
  func apply(_ list: JSONObject, to permissions: inout Set<String>) {
    let enabled = Set((list["enabledPermissions"]?.object ?? [:]).names)
    let disabled = Set((list["disabledPermissions"]?.object ?? [:]).names)
    switch list["@type"]?.string {
    case "Merge": permissions = permissions.union(enabled).subtracting(disabled)
    case "Replace": permissions = enabled.subtracting(disabled)
    default: break
    }
  }
}
