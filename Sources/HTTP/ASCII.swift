// SPDX-License-Identifier: MIT

/// A byte in lower case, if it is an ASCII capital.
///
/// Schemes, hosts and field names are compared so, whatever the language of the
/// person is (RFC 3986, section 6.2.2.1).
func asciiLowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// A text with its ASCII capitals in lower case; all else stays as it is.
func asciiLowercased(_ text: some StringProtocol) -> String {
  String(decoding: text.utf8.map { asciiLowercased($0) }, as: UTF8.self)
}

/// Whether two texts differ in nothing but the case of ASCII letters.
func equalsIgnoringCase(_ one: String, _ other: String) -> Bool {
  one.utf8.elementsEqual(other.utf8) { asciiLowercased($0) == asciiLowercased($1) }
}
