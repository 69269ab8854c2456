// SPDX-License-Identifier: MIT

internal import JSON

/// Domains, and the work that the server does for them.
struct DomainType: TypeBehaviour {
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

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    ["dnsZoneFile": object["dnsZoneFile"] ?? .string(ZoneFile.text(of: id, in: store))]
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
      store.insertNew("Task", ["@type": .string(task), "domainId": .string(id.text)])
    }
  }
}
