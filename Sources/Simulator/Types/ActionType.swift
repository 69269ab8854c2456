// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// What clients can ask the server to do; nothing of it is stored.
struct ActionType: TypeBehaviour {
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    ([], request.ids ?? [])
  }

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    throw MethodError("invalidArguments", "Actions cannot be queried")
  }

  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    let start = call.clock.milliseconds
    guard let members = body.object else {
      throw SetError.invalidPatch("Missing or invalid '@type' property in object", "")
    }
    let action = try call.patcher.create(call.type.shape, members)
    try Validator.check(action, call.type.shape)
    // All actions of one second have one id.
    let id = ObjectID(value: UInt64(call.clock.seconds))
    let variant = action["@type"]?.string ?? ""
    let permission = "action\(variant)"
    if call.schema.permissions.contains(permission), !call.caller.may(permission) {
      throw SetError.forbidden("You are not authorized to perform this action")
    }
    switch variant {
    case "TroubleshootDmarc":
      call.didPerform(creationID, call.engine.troubleshooting(action, startedAt: start))
    case "ClassifySpam": call.didPerform(creationID, try call.engine.classification(action))
    case "ReloadSettings":
      try checkReload(call.store)
      call.engine.didReload()
      call.didCreate(creationID, id)
    case "ReloadTlsCertificates":
      try checkCertificates(call.store)
      call.didCreate(creationID, id)
    default: call.didCreate(creationID, id)
    }
  }

  /// Builds everything that the settings ask for; nothing is put in force if one part fails.
  private func checkReload(_ store: RegistryStore) throws(SetError) {
    for directory in store.objects("Directory") where directory.value["@type"] == "Oidc" {
      // There is no network to ask an identity provider.
      let issuer = directory.value["issuerUrl"]?.string ?? ""
      throw Self.failure(
        "Failed to discover OIDC issuer: error sending request for url"
          + " (\(issuer)/.well-known/openid-configuration)",
        SetError.Reference(type: "Directory", id: directory.id)
      )
    }
    for route in store.objects("MtaRoute") {
      if case .failure(let error) = SecretSource.read(route.value["authSecret"], on: store.disk),
        route.value["authSecret"]?["@type"] == "EnvironmentVariable"
      {
        throw Self.failure(error.reason, SetError.Reference(type: "MtaRoute", id: route.id))
      }
    }
    let pyzor = store.singleton("SpamPyzor")
    let host = pyzor["host"]?.string ?? ""
    guard pyzor["enable"]?.boolean ?? true, NetworkAddress(host) == nil, host != "localhost" else {
      return
    }
    throw Self.failure(
      "Invalid address: failed to lookup address information: Name or service not known",
      SetError.Reference(type: "SpamPyzor", id: ObjectID.singleton.value)
    )
  }

  private func checkCertificates(_ store: RegistryStore) throws(SetError) {
    for certificate in store.objects("Certificate") {
      let key = certificate.value["privateKey"]?.object ?? [:]
      guard key["@type"]?.string == "Text", let text = key["secret"]?.string,
        text != SpecialProperties.mask, !text.containsBytes("PRIVATE KEY-----")
      else { continue }
      throw Self.failure(
        "Invalid certificate: No private keys found.",
        SetError.Reference(type: "Certificate", id: certificate.id)
      )
    }
  }

  private static func failure(_ reason: String, _ reference: SetError.Reference) -> SetError {
    var error = SetError("validationFailed", reason)
    error.objectID = reference
    return error
  }
}
