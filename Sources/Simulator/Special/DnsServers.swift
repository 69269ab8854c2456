// SPDX-License-Identifier: MIT

internal import JSON

/// The settings that each DNS provider insists on.
extension JMAPEngine {
  /// Refuses settings that no client could be built of.
  func checkDnsServer(_ object: JSONObject) throws(SetError) {
    func failure(_ reason: String) -> SetError {
      .invalidProperties("Failed to build DNS server: \(reason)")
    }
    let variant = object["@type"]?.string ?? ""
    for member in object {
      if case .failure(let error) = SecretSource.read(member.value, on: store.disk) {
        throw failure(error.reason)
      }
    }
    switch variant {
    case "Deprecated1": throw failure("DNS server type no longer supported")
    case "ClouDns":
      if object["authId"]?.string == nil, object["subAuthId"]?.string == nil {
        throw failure(
          "Failed to build DNS updater: API error: ClouDNS requires either auth_id or sub_auth_id"
        )
      }
      return
    case "Hurricane":
      if object["credentials"]?.object?.isEmpty ?? true {
        throw failure(
          "Failed to build DNS updater: API error: Hurricane Electric credentials map is empty"
        )
      }
      return
    case "OracleCloud":
      let key = object["privateKeyPem"]?["secret"]?.string ?? ""
      if key.isEmpty {
        throw failure(
          "Failed to build DNS updater: Client error: Failed to parse OCI private key: Empty"
            + " private key"
        )
      }
      if PrivateKey(key) == nil, let symbol = Self.firstSymbol(key) {
        throw failure(
          "Failed to build DNS updater: Client error: Failed to parse OCI private key: Invalid"
            + " base64 in private key: Invalid symbol \(symbol.byte), offset \(symbol.offset)."
        )
      }
      return
    default: break
    }
    guard let reason = Self.incomplete[variant], Self.isIncomplete(object) else { return }
    throw failure("Failed to build DNS updater: \(reason)")
  }

  private static func firstSymbol(_ text: String) -> (byte: UInt8, offset: Int)? {
    for (offset, byte) in text.utf8.enumerated() {
      let isDigit = Base64.isDigit(byte)
      if !isDigit { return (byte, offset) }
    }
    return nil
  }

  /// Whether a text or a secret that must be there is not; a description need not.
  private static func isIncomplete(_ object: JSONObject) -> Bool {
    object.contains { member in
      guard member.name != "description" else { return false }
      if let text = member.value.string { return text.isEmpty }
      guard let inner = member.value.object else { return false }
      return inner.contains { $0.value.string?.isEmpty ?? false }
        || inner.contains { $0.value["secret"]?.string?.isEmpty ?? false }
    }
  }

  private static let incomplete = [
    "Autodns": "API error: AutoDNS username is empty",
    "BaiduCloud": "API error: BaiduCloud credentials missing",
    "Hostinger": "API error: Hostinger API token must not be empty",
    "Namecheap": "API error: Namecheap API user and API key must not be empty",
    "NameSilo": "API error: NameSilo API key must not be empty",
    "Volcengine": "API error: Volcengine credentials missing",
    "BluecatV2": "API error: Bluecat server URL is required",
    "Constellix": "API error: Constellix credentials missing",
    "Ddnss": "API error: DDNSS key is empty",
    "DnsMadeEasy": "API error: DNSMadeEasy credentials missing",
    "DuckDns": "API error: DuckDNS token is empty",
    "Dynu": "API error: Dynu API key is empty",
    "EasyDns": "API error: EasyDNS API token and key must not be empty",
    "EdgeDns": "Client error: edgedns: host is required",
    "Exoscale": "API error: Exoscale credentials missing",
    "FreeMyIp": "API error: freemyip token is empty",
    "GandiV5": "API error: Gandi personal access token must not be empty",
    "Godaddy": "API error: GoDaddy API key and secret must not be empty",
    "Hetzner": "API error: Hetzner API token must not be empty",
    "HuaweiCloud": "API error: huaweicloud: credentials missing",
    "Infoblox": "Client error: Infoblox host is required",
    "Ipv64": "API error: IPv64 API key is empty",
    "Joker": "API error: Joker API key must not be empty",
    "MythicBeasts": "API error: Mythic Beasts username and password must not be empty",
    "NameDotCom": "API error: Name.com username and API token must not be empty",
    "Nifcloud": "API error: Nifcloud credentials missing",
    "Transip": "API error: TransIP login and private key must not be empty",
    "WebSupport": "API error: WebSupport credentials missing",
    "YandexCloud":
      "API error: Yandex Cloud requires a base64-encoded service account key (iam_token_b64)",
  ]
}
