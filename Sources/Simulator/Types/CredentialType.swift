// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// API keys and app passwords, which live among the credentials of an account.
struct CredentialType: TypeBehaviour {
  let kind: RegistryStore.Credential.Kind

  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    guard let account = request.store.userAccount(request.accountID) else {
      return ([], request.ids ?? [])
    }
    let all = credentials(account)
    return request.answer(all: all.map(\.id)) { id in
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

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    guard let account = request.store.userAccount(request.accountID) else { throw .accountNotFound }
    var entries = credentials(account).filter { $0.value["@type"]?.string == request.type.name }
    for condition in try request.conditions() {
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
    let property = request.arguments.sort.first?.property ?? "id"
    switch property {
    case "id": entries.sort { $0.id < $1.id }
    case "expiresAt":
      func expiry(_ entry: Entry) -> Int {
        entry.value["expiresAt"]?.string.flatMap { Timestamp($0)?.seconds } ?? Int.min
      }
      entries.sort { (expiry($0), $0.id) < (expiry($1), $1.id) }
    default:
      throw request.unsupportedSort(property)
    }
    if !(request.arguments.sort.first?.isAscending ?? false) { entries.reverse() }
    return try request.window.list(entries.map(\.id.value))
  }

  /// Makes a key and tells its secret.
  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    guard let account = call.store.userAccount(call.accountID) else { throw SetError.notFound }
    let entries = credentials(account)
    let isKey = kind == .apiKey
    let settings = call.store.singleton("Authentication")
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
    var object = try call.patcher.create(call.type.shape, members)
    let id = ObjectID(value: (entries.map(\.id.value).max() ?? 0) &+ 1)
    let secret = isKey ? apiKey(call.accountID, id) : appPassword(id)
    object["secret"] = .string(secret)
    try check(object, in: call)
    object["credentialId"] = .string(id.text)
    object["@type"] = .string(call.type.name)
    var credentials = account["credentials"]?.object ?? [:]
    credentials[String(credentials.count)] = .object(object)
    call.put(credentials: credentials, of: account)
    call.didCreate(creationID, id, extras: ["secret": .string(secret)])
  }

  func update(_ change: ObjectChange, in call: SetCall) throws {
    let (account, entry) = try find(change.id, in: call)
    let old = bare(entry.value, call.type)
    let new = try call.patched(old, with: change.body)
    if new != old {
      try check(new, in: call)
      var credential = entry.value
      for member in new { credential[member.name] = member.value }
      var credentials = account["credentials"]?.object ?? [:]
      credentials[entry.place] = .object(credential)
      call.put(credentials: credentials, of: account)
    }
    call.didUpdate(change.id)
  }

  func destroy(_ id: ObjectID, in call: SetCall) throws {
    let (account, entry) = try find(id, in: call)
    let rest = credentials(account).filter { $0.place != entry.place }
    call.put(
      credentials: JSONObject(rest.enumerated().map { (String($0), .object($1.value)) }),
      of: account
    )
    call.didDestroy(id)
  }

  /// The account that a call acts on, and the key of the type with an id.
  private func find(_ id: ObjectID, in call: SetCall) throws -> (JSONObject, Entry) {
    guard
      let account = call.store.userAccount(call.accountID),
      let entry = credentials(account).first(where: { $0.id == id }),
      entry.value["@type"]?.string == call.type.name
    else { throw SetError.notFound }
    return (account, entry)
  }

  private func check(_ object: JSONObject, in call: SetCall) throws(SetError) {
    if let list = object["permissions"]?.object, list["@type"]?.string == "Replace" {
      try call.checkGrant(Set((list["permissions"]?.object ?? [:]).names))
    }
    try Validator.check(object, call.type.shape)
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
