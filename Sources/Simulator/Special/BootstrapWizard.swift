// SPDX-License-Identifier: MIT

internal import JSON

/// The set-up of a new server.
extension JMAPEngine {
  private var wizard: JSONObject {
    var object = schema.types["Bootstrap"].map { store.defaults.object($0.shape) } ?? [:]
    object["serverHostname"] = "mail.example.org"
    object["defaultDomain"] = "example.org"
    return object
  }

  /// What the wizard proposes.
  func bootstrap(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    let reader = ObjectReader(store: store, hidden: ["username", "secret"])
    return request.answer(all: [.singleton], reader) { id in
      id == .singleton && mode == .bootstrap ? wizard : nil
    }
  }

  /// Stores what the wizard was told, and answers with the login of the new administrator.
  func finishBootstrap(_ id: ObjectID, _ body: JSONValue, _ call: SetCall) throws {
    guard mode == .bootstrap else {
      throw SetError.forbidden("This operation is only allowed bootstrap mode")
    }
    guard id == .singleton else { throw SetError.notFound }
    guard let patch = body.object else { throw ConnectionDropped() }
    for member in patch {
      let name = member.name
      guard schema.propertyNames.contains(name) else {
        throw SetError.invalidProperties(nil, PatchPath(name).text)
      }
    }
    let object = try patcher(call).update(
      call.type.shape,
      wizard,
      with: patch,
      keepsVariant: true
    )
    try check(object, call.type)
    if finishedBootstrap != nil {
      writeSettings(object)
      throw SetError.primaryKeyViolation(
        "defaultDomain",
        SetError.Reference(type: "Domain", id: 1)
      )
    }
    finishedBootstrap = object
    let domain = StringRule.domain(object["defaultDomain"]?.string ?? "") ?? ""
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    let secret = String((0..<16).map { _ in letters.randomElement() ?? "x" })
    write(object, domain: domain, secret: secret)
    call.didUpdate(
      id,
      ["username": .string("admin@\(domain)"), "secret": .string(secret)]
    )
  }

  /// Stores the domain, its administrator and the settings that follow from them.
  private func write(_ object: JSONObject, domain name: String, secret: String) {
    let defaults = store.defaults
    if let shape = schema.types["Domain"]?.shape {
      var domain = defaults.object(shape)
      domain["name"] = .string(name)
      if object["generateDkimKeys"]?.boolean == false {
        domain["dkimManagement"] = ["@type": "Manual"]
      }
      store.put("Domain", 1, domain)
    }
    if let shape = schema.types["Account"]?.shape {
      var account = defaults.object(variant: "User", of: shape)
      account["name"] = "admin"
      account["domainId"] = "b"
      account["description"] = "System administrator"
      account["roles"] = ["@type": "Admin"]
      let password: JSONObject = [
        "credentialId": "a", "secret": .string(secret), "otpAuth": .null, "expiresAt": .null,
        "allowedIps": [:], "@type": "Password",
      ]
      account["credentials"] = ["0": .object(password)]
      store.put("Account", 1, account)
    }
    scheduleDomainTasks(ObjectID(value: 1), store.object("Domain", 1) ?? [:], replacing: nil)
    var settings = store.singleton("SystemSettings")
    settings["defaultHostname"] = object["serverHostname"]
    settings["defaultDomainId"] = "b"
    store.putSingleton("SystemSettings", settings)
    writeSettings(object)
  }

  /// Stores what even a second finish writes.
  private func writeSettings(_ object: JSONObject) {
    for type in ["DataStore", "BlobStore", "SearchStore", "InMemoryStore"] {
      let property = type.prefix(1).lowercased() + type.dropFirst()
      if let value = object[property]?.object { store.putSingleton(type, value) }
    }
    if let tracer = object["tracer"]?.object { store.insert("Tracer", tracer) }
  }

  private func check(_ object: JSONObject, _ type: ObjectType) throws(SetError) {
    let violations = Validator.violations(type.shape, object).filter { violation in
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
      guard store.disk.names(inFolder: folder) != nil else {
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
