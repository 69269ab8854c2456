// SPDX-License-Identifier: MIT

public import JSON

/// What the server does with values that it is given.
///
/// Seen on 0.16.19.
extension SchemaPlace {
  /// Whether the server takes a value here and never gives it back, not even masked.
  var isNeverReturned: Bool {
    guard !isEntry else { return false }
    // Most properties are told apart by their name alone, which is faster.
    switch property {
    case "eabKeyId", "eabHmacKey": return owner.withoutPrefix == "AcmeProvider"
    case "emailPrefix", "emailDomain": return owner.withoutPrefix == "MaskedEmail"
    case "email": return owner.withoutPrefix == "DnsServerCloudflare"
    case "secret": return ["DnsServerDnsimple", "DnsServerPorkbun"].contains(owner.withoutPrefix)
    default: return false
    }
  }

  /// Whether an object that stands here is what the server shows where none was ever set, and
  /// refuses: an expression without a result.
  public func isUnset(_ object: JSONObject) -> Bool {
    type.isExpression && object["else"]?.string?.isEmpty == true
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
