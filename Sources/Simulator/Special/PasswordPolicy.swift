// SPDX-License-Identifier: MIT

/// What the server thinks of passwords.
enum PasswordPolicy {
  private static let hashPrefixes = [
    "$argon2", "$pbkdf2", "$scrypt", "$2a$", "$2b$", "$2x$", "$2y$", "$6$", "$5$", "$1$", "$sha1",
    "$app$", "{SHA", "{SSHA", "{CRYPT}", "{PLAIN", "{CLEAR", "{MD5}", "_",
  ]

  /// Whether a text is stored as it is, because it looks like a hash.
  static func isHash(_ secret: String) -> Bool {
    hashPrefixes.contains { secret.hasPrefix($0) && $0 != "_" }
  }

  /// Whether a secret is the one that is stored; of hashes only the plain ones can be compared.
  static func matches(_ secret: String, stored: String) -> Bool {
    for prefix in ["{PLAIN}", "{CLEAR}", "{plain}", "{clear}"] where stored.hasPrefix(prefix) {
      return stored.dropFirst(prefix.count) == secret
    }
    return !isHash(stored) && stored.isEqualBytes(secret)
  }

  /// Why a password is easy to guess; nil if it is not.
  static func weakness(of secret: String) -> String? {
    let lowered = secret.lowercased()
    let more = "Add another word or two. Uncommon words are better."
    if Set(lowered).count == 1 {
      return "Repeats like \"aaa\" are easy to guess. \(more) Avoid repeated words and characters."
    }
    if let rank = commonPasswords.firstIndex(of: lowered) {
      return rank < 10
        ? "This is a top-10 common password. \(more)"
        : "This is a top-100 common password. \(more)"
    }
    if isSequence(lowered) {
      return "Sequences like abc or 6543 are easy to guess. \(more) Avoid sequences."
    }
    return nil
  }

  private static func isSequence(_ text: String) -> Bool {
    let bytes = Array(text.utf8).map(Int.init)
    guard bytes.count > 2 else { return false }
    let step = bytes[1] - bytes[0]
    return abs(step) == 1 && zip(bytes, bytes.dropFirst()).allSatisfy { $1 - $0 == step }
  }

  private static let commonPasswords = [
    "password", "123456", "12345678", "1234", "qwerty", "12345", "dragon", "pussy", "baseball",
    "football", "letmein", "monkey", "696969", "abc123", "mustang", "michael", "shadow", "master",
    "jennifer", "111111", "2000", "jordan", "superman", "harley", "1234567", "123456789",
    "iloveyou", "princess", "welcome", "sunshine", "trustno1", "passw0rd", "password1",
    "qwertyuiop", "11111111", "computer", "starwars", "whatever", "1234567890", "qwerty123",
  ]
}

extension String {
  /// Whether both texts have the same bytes.
  func isEqualBytes(_ other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
