// SPDX-License-Identifier: MIT

/// The byte, in lower case if it is an ASCII capital.
///
/// Schemes, hosts (RFC 3986, section 6.2.2.1) and field names are compared this way,
/// whatever the locale.
func asciiLowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// The text with its ASCII capitals in lower case; everything else stays as it is.
func asciiLowercased(_ text: some StringProtocol) -> String {
  String(decoding: text.utf8.map { asciiLowercased($0) }, as: UTF8.self)
}

/// Whether two texts differ in nothing but the case of ASCII letters.
func equalsIgnoringCase(_ one: String, _ other: String) -> Bool {
  one.utf8.elementsEqual(other.utf8) { asciiLowercased($0) == asciiLowercased($1) }
}
