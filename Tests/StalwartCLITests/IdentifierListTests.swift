// SPDX-License-Identifier: MIT

import Testing

@testable import StalwartCLI

@Suite struct IdentifierListTests {
  private func ids(_ text: String) throws -> [String] {
    try IdentifierList.anyForm(Array(text.utf8))
  }

  @Test(arguments: [
    (#"["b","c"]"#, ["b", "c"]), (#"[{"id":"b","name":"x"},"c"]"#, ["b", "c"]),
    ("\"b\"\n\"c\"\n", ["b", "c"]), ("{\"id\":\"b\"}\n{\"name\":\"x\",\"id\":\"c\"}", ["b", "c"]),
    ("b c,d\n\te\r\n", ["b", "c", "d", "e"]), ("", []), (" ,\n", []), ("[]", []),
    ("\u{FEFF}b", ["b"]), ("[\"b\"]\n[\"c\"]", ["b", "c"]),
  ])
  func readsEveryForm(text: String, expected: [String]) throws {
    #expect(try ids(text) == expected)
  }

  @Test(arguments: [
    #"["b","#, #"{"id":"b""#, "[1]", "[null]", #"[""]"#, #"{"name":"x"}"#, #""b" c"#, "[[\"b\"]]",
  ])
  func refusesWhatOnlyBeginsLikeJSON(text: String) {
    let failure = #expect(throws: Failure.self) { try ids(text) }
    #expect(failure?.exitCode == .usage)
  }

  @Test func readsAHundredThousand() throws {
    let many = (0..<100_000).map { "i\($0)" }
    #expect(try ids(many.joined(separator: "\n")) == many)
    #expect(try ids("[" + many.map { "\"\($0)\"" }.joined(separator: ",") + "]") == many)
    #expect(try ids(many.map { "{\"id\":\"\($0)\"}" }.joined(separator: "\n")) == many)
  }

  @Test func splitsAtCommas() {
    #expect(IdentifierList.commaSeparated(" b, c ,,d") == ["b", "c", "d"])
    #expect(IdentifierList.commaSeparated(" , ").isEmpty)
  }

  @Test func refusesOtherEncodings() {
    #expect(throws: Failure.self) { try IdentifierList.anyForm([0xFF, 0x62, 0x00]) }
  }
}

@Suite struct FieldAssignmentTests {
  @Test(arguments: [
    ("a=b", "a", "b"), ("a=", "a", ""), ("a=b=c", "a", "b=c"), ("\"a=b\"=c", "a=b", "c"),
    ("'x/a=1'=", "x/a=1", ""), ("a\"=b", "a\"", "b"),
  ])
  func takesApart(text: String, key: String, value: String) throws {
    let assignment = try FieldAssignment(text, option: "--field")
    #expect(assignment.key == key)
    #expect(assignment.value == value)
  }

  @Test(arguments: ["a", "=b", "\"a=hidden", "\"\"=hidden", "'a'hidden=hidden", ""])
  func refusesWithoutRepeatingTheValue(text: String) {
    let failure = #expect(throws: Failure.self) {
      try FieldAssignment(text, option: "--field")
    }
    #expect(failure?.summary.contains("=hidden") == false)
  }
}
