// SPDX-License-Identifier: MIT

internal import JSON

/// The session object (RFC 8620, section 2) of a caller, or of nobody.
extension Service {
  func session(for caller: Caller?) -> JSONValue {
    let base = baseURL
    var accounts: JSONObject = [:]
    var primary: JSONObject = [:]
    if let caller {
      let id = ObjectID(value: caller.accountID).text
      let capabilities = SessionDocument.accountCapabilities(
        of: caller,
        in: caller.accountID,
        limits: engine.limits
      )
      accounts[id] = SessionDocument.account(caller.name, isPersonal: true, capabilities)
      primary = capabilities.mapValues { _ in .string(id) }
      for group in caller.groupIDs.sorted() {
        guard let account = store.loginAccount(id: group) else { continue }
        let capabilities = SessionDocument.accountCapabilities(
          of: caller,
          in: group,
          limits: engine.limits
        )
        accounts[ObjectID(value: group).text] =
          SessionDocument.account(account.emailAddress, isPersonal: false, capabilities)
      }
    }
    return [
      "capabilities": .object(
        SessionDocument.capabilities(
          limits: engine.limits,
          base: base,
          hasPushKey: mode == .normal
        )
      ),
      "accounts": .object(accounts), "primaryAccounts": .object(primary),
      "username": .string(caller?.name ?? ""), "apiUrl": .string("\(base)/jmap/"),
      "downloadUrl": .string("\(base)/jmap/download/{accountId}/{blobId}/{name}?accept={type}"),
      "uploadUrl": .string("\(base)/jmap/upload/{accountId}/"),
      "eventSourceUrl": .string(
        "\(base)/jmap/eventsource/?types={types}&closeafter={closeafter}&ping={ping}"
      ), "state": .string(caller.map { SessionDocument.state(of: $0, start: starts) } ?? "0"),
    ]
  }
}

/// The parts of the session object.
enum SessionDocument {
  /// A hash of the caller's memberships and of the server's start, as lower-case hexadecimal digits.
  static func state(of caller: Caller, start: UInt32) -> String {
    var hash: UInt32 = 0x811C_9DC5 &* start
    for group in caller.groupIDs.sorted() {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash = (hash ^ UInt32(group >> shift & 0xFF)) &* 0x0100_0193
      }
    }
    return String(hash ^ 0x5A17_2F4C, radix: 16)
  }

  static func account(
    _ name: String,
    isPersonal: Bool,
    _ capabilities: JSONObject
  ) -> JSONValue {
    [
      "name": .string(name), "isPersonal": .bool(isPersonal), "isReadOnly": false,
      "accountCapabilities": .object(capabilities),
    ]
  }

  private static func number(_ value: Int?) -> JSONValue {
    .number(JSONNumber(value ?? Int(UInt32.max)))
  }

  /// What the server can do.
  static func capabilities(
    limits: JMAPEngine.Limits,
    base: String,
    hasPushKey: Bool
  ) -> JSONObject {
    var capabilities: JSONObject = [
      "urn:ietf:params:jmap:core": [
        "maxSizeUpload": number(limits.maxSizeUpload),
        "maxConcurrentUpload": number(limits.maxConcurrentUpload),
        "maxSizeRequest": number(limits.maxSizeRequest),
        "maxConcurrentRequests": number(limits.maxConcurrentRequests),
        "maxCallsInRequest": number(limits.maxCallsInRequest),
        "maxObjectsInGet": number(limits.maxObjectsInGet),
        "maxObjectsInSet": number(limits.maxObjectsInSet),
        "collationAlgorithms": ["i;ascii-numeric", "i;ascii-casemap", "i;unicode-casemap"],
      ]
    ]
    for name in [
      "mail", "calendars", "calendars:parse", "contacts", "contacts:parse", "filenode",
      "principals", "principals:availability", "submission", "vacationresponse", "sieve", "blob",
      "quota", "emailpush",
    ] {
      capabilities["urn:ietf:params:jmap:\(name)"] =
        name == "sieve" ? ["implementation": "Stalwart v1.0.0"] : [:]
    }
    if hasPushKey {
      capabilities["urn:ietf:params:jmap:webpush-vapid"] = [
        "applicationServerKey":
          "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
      ]
    }
    let socket = base.hasPrefix("http") ? "ws" + base.dropFirst(4) : "ws"
    capabilities["urn:ietf:params:jmap:websocket"] = [
      "url": .string("\(socket)/jmap/ws"), "supportsPush": true,
    ]
    return capabilities
  }

  /// What the caller can do in an account.
  static func accountCapabilities(
    of caller: Caller,
    in account: UInt64,
    limits: JMAPEngine.Limits
  ) -> JSONObject {
    var capabilities: JSONObject = [:]
    for (name, permission) in permissions where permission.map(caller.may) ?? true {
      let full = name == "stalwart" ? "urn:stalwart:jmap" : "urn:ietf:params:jmap:\(name)"
      capabilities[full] = details(name, account, limits)
    }
    return capabilities
  }

  /// The capabilities of an account in order, and the permission that each needs.
  private static let permissions: [(name: String, permission: String?)] = [
    ("mail", "jmapEmailGet"), ("submission", "jmapEmailSubmissionGet"),
    ("vacationresponse", "jmapVacationResponseGet"), ("contacts", "jmapContactCardGet"),
    ("contacts:parse", "jmapContactCardParse"), ("calendars", "jmapCalendarEventGet"),
    ("calendars:parse", "jmapCalendarEventParse"), ("websocket", nil),
    ("sieve", "jmapSieveScriptGet"), ("blob", "jmapBlobGet"), ("quota", "jmapQuotaGet"),
    ("principals", nil), ("principals:availability", nil), ("filenode", "jmapFileNodeGet"),
    ("mail:share", "jmapEmailGet"), ("stalwart", nil), ("emailpush", "jmapEmailGet"),
  ]

  private static func details(
    _ name: String,
    _ account: UInt64,
    _ limits: JMAPEngine.Limits
  ) -> JSONValue {
    switch name {
    case "principals":
      return ["currentUserPrincipalId": .string(ObjectID(value: account).text)]
    case "blob":
      // Base 64 makes four bytes of three, and some room is left for the call around them.
      let encoded = limits.maxSizeRequest
      return [
        "maxSizeBlobSet": number(max(0, encoded / 4 * 3 + encoded % 4 * 3 / 4 - 512)),
        "maxDataSources": number(limits.maxCallsInRequest),
        "supportedTypeNames": ["Email", "Thread", "SieveScript"],
        "supportedDigestAlgorithms": ["sha", "sha-256", "sha-512"],
      ]
    default: return fixed[name] ?? [:]
    }
  }

  private static let fixed: [String: JSONValue] = [
    "mail": [
      "maxMailboxesPerEmail": .null, "maxMailboxDepth": 10, "maxSizeMailboxName": 255,
      "maxSizeAttachmentsPerEmail": 50_000_000,
      "emailQuerySortOptions": [
        "receivedAt", "size", "from", "to", "subject", "sentAt", "hasKeyword",
        "allInThreadHaveKeyword", "someInThreadHaveKeyword",
      ], "mayCreateTopLevelMailbox": true,
    ],
    "submission": [
      "maxDelayedSend": 2_592_000,
      "submissionExtensions": [
        "FUTURERELEASE": [], "SIZE": [], "DSN": [], "DELIVERYBY": [], "MT-PRIORITY": ["MIXER"],
        "REQUIRETLS": [],
      ],
    ],
    "contacts": ["maxAddressBooksPerCard": .null, "mayCreateAddressBook": true],
    "calendars": [
      "maxCalendarsPerEvent": .null, "minDateTime": "0001-01-01T00:00:00Z",
      "maxDateTime": "9999-12-31T23:59:59Z", "maxExpandedQueryDuration": "P52W1D",
      "maxParticipantsPerEvent": 20, "mayCreateCalendar": true,
    ],
    "principals:availability": ["maxAvailabilityDuration": "P52W1D"],
    "sieve": [
      "maxSizeScriptName": 512, "maxSizeScript": 102_400, "maxNumberScripts": 100,
      "maxNumberRedirects": 1,
      "sieveExtensions": .array(sieveExtensions.split(separator: " ").map { .string(String($0)) }),
      "notificationMethods": ["mailto"], "externalLists": .null,
    ],
    "filenode": [
      "maxFileNodeDepth": .null, "maxSizeFileNodeName": 255,
      "forbiddenNameChars": "/<>:\"\\|?*", "forbiddenNodeNames": .array(forbiddenNames),
      "fileNodeQuerySortOptions": ["name", "size", "nodeType"],
      "mayCreateTopLevelFileNode": true, "caseInsensitiveNames": false, "webTrashUrl": .null,
      "webUrlTemplate": .null, "webWriteUrlTemplate": .null,
    ],
  ]

  private static let sieveExtensions =
    "body comparator-elbonia comparator-i;ascii-casemap comparator-i;ascii-numeric "
    + "comparator-i;octet convert copy date duplicate editheader enclose encoded-character "
    + "enotify envelope envelope-deliverby envelope-dsn environment ereject extlists extracttext "
    + "fcc fileinto foreverypart ihave imap4flags imapsieve include index mailbox mailboxid "
    + "mboxmetadata mime redirect-deliverby redirect-dsn regex reject relational replace "
    + "servermetadata spamtest spamtestplus special-use subaddress vacation vacation-seconds "
    + "variables virustest"

  /// The names that a file may not have on some system.
  private static let forbiddenNames: [JSONValue] =
    [".", "..", "CON", "PRN", "AUX", "NUL"]
    + ["COM", "LPT"].flatMap { port in (0...9).map { .string("\(port)\($0)") } }
}
