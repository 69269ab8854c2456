// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Certificates: here each one is self-signed, for the host of the server, and valid for a year
/// from now.
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
    guard
      body.hasSameBytes(as: "removed")
        || Base64.decode(body).flatMap({ DERValue($0[...]) })?.tag == DERValue.sequence
    else { throw unreadable("Cryptographic error: Failed to parse certificate") }
    let stored = call.store.singleton("SystemSettings")["defaultHostname"]?.string ?? ""
    let host = stored.isEmpty ? "localhost" : stored
    let now = call.clock.seconds
    object["issuer"] = .string("CN=\(host)")
    object["notValidBefore"] = .string(Timestamp(seconds: now).text)
    object["notValidAfter"] = .string(Timestamp(seconds: now + 365 * 86_400).text)
    object["subjectAlternativeNames"] = .object([host: true])
  }
}
