// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// Adds what a server makes at its first start: each type of which there is nothing yet.
  func seedFirstStart() {
    guard mode != .bootstrap else { return }
    seedDataStore()
    let present = Set(storedTypes + storedSingletons)
    let content = FactFile(PackageResources.first_start_json).object
    seed(content["always"], unless: present)
    guard mode == .normal else { return }
    seed(content["normal"], unless: present)
    if !present.contains("Role") {
      changeSingleton("Authentication") { settings in
        settings["defaultUserRoleIds"] = ["b": true]
        settings["defaultGroupRoleIds"] = ["c": true]
        settings["defaultTenantRoleIds"] = ["d": true, "b": true]
        settings["defaultAdminRoleIds"] = ["e": true, "b": true]
      }
    }
    if singleton("Jmap")["webPushKey"]?["@type"]?.string ?? "None" == "None"
      || !present.contains("Jmap")
    {
      changeSingleton("Jmap") { $0["webPushKey"] = ["secret": "key", "@type": "Text"] }
    }
    seedMaintenance()
  }

  /// Adds what the configuration file says of the database, which a running server always has.
  func seedDataStore() {
    guard mode != .bootstrap, !hasSingleton("DataStore"),
      let settings = completed("DataStore", ["@type": "Sqlite", "path": .string(dataStorePath)])
    else { return }
    putSingleton("DataStore", settings)
  }

  /// Whether there are keys to make tokens with.
  var hasOAuthKeys: Bool { hasSingleton("OidcProvider") }

  /// Stores the objects and singletons of a part of the file, each made of defaults and its values.
  private func seed(_ part: JSONValue?, unless present: Set<String>) {
    for member in part?["singletons"]?.object ?? [:] where !present.contains(member.name) {
      if let object = completed(member.name, member.value) { putSingleton(member.name, object) }
    }
    for member in part?["objects"]?.object ?? [:] where !present.contains(member.name) {
      for value in member.value.array ?? [] {
        guard var object = completed(member.name, value) else { continue }
        if let stretches = value["enabledPermissions"]?.string {
          let names = permissions(inStretches: stretches)
          object["enabledPermissions"] = .object(JSONObject(names.map { ($0, true) }))
        }
        let id = value["id"]?.string.flatMap { ObjectID($0)?.value }
        put(member.name, id ?? makeID(member.name), object)
      }
    }
  }

  /// The permissions of a list of stretches such as `first…last`, in the order of the schema.
  private func permissions(inStretches stretches: String) -> [String] {
    let all = schema.permissions
    return stretches.split(separator: " ").flatMap { stretch -> ArraySlice<String> in
      let ends = stretch.split(separator: "…").map(String.init)
      guard
        let first = ends.first.flatMap({ all.firstIndex(of: $0) }),
        let last = ends.last.flatMap({ all.firstIndex(of: $0) }), first <= last
      else { return [] }
      return all[first...last]
    }
  }

  /// Queues the work that is always waiting; there is no network to do it.
  private func seedMaintenance() {
    let variant = "SpamFilterMaintenance"
    guard !objects("Task").contains(where: { $0.value["@type"]?.string == variant }) else { return }
    let url =
      "https://github.com/stalwartlabs/spam-filter/releases/latest/download/"
      + "spam-filter-rules.json.gz"
    let task: JSONValue = [
      "@type": .string(variant), "maintenanceType": "updateRules",
      "status": [
        "createdAt": .string(Timestamp(seconds: clock.seconds).text),
        "due": .string(Timestamp(seconds: clock.seconds + 83).text), "attemptNumber": 1,
        "failureReason": .string(
          "Failed to fetch \(url): error sending request for url (\(url))"
        ),
        "@type": "Retry",
      ],
    ]
    insertNew("Task", task)
  }

  private func changeSingleton(_ type: String, _ change: (inout JSONObject) -> Void) {
    var settings = singleton(type)
    change(&settings)
    putSingleton(type, settings)
  }
}
