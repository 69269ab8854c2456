// SPDX-License-Identifier: MIT

import Testing

@testable import Simulator

@Suite
struct SieveSyntaxTests {
  @Test(arguments: [
    "keep;", "  keep;  ", "\n\nkeep;", "x", "5", "", "# a comment", "keep",
    "require [\"fileinto\", \"envelope\"];\r\nif header :is \"Subject\" [\"a\", \"b\"] {\r\n"
      + "  fileinto \"Junk\"; stop;\r\n} elsif size :over 100K { discard; } else { keep; }",
    "/* keep */ if anyof (not exists [\"x\"], header :contains \"a\" \"b\") { keep; }",
    "redirect text:\nnot; a { command\n.\n;",
    "if true { if false { stop; } }", "keep; # } at the end",
  ])
  func takesGoodScripts(_ script: String) throws {
    try SieveSyntax.check(script)
  }

  @Test(arguments: ["if true {", "if ("])
  func refusesDeepNesting(_ part: String) {
    let script = String(repeating: part, count: 100_000)
    #expect(throws: SieveSyntax.Mistake.self) { try SieveSyntax.check(script) }
  }

  @Test(arguments: [
    ("nosuch;", "Expected token \"command\" but found \"nosuch\" at line 0, column 0."),
    ("Mi xed", "Expected token \"command\" but found \"mi\" at line 0, column 0."),
    ("keep;\n  nosuch;", "Expected token \"command\" but found \"nosuch\" at line 1, column 2."),
    (
      "if true { nosuch; }", "Expected token \"command\" but found \"nosuch\" at line 0, column 10."
    ),
    ("if true { keep;", "Expected token \"}\" but found \"end of file\" at line 0, column 14."),
    ("keep; }", "Expected token \"command\" but found \"}\" at line 0, column 6."),
    ("keep }", "Expected token \";\" but found \"}\" at line 0, column 5."),
    ("require [\"a\", \"b\";", "Expected token \"]\" but found \";\" at line 0, column 17."),
    ("fileinto \"Junk;", "Unterminated string at line 0, column 9."),
    ("keep ?;", "Unexpected character '?' at line 0, column 5."),
  ])
  func saysWhereABadOneBreaks(_ script: String, _ text: String) {
    do throws(SieveSyntax.Mistake) {
      try SieveSyntax.check(script)
      Issue.record("taken: \(script)")
    } catch {
      #expect(error.text == text)
    }
  }
}
