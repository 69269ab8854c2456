// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The DNS records that a domain should have.
enum ZoneFile {
  /// The records as text.
  static func text(of id: UInt64, in store: RegistryStore) -> String {
    guard let domain = store.object("Domain", id), let name = domain["name"]?.string else {
      return ""
    }
    let host = hostname(store)
    var lines = signatures(of: id, name, in: store)
    if host.hasSuffix(".\(name)") { lines.append("\(host). IN TXT \"v=spf1 a -all\"") }
    lines += ["\(name). IN TXT \"v=spf1 mx -all\"", "\(name). IN MX 10 \(host)."]
    let report = reportAddress(domain["reportAddressUri"]?.string, name)
    let rua = report.map { "; rua=\($0)" } ?? ""
    lines.append("_dmarc.\(name). IN TXT \"v=DMARC1; p=reject\(rua)\"")
    for (service, port) in services {
      lines.append("_\(service)._tcp.\(name). IN SRV 0 1 \(port) \(host).")
    }
    let identifier = policyID(host, store)
    let digest = configurationDigest(host, store)
    lines += [
      "mta-sts.\(name). IN CNAME \(host).",
      "_mta-sts.\(name). IN TXT \"v=STSv1; id=\(identifier)\"",
      "_smtp._tls.\(name). IN TXT \"v=TLSRPTv1\(rua)\"",
      "ua-auto-config.\(name). IN CNAME \(host).",
      "_ua-auto-config.\(name). IN TXT \"v=UAAC1; a=sha256; d=\(digest)\"",
      "autoconfig.\(name). IN CNAME \(host).",
      "autodiscover.\(name). IN CNAME \(host).",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The id of the policy for mail transport (RFC 8461), which follows the host and the settings.
  ///
  /// How the server computes it is not known; for the standard host its own values are given.
  private static func policyID(_ host: String, _ store: RegistryStore) -> String {
    if host == standardHost {
      return store.hasReloaded ? "6649334383955330841" : "138449342089700316"
    }
    let text =
      "\(host) \(store.hasReloaded) \(JSONValue.object(store.singleton("MtaSts")).serialized())"
    let digest = HashFunction.sha256.hash(Array(text.utf8))
    return "\(digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })"
  }

  /// The digest of what mail programs are told to use, which follows the host and the listeners.
  ///
  /// How the server computes it is not known; for the standard host its own values are given.
  private static func configurationDigest(_ host: String, _ store: RegistryStore) -> String {
    if host == standardHost {
      return store.mode == .normal
        ? "MVKMmUmfg8RQI9RZpmRXVzAjZn7/VuwYLe1QGJYphQ0="
        : "UHc1Re/el/cbEgBDozXvOY/qA16SUePvDIbUU8WEnsM="
    }
    return Base64.encode(HashFunction.sha256.hash(Array("\(host) \(store.mode.rawValue)".utf8)))
  }

  private static let standardHost = "mail.example.org"

  private static let services = [
    ("caldavs", 443), ("carddavs", 443), ("imaps", 993), ("jmap", 443), ("pop3s", 995),
    ("submissions", 465),
  ]

  private static func hostname(_ store: RegistryStore) -> String {
    let stored = store.singleton("SystemSettings")["defaultHostname"]?.string ?? ""
    return stored.isEmpty ? "mail.example.org" : stored
  }

  private static func reportAddress(_ uri: String?, _ domain: String) -> String? {
    guard let uri, !uri.isEmpty else { return nil }
    return uri.hasPrefix("mailto:") && !uri.contains("@") ? "\(uri)@\(domain)" : uri
  }

  private static func signatures(
    of id: UInt64,
    _ name: String,
    in store: RegistryStore
  ) -> [String] {
    let domain = ObjectID(value: id).text
    let target = SetError.Reference(type: "Domain", id: id)
    return store.holders(of: target).compactMap { holder in
      guard
        holder.type == "DkimSignature", let signature = store.object(holder.type, holder.id),
        signature["domainId"]?.string == domain
      else { return nil }
      let selector = signature["selector"]?.string ?? ""
      let isRSA = signature["@type"]?.string?.containsBytes("Rsa") ?? false
      let key = signature["publicKey"]?.string ?? DkimPublicKey.text(for: signature)
      return "\(selector)._domainkey.\(name). IN TXT \"v=DKIM1; k=\(isRSA ? "rsa" : "ed25519");"
        + " h=sha256; p=\(key)\""
    }
  }
}
