// SPDX-License-Identifier: MIT

internal import JSON

/// Domains, and the work that the server does for them.
struct DomainType: TypeBehaviour {
  let facts = TypeFacts(
    hasSequentialIDs: true,
    unique: ["name", "aliases"],
    filters: [
      "text": .text(["name", "aliases/*", "description"]), "name": .keyword, "aliases": .keyword,
      "memberTenantId": .id,
    ],
    sorts: ["name", "aliases", "memberTenantId"]
  )

  func check(_ domain: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    if domain["certificateManagement"]?["@type"]?.string == "Automatic",
      old?["certificateManagement"] != domain["certificateManagement"],
      let id = domain["certificateManagement"]?["acmeProviderId"]?.string.flatMap({
        ObjectID($0)
      }),
      call.store.object("AcmeProvider", id.value) == nil
    {
      throw SetError.invalidProperties("ACME provider not found", "acmeProviderId")
    }
    guard let template = Self.selectorTemplate(domain) else { return }
    if let old, Self.selectorTemplate(old) == nil { return }
    guard template != old.flatMap(Self.selectorTemplate) else { return }
    _ = try SelectorTemplate(template).selector(
      algorithm: "ed25519",
      version: 1,
      seconds: call.clock.seconds
    )
  }

  func didStore(
    _ domain: JSONObject,
    as id: ObjectID,
    replacing old: JSONObject?,
    in call: SetCall
  ) {
    call.engine.scheduleDomainTasks(id, domain, replacing: old)
  }

  func computed(
    _ object: JSONObject,
    id: UInt64,
    properties: Set<String>?,
    in store: RegistryStore
  ) -> [(String, JSONValue)] {
    // Building it reads many objects, and most callers want only the name.
    guard properties?.contains("dnsZoneFile") ?? true else { return [] }
    return [("dnsZoneFile", object["dnsZoneFile"] ?? .string(ZoneFile.text(of: id, in: store)))]
  }

  /// How the keys of a domain that makes its own are named.
  static func selectorTemplate(_ domain: JSONObject) -> String? {
    guard domain["dkimManagement"]?["@type"]?.string == "Automatic" else { return nil }
    return domain["dkimManagement"]?["selectorTemplate"]?.string
  }
}

extension JMAPEngine {
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
}
