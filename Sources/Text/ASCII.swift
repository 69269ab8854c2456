// SPDX-License-Identifier: MIT

// What is compared without case, schemes, hosts (RFC 3986, section 6.2.2.1), field names and
// words of the schema, is ASCII: other letters are left alone, whatever the locale. All of this may
// be inlined elsewhere, because lookups would be slow if they were not specialized.

extension UInt8 {
  /// The small letter for an ASCII capital; every other byte as it is.
  @inlinable package var lowercasedASCII: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }

  /// Whether this is a space or one of the controls from tab to carriage return.
  @inlinable package var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension StringProtocol {
  /// The text with ASCII capitals as small letters.
  @inlinable package var lowercasedASCII: String {
    String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self)
  }

  /// Whether both texts are equal but for the case of ASCII letters.
  @inlinable package func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    utf8.count == other.utf8.count
      && utf8.elementsEqual(other.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
  }
}
