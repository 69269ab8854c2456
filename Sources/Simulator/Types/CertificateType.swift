// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Certificates: here each one is self-signed, for the names that it holds or else the host of the
/// server, and valid for a year from now.
struct CertificateType: TypeBehaviour {
  /// Fills the properties that the server reads from the certificate.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    guard old == nil || old?["certificate"] != object["certificate"] else { return }
    func unreadable(_ reason: String) -> SetError {
      .invalidProperties("Failed to read certificate: \(reason)", "certificate")
    }
    let source = SecretSource.read(object["certificate"], on: call.store.disk)
    let text = try source.mapError { unreadable($0.reason) }.get()
    guard let body = PEM.body(of: text, label: "CERTIFICATE") else {
      throw unreadable("Cryptographic error: No certificates found in PEM")
    }
    // Recordings have `removed` in place of what is not to be shown.
    let certificate = Base64.decode(body).flatMap { DERValue($0[...]) }
    guard body.hasSameBytes(as: "removed") || certificate?.tag == DERValue.sequence else {
      throw unreadable("Cryptographic error: Failed to parse certificate")
    }
    let stored = call.store.singleton("SystemSettings")["defaultHostname"]?.string ?? ""
    let host = stored.isEmpty ? "localhost" : stored
    let now = call.clock.seconds
    object["issuer"] = .string("CN=\(host)")
    object["notValidBefore"] = .string(Timestamp(seconds: now).text)
    object["notValidAfter"] = .string(Timestamp(seconds: now + 365 * 86_400).text)
    let names = certificate.map(Self.names) ?? []
    object["subjectAlternativeNames"] = .object(
      JSONObject((names.isEmpty ? [host] : names).map { ($0, true) })
    )
  }

  /// The DNS names of a certificate (RFC 5280, section 4.2.1.6).
  private static func names(in certificate: DERValue) -> [String] {
    /// The value of the extension subjectAltName, 2.5.29.17.
    func find(_ value: DERValue) -> DERValue? {
      guard value.tag & 0x20 != 0 else { return nil }
      let parts = value.children
      if parts.first?.content.elementsEqual([0x55, 0x1D, 0x11]) == true { return parts.last }
      return parts.lazy.compactMap(find).first
    }
    guard let octets = find(certificate), let list = DERValue(octets.content) else { return [] }
    return list.children.filter { $0.tag == 0x82 }
      .map { String(decoding: $0.content, as: UTF8.self) }
  }
}
