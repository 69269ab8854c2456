// SPDX-License-Identifier: MIT

internal import JSON

/// Domains, and the keys that appear by themselves.
extension JMAPEngine {
  /// Checks what the schema cannot say of a domain.
  func checkDomain(_ domain: inout JSONObject, replacing old: JSONObject?) throws {
    if domain["certificateManagement"]?["@type"]?.string == "Automatic",
      old?["certificateManagement"] != domain["certificateManagement"],
      let id = domain["certificateManagement"]?["acmeProviderId"]?.string.flatMap({
        ObjectID($0)
      }),
      store.object("AcmeProvider", id.value) == nil
    {
      throw SetError.invalidProperties("ACME provider not found", "acmeProviderId")
    }
    guard let template = Self.selectorTemplate(domain) else { return }
    if let old, Self.selectorTemplate(old) == nil { return }
    guard template != old.flatMap(Self.selectorTemplate) else { return }
    _ = try SelectorTemplate(template).selector(
      algorithm: "ed25519",
      version: 1,
      seconds: clock.seconds
    )
  }

  private static func selectorTemplate(_ domain: JSONObject) -> String? {
    guard domain["dkimManagement"]?["@type"]?.string == "Automatic" else { return nil }
    return domain["dkimManagement"]?["selectorTemplate"]?.string
  }

  /// Queues the work that a new or newly managed domain makes.
  func scheduleDomainTasks(_ id: ObjectID, _ domain: JSONObject, replacing old: JSONObject?) {
    let work = [
      ("dkimManagement", "DkimManagement"), ("dnsManagement", "DnsManagement"),
      ("certificateManagement", "AcmeRenewal"),
    ]
    for (property, task) in work {
      guard
        domain[property]?["@type"]?.string == "Automatic",
        old?[property]?["@type"]?.string != "Automatic"
      else { continue }
      guard let shape = schema.types["Task"]?.shape else { continue }
      var object = store.defaults.object(variant: task, of: shape)
      object["domainId"] = .string(id.text)
      store.insert("Task", object)
    }
  }

  /// Runs the tasks that are due, where services run.
  func runDueTasks() {
    guard mode == .normal else { return }
    requestCount += 1
    let now = clock.seconds
    for task in store.objects("Task") {
      guard
        task.value["status"]?["@type"]?.string == "Pending",
        let due = task.value["status"]?["due"]?.string.flatMap({ Timestamp($0)?.seconds }),
        due <= now
      else { continue }
      // Clients see a task for a moment: as many requests as in the recordings, or a second.
      let patience = task.value["@type"]?.string == "DkimManagement" ? 3 : 5
      let firstSeen = taskSightings[task.id] ?? (request: requestCount, time: now)
      taskSightings[task.id] = firstSeen
      guard requestCount - firstSeen.request + 1 >= patience || now > firstSeen.time + 1 else {
        continue
      }
      taskSightings[task.id] = nil
      if task.value["@type"]?.string == "DkimManagement",
        let domain = task.value["domainId"]?.string.flatMap({ ObjectID($0) })
      {
        makeDkimKeys(domain)
      }
      store.remove("Task", task.id)
    }
  }

  private func makeDkimKeys(_ id: ObjectID) {
    guard
      let domain = store.object("Domain", id.value),
      let shape = schema.types["DkimSignature"]?.shape,
      let template = Self.selectorTemplate(domain)
    else { return }
    for variant in (domain["dkimManagement"]?["algorithms"]?.object ?? [:]).names
    where shape.variant(variant) != nil {
      let algorithm = variant.containsBytes("Rsa") ? "rsa" : "ed25519"
      let selector = try? SelectorTemplate(template).selector(
        algorithm: algorithm,
        version: variant.hasPrefix("Dkim2") ? 2 : 1,
        seconds: clock.seconds
      )
      var signature = store.defaults.object(variant: variant, of: shape)
      signature["domainId"] = .string(id.text)
      signature["memberTenantId"] = domain["memberTenantId"] ?? .null
      signature["selector"] = .string(selector ?? algorithm)
      signature["privateKey"] = ["secret": "key", "@type": "Text"]
      store.insert("DkimSignature", signature)
    }
  }
}

/// How the names of DKIM keys are made.
struct SelectorTemplate {
  let text: String

  init(_ text: String) { self.text = text }

  /// The name of a key.
  ///
  /// - Throws: ``SetError`` for an unknown variable; ``ConnectionDropped`` for
  ///   a date format that makes the server's formatter crash.
  func selector(algorithm: String, version: Int, seconds: Int) throws -> String {
    var result = ""
    var variable: String?
    for character in text {
      switch (character, variable) {
      case ("{", nil): variable = ""
      case ("}", let name?):
        result += try value(name, algorithm: algorithm, version: version, seconds: seconds)
        variable = nil
      case ("}", nil): continue
      case (_, let name?): variable = name + String(character)
      case (_, nil):
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        if isPlain || character == "-" { result += character.lowercased() }
      }
    }
    guard !result.isEmpty else {
      throw SetError.invalidProperties("Selector cannot be empty", "selectorTemplate")
    }
    return result
  }

  private func value(
    _ name: String,
    algorithm: String,
    version: Int,
    seconds: Int
  ) throws -> String {
    switch name {
    case "algorithm": return algorithm
    case "hash": return "sha256"
    case "version": return String(version)
    case "epoch": return String(seconds)
    case "random":
      return String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    default: break
    }
    guard name.hasPrefix("date-") else {
      throw SetError.invalidProperties("unrecognized variable '{\(name)}'", "selectorTemplate")
    }
    return try date(String(name.dropFirst(5)), seconds)
  }

  /// A date by the codes of strftime.
  private func date(_ format: String, _ seconds: Int) throws -> String {
    let known = "aAbBcCdDeFgGhHIjklmMnpPqrRsStTuUvVwWxXyYzZ+:#.3f69%"
    let text = Timestamp(seconds: seconds).text
    var result = ""
    var isCode = false
    for character in format {
      guard isCode else {
        if character == "%" { isCode = true } else { result.append(character) }
        continue
      }
      isCode = false
      guard known.contains(character) else { throw ConnectionDropped() }
      switch character {
      case "Y": result += text.prefix(4)
      case "y": result += text.prefix(4).suffix(2)
      case "m": result += text.dropFirst(5).prefix(2)
      case "d": result += text.dropFirst(8).prefix(2)
      case "H": result += text.dropFirst(11).prefix(2)
      case "M": result += text.dropFirst(14).prefix(2)
      case "S": result += text.dropFirst(17).prefix(2)
      default: result.append(character)
      }
    }
    if isCode { throw ConnectionDropped() }
    return result
  }
}
