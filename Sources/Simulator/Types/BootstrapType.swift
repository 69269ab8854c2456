// SPDX-License-Identifier: MIT

internal import JSON

/// The set-up of a new server.
struct BootstrapType: TypeBehaviour {
  private func proposal(_ request: some TypeRequest) -> JSONObject {
    var object =
      request.schema.types["Bootstrap"].map { request.store.defaults.object($0.shape) } ?? [:]
    object["serverHostname"] = "mail.example.org"
    object["defaultDomain"] = "example.org"
    return object
  }

  /// What the wizard proposes.
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    guard request.mode == .bootstrap else { return ([], request.ids ?? [.singleton]) }
    return request.answer(singleton: proposal(request), hiding: ["username", "secret"])
  }

  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    throw SetError.forbidden(
      call.mode == .bootstrap
        ? "Bootstrap objects can only be updated"
        : "This operation is only allowed bootstrap mode"
    )
  }

  /// Stores what the wizard was told, and answers with the login of the new administrator.
  func update(_ change: ObjectChange, in call: SetCall) throws {
    guard call.mode == .bootstrap else {
      throw SetError.forbidden("This operation is only allowed bootstrap mode")
    }
    guard change.id == .singleton else { throw SetError.notFound }
    for name in (change.body.object ?? [:]).names where !call.schema.propertyNames.contains(name) {
      throw SetError.invalidProperties(nil, PatchPath(name).text)
    }
    let object = try call.patched(proposal(call), with: change.body)
    try check(object, in: call)
    if call.engine.hasFinishedBootstrap {
      writeSettings(object, to: call.store)
      let domain = SetError.Reference(type: "Domain", id: 1)
      throw SetError.primaryKeyViolation("defaultDomain", domain)
    }
    call.engine.hasFinishedBootstrap = true
    let domain = StringRule.domain(object["defaultDomain"]?.string ?? "") ?? ""
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    let secret = String((0..<16).map { _ in letters.randomElement() ?? "x" })
    write(object, domain: domain, secret: secret, in: call)
    let login: JSONValue = ["username": .string("admin@\(domain)"), "secret": .string(secret)]
    call.didUpdate(change.id, login)
  }

  /// Stores the domain, its administrator and the settings that follow from them.
  private func write(_ object: JSONObject, domain name: String, secret: String, in call: SetCall) {
    var domain: JSONObject = ["name": .string(name)]
    if object["generateDkimKeys"]?.boolean == false {
      domain["dkimManagement"] = ["@type": "Manual"]
    }
    let password: JSONValue = [
      "credentialId": "a", "secret": .string(secret), "otpAuth": .null, "expiresAt": .null,
      "allowedIps": [:], "@type": "Password",
    ]
    let account: JSONValue = [
      "@type": "User", "name": "admin", "domainId": "b", "description": "System administrator",
      "roles": ["@type": "Admin"], "credentials": ["0": password],
    ]
    for (type, values) in [("Domain", .object(domain)), ("Account", account)] {
      if let object = call.store.completed(type, values) { call.store.put(type, 1, object) }
    }
    let stored = call.store.object("Domain", 1) ?? [:]
    call.engine.scheduleDomainTasks(ObjectID(value: 1), stored, replacing: nil)
    var settings = call.store.singleton("SystemSettings")
    settings["defaultHostname"] = object["serverHostname"]
    settings["defaultDomainId"] = "b"
    call.store.putSingleton("SystemSettings", settings)
    writeSettings(object, to: call.store)
  }

  /// Stores what even a second finish writes.
  private func writeSettings(_ object: JSONObject, to store: RegistryStore) {
    for type in ["DataStore", "BlobStore", "SearchStore", "InMemoryStore"] {
      let property = type.prefix(1).lowercased() + type.dropFirst()
      if let value = object[property]?.object { store.putSingleton(type, value) }
    }
    if let tracer = object["tracer"]?.object { store.insert("Tracer", tracer) }
  }

  private func check(_ object: JSONObject, in call: SetCall) throws(SetError) {
    let violations = Validator.violations(call.type.shape, object).filter { violation in
      violation.property != "username" && violation.property != "secret"
    }
    let hostname = object["serverHostname"]?.string ?? ""
    guard !hostname.contains(" "), StringRule.domain(hostname) != nil else {
      throw .invalidProperties("Invalid server hostname", "serverHostname")
    }
    let domain = object["defaultDomain"]?.string ?? ""
    guard !domain.contains(" "), StringRule.domain(domain) != nil else {
      throw .invalidProperties("Invalid default domain", "defaultDomain")
    }
    guard violations.isEmpty else { throw .validationFailed(violations) }
    switch object["dataStore"]?["@type"]?.string {
    case "FoundationDb":
      throw .invalidProperties(
        "Binary was not compiled with the selected data store backend",
        "dataStore"
      )
    case "Sqlite":
      let path = object["dataStore"]?["path"]?.string ?? ""
      let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
      guard call.store.disk.names(inFolder: folder) != nil else {
        throw .invalidProperties(
          "Failed to build connection pool: timed out waiting for connection: unable to open"
            + " database file: \(path)",
          "dataStore"
        )
      }
    default: break
    }
  }
}
