// SPDX-License-Identifier: MIT

import JSON
import Plans
import Testing
import Text

@Suite struct ReadingTests {
  private func read(_ text: String) -> PlanReading { PlanReading(Array(text.utf8)) }

  @Test func readsEveryLayout() {
    let one = #"{"@type":"update","object":"Caps","value":{"max":1}}"#
    let two = #"{"@type":"destroy","object":"Zone"}"#
    let pretty =
      "{\n  \"@type\": \"update\",\n  \"object\": \"Caps\",\n  \"value\": {\"max\": 1}\n}"
    for text in [
      one + "\n" + two, "\n\n" + one + "\r\n\r\n" + two + "\r\n", "[" + one + ",\n" + two + "]",
      pretty + "\n" + two, one + two, "\u{FEFF}" + one + "\n" + two,
      "// a comment\n" + one + "\n  # another {\n" + two,
    ] {
      let reading = read(text)
      #expect(reading.problems.isEmpty, "\(text)")
      #expect(reading.operations.map(\.kind) == [.update, .destroy])
    }
    #expect(read("").operations.isEmpty && read("").problems.isEmpty)
    #expect(read("[]").operations.isEmpty && read("[]").problems.isEmpty)
    #expect(read("# nothing\n").problems.isEmpty)
  }

  @Test func keepsLinesAndIndexes() {
    let reading = read(
      "\n\n{\"@type\":\"destroy\",\"object\":\"A\"}\n// x\n{\"@type\":\"destroy\",\"object\":\"B\"}"
    )
    #expect(reading.operations.map(\.line) == [3, 5])
    #expect(reading.operations.map(\.number) == [1, 2])
  }

  @Test func goesOnAfterAMistake() {
    let reading = read(
      """
      {"@type":"destroy","object":"A"
      {"@type":"destroy","object":"B"}
      nonsense
      {"@type":"destroy","object":"C","x":1}
      {"@type":"patch","object":"D"}
      {"@type":"destroy"}
      """
    )
    // The second line is where the first one breaks.
    #expect(reading.problems.count == 4)
    #expect(reading.problems.map { reading.text.line(of: $0.offset) } == [2, 4, 5, 6])
  }

  @Test func findsEveryDuplicate() {
    let reading = read(
      #"{"@type":"create","object":"Zone","value":{"a":{"name":"x","name":"y"},"a":{}}}"# + "\n"
        + #"{"@type":"destroy","object":"Zone","object":"Host"}"#
    )
    #expect(reading.problems.count == 3)
    #expect(reading.operations.count == 2)
  }

  @Test(arguments: [
    ("{", 1), ("{\"@type\":\"destroy\",\"object\":\"Zo", 1), ("null", 1), ("\"text\"", 1),
    ("[1]", 1), ("[{}", 1), ("{\"@type\":\"destroy\",\"object\":\"Zone\"}\u{0}", 1),
    (String(repeating: "[", count: 100_000), 1),
    ("{\"@type\":5,\"object\":\"Zone\"}", 1), ("{\"@type\":\"Update\",\"object\":\"Zone\"}", 1),
    ("{\"@type\":\"create\",\"object\":\"Zone\",\"value\":null}", 1),
    ("{\"@type\":\"create\",\"object\":\"Zone\",\"value\":[]}", 1),
    ("{\"@type\":\"upsert\",\"object\":\"Zone\",\"value\":{},\"matchOn\":5}", 1),
    ("{\"@type\":\"upsert\",\"object\":\"Zone\",\"value\":{},\"matchOn\":[5]}", 1),
    ("{\"@type\":\"update\",\"object\":\"Zone\",\"id\":5,\"value\":{}}", 1),
  ])
  func refusesOtherShapes(text: String, count: Int) {
    #expect(read(text).problems.count == count, "\(text.prefix(80))")
  }

  @Test func refusesOtherEncodings() {
    let text = Array("{\"@type\":\"destroy\"}".utf16)
    let bare: [UInt8] = text.flatMap { (unit: UInt16) -> [UInt8] in
      [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    let little: [UInt8] = [0xFF, 0xFE] + bare
    for bytes in [little, bare] {
      guard case .encoding("UTF-16")? = PlanReading(bytes).problems.first?.reason else {
        Issue.record("taken for UTF-8")
        continue
      }
    }
    let invalid = Array("{\"@type\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    #expect(PlanReading(invalid).problems.map(\.reason) == [.json(.invalidUTF8)])
  }

  @Test(arguments: [
    (#"{"a":5}"#, #""a""#), (#"{"b":1, "a" :\#n\#t5}"#, #""a""#), (#"{"a\"":5}"#, #""a\"""#),
    (#"{"a\\":5}"#, #""a\\""#), (#"{"":5}"#, #""""#), (#"[5]"#, "5"), ("5", "5"), (":5", "5"),
    (#"":5"#, "5"),
  ])
  func namesAreFoundFromTheirValues(_ text: String, _ found: String) throws {
    let plan = PlanText(Array(text.utf8))
    let place = plan.startOfName(
      ofValueAt: try #require(plan.bytes.lastIndex(of: UInt8(ascii: "5")))
    )
    #expect(String(decoding: plan.bytes[place...], as: UTF8.self).hasPrefix(found))
  }

  @Test func excerptsShowNoOtherValue() {
    let text = PlanText(
      Array(#"{"@type":"create","value":{"a":{"secret":"hunter2","wiat":5,"key":"hunter3"}}}"#.utf8)
    )
    let place = text.bytes.firstIndex(of: UInt8(ascii: "5")) ?? 0
    let excerpt = text.excerpt(at: place, showsValue: true)
    #expect(!excerpt.text.contains("hunter"))
    #expect(Array(excerpt.text)[excerpt.caret] == "5")
    let long = PlanText(Array(String(repeating: "x", count: 5_000_000).utf8))
    #expect(long.excerpt(at: 2_000_000, showsValue: false).text.count <= 74)
  }

  @Test(arguments: [4050, 4090, 4200, 4300, 9000])
  func excerptsBeginOutsideOfTexts(length: Int) {
    let text = PlanText(
      Array(
        #"{"a":{"name":"\#(String(repeating: "d", count: length))","secret":"hunter2","wiat":5}}"#
          .utf8
      )
    )
    let place = text.bytes.firstIndex(of: UInt8(ascii: "5")) ?? 0
    let excerpt = text.excerpt(at: place, showsValue: false)
    #expect(!excerpt.text.contains("hunter"), "\(excerpt.text)")
    #expect(excerpt.text.contains(#""secret":"…""#))
  }

  @Test(arguments: [
    #"{"name":"x, "secret":"hunter2"}"#, #"{"name" "secret":"hunter2"}"#,
    #"{"secret": hunter2"}"#, #"{"name":'x',"secret":"hunter2"}"#,
  ])
  func excerptsEndWhereTextIsNoLongerJSON(text: String) {
    let reading = PlanReading(Array(text.utf8))
    #expect(reading.problems.count == 1)
    let offset = reading.problems.first?.offset ?? 0
    let excerpt = reading.text.excerpt(at: offset, showsValue: false, endsThere: true)
    #expect(!excerpt.text.contains("unter"), "\(excerpt.text)")
  }

  @Test func redactsWhatIsWrittenOtherwise() {
    let redactor = Redactor([#"a"b\c"#, "-----BEGIN-----\nMIIEvQIBADAN\n-----END-----\n"])
    #expect(redactor.redacting(#"x "a\"b\\c" y"#) == #"x "‹redacted›" y"#)
    #expect(redactor.redacting("key | MIIEvQIBADAN | no") == "key | ‹redacted› | no")
    let value: JSONValue = ["list": [.string(#"a"b\c"#), 5]]
    #expect(redactor.redacting(value) == ["list": ["‹redacted›", 5]])
  }

  @Test func putsInWhatComesFromElsewhere() {
    var reading = read(
      #"{"@type":"create","object":"Host","value":{"a":{"secret":"${env:A}-${file:/f}","name":"$${env:A} ${x} $5","n":"${env:NO}"}}}"#
    )
    let secrets = reading.substitute { source in
      switch source {
      case .variable("A"): .text("top")
      case .file("/f"): .text("${env:A}")
      default: .failure("is not set")
      }
    }
    let body = reading.operations[0].value?["a"]
    #expect(body?["secret"] == "top-${env:A}")
    #expect(body?["name"] == "${env:A} ${x} $5")
    #expect(secrets == ["top", "${env:A}"])
    #expect(
      reading.problems.map(\.reason)
        == [.unresolvedSubstitution(text: "${env:NO}", reason: "is not set")]
    )
    #expect(Redactor(["secret", "set"]).redacting("a secret reset") == "a ‹redacted› re‹redacted›")
  }
}
