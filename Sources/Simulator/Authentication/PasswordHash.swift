// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The notations of hashed passwords.
enum PasswordHash {
  private static let prefixes = [
    "$argon2", "$pbkdf2", "$scrypt", "$2a$", "$2b$", "$2x$", "$2y$", "$6$", "$5$", "$1$", "$sha1",
    "$app$", "{SHA", "{SSHA", "{CRYPT}", "{PLAIN", "{CLEAR", "{MD5}",
  ]

  /// Whether a text counts as a hash, by its beginning alone, and is stored as it is.
  static func isNotation(_ text: String) -> Bool { prefixes.contains { text.hasPrefix($0) } }

  /// Whether a password has a hash; false for the kinds that only the real server knows.
  static func matches(_ secret: String, _ stored: String) -> Bool {
    guard stored.hasPrefix("{"), let end = stored.firstIndex(of: "}") else {
      return CryptLibrary.matches(secret, hash: stored)
    }
    let scheme = stored[stored.index(after: stored.startIndex)..<end].uppercased()
    let rest = String(stored[stored.index(after: end)...])
    switch scheme {
    case "PLAIN", "CLEAR", "CLEARTEXT": return rest.hasSameBytes(as: secret)
    case "CRYPT": return CryptLibrary.matches(secret, hash: rest)
    default: break
    }
    guard let function = functions[scheme], let bytes = Base64.decode(rest) else { return false }
    let hash = bytes.prefix(function.length)
    // What follows the hash is the salt.
    let salt = bytes.dropFirst(function.length)
    return function.hash(Array(secret.utf8) + salt) == Array(hash)
  }

  private static let functions: [String: HashFunction] = [
    "SHA": .sha1, "SSHA": .sha1, "SHA256": .sha256, "SSHA256": .sha256, "SHA512": .sha512,
    "SSHA512": .sha512,
  ]
}
