// SPDX-License-Identifier: MIT

/// What the server does to a text before it stores it.
enum StringRule: String, CaseIterable {
  /// Strip outer white space; nothing else left is an error.
  case trim
  /// Keep it as it is.
  case verbatim
  /// The part of an address before the `@`.
  case localPart
  /// An e-mail address.
  case email
  /// A domain name with a public suffix.
  case domain
  /// A domain name or an IP address.
  case hostname
  /// Without white space, in capitals.
  case upper
  /// Without white space, in small letters.
  case lower
}
