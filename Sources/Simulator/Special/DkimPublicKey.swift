// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The public keys of DKIM signatures (RFC 6376, section 3.6.1).
enum DkimPublicKey {
  /// The key in base 64.
  ///
  /// It is that of the private key if this is one that can be read. Else, as for keys that the
  /// simulator makes by itself, it is a text of the right form that stays the same.
  static func text(for signature: JSONObject) -> String {
    let text = signature["privateKey"]?["secret"]?.string ?? ""
    if let key = PrivateKey(text)?.publicKey { return Base64.encode(key) }
    let isRSA = signature["@type"]?.string?.containsBytes("Rsa") ?? false
    let name = (signature["selector"]?.string ?? "") + (signature["createdAt"]?.string ?? "")
    var seed = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    let bytes = (0..<(isRSA ? 256 : 32)).map { _ -> UInt8 in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: seed >> 33)
    }
    return Base64.encode(
      isRSA ? PrivateKey.publicKey(modulus: [0] + bytes, exponent: [1, 0, 1]) : bytes
    )
  }
}
