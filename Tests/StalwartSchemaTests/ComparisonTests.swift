// SPDX-License-Identifier: MIT

import JSON
import TestSupport
import Testing

@testable import StalwartSchema

@Suite struct StoredFormTests {
  @Test(arguments: [
    (StringRule.trim, " a b\r\n", "a b"), (.verbatim, " a ", " a "), (.upper, "a b", "AB"),
    (.lower, " A b", "ab"), (.localPart, "Jane Doe", "janedoe"), (.trim, "  ", ""),
    (.email, " Jane@Example.ORG ", "jane@example.org"),
    (.domain, "Bücher.Example", "xn--bcher-kva.example"),
    (.hostname, "Mail.Example.org", "mail.example.org"), (.hostname, "2001:DB8::1", "2001:DB8::1"),
    (.domain, "例え.テスト", "xn--r8jz45g.xn--zckzah"), (.email, "jane@ÖBB.at", "jane@xn--bb-eka.at"),
  ])
  func cleansTexts(rule: StringRule, text: String, stored: String) {
    #expect(rule.stored(text) == stored)
  }

  /// RFC 3492, section 6.4: its arithmetic must not overflow, whatever is in a label.
  @Test func keepsLabelsThatAreTooLong() {
    let text = String(repeating: "a", count: 4999) + "\u{D1BF1}"
    #expect(StringRule.domain.stored(text + ".example") == text + ".example")
    let longest = String(repeating: "\u{10FFFF}", count: 63)
    #expect(StringRule.domain.stored(longest).hasPrefix("xn--"))
  }

  @Test func knowsTheRules() {
    #expect(StringRule.rule(of: "name", inSchema: "x:Domain") == .domain)
    #expect(StringRule.rule(of: "description", inSchema: "UserAccount") == .verbatim)
    #expect(StringRule.rule(of: "anything", inSchema: "x:Else") == .trim)
  }

  @Test(.enabled(if: SharedData.isAvailable, "../shared is absent"))
  func knowsTheRulesOfEveryText() throws {
    let rules = try #require(
      try JSONValue(parsing: SharedData.bytes("string-normalisation.json")).object
    )
    #expect(rules.count > 300)
    for entry in rules where entry.value != "unread" {
      let parts = entry.name.split(separator: ".").map(String.init)
      let rule = StringRule.rule(of: parts[1], inSchema: parts[0])
      #expect(String(describing: rule) == entry.value.string, "\(entry.name)")
    }
  }

  @Test(arguments: [
    ("10.1.2.3", "10.1.2.3/32", true), ("10.1.2.3/8", "10.1.2.3", false),
    ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true), ("::", "0:0:0:0:0:0:0:0", true),
    ("::ffff:1.2.3.4", "::ffff:102:304", true), ("::1/128", "::1", true),
  ])
  func comparesAddresses(one: String, other: String, isEqual: Bool) throws {
    let left = try #require(NetworkAddress(one))
    let right = try #require(NetworkAddress(other))
    #expect((left == right) == isEqual)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4/33", "1:2", ":::", "1::2::3", "g::", "::1%eth0",
    "1.2.3.4/", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7", "::/129", "+1.2.3.4", "1::2:3:4:5:6:7:8",
    ":1",
  ])
  func refusesWhatIsNoAddress(text: String) { #expect(NetworkAddress(text) == nil) }

  @Test func readsSocketAddresses() {
    #expect(NetworkAddress(socket: "[::]:25") == NetworkAddress(socket: "[0::0]:25"))
    #expect(NetworkAddress(socket: "1.2.3.4:25") != NetworkAddress(socket: "1.2.3.4:26"))
    #expect(NetworkAddress(socket: "mx:25") == nil)
    #expect(NetworkAddress(socket: "25") == nil)
  }
}

@Suite struct ComparisonTests {
  private func differences(
    _ desired: String,
    _ actual: String,
    as name: String = "x:Relay"
  ) throws -> [String] {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: name))
    let found = schema.differences(
      desired: try #require(try JSONValue(parsing: desired).object),
      actual: try #require(try JSONValue(parsing: actual).object),
      as: shape
    )
    return found.map { difference in
      let path = difference.path.joined(separator: "/")
      if difference.isSecret { return "\(path): secret" }
      let actual = difference.actual?.serialized() ?? "nothing"
      return "\(path): \(difference.desired?.serialized() ?? "nothing") not \(actual)"
    }
  }

  @Test(arguments: [
    (#"{"name":" a "}"#, #"{"name":"a"}"#), (#"{"weight":2}"#, #"{"weight":2.0}"#),
    (#"{"due":"2026-01-01T01:00:00.5+01:00"}"#, #"{"due":"2026-01-01T00:00:00Z"}"#),
    (#"{"labels":{"a":true,"b":false,"c":true}}"#, #"{"labels":{"c":true,"a":true}}"#),
    (#"{"count":null}"#, "{}"), (#"{"owner":"aab"}"#, #"{"owner":"b"}"#),
    (
      #"{"hosts":{"3":{"host":"a"},"7":{"host":"b","wait":5}}}"#,
      #"{"hosts":{"0":{"host":"a","wait":1,"number":4},"1":{"host":"b","wait":5}}}"#
    ),
    (#"{"rate":{"count":5}}"#, #"{"rate":{"count":5,"period":60000}}"#),
    (#"{"rate/count":5}"#, #"{"rate":{"count":5,"period":60000}}"#),
    (#"{"labels/a":true,"labels/b":null}"#, #"{"labels":{"a":true}}"#),
    (#"{"hosts/0/host":"a"}"#, #"{"hosts":{"0":{"host":"a"}}}"#),
    (#"{"secret":{"@type":"None"}}"#, #"{"secret":{"@type":"None"}}"#),
    (
      #"{"secret":{"@type":"Value","secret":"****"}}"#,
      #"{"secret":{"@type":"Value","secret":"****"}}"#
    ),
    (#"{"binds":{"[0::]:25":true}}"#, #"{"binds":{"[::]:25":true}}"#),
    (#"{"createdAt":"x"}"#, #"{"createdAt":"y"}"#),
    (#"{"warp":{"b":1,"a":2}}"#, #"{"warp":{"a":2,"b":1}}"#),
  ])
  func sees(desired: String, equal actual: String) throws {
    #expect(try differences(desired, actual).isEmpty)
  }

  @Test(arguments: [
    (#"{"name":"a"}"#, #"{"name":"b"}"#, [#"name: "a" not "b""#]),
    (#"{"count":null}"#, #"{"count":5}"#, ["count: null not 5"]),
    (#"{"count":5}"#, #"{"count":null}"#, ["count: 5 not null"]),
    (
      #"{"labels":{"a":true}}"#, #"{"labels":{"b":true}}"#,
      ["labels/a: true not nothing", "labels/b: nothing not true"]
    ),
    (#"{"labels":{}}"#, #"{"labels":{"b":true}}"#, ["labels/b: nothing not true"]),
    (#"{"rate":{"count":6}}"#, #"{"rate":{"count":5,"period":1}}"#, ["rate/count: 6 not 5"]),
    (#"{"rate":{"count":6}}"#, #"{"rate":null}"#, ["rate/count: 6 not nothing"]),
    (
      #"{"hosts":{"0":{"host":"a"}}}"#, #"{"hosts":{"0":{"host":"b"},"1":{"host":"c"}}}"#,
      [#"hosts/0/host: "a" not "b""#, #"hosts/1: nothing not {"host":"c"}"#]
    ),
    (
      #"{"secret":{"@type":"Value","secret":"x"}}"#,
      #"{"secret":{"@type":"Value","secret":"****"}}"#,
      ["secret/secret: secret"]
    ),
    (
      #"{"secret":{"@type":"Value","secret":"x"}}"#, #"{"secret":{"@type":"None"}}"#,
      [
        #"secret: {"@type":"Value","secret":"x"} not {"@type":"None"}"#, "secret/secret: secret",
      ]
    ),
    (#"{"labels/a":null}"#, #"{"labels":{"a":true}}"#, ["labels/a: null not true"]),
    (
      #"{"headers":{"A":"1"}}"#, #"{"headers":{"A":"2","B":"3"}}"#,
      [#"headers/A: "1" not "2""#, #"headers/B: nothing not "3""#]
    ),
  ])
  func sees(desired: String, actual: String, different: [String]) throws {
    #expect(try differences(desired, actual) == different)
  }

  /// Names that look alike and are other bytes are two names, in sets, maps and paths (P10).
  @Test(arguments: [
    (#"{"labels":{"%@":true}}"#, 2), (#"{"headers":{"%@":"1"}}"#, 2), (#"{"name":"%@"}"#, 1),
    (#"{"warp":{"%@":1}}"#, 1),
  ])
  func tellsNamesApartByBytes(form: String, count: Int) throws {
    let composed = form.replacing("%@", with: "caf\u{E9}")
    let decomposed = form.replacing("%@", with: "cafe\u{301}")
    #expect(try differences(decomposed, composed).count == count)
    #expect(try differences(composed, decomposed).count == count)
    #expect(try differences(composed, composed).isEmpty)
    let path = #"{"headers/cafe\#u{301}":"1"}"#
    #expect(try differences(path, "{\"headers\":{\"caf\u{E9}\":\"1\"}}").count == 1)
  }

  @Test func seesAnotherVariant() throws {
    #expect(
      try differences(#"{"@type":"Edge","port":5}"#, #"{"port":5,"@type":"Core"}"#, as: "x:Node")
        == [#"@type: "Edge" not "Core""#]
    )
  }

  @Test(
    arguments: [
      ("name", " a ", "a"), ("due", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z"),
      ("owner", "aab", "b"),
    ] as [(String, JSONValue, JSONValue)]
  )
  func findsOneForm(name: String, one: JSONValue, other: JSONValue) throws {
    let schema = try Miniature.schema()
    let field = try #require(schema.fields(ofSchema: "x:Relay")[name])
    #expect(
      schema.comparableForm(of: one, field: field, ofSchema: "x:Relay")
        == schema.comparableForm(of: other, field: field, ofSchema: "x:Relay")
    )
  }

  @Test func sortsMembers() throws {
    let schema = try Miniature.schema()
    let field = try #require(schema.fields(ofSchema: "x:Relay")["labels"])
    #expect(
      schema.comparableForm(
        of: ["b": true, "a": true, "c": false],
        field: field,
        ofSchema: "x:Relay"
      ) == ["a", "b"]
    )
  }

  @Test func fillsDefaults() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.shape(named: "x:Relay"))
    let filled = schema.fillingDefaults(["name": "a"], of: relay)
    #expect(filled["enable"] == true)
    #expect(filled["retry"] == 1_800_000)
    #expect(filled["rate"]?.serialized() == #"{"count":5,"period":60000}"#)
    #expect(filled["level"] == "high")
    #expect(filled["secret"]?.serialized() == #"{"@type":"None"}"#)
    #expect(filled["labels"] == [:])
    #expect(filled["count"] == .null)
    #expect(filled["createdAt"] == nil && filled["due"] == nil)
  }
}

@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct SharedComparisonTests {
  @Test(arguments: ["seed.json", "defaults.json"])
  func seesNoChangeInWhatWasRead(file: String) throws {
    let schema = try Miniature.shared("schema.json.gz")
    var count = 0
    for (name, body) in try StoredObjects.read(file) {
      guard let object = schema.object(named: name) else { continue }
      let found = schema.differences(desired: body, actual: body, as: object.shape)
        .filter { $0.path != ["id"] }
      #expect(found.isEmpty, "\(name): \(found)")
      count += 1
    }
    #expect(count > 20)
  }

  @Test func fillsWhatTheServerFills() throws {
    let schema = try Miniature.shared("schema.json.gz")
    var count = 0
    for (name, body) in try StoredObjects.read("defaults.json") {
      guard let object = schema.object(named: name) else { continue }
      let again = schema.fillingDefaults(body, of: object.shape)
      let found = schema.differences(desired: again, actual: body, as: object.shape)
        .filter { $0.path != ["id"] && !$0.isSecret }
      #expect(found.isEmpty, "\(name): \(found)")
      count += 1
    }
    #expect(count > 20)
  }
}

@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct RecordedComparisonTests {
  /// The method calls of recorded traffic and their answers, paired by call id.
  private func calls(
    _ part: String
  ) throws -> [(name: String, arguments: JSONValue, answer: JSONValue)] {
    var reader = JSONSequenceReader(try SharedData.bytes("exchanges/\(part).ndjson.gz"))
    var found: [(name: String, arguments: JSONValue, answer: JSONValue)] = []
    while let (entry, _) = try reader.next() {
      guard let sent = entry["request"]?["body"]?.string,
        let request = try? JSONValue(parsing: sent),
        let received = entry["response"]?["body"]?.string,
        let response = try? JSONValue(parsing: received)
      else { continue }
      for call in request["methodCalls"]?.array ?? [] {
        for answer in response["methodResponses"]?.array ?? [] where answer[2] == call[2] {
          guard let name = call[0]?.string, answer[0] == call[0], let result = answer[1],
            let arguments = call[1]
          else { continue }
          found.append((name, arguments, result))
        }
      }
    }
    return found
  }

  @Test func fillsFreshSingletons() throws {
    let schema = try Miniature.shared("schema.json.gz")
    var count = 0
    for call in try calls("defaults.normal") where call.name.hasSuffix("/get") {
      guard let object = schema.object(named: String(call.name.dropLast(4))), object.isSingleton
      else { continue }
      for actual in call.answer["list"]?.array?.compactMap(\.object) ?? [] {
        let filled = schema.fillingDefaults([:], of: object.shape)
        let found = schema.differences(desired: filled, actual: actual, as: object.shape)
        // The first start writes a few singletons: other variants, and a key.
        guard found.first?.key != "@type", found.first?.key != "webPushKey" else { continue }
        #expect(found.isEmpty, "\(object.name): \(found)")
        count += 1
      }
    }
    #expect(count > 35)
  }

  @Test func seesNoChangeInWhatWasCreated() throws {
    let schema = try Miniature.shared("schema.json.gz")
    var created: [String: JSONObject] = [:]
    var count = 0
    for call in try calls("creates.recovery") {
      let parts = call.name.split(separator: "/").map(String.init)
      guard let object = schema.object(named: parts[0]) else { continue }
      if parts[1] == "set" {
        for entry in call.answer["created"]?.object ?? [:] {
          guard let id = entry.value["id"]?.string else { continue }
          created[parts[0] + id] = call.arguments["create"]?[entry.name]?.object
        }
      } else if parts[1] == "get" {
        for actual in call.answer["list"]?.array?.compactMap(\.object) ?? [] {
          guard let id = actual["id"]?.string,
            let body = created.removeValue(forKey: parts[0] + id)
          else { continue }
          // Stores and the like are written several times before they are read.
          guard !object.isSingleton || body["@type"] == actual["@type"] else { continue }
          for desired in [body, schema.fillingDefaults(body, of: object.shape)] {
            let found = schema.differences(desired: desired, actual: actual, as: object.shape)
              .filter { !$0.isSecret }
            #expect(found.isEmpty, "\(object.name): \(found)")
          }
          count += 1
        }
      }
    }
    #expect(count > 100)
  }
}

/// The objects of a data set, each with the canonical name of its type.
enum StoredObjects {
  static func read(_ file: String) throws -> [(String, JSONObject)] {
    let data = try JSONValue(parsing: SharedData.bytes(file))
    return (data["objects"] ?? data).object?.flatMap { member -> [(String, JSONObject)] in
      let list = member.value.array ?? member.value.object?.map(\.value) ?? []
      let name = member.name.hasPrefix("x:") ? member.name : "x:" + member.name
      return list.compactMap { item in item.object.map { (name, $0) } }
    } ?? []
  }
}
