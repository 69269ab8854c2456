// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// DNS providers, and the settings that each insists on.
struct DnsServerType: TypeBehaviour {
  /// Refuses settings that no client could be built of.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    func failure(_ reason: String) -> SetError {
      .invalidProperties("Failed to build DNS server: \(reason)")
    }
    let variant = object["@type"]?.string ?? ""
    for member in object {
      if case .failure(let error) = SecretSource.read(member.value, on: call.store.disk) {
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
    text.utf8.enumerated().first { !Base64.isDigit($0.element) }.map { ($0.element, $0.offset) }
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

  /// What each provider's client says of settings that lack something.
  private static let incomplete = Dictionary(
    uniqueKeysWithValues: FactFile(PackageResources.dns_servers_txt).rows
      .map { ($0.name, $0.text) }
  )
}
