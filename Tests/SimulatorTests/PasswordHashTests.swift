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
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }
}
