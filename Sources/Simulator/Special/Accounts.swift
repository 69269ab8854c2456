// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// The user with an id; nil if there is no such account or it is a group.
  func userAccount(_ id: UInt64) -> JSONObject? {
    guard let account = object("Account", id), account["@type"]?.string == "User" else {
      return nil
    }
    return account
  }
}

extension JMAPEngine {
  /// Checks the credentials, roles and permissions of an account and numbers new credentials.
  func checkAccount(
    _ account: inout JSONObject,
    replacing old: JSONObject?,
    _ call: SetCall
  ) throws {
    if let credentials = account["credentials"]?.object {
      account["credentials"] = .object(
        try checkedCredentials(credentials, replacing: old?["credentials"]?.object)
      )
    }
    if old == nil || old?["roles"] != account["roles"]
      || old?["permissions"] != account["permissions"]
    {
      try checkGrant(store.permissions(of: account, isBoundByTenant: false), call.caller)
    }
  }

  private func checkedCredentials(
    _ credentials: JSONObject,
    replacing old: JSONObject?
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
          try checkPassword(secret)
        }
      }
      result[member.name] = .object(credential)
    }
    if old == nil, newPasswords > 1 {
      throw .invalidProperties("Only one password credential is allowed.", "credentials")
    }
    return result
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
  func checkGrant(_ granted: Set<String>, _ caller: Caller) throws(SetError) {
    guard !caller.isRecoveryAdministrator else { return }
    let excess = PermissionList.inServerOrder(schema.permissions).filter { name in
      granted.contains(name) && !caller.may(name)
    }
    guard !excess.isEmpty else { return }
    var list = excess.prefix(5).joined(separator: ", ")
    if excess.count > 5 { list += " and \(excess.count - 5) more" }
    throw .forbidden("You are not authorized to grant permissions: \(list)")
  }

  /// Queues what removes the data of an account that is gone.
  func addDestroyTask(_ id: ObjectID, _ account: JSONObject) {
    guard let shape = schema.types["Task"]?.shape else { return }
    var task = store.defaults.object(variant: "DestroyAccount", of: shape)
    task["accountId"] = .string(id.text)
    task["accountName"] = account["name"] ?? ""
    task["accountDomainId"] = account["domainId"] ?? ""
    task["accountType"] = account["@type"] ?? "User"
    store.insert("Task", task)
  }

  // MARK: - AccountSettings

  private static let settings = ["description", "locale", "timeZone", "encryptionAtRest"]

  /// The settings of the account that a call acts on.
  func accountSettings(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    guard let account = store.userAccount(request.accountID) else {
      return ([], request.ids ?? [])
    }
    var settings: JSONObject = [:]
    for name in Self.settings { settings[name] = account[name] }
    return singleAnswer(settings, to: request)
  }

  /// The answer that has one object, under the id of singletons.
  private func singleAnswer(
    _ object: JSONObject,
    to request: GetRequest
  ) -> ([JSONObject], [ObjectID]) {
    request.answer(all: [.singleton], ObjectReader(store: store)) { id in
      id == .singleton ? object : nil
    }
  }

  /// Changes the settings of an account: whole properties only.
  func updateAccountSettings(_ id: ObjectID, _ body: JSONValue, _ call: SetCall) throws {
    guard id == .singleton, let account = store.userAccount(call.accountID) else {
      throw SetError.notFound
    }
    guard let patch = body.object else { throw ConnectionDropped() }
    guard let type = schema.types["Account"] else { return }
    for member in patch where !Self.settings.contains(member.name) {
      throw SetError.invalidProperties(nil, member.name)
    }
    let new = try patcher(call).update(type.shape, account, with: patch, keepsVariant: true)
    if new != account {
      let inner = SetCall(type: type, accountID: call.accountID, context: call.context)
      try store(new, as: ObjectID(value: call.accountID), replacing: account, inner)
    }
    call.didUpdate(id)
  }

  // MARK: - AccountPassword

  /// The password of the account that a call acts on, masked.
  func accountPassword(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    guard
      let account = store.userAccount(request.accountID),
      let password = passwordCredential(account)?.credential
    else { return ([], request.ids ?? []) }
    let otp: JSONObject = ["otpUrl": password["otpAuth"] ?? .null, "otpCode": .null]
    return singleAnswer(
      ["secret": password["secret"] ?? "", "otpAuth": .object(otp), "currentSecret": .null],
      to: request
    )
  }

  private func passwordCredential(
    _ account: JSONObject
  ) -> (place: String, credential: JSONObject)? {
    for member in account["credentials"]?.object ?? [:] {
      guard
        let credential = member.value.object, credential["@type"]?.string == "Password"
      else { continue }
      return (member.name, credential)
    }
    return nil
  }

  /// Changes the password or the second factor of an account; the present ones must be given.
  func updateAccountPassword(_ id: ObjectID, _ body: JSONValue, _ call: SetCall) throws {
    guard
      id == .singleton, var account = store.userAccount(call.accountID),
      let (place, password) = passwordCredential(account)
    else { throw SetError.notFound }
    guard let patch = body.object else { throw ConnectionDropped() }
    guard !patch.contains("@type") else { throw SetError.invalidProperties(nil) }
    let mask: JSONValue = .string(SpecialProperties.mask)
    let oldURL = password["otpAuth"] ?? .null
    let shown: JSONObject = [
      "secret": mask, "otpAuth": ["otpUrl": oldURL.isNull ? .null : mask, "otpCode": .null],
      "currentSecret": .null,
    ]
    let wanted = try patcher(call).update(
      call.type.shape,
      shown,
      with: patch,
      keepsVariant: true
    )
    let newSecret = wanted["secret"]?.string.flatMap { $0 == SpecialProperties.mask ? nil : $0 }
    let wantedURL = wanted["otpAuth"]?["otpUrl"] ?? .null
    let newURL = wantedURL == mask ? oldURL : wantedURL
    guard newSecret != nil || newURL != oldURL else {
      call.didUpdate(id)
      return
    }
    try checkCurrent(wanted, password)
    if let newSecret, newSecret != password["secret"]?.string { try checkPassword(newSecret) }
    var changed = password
    if let newSecret {
      changed["secret"] = .string(newSecret)
      changed["expiresAt"] = newExpiry
    }
    changed["otpAuth"] = newURL
    var credentials = account["credentials"]?.object ?? [:]
    credentials[place] = .object(changed)
    account["credentials"] = .object(credentials)
    store.put("Account", call.accountID, account)
    call.didUpdate(id)
  }

  /// When a password that is chosen now expires.
  private var newExpiry: JSONValue {
    let settings = store.singleton("Authentication")
    guard let validity = settings["passwordDefaultExpiry"]?.integer else { return .null }
    return .string(Timestamp(seconds: clock.seconds + validity / 1000).text)
  }

  private func checkCurrent(_ wanted: JSONObject, _ password: JSONObject) throws(SetError) {
    guard let current = wanted["currentSecret"]?.string else {
      throw .forbidden("Current secret must be provided to change the password or OTP auth.")
    }
    let isRight = store.secrets.matches(current, stored: password["secret"]?.string ?? "")
    if let url = password["otpAuth"]?.string {
      guard let code = wanted["otpAuth"]?["otpCode"]?.string else {
        throw .forbidden("Current OTP code is required to change the password or OTP auth.")
      }
      guard isRight, OneTimePassword(url: url)?.accepts(code, at: clock.seconds) ?? false else {
        throw .forbidden("Current secret is incorrect.")
      }
    } else if !isRight {
      throw .forbidden("Current secret is incorrect.")
    }
  }
}
