// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Testing

@testable import Simulator

/// Passwords that are stored as hashes of many kinds.
@Suite
struct PasswordHashTests {
  // The hashes of `secret` were made with Python's hashlib and Perl's crypt.
  private static let hashes = [
    "{SSHA}Wcm1xEisNjqp921ALcHfuQ7avFdzYWx0MTIzNA==",
    "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
    "{SHA256}K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
    "{SSHA512}Enu6C74BUnsH3FJ5DbcJeTfPKMqMpMZOm66wJaf/iZqtrDfdcDyFhEmcwbcWyY5CUEDqbpdskEI2yPdeCZGVPXNhbHQxMjM0",
    "{MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ==",
    "$pbkdf2-sha256$i=10,l=32$c2FsdDEyMzQ$MtbSUXDeRwv+agxYllC5tnazAt97MZU+mFHy/sdEUSM",
    "$pbkdf2-sha512$10$c2FsdDEyMzQ$1LEheNWqjAKrtuq8ij1XKlVmkHvKscCDfJErhSq0.tkmQPEra8AuIJX5W4appFwQKv1CPPARagqWo9uWG.H8zA",
    "$scrypt$ln=4,r=8,p=2$c2FsdDEyMzQ$VUqqmxT3tCdPQTyEGzZCZESDqk6lG8/++pQbMoisfEc",
    "{PLAIN}secret", "{CLEAR}secret",
    // Those of crypt(3).
    "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1",
    "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
    "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
    "$1$saltsalt$9xy1btjgzLYfb7hivXtC//",
    "{CRYPT}$1$saltsalt$9xy1btjgzLYfb7hivXtC//",
  ]

  @Test(arguments: hashes)
  func knowsThePasswordOfAHash(_ hash: String) {
    let verifier = SecretVerifier()
    #expect(PasswordHash.isNotation(hash))
    #expect(verifier.matches("secret", stored: hash))
    #expect(verifier.matches("secret", stored: hash))
    #expect(!verifier.matches("Secret", stored: hash))
    #expect(!verifier.matches(hash, stored: hash))
    #expect(!verifier.matches("", stored: hash))
  }

  @Test(arguments: [
    "$6$", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$hash", "$argon2id$", "{SSHA}abcdef",
    "$pbkdf2-sha256$i=0,l=32$c2FsdA$AAAA", "$scrypt$ln=99,r=8,p=1$c2FsdA$AAAA", "$app$name$secret",
    "$argon2id$v=19$m=4096,t=99999999999,p=1$c2FsdHNhbHQ$AAAAAAAA",
    "$argon2id$v=19$m=99999999999,t=1,p=1$c2FsdHNhbHQ$AAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=0$c2FsdHNhbHQ$AAAAAAAA", "$scrypt$ln=20,r=64,p=64$c2FsdA$AAAA",
    "{NOPE}x", "{SHA", "****",
  ])
  func letsNobodyInWithADamagedHash(_ hash: String) {
    let verifier = SecretVerifier()
    for secret in ["secret", "", "****"] {
      #expect(!verifier.matches(secret, stored: hash))
    }
    #expect(!verifier.matches("****", stored: "****"))
  }

  @Test
  func takesOtherTextsAsTheyAre() {
    let verifier = SecretVerifier()
    for secret in ["$ecret", "{secret}", "_secret", "s"] {
      #expect(verifier.matches(secret, stored: secret))
    }
  }

  @Test
  func hashesAsTheStandardsSay() {
    #expect(
      hex(HashFunction.sha512.hash(Array(repeating: 0x61, count: 200)))
        == "4b11459c33f52a22ee8236782714c150a3b2c60994e9acee17fe68947a3e6789"
        + "f31e7668394592da7bef827cddca88c4e6f86e4df7ed1ae6cba71f3e98faee9f"
    )
    #expect(
      hex(Blake2b.hash(Array(repeating: 0x61, count: 300), length: 20))
        == "c9c4a2f8df7d9546fad021510f72ee0ae1b15058"
    )
    #expect(
      hex(HashFunction.md5.hash(Array(repeating: 0x61, count: 100)))
        == "36a92cc94a9e0fa21f625f8bfb007adf"
    )
  }

  // RFC 9106, section 5.
  @Test(arguments: [
    (Argon2.Kind.d, "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb"),
    (.i, "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8"),
    (.id, "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"),
  ])
  func mixesMemoryAsTheStandardSays(_ kind: Argon2.Kind, _ tag: String) throws {
    let argon2 = Argon2(
      kind: kind,
      memory: 32,
      passes: 3,
      lanes: 4,
      secret: Array(repeating: 3, count: 8),
      associatedData: Array(repeating: 4, count: 12)
    )
    let password = [UInt8](repeating: 1, count: 32)
    let salt = [UInt8](repeating: 2, count: 16)
    let hash = try #require(argon2.hash(password, salt: salt, length: 32))
    #expect(hex(hash) == tag)
    let text = Data(hash).base64EncodedString().filter { $0 != "=" }
    #expect(
      !PasswordHash.matches("x", "$argon2id$v=19$m=32,t=3,p=4$AgICAgICAgICAgICAgICAg$\(text)")
    )
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }
}
