// SPDX-License-Identifier: MIT

internal import JSON

/// The password of the account that a call acts on.
struct AccountPasswordType: TypeBehaviour {
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    guard
      let account = request.store.userAccount(request.accountID),
      let password = passwordCredential(account)?.credential
    else { return ([], request.ids ?? []) }
    let otp: JSONObject = ["otpUrl": password["otpAuth"] ?? .null, "otpCode": .null]
    return request.answer(
      singleton: [
        "secret": password["secret"] ?? "", "otpAuth": .object(otp), "currentSecret": .null,
      ]
    )
  }

  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    guard call.store.userAccount(call.accountID) != nil else { throw SetError.notFound }
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
  func update(_ change: ObjectChange, in call: SetCall) throws {
    guard
      change.id == .singleton, let account = call.store.userAccount(call.accountID),
      let (place, password) = passwordCredential(account)
    else { throw SetError.notFound }
    guard change.body["@type"] == nil else { throw SetError.invalidProperties(nil) }
    let mask: JSONValue = .string(SpecialProperties.mask)
    let oldURL = password["otpAuth"] ?? .null
    let shown: JSONObject = [
      "secret": mask, "otpAuth": ["otpUrl": oldURL.isNull ? .null : mask, "otpCode": .null],
      "currentSecret": .null,
    ]
    let wanted = try call.patched(shown, with: change.body)
    let newSecret = wanted["secret"]?.string.flatMap { $0 == SpecialProperties.mask ? nil : $0 }
    let wantedURL = wanted["otpAuth"]?["otpUrl"] ?? .null
    let newURL = wantedURL == mask ? oldURL : wantedURL
    guard newSecret != nil || newURL != oldURL else {
      call.didUpdate(change.id)
      return
    }
    try checkCurrent(wanted, password, in: call)
    if let newSecret, newSecret != password["secret"]?.string { try call.checkPassword(newSecret) }
    var changed = password
    if let newSecret {
      changed["secret"] = .string(newSecret)
      changed["expiresAt"] = newExpiry(in: call)
    }
    changed["otpAuth"] = newURL
    var credentials = account["credentials"]?.object ?? [:]
    credentials[place] = .object(changed)
    call.put(credentials: credentials, of: account)
    call.didUpdate(change.id)
  }

  /// When a password that is chosen now expires.
  private func newExpiry(in call: SetCall) -> JSONValue {
    let settings = call.store.singleton("Authentication")
    guard let validity = settings["passwordDefaultExpiry"]?.integer else { return .null }
    return .string(Timestamp(seconds: call.clock.seconds + validity / 1000).text)
  }

  private func checkCurrent(
    _ wanted: JSONObject,
    _ password: JSONObject,
    in call: SetCall
  ) throws(SetError) {
    guard let current = wanted["currentSecret"]?.string else {
      throw .forbidden("Current secret must be provided to change the password or OTP auth.")
    }
    let isRight = call.store.secrets.matches(current, stored: password["secret"]?.string ?? "")
    if let url = password["otpAuth"]?.string {
      guard let code = wanted["otpAuth"]?["otpCode"]?.string else {
        throw .forbidden("Current OTP code is required to change the password or OTP auth.")
      }
      guard isRight, OneTimePassword(url: url)?.accepts(code, at: call.clock.seconds) ?? false
      else {
        throw .forbidden("Current secret is incorrect.")
      }
    } else if !isRight {
      throw .forbidden("Current secret is incorrect.")
    }
  }
}
