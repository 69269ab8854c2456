// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// Adds what a server makes at its first start: each type of which there is nothing yet.
  func seedFirstStart() {
    guard mode != .bootstrap else { return }
    seedDataStore()
    let present = Set(storedTypes + storedSingletons)
    seed(
      "Application",
      unless: present,
      [
        "description": "Stalwart Web Interface",
        "resourceUrl":
          "https://github.com/stalwartlabs/webui/releases/latest/download/webui.zip",
        "urlPrefix": ["/admin": true, "/account": true], "autoUpdateFrequency": 2_592_000_000,
      ]
    )
    guard mode == .normal else { return }
    if !present.contains("Role") { seedRoles() }
    seedDelivery(present)
    if !present.contains("NetworkListener") { seedListeners() }
    seedServices(present)
  }

  /// Adds what the configuration file says of the database, which a running server always has.
  func seedDataStore() {
    guard mode != .bootstrap, !hasSingleton("DataStore"),
      let shape = schema.types["DataStore"]?.shape
    else { return }
    var settings = defaults.object(variant: "Sqlite", of: shape)
    settings["path"] = .string(dataStorePath)
    putSingleton("DataStore", settings)
  }

  private func seedRoles() {
    for role in DefaultRoles.stretches {
      let names = DefaultRoles.permissions(role.permissions, of: schema.permissions)
      seed(
        "Role",
        [
          "description": .string(role.description),
          "enabledPermissions": .object(JSONObject(names.map { ($0, JSONValue.bool(true)) })),
        ]
      )
    }
    changeSingleton("Authentication") { settings in
      settings["defaultUserRoleIds"] = ["b": true]
      settings["defaultGroupRoleIds"] = ["c": true]
      settings["defaultTenantRoleIds"] = ["d": true, "b": true]
      settings["defaultAdminRoleIds"] = ["e": true, "b": true]
    }
  }

  private func seedDelivery(_ present: Set<String>) {
    let queues: [(String, String, Int)] = [
      ("local", "Local delivery queue", 25), ("remote", "Remote delivery queue", 50),
      ("dsn", "Delivery Status Notification delivery queue", 5),
      ("report", "DMARC and TLS report delivery queue", 5),
    ]
    for (index, queue) in queues.enumerated() {
      seed(
        "MtaVirtualQueue",
        unless: present,
        [
          "name": .string(queue.0), "description": .string(queue.1),
          "threadsPerNode": .number(JSONNumber(queue.2)),
        ],
        id: UInt64(index)
      )
    }
    if !present.contains("MtaDeliverySchedule") { seedSchedules() }
    seed(
      "MtaRoute",
      unless: present,
      [
        "@type": "Mx", "name": "mx", "description": "MX delivery route",
        "ipLookupStrategy": "v4ThenV6", "maxMxHosts": 2,
      ]
    )
    seed(
      "MtaRoute",
      unless: present,
      ["@type": "Local", "name": "local", "description": "Local delivery route"]
    )
    seed(
      "MtaTlsStrategy",
      unless: present,
      [
        "name": "invalid-tls", "allowInvalidCerts": true,
        "description": "Allow invalid TLS certificates",
      ]
    )
    seed(
      "MtaTlsStrategy",
      unless: present,
      ["name": "default", "description": "Default TLS settings"]
    )
    seed(
      "MtaConnectionStrategy",
      unless: present,
      ["name": "default", "description": "Default connection strategy"]
    )
    if !present.contains("MtaInboundThrottle") { seedThrottles() }
  }

  private func seedSchedules() {
    let ttl: JSONValue = ["expire": 259_200_000, "@type": "Ttl"]
    let intervals: JSONValue = [
      "0": ["duration": 900_000], "1": ["duration": 1_800_000], "2": ["duration": 3_600_000],
      "3": ["duration": 7_200_000],
    ]
    let schedules: [(String, String, JSONValue, JSONValue)] = [
      ("local", "Local delivery schedule", ttl, ["@type": "Default"]),
      ("remote", "Remote delivery schedule", ttl, ["@type": "Default"]),
      (
        "dsn", "Delivery Status Notification delivery schedule",
        ["maxAttempts": 10, "@type": "Attempts"], ["intervals": intervals, "@type": "Custom"]
      ),
    ]
    for (index, schedule) in schedules.enumerated() {
      seed(
        "MtaDeliverySchedule",
        [
          "name": .string(schedule.0), "description": .string(schedule.1), "expiry": schedule.2,
          "retry": schedule.3, "queueId": .string(ObjectID(value: UInt64(index)).text),
        ],
        id: UInt64(index)
      )
    }
  }

  private func seedThrottles() {
    let always: JSONValue = ["match": [:], "else": "true"]
    seed(
      "MtaInboundThrottle",
      [
        "description": "Sender IP throttle", "key": ["remoteIp": true], "match": always,
        "rate": ["count": 5, "period": 1000],
      ]
    )
    seed(
      "MtaInboundThrottle",
      [
        "description": "Sender address to recipient throttle",
        "key": ["senderDomain": true, "rcpt": true], "match": always,
        "rate": ["count": 25, "period": 3_600_000],
      ]
    )
  }

  private func seedListeners() {
    let listeners: [(name: String, port: Int, protocol: String, isImplicit: Bool)] = [
      ("smtp", 25, "smtp", false), ("submissions", 465, "smtp", true),
      ("imaps", 993, "imap", true), ("pop3s", 995, "pop3", true),
      ("sieve", 4190, "manageSieve", false), ("https", 443, "http", true),
      ("http", 8080, "http", false),
    ]
    for listener in listeners {
      seed(
        "NetworkListener",
        [
          "name": .string(listener.name), "protocol": .string(listener.protocol),
          "bind": .object(JSONObject([("[::]:\(listener.port)", JSONValue.bool(true))])),
          "tlsImplicit": .bool(listener.isImplicit),
        ]
      )
    }
  }

  private func seedServices(_ present: Set<String>) {
    seed(
      "Tracer",
      unless: present,
      ["@type": "Log", "path": "/var/log/stalwart", "prefix": "stalwart.log", "ansi": false]
    )
    if !present.contains("Asn"), let asn = schema.types["Asn"]?.shape {
      var settings = defaults.object(variant: "Resource", of: asn)
      let base = "https://github.com/sapics/ip-location-db/releases/download/latest/"
      settings["asnUrls"] = .object(
        JSONObject([4, 6].map { ("\(base)origin-asn-ipv\($0).csv", JSONValue.bool(true)) })
      )
      settings["geoUrls"] = .object(
        JSONObject([4, 6].map { ("\(base)user-country-ipv\($0).csv", JSONValue.bool(true)) })
      )
      putSingleton("Asn", settings)
    }
    if singleton("Jmap")["webPushKey"]?["@type"]?.string ?? "None" == "None"
      || !present.contains("Jmap")
    {
      changeSingleton("Jmap") { $0["webPushKey"] = ["secret": "key", "@type": "Text"] }
    }
    if !hasOAuthKeys {
      changeSingleton("OidcProvider") { settings in
        settings["signatureAlgorithm"] = "es256"
        settings["encryptionKey"] = ["secret": "key", "@type": "Value"]
        settings["signatureKey"] = ["secret": "key", "@type": "Text"]
      }
    }
    for type in ["TracingStore", "MetricsStore"] where !present.contains(type) {
      if let shape = schema.types[type]?.shape {
        putSingleton(type, defaults.object(variant: "Default", of: shape))
      }
    }
    let isQueued = objects("Task").contains {
      $0.value["@type"]?.string == "SpamFilterMaintenance"
    }
    guard !isQueued else { return }
    seed(
      "Task",
      ["@type": "SpamFilterMaintenance", "maintenanceType": "updateRules", "status": retryStatus]
    )
  }

  /// Whether there are keys to make tokens with.
  var hasOAuthKeys: Bool { hasSingleton("OidcProvider") }

  private var retryStatus: JSONValue {
    let url =
      "https://github.com/stalwartlabs/spam-filter/releases/latest/download/"
      + "spam-filter-rules.json.gz"
    return [
      "createdAt": .string(Timestamp(seconds: clock.seconds).text),
      "due": .string(Timestamp(seconds: clock.seconds + 83).text), "attemptNumber": 1,
      "failureReason": .string("Failed to fetch \(url): error sending request for url (\(url))"),
      "@type": "Retry",
    ]
  }

  private func changeSingleton(_ type: String, _ change: (inout JSONObject) -> Void) {
    var settings = singleton(type)
    change(&settings)
    putSingleton(type, settings)
  }

  /// Stores an object made of defaults and some values, unless there are objects of its type.
  private func seed(
    _ type: String,
    unless present: Set<String> = [],
    _ values: JSONObject,
    id: UInt64? = nil
  ) {
    guard !present.contains(type), let shape = schema.types[type]?.shape else { return }
    var object =
      if let variant = values["@type"]?.string {
        defaults.object(variant: variant, of: shape)
      } else {
        defaults.object(shape)
      }
    for member in values { object[member.name] = member.value }
    if let id { put(type, id, object) } else { insert(type, object) }
  }
}
