// SPDX-License-Identifier: MIT

internal import JSON

/// The keys that mail to an account is encrypted with.
struct PublicKeyType: TypeBehaviour {
  /// Checks that a key can be used, and ends it with one newline.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    if old == nil { object["accountId"] = .string(ObjectID(value: call.accountID).text) }
    let text = object["key"]?.string ?? ""
    if text != old?["key"]?.string {
      let isKey =
        PEM.body(of: text, label: "CERTIFICATE") != nil
        || PEM.body(of: text, label: "PGP PUBLIC KEY BLOCK") != nil
      guard isKey else {
        throw SetError.invalidProperties("No valid public key found.", "key")
      }
    }
    if !text.isEmpty, !text.hasSuffix("\n") { object["key"] = .string(text + "\n") }
    guard old == nil, let account = object["accountId"]?.string.flatMap({ ObjectID($0) }) else {
      return
    }
    if call.store.object("Account", account.value) == nil,
      account.value != Caller.recoveryAdministratorID
    {
      throw MethodError.serverUnavailable
    }
  }
}
