// SPDX-License-Identifier: MIT

/// What a certificate (RFC 5280) says of its issuer, its names and its time.
struct X509Certificate {
  /// The issuer as a list of attributes.
  let issuer: String
  /// Seconds since 1970.
  let notBefore: Int
  /// Seconds since 1970.
  let notAfter: Int
  /// The DNS names it is good for; the common name if it has none.
  let names: [String]

  /// Reads the DER form; nil if it is none.
  init?(_ der: [UInt8]) {
    guard
      let outer = DERValue(der[...]), let body = outer.children.first,
      outer.tag == 0x30, body.tag == 0x30
    else { return nil }
    var fields = body.children
    if fields.first?.tag == 0xA0 { fields.removeFirst() }
    guard fields.count >= 6, fields[3].children.count == 2 else { return nil }
    issuer = Self.distinguishedName(fields[2])
    guard
      let start = Self.time(fields[3].children[0]), let end = Self.time(fields[3].children[1])
    else { return nil }
    notBefore = start
    notAfter = end
    var names: [String] = []
    for extra in fields where extra.tag == 0xA3 {
      for entry in extra.children.first?.children ?? [] {
        names += Self.alternativeNames(entry)
      }
    }
    self.names = names.isEmpty ? Self.commonNames(fields[4]) : names
  }

  private static func alternativeNames(_ entry: DERValue) -> [String] {
    guard
      entry.children.first?.content.elementsEqual([0x55, 0x1D, 0x11]) ?? false,
      let octets = entry.children.last, let list = DERValue(octets.content)
    else { return [] }
    return list.children.compactMap { name in
      name.tag == 0x82 ? String(decoding: name.content, as: UTF8.self) : nil
    }
  }

  private static let attributes: [[UInt8]: String] = [
    [0x55, 4, 3]: "CN", [0x55, 4, 6]: "C", [0x55, 4, 7]: "L", [0x55, 4, 8]: "ST",
    [0x55, 4, 10]: "O", [0x55, 4, 11]: "OU",
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1]: "Email",
  ]

  private static func distinguishedName(_ name: DERValue) -> String {
    name.children.compactMap { set -> String? in
      guard let pair = set.children.first, pair.children.count == 2 else { return nil }
      let key = attributes[Array(pair.children[0].content)] ?? "?"
      return "\(key)=\(String(decoding: pair.children[1].content, as: UTF8.self))"
    }
    .joined(separator: ", ")
  }

  private static func commonNames(_ name: DERValue) -> [String] {
    name.children.compactMap { set in
      guard
        let pair = set.children.first, pair.children.count == 2,
        pair.children[0].content.elementsEqual([0x55, 4, 3])
      else { return nil }
      return String(decoding: pair.children[1].content, as: UTF8.self)
    }
  }

  private static func time(_ value: DERValue) -> Int? {
    var text = String(decoding: value.content, as: UTF8.self)
    if value.tag == 0x17 { text = (text < "50" ? "20" : "19") + text }
    let digits = Array(text.prefix(14))
    guard digits.count == 14 else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return Timestamp(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):"
        + "\(part(12..<14))Z"
    )?.seconds
  }
}
