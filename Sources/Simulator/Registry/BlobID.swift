// SPDX-License-Identifier: MIT

/// A blob id: a prefix, the digest of the bytes, and the account that reads them.
struct BlobID: Hashable {
  /// The digest of the bytes, in the digits of ids.
  var digest: String
  /// The whole text.
  var text: String

  private static let digestLength = 53

  /// Reads a text; nil if it cannot be one.
  init?(_ text: String) {
    guard
      (55...90).contains(text.utf8.count), text.utf8.first == UInt8(ascii: "e"),
      ObjectID(text) != nil
    else { return nil }
    self.text = text
    digest = String(text.dropFirst().prefix(Self.digestLength - 1))
  }

  /// Names bytes for an account.
  init(bytes: [UInt8], account: UInt64) {
    digest = Self.digest(of: bytes)
    // The end is that of the recorded ids; nothing is read from it.
    text = "e" + digest + ObjectID(value: account).text + "dmam"
  }

  /// The name of the same bytes where the server itself keeps them.
  var kept: BlobID {
    var id = self
    id.text = "e" + digest + "333333q333333333333333qc"
    return id
  }

  /// A digest that is good enough to tell test messages apart.
  private static func digest(of bytes: [UInt8]) -> String {
    var text = ""
    var seed: UInt64 = 0xCBF2_9CE4_8422_2325
    while text.utf8.count < digestLength - 1 {
      var hash = seed
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash ^= hash >> 29
      seed = hash &* 0x9E37_79B9_7F4A_7C15 &+ 1
      for shift in stride(from: 0, to: 60, by: 5) {
        text += ObjectID(value: hash >> UInt64(shift) & 31).text
      }
    }
    return String(text.prefix(digestLength - 1))
  }
}
