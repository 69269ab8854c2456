// SPDX-License-Identifier: MIT

import Testing

@testable import Simulator

@Suite
struct PasswordStrengthTests {
  @Test(arguments: [
    ("", 0), ("password", 0), ("Password1", 0), ("p@ssw0rd", 0), ("drowssap", 0), ("12345678", 0),
    ("        ", 0), ("abcabcabc", 0), ("abcdefghijk", 0), ("asdfghjkl", 1), ("23.11.2026", 1),
    ("summer2026", 1), ("Zq7!kfw9", 2), ("Zq7!kfw9p", 3), ("correct horse", 4),
    ("Corr3ct-horse!battery", 4), ("password password password", 2),
  ])
  func scores(_ password: String, _ score: Int) {
    #expect(PasswordStrength(password).score == score)
  }

  @Test(arguments: [
    ("password", "This is a top-10 common password."), ("Hockey", "This is a top-100"),
    ("p@ssword", "This is similar to"), ("aaaaaaaa", "Repeats like \"aaa\""),
    ("abcabcabc", "Repeats like \"abcabcabc\""), ("76543210", "Sequences"),
    ("23.11.2026", "Dates"), ("Zq7!kfw", "Add another word"), ("", "Use a few words"),
    ("PASSWORD", "All-uppercase"), ("Password", "Capitalization"), ("poiuytre", "Straight rows"),
  ])
  func advises(_ password: String, _ advice: String) {
    #expect(PasswordStrength(password).advice.contains(advice), "\(PasswordStrength(password))")
  }

  @Test
  func judgesALongOneByItsBeginning() {
    let beginning = String("Zq7!kfw9p" + String(repeating: "ab1", count: 50)).prefix(100)
    let long = beginning + String(repeating: "correct horse", count: 5000)
    #expect(PasswordStrength(String(long)).score == PasswordStrength(String(beginning)).score)
  }
}
