// SPDX-License-Identifier: MIT

internal import JSON

/// Messages that the spam filter learns from.
struct SpamTrainingSampleType: TypeBehaviour {
  /// Fills the properties that the server reads from the message.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    let reader: UInt64? = call.caller.may("fetchAnyBlob") ? nil : call.caller.accountID
    guard
      let text = object["blobId"]?.string, !text.isEmpty,
      let bytes = call.store.blobs.bytes(of: text, account: reader)
    else { throw SetError.invalidProperties("blobId is required", "blobId") }
    let message = MessageHeaders(bytes)
    guard message.value("From") != nil || message.value("Subject") != nil else {
      throw SetError.invalidProperties(
        "Email message must have a subject or a from header",
        "blobId"
      )
    }
    object["blobId"] = .string(call.store.blobs.keep(text))
    object["from"] = .string(message.mailboxes("From").first?.address ?? "")
    object["subject"] = .string(message.value("Subject") ?? "")
    object["expiresAt"] = .string(Timestamp(seconds: call.clock.seconds + 180 * 86_400).text)
    if !call.caller.may("impersonate") {
      object["accountId"] = .string(ObjectID(value: call.caller.accountID).text)
    }
  }
}
