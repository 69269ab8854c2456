// SPDX-License-Identifier: MIT

import JSON
import Testing

@Suite struct JSONSliceTests {
  @Test func findsMembersAndElements() throws {
    let slice = try JSONSlice(Array(#" {"a": [1, {"b":"x"}], "c\n":null} "#.utf8))
    #expect(slice.kind == .object)
    #expect(try slice.members().map(\.name) == ["a", "c\n"])
    #expect(try slice.member("a")?.elements().count == 2)
    #expect(try slice.descendant(["a", "1", "b"])?.value() == "x")
    #expect(try slice.descendant(["a", "7"]) == nil)
    #expect(
      try slice.member("a").map { String(decoding: $0.text, as: UTF8.self) } == #"[1, {"b":"x"}]"#
    )
  }

  @Test(arguments: ["{", #"{"a":}"#, "[1 2]", "{} {}", "[\"\u{1}\"]"])
  func refusesWhatIsNotJSON(text: String) {
    #expect(throws: JSONError.self) { try JSONSlice(Array(text.utf8)) }
  }
}

@Suite struct JSONPointerTests {
  @Test(arguments: [
    ("a/b", ["a", "b"]), ("/a/b", ["a", "b"]), ("labels/a~1b", ["labels", "a/b"]),
    ("x~0y", ["x~y"]), ("a//b", ["a", "", "b"]), ("a/", ["a", ""]),
  ])
  func readsPatchKeys(key: String, tokens: [String]) {
    #expect(JSONPointer(patchKey: key).tokens == tokens)
  }

  @Test func writesPatchKeys() {
    #expect(JSONPointer(tokens: ["a", "b/c~d"]).patchKey == "a/b~1c~0d")
    #expect(JSONPointer(tokens: ["a"]).description == "/a")
  }

  @Test func leadsToValues() {
    let value: JSONValue = ["a": [1, ["b": 2]]]
    #expect(value[JSONPointer(patchKey: "a/1/b")] == 2)
    #expect(value[JSONPointer(patchKey: "a/2")] == nil)
    #expect(value[JSONPointer(patchKey: "a/+1")] == nil)
    #expect(value[JSONPointer(patchKey: "a/01")] == nil)
  }
}
