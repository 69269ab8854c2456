// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// A private key as a text: PKCS #8 (RFC 5958), or PKCS #1 (RFC 8017) for RSA.
struct PrivateKey {
  enum Algorithm {
    case rsa
    case ed25519
    case other
    /// The recordings have `removed` in place of keys, which is as good as any.
    case removed
  }

  let algorithm: Algorithm
  /// The public key as DKIM records have it (RFC 6376, RFC 8463); nil where it is not in the text.
  let publicKey: [UInt8]?

  private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1]
  private static let ed25519: [UInt8] = [0x2B, 0x65, 0x70]

  /// Reads a text; nil if it is no key.
  init?(_ text: String) {
    let labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]
    let found = labels.lazy.compactMap { label in
      PEM.body(of: text, label: label).map { (label: label, body: $0) }
    }
    .first
    if text.hasSameBytes(as: "removed") || found?.body.hasSameBytes(as: "removed") ?? false {
      algorithm = .removed
      publicKey = nil
      return
    }
    guard let found, let der = Base64.decode(found.body), let outer = DERValue(der[...]),
      outer.tag == DERValue.sequence
    else { return nil }
    let fields = outer.children
    switch found.label {
    case "RSA PRIVATE KEY":
      algorithm = .rsa
      publicKey = Self.publicKey(ofRSA: outer)
    case "PRIVATE KEY":
      guard fields.count >= 3, let identifier = fields[1].children.first else { return nil }
      if identifier.content.elementsEqual(Self.rsa) {
        algorithm = .rsa
        publicKey = DERValue(fields[2].content).flatMap(Self.publicKey)
      } else if identifier.content.elementsEqual(Self.ed25519) {
        algorithm = .ed25519
        // Some writers put the public key behind the private one.
        publicKey = fields.first { $0.tag == 0x81 }.map { Array($0.content.dropFirst()) }
      } else {
        algorithm = .other
        publicKey = nil
      }
    default:
      algorithm = .other
      publicKey = nil
    }
  }

  /// The modulus and the exponent, with the name of the algorithm (RFC 5280, section 4.1.2.7).
  private static func publicKey(ofRSA key: DERValue) -> [UInt8]? {
    let numbers = key.children
    guard numbers.count >= 3 else { return nil }
    return publicKey(modulus: Array(numbers[1].content), exponent: Array(numbers[2].content))
  }

  /// The public key of two numbers, with their signs.
  static func publicKey(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
    let pair = encoded(DERValue.sequence, encoded(0x02, modulus) + encoded(0x02, exponent))
    let name = encoded(DERValue.sequence, encoded(0x06, rsa) + [0x05, 0x00])
    return encoded(DERValue.sequence, name + encoded(0x03, [0] + pair))
  }

  private static func encoded(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
      switch count {
      case ..<0x80: [UInt8(count)]
      case ..<0x100: [0x81, UInt8(count)]
      default: [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
      }
    return [tag] + length + content
  }
}
