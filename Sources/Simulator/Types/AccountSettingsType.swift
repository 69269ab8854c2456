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

/// The settings of the account that a call acts on: a few of its properties.
struct AccountSettingsType: TypeBehaviour {
  private static let settings = ["description", "locale", "timeZone", "encryptionAtRest"]

  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    guard let account = request.store.userAccount(request.accountID) else {
      return ([], request.ids ?? [])
    }
    var settings: JSONObject = [:]
    for name in Self.settings { settings[name] = account[name] }
    return request.answer(singleton: settings)
  }

  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    guard call.store.userAccount(call.accountID) != nil else { throw SetError.notFound }
  }

  /// Changes whole properties only.
  func update(_ change: ObjectChange, in call: SetCall) throws {
    guard change.id == .singleton, let account = call.store.userAccount(call.accountID) else {
      throw SetError.notFound
    }
    guard let type = call.schema.types["Account"] else { return }
    for member in change.body.object ?? [:] where !Self.settings.contains(member.name) {
      throw SetError.invalidProperties(nil, member.name)
    }
    let inner = SetCall(type: type, accountID: call.accountID, in: call.context, call.engine)
    let new = try call.patched(account, with: change.body, as: type.shape)
    if new != account {
      try inner.save(new, as: ObjectID(value: call.accountID), replacing: account)
    }
    call.didUpdate(change.id)
  }
}
