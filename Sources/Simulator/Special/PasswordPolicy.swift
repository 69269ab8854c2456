// SPDX-License-Identifier: MIT

/// What the server thinks of passwords.
enum PasswordPolicy {
  private static let hashPrefixes = [
    "$argon2", "$pbkdf2", "$scrypt", "$2a$", "$2b$", "$2x$", "$2y$", "$6$", "$5$", "$1$", "$sha1",
    "$app$", "{SHA", "{SSHA", "{CRYPT}", "{PLAIN", "{CLEAR", "{MD5}",
  ]

  /// Whether a text is stored as it is, because it looks like a hash.
  static func isHash(_ secret: String) -> Bool {
    hashPrefixes.contains { secret.hasPrefix($0) }
  }
}

extension String {
  /// Whether both texts have the same bytes.
  func isEqualBytes(_ other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
