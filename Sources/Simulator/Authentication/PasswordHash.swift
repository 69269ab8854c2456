// SPDX-License-Identifier: MIT

internal import JSON

/// The notations of hashed passwords.
enum PasswordHash {
  private static let prefixes = [
    "$argon2", "$pbkdf2", "$scrypt", "$2a$", "$2b$", "$2x$", "$2y$", "$6$", "$5$", "$1$", "$sha1",
    "$app$", "{SHA", "{SSHA", "{CRYPT}", "{PLAIN", "{CLEAR", "{MD5}",
  ]

  /// Whether a text counts as a hash, by its beginning alone, and is stored as it is.
  static func isNotation(_ text: String) -> Bool { prefixes.contains { text.hasPrefix($0) } }

  /// Whether a password has a hash.
  static func matches(_ secret: String, _ stored: String) -> Bool {
    if stored.hasPrefix("{") { return matchesScheme(secret, stored) }
    let parts = stored.split(separator: "$").map(String.init)
    guard let name = parts.first else { return false }
    let password = Array(secret.utf8)
    if name.hasPrefix("argon2") { return matchesArgon2(password, name, parts.dropFirst()) }
    if name == "pbkdf2" || name.hasPrefix("pbkdf2-") {
      return matchesPBKDF2(password, name, parts.dropFirst())
    }
    if name == "scrypt" { return matchesScrypt(password, parts.dropFirst()) }
    return CryptLibrary.matches(secret, hash: stored)
  }

  // MARK: - {SCHEME}

  private static func matchesScheme(_ secret: String, _ stored: String) -> Bool {
    guard let end = stored.firstIndex(of: "}") else { return false }
    let scheme = stored[stored.index(after: stored.startIndex)..<end].uppercased()
    let rest = String(stored[stored.index(after: end)...])
    let password = Array(secret.utf8)
    switch scheme {
    case "PLAIN", "CLEAR", "CLEARTEXT": return rest.isIdenticalText(to: secret)
    case "CRYPT": return CryptLibrary.matches(secret, hash: rest)
    default: break
    }
    guard let function = functions[scheme], let bytes = bytes(rest) else { return false }
    let hash = bytes.prefix(function.length)
    // What follows the hash is the salt.
    return function.hash(password + bytes.dropFirst(function.length)) == Array(hash)
  }

  private static let functions: [String: HashFunction] = [
    "SHA": .sha1, "SSHA": .sha1, "SHA256": .sha256, "SSHA256": .sha256, "SHA512": .sha512,
    "SSHA512": .sha512, "MD5": .md5,
  ]

  // MARK: - $name$parameters$salt$hash

  private static func matchesArgon2(
    _ password: [UInt8],
    _ name: String,
    _ parts: ArraySlice<String>
  ) -> Bool {
    let kinds: [String: Argon2.Kind] = ["argon2d": .d, "argon2i": .i, "argon2id": .id]
    let numbers = parameters(parts)
    guard let kind = kinds[name], numbers["v"] ?? 0x13 == 0x13,
      let salt = parts.dropLast().last.flatMap(bytes), let hash = parts.last.flatMap(bytes),
      let memory = numbers["m"], let passes = numbers["t"], let lanes = numbers["p"]
    else { return false }
    let argon2 = Argon2(kind: kind, memory: memory, passes: passes, lanes: lanes)
    return argon2.hash(password, salt: salt, length: hash.count) == hash
  }

  private static func matchesPBKDF2(
    _ password: [UInt8],
    _ name: String,
    _ parts: ArraySlice<String>
  ) -> Bool {
    let functions: [String: HashFunction] = [
      "pbkdf2": .sha1, "pbkdf2-sha1": .sha1, "pbkdf2-sha256": .sha256, "pbkdf2-sha512": .sha512,
    ]
    let rounds = parameters(parts)["i"] ?? parts.first.flatMap { Int($0) }
    guard let function = functions[name], parts.count == 3, let rounds, rounds > 0,
      rounds <= 2_000_000, let salt = parts.dropLast().last.flatMap(bytes),
      let hash = parts.last.flatMap(bytes), !hash.isEmpty
    else { return false }
    let key = KeyDerivation.pbkdf2(
      function,
      password: password,
      salt: salt,
      rounds: rounds,
      length: hash.count
    )
    return key == hash
  }

  private static func matchesScrypt(_ password: [UInt8], _ parts: ArraySlice<String>) -> Bool {
    let numbers = parameters(parts)
    guard parts.count == 3, let logarithm = numbers["ln"], (1...20).contains(logarithm),
      let size = numbers["r"], (1...64).contains(size), let lanes = numbers["p"],
      (1...64).contains(lanes), size << logarithm <= 1 << 20,
      let salt = parts.dropLast().last.flatMap(bytes),
      let hash = parts.last.flatMap(bytes), !hash.isEmpty
    else { return false }
    let key = KeyDerivation.scrypt(
      password: password,
      salt: salt,
      logarithm: logarithm,
      blockSize: size,
      lanes: lanes,
      length: hash.count
    )
    return key == hash
  }

  /// The numbers of parts such as `m=19456,t=2,p=1`.
  private static func parameters(_ parts: ArraySlice<String>) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for part in parts.dropLast(2) {
      for word in part.split(separator: ",") {
        let pair = word.split(separator: "=")
        if pair.count == 2, let number = Int(pair[1]), number >= 0 {
          numbers[String(pair[0])] = number
        }
      }
    }
    return numbers
  }

  /// Base 64 with or without the padding; some write a dot for the plus.
  private static func bytes(_ text: String) -> [UInt8]? {
    let plain = String(text.compactMap { $0 == "." ? "+" : $0 == "=" ? nil : $0 })
    return Base64.decode(plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
  }
}
