// SPDX-License-Identifier: MIT

internal import JSON

/// API keys and app passwords, which live among the credentials of an account.
extension JMAPEngine {
  /// The keys of the account that a call acts on.
  func secondaryCredentials(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    guard let account = store.userAccount(request.accountID) else {
      return ([], request.ids ?? [])
    }
    let all = credentials(account)
    return request.answer(all: all.map(\.id), ObjectReader(store: store)) { id in
      guard
        let entry = all.first(where: { $0.id == id }),
        entry.value["@type"]?.string == request.type.name
      else { return nil }
      return bare(entry.value, request.type)
    }
  }

  private typealias Entry = (place: String, id: ObjectID, value: JSONObject)

  private func credentials(_ account: JSONObject) -> [Entry] {
    (account["credentials"]?.object ?? [:]).compactMap { member in
      guard
        let value = member.value.object,
        let id = value["credentialId"]?.string.flatMap({ ObjectID($0) })
      else { return nil }
      return (member.name, id, value)
    }
  }

  /// The properties that a key of a type has, out of those of a credential.
  private func bare(_ credential: JSONObject, _ type: ObjectType) -> JSONObject {
    var object: JSONObject = [:]
    for property in type.shape.single?.properties ?? [] {
      object[property.name] = credential[property.name]
    }
    return object
  }

  /// Runs a query over the keys of an account.
  func queryCredentials(
    _ type: ObjectType,
    _ arguments: QueryArguments,
    _ accountID: UInt64
  ) throws(MethodError) -> QueryResult {
    guard let account = store.userAccount(accountID) else { throw .accountNotFound }
    var entries = credentials(account).filter { $0.value["@type"]?.string == type.name }
    for condition in try conditions(arguments) {
      guard
        condition.property == "expiresAt",
        let wanted = condition.value.string.flatMap({ Timestamp($0) })
      else { throw condition.unsupported }
      entries.removeAll { entry in
        guard let expiry = entry.value["expiresAt"]?.string.flatMap({ Timestamp($0) }) else {
          return true
        }
        return !condition.comparison.accepts(expiry.seconds - wanted.seconds)
      }
    }
    let property = arguments.sort.first?.property ?? "id"
    switch property {
    case "id": entries.sort { $0.id < $1.id }
    case "expiresAt":
      func expiry(_ entry: Entry) -> Int {
        entry.value["expiresAt"]?.string.flatMap { Timestamp($0)?.seconds } ?? Int.min
      }
      entries.sort { (expiry($0), $0.id) < (expiry($1), $1.id) }
    default:
      throw MethodError("unsupportedSort", "Property \(property) is not supported for sorting")
    }
    if !(arguments.sort.first?.isAscending ?? false) { entries.reverse() }
    let window = QueryWindow(arguments: arguments, maximum: limits.queryMaxResults)
    return try window.list(entries.map(\.id.value), accountID: accountID)
  }

  /// Makes a key and tells its secret.
  func createCredential(_ creationID: String, _ body: JSONValue, _ call: SetCall) throws {
    guard var account = store.userAccount(call.accountID) else { throw SetError.notFound }
    let entries = credentials(account)
    let isKey = call.type.name == "ApiKey"
    let settings = store.singleton("Authentication")
    let quota = settings[isKey ? "maxApiKeys" : "maxAppPasswords"]?.integer
    let count = entries.filter { $0.value["@type"]?.string == call.type.name }.count
    if let quota, count >= quota {
      throw SetError(
        "overQuota",
        "You have exceeded your quota of \(quota) \(isKey ? "API keys" : "app passwords")."
      )
    }
    guard let members = body.object else {
      throw SetError.invalidPatch("Invalid value type for object", "")
    }
    var object = try patcher(call).create(call.type.shape, members)
    let id = ObjectID(value: (entries.map(\.id.value).max() ?? 0) &+ 1)
    let secret = isKey ? apiKey(call.accountID, id) : appPassword(id)
    object["secret"] = .string(secret)
    try checkCredential(object, call)
    object["credentialId"] = .string(id.text)
    object["@type"] = .string(call.type.name)
    var credentials = account["credentials"]?.object ?? [:]
    credentials[String(credentials.count)] = .object(object)
    account["credentials"] = .object(credentials)
    store.put("Account", call.accountID, account)
    call.didCreate(creationID, id, extras: ["secret": .string(secret)])
  }

  /// Changes a key.
  func updateCredential(_ id: ObjectID, _ body: JSONValue, _ call: SetCall) throws {
    guard
      var account = store.userAccount(call.accountID),
      let entry = credentials(account).first(where: { $0.id == id }),
      entry.value["@type"]?.string == call.type.name
    else { throw SetError.notFound }
    guard let patch = body.object else { throw ConnectionDropped() }
    let old = bare(entry.value, call.type)
    let new = try patcher(call).update(call.type.shape, old, with: patch, keepsVariant: true)
    if new != old {
      try checkCredential(new, call)
      var credential = entry.value
      for member in new { credential[member.name] = member.value }
      var credentials = account["credentials"]?.object ?? [:]
      credentials[entry.place] = .object(credential)
      account["credentials"] = .object(credentials)
      store.put("Account", call.accountID, account)
    }
    call.didUpdate(id)
  }

  /// Forgets a key.
  func destroyCredential(_ id: ObjectID, _ call: SetCall) throws {
    guard
      var account = store.userAccount(call.accountID),
      let entry = credentials(account).first(where: { $0.id == id }),
      entry.value["@type"]?.string == call.type.name
    else { throw SetError.notFound }
    let rest = credentials(account).filter { $0.place != entry.place }
    account["credentials"] = .object(
      JSONObject(rest.enumerated().map { (String($0), JSONValue.object($1.value)) })
    )
    store.put("Account", call.accountID, account)
    call.didDestroy(id)
  }

  private func checkCredential(_ object: JSONObject, _ call: SetCall) throws(SetError) {
    if let list = object["permissions"]?.object, list["@type"]?.string == "Replace" {
      try checkGrant(Set((list["permissions"]?.object ?? [:]).names), call.caller)
    }
    let violations = Validator.violations(call.type.shape, object)
    guard violations.isEmpty else { throw .validationFailed(violations) }
  }

  // MARK: - Secrets

  private func apiKey(_ account: UInt64, _ id: ObjectID) -> String {
    var bytes: [UInt8] = []
    for number in [account, id.value] {
      for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    for _ in 0..<20 { bytes.append(UInt8.random(in: .min ... .max)) }
    return "API_" + Base64.encodeForURL(bytes)
  }

  private func appPassword(_ id: ObjectID) -> String {
    let digits = Array("abcdefghijklmnopqrstuvwxyz792013")
    let prefix = String(repeating: "a", count: max(0, 6 - id.text.count)) + id.text
    var secret = prefix
    while secret.count < 36 { secret.append(digits.randomElement() ?? "a") }
    return "app_" + secret
  }
}
