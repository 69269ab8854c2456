// SPDX-License-Identifier: MIT

internal import JSON

/// The session object (RFC 8620, section 2) of a caller, or of nobody.
extension Service {
  func session(for caller: Caller?) -> JSONValue {
    let base = baseURL
    var accounts: JSONObject = [:]
    var primary: JSONObject = [:]
    func add(_ account: UInt64, _ name: String, of caller: Caller) {
      let capabilities = SessionDocument.accountCapabilities(
        of: caller,
        in: account,
        limits: engine.limits
      )
      let isPersonal = account == caller.accountID
      let id = ObjectID(value: account).text
      accounts[id] = [
        "name": .string(name), "isPersonal": .bool(isPersonal), "isReadOnly": false,
        "accountCapabilities": .object(capabilities),
      ]
      if isPersonal { primary = capabilities.mapValues { _ in .string(id) } }
    }
    if let caller {
      add(caller.accountID, caller.name, of: caller)
      for group in caller.groupIDs.sorted() {
        if let account = store.loginAccount(id: group) {
          add(group, account.emailAddress, of: caller)
        }
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

  /// The capabilities of the server, and those of an account with the permission that each needs.
  private static let content = FactFile(PackageResources.session_json).object

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
    for capability in content["server"]?.object ?? [:] {
      capabilities[capability.name] = capability.value
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
    for capability in content["account"]?.array ?? [] {
      guard let name = capability["name"]?.string,
        capability["permission"]?.string.map(caller.may) ?? true
      else { continue }
      capabilities[name] = details(name, capability["details"]?.object ?? [:], account, limits)
    }
    return capabilities
  }

  /// What the file says of a capability, and what depends on the account or the limits.
  private static func details(
    _ name: String,
    _ known: JSONObject,
    _ account: UInt64,
    _ limits: JMAPEngine.Limits
  ) -> JSONValue {
    switch name {
    case "urn:ietf:params:jmap:principals":
      return ["currentUserPrincipalId": .string(ObjectID(value: account).text)]
    case "urn:ietf:params:jmap:blob":
      // Base 64 makes four bytes of three, and some room is left for the call around them.
      let encoded = limits.maxSizeRequest
      var details: JSONObject = [
        "maxSizeBlobSet": number(max(0, encoded / 4 * 3 + encoded % 4 * 3 / 4 - 512)),
        "maxDataSources": number(limits.maxCallsInRequest),
      ]
      for member in known { details[member.name] = member.value }
      return .object(details)
    default: return .object(known)
    }
  }
}
