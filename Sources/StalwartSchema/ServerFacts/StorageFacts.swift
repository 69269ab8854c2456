// SPDX-License-Identifier: MIT

/// What the server does with values that it is given.
///
/// Seen on 0.16.19.
extension SchemaPlace {
  /// Whether the server takes a value here and never gives it back, not even masked.
  var isNeverReturned: Bool {
    guard !isEntry else { return false }
    switch (owner.withoutPrefix, property) {
    case ("AcmeProvider", "eabKeyId"), ("AcmeProvider", "eabHmacKey"),
      ("MaskedEmail", "emailPrefix"), ("MaskedEmail", "emailDomain"),
      ("DnsServerCloudflare", "email"), ("DnsServerDnsimple", "secret"),
      ("DnsServerPorkbun", "secret"):
      return true
    default: return false
    }
  }

  /// A member of the set that stands here, as the server stores it: it completes the contacts of
  /// an ACME account.
  func completedMember(_ text: String) -> String {
    guard owner.withoutPrefix == "AcmeProvider", property == "contact",
      !text.utf8.contains(UInt8(ascii: ":"))
    else { return text }
    return "mailto:" + text
  }
}
