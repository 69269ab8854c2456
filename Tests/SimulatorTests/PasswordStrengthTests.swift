// SPDX-License-Identifier: MIT

import Testing

@testable import Simulator

@Suite
struct PasswordStrengthTests {
  @Test(arguments: [
    ("", 0), ("password", 0), ("Password1", 0), ("        ", 0), ("aaaaaaaaaaaaaaaaaaaa", 0),
    ("kfwzqxvw", 2), ("kfwzqxvwkfwzqxv", 2), ("kfwzqxvwkfwzqxvw", 4), ("84629173", 2),
    ("Zq7!kfw9", 4), ("correct horse", 4),
  ])
  func scores(_ password: String, _ score: Int) {
    #expect(PasswordStrength(password).score == score)
  }

  @Test(arguments: [
    ("password", "This is a top-10 common password."), ("Hockey", "This is a top-100"),
    ("changeme", "This is a very common"), ("aaaaaaaa", "Repeats like \"aaa\""),
    ("kfwzqxvw", "Add another word"),
  ])
  func advises(_ password: String, _ advice: String) {
    #expect(PasswordStrength(password).advice.contains(advice), "\(PasswordStrength(password))")
  }

  @Test
  func saysNothingOfAGoodOne() {
    #expect(PasswordStrength("Zq7!kfw9").advice.isEmpty)
  }
}
