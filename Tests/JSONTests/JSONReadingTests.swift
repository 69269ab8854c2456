// SPDX-License-Identifier: MIT

import JSON
import Testing

@Suite struct JSONReadingTests {
  @Test(arguments: [
    #"{"b":1,"a":{"z":[],"y":{}},"n":18446744073709551615,"f":2.0,"e":1e3,"s":"ä/\"\\\n😀"}"#,
    #"[null,true,false,-0,-0.0,1.000000000000000000001]"#, #""""#, "0",
    "{\"k\":\"\\u0001\u{7f}\"}",
  ])
  func givesCompactTextBackUnchanged(text: String) throws {
    #expect(try JSONValue(parsing: text).serialized() == text)
  }

  @Test func writesTwoBlanksALevel() throws {
    let value = try JSONValue(parsing: #"{"a":[1,{"b":{}}],"c":[]}"#)
    #expect(
      value.serialized(.indented) == """
        {
          "a": [
            1,
            {
              "b": {}
            }
          ],
          "c": []
        }
        """
    )
  }

  @Test(arguments: [
    ("", 1, 1), ("{\"a\" 1}", 1, 6), ("[1,\n 2,\n  x]", 3, 3), ("[\"äö\" 1]", 1, 7),
    ("{\"a\":1} {}", 1, 9), ("\"\u{1}\"", 1, 2), ("01", 1, 1), ("[1.]", 1, 2), ("tru", 1, 4),
  ])
  func saysWhereItIsWrong(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func refusesDuplicateMembersWhereAsked() throws {
    let text = #"{"a":{"b":1,"b":2}}"#
    #expect(try JSONValue(parsing: text) == ["a": ["b": 2]])
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: text, options: JSONReadingOptions(duplicateMembers: .refuse))
    }
    #expect(error?.reason == .duplicateMember("b"))
    #expect(error?.column == 13)
  }

  @Test func refusesDuplicatesAmongManyMembers() throws {
    let members = (0..<100).map { "\"m\($0)\":\($0)" } + ["\"m40\":0"]
    let text = "{" + members.joined(separator: ",") + "}"
    #expect(try JSONValue(parsing: text)["m40"]?.integer == 0)
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: text, options: JSONReadingOptions(duplicateMembers: .refuse))
    }
  }

  @Test func takesCanonicallyEquivalentNamesApart() throws {
    let composed = "\u{e9}"
    let decomposed = "e\u{301}"
    let many = (0..<40).map { "\"m\($0)\":0," }.joined()
    let value = try JSONValue(
      parsing: "{\(many)\"\(composed)\":1,\"\(decomposed)\":2}",
      options: JSONReadingOptions(duplicateMembers: .refuse)
    )
    #expect(value[composed]?.integer == 1)
    #expect(value[decomposed]?.integer == 2)
    #expect(JSONValue.string(composed) != .string(decomposed))
  }

  @Test func refusesDepthWithoutOverflow() {
    let text = String(repeating: "[", count: 1_000_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.reason == .tooDeep(limit: 512))
  }

  @Test func readsSequencesWithCommentLines() throws {
    let text = "# first\n{\"a\":1}\n  // second\n[2 # no\n]"
    var reader = JSONSequenceReader(
      Array(text.utf8),
      options: JSONReadingOptions(allowsCommentLines: true)
    )
    let first = try reader.next()
    #expect(first?.value == ["a": 1])
    #expect(first?.range == 8..<15)
    #expect(throws: JSONError.self) { try reader.next() }
  }

  @Test func comparesNumbersByText() throws {
    #expect(try JSONValue(parsing: "1") != JSONValue(parsing: "1.0"))
    #expect(try JSONValue(parsing: "18446744073709551615").number?.unsigned == .max)
  }

  @Test(arguments: [
    ("1", true), ("-0.5e+3", true), ("01", false), ("+1", false), ("1.", false), ("", false),
    ("1e", false), ("0x1", false), ("NaN", false),
  ])
  func knowsWhatANumberIs(text: String, isNumber: Bool) {
    #expect((JSONNumber(text: text) != nil) == isNumber)
  }
}
