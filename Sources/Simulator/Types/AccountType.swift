// SPDX-License-Identifier: MIT

internal import JSON

/// Accounts: users and groups, with their credentials, roles and permissions.
struct AccountType: TypeBehaviour {
  func update(_ change: ObjectChange, in call: SetCall) throws {
    if let type = change.body["@type"]?.string, let current = change.snapshot?["@type"]?.string,
      type != current, call.type.shape.variant(type) != nil
    {
      throw SetError.invalidProperties("Cannot change the type of an existing account.", "@type")
    }
    try call.updateStored(change)
  }

  func destroy(_ id: ObjectID, in call: SetCall) throws {
    let account = try call.destroyStored(id, ignoringHolders: ["PublicKey", "MaskedEmail"])
    // What removes the data of the account that is gone.
    call.store.insertNew(
      "Task",
      [
        "@type": "DestroyAccount", "accountId": .string(id.text),
        "accountName": account["name"] ?? "", "accountDomainId": account["domainId"] ?? "",
        "accountType": account["@type"] ?? "User",
      ]
    )
  }

  /// Checks the credentials, roles and permissions, and numbers new credentials.
  func check(_ account: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    if let credentials = account["credentials"]?.object {
      account["credentials"] = .object(
        try checkedCredentials(credentials, replacing: old?["credentials"]?.object, in: call)
      )
    }
    if old == nil || old?["roles"] != account["roles"]
      || old?["permissions"] != account["permissions"]
    {
      try call.checkGrant(call.store.permissions(of: account, isBoundByTenant: false))
    }
  }

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    [
      "usedDiskQuota": object["usedDiskQuota"] ?? 0,
      "emailAddress": .string(store.emailAddress(of: object)),
    ]
  }

  private func checkedCredentials(
    _ credentials: JSONObject,
    replacing old: JSONObject?,
    in call: SetCall
  ) throws(SetError) -> JSONObject {
    var known: [String: JSONObject] = [:]
    for member in old ?? [:] {
      guard let credential = member.value.object, let id = credential["credentialId"]?.string
      else { continue }
      known[id] = credential
    }
    let kept = credentials.compactMap { $0.value["credentialId"]?.string }
      .filter { known[$0] != nil }
      .compactMap { ObjectID($0)?.value }
    var lastID = kept.max()
    var result: JSONObject = [:]
    var newPasswords = 0
    for member in credentials {
      guard var credential = member.value.object else { continue }
      let before = credential["credentialId"]?.string.flatMap { known[$0] }
      if before == nil {
        guard credential["@type"]?.string == "Password" else {
          throw .invalidProperties("Secondary credentials cannot be set directly.", "credentials")
        }
        newPasswords += 1
        // The first one of a new account is 0; one that comes later never is.
        let id = old == nil ? lastID.map { $0 &+ 1 } ?? 0 : (lastID ?? 0) &+ 1
        lastID = id
        credential["credentialId"] = .string(ObjectID(value: id).text)
      }
      if credential["@type"]?.string == "Password" {
        if let before, credential["secret"]?.string == SpecialProperties.mask {
          credential["secret"] = before["secret"]
        }
        if let before, credential["otpAuth"]?.string == SpecialProperties.mask {
          credential["otpAuth"] = before["otpAuth"]
        }
        if let secret = credential["secret"]?.string, before?["secret"]?.string != secret {
          try call.checkPassword(secret)
        }
      }
      result[member.name] = .object(credential)
    }
    if old == nil, newPasswords > 1 {
      throw .invalidProperties("Only one password credential is allowed.", "credentials")
    }
    return result
  }
}

extension SetCall {
  /// Stores the account that the call acts on with other credentials, without any check.
  func put(credentials: JSONObject, of account: JSONObject) {
    var account = account
    account["credentials"] = .object(credentials)
    store.put("Account", accountID, account)
  }

  /// Refuses a password that is short, long or easy to guess; a hash is always good.
  func checkPassword(_ secret: String) throws(SetError) {
    guard !PasswordHash.isNotation(secret) else { return }
    let settings = store.singleton("Authentication")
    let minimum = settings["passwordMinLength"]?.integer ?? 8
    let maximum = settings["passwordMaxLength"]?.integer ?? 128
    if secret.count < minimum {
      throw .invalidProperties("Password must be at least \(minimum) characters long.", "secret")
    }
    if secret.count > maximum {
      throw .invalidProperties("Password must be at most \(maximum) characters long.", "secret")
    }
    let names = ["zero", "one", "two", "three", "four"]
    let wanted = settings["passwordMinStrength"]?.string.flatMap { names.firstIndex(of: $0) }
    let strength = PasswordStrength(secret)
    if strength.score < wanted ?? 3 {
      let words = ["Password is too weak.", strength.advice].filter { !$0.isEmpty }
      throw .invalidProperties(words.joined(separator: " "), "secret")
    }
  }

  /// Refuses to give more than the caller has.
  func checkGrant(_ granted: Set<String>) throws(SetError) {
    guard !caller.isRecoveryAdministrator else { return }
    let excess = PermissionList.inServerOrder(schema.permissions).filter { name in
      granted.contains(name) && !caller.may(name)
    }
    guard !excess.isEmpty else { return }
    var list = excess.prefix(5).joined(separator: ", ")
    if excess.count > 5 { list += " and \(excess.count - 5) more" }
    throw .forbidden("You are not authorized to grant permissions: \(list)")
  }
}
