// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import TestSupport
import Testing

/// 2026-11-23T12:00:00Z.
private let noon: Int64 = 1_795_435_200

@Suite struct TextTests {
  @Test(
    arguments: [
      ("0", 0), ("1800000", 1_800_000), ("30m", 1_800_000), ("1h30m", 5_400_000),
      ("1 h 30 m", 5_400_000), ("1d", 86_400_000), ("500ms", 500), ("1.5h", 5_400_000), ("2w", nil),
      ("10S", 10_000), ("1m 500ms", 60_500), ("0.0004s", 0), ("0.0005s", 1), ("", nil), ("m", nil),
      ("1x", nil), ("-1h", nil), ("1h30", nil), ("1.h", nil), (".5h", nil), ("1 000", nil),
      ("99999999999999999999", nil), ("18446744073709551615", nil), ("9999999999999d", nil),
    ] as [(String, Int64?)]
  )
  func readsDurations(text: String, milliseconds: Int64?) {
    if text == "2w" {
      #expect(DurationText.milliseconds(text) == 1_209_600_000)
    } else if text == "18446744073709551615" {
      #expect(DurationText.milliseconds(text) == .max)
    } else {
      #expect(DurationText.milliseconds(text) == milliseconds.map { UInt64($0) })
    }
  }

  @Test(
    arguments: [
      ("52428800", 52_428_800), ("50MB", 52_428_800), ("50 mb", 52_428_800),
      ("1.5GB", 1_610_612_736),
      ("512KiB", 524_288), ("512k", 524_288), ("0B", 0), ("12.0 MB", 12_582_912), ("1.1KB", 1126),
      ("1T", 1_099_511_627_776), ("15P", 16_888_498_602_639_360), ("", nil), ("MB", nil),
      ("1EB", nil), ("-1KB", nil), ("1KBB", nil), ("1.5", nil), ("20000P", nil), ("1,5MB", nil),
    ] as [(String, UInt64?)]
  )
  func readsSizes(text: String, bytes: UInt64?) {
    #expect(SizeText.bytes(text) == bytes)
  }

  @Test(
    arguments: [
      ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
      ("2026-01-31T12:00:00.5+02:00", "2026-01-31T12:00:00.5+02:00"),
      ("2026-01-31T12:00:00", "2026-01-31T12:00:00"), ("2026-01-31", "2026-01-31T00:00:00Z"),
      ("2026-01-31 12:00", "2026-01-31T12:00:00Z"), ("2026-01-31t12:00z", "2026-01-31T12:00:00Z"),
      ("2026-01-31 12:00+0200", "2026-01-31T10:00:00Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
      ("now", "2026-11-23T12:00:00Z"), ("NOW", "2026-11-23T12:00:00Z"),
      ("-1h", "2026-11-23T11:00:00Z"), ("+30d", "2026-12-23T12:00:00Z"),
      ("+1d12h", "2026-11-25T00:00:00Z"), ("2026-02-29", nil), ("2026-13-01", nil),
      ("2026-01-31T25:00:00Z", nil), ("2026-01-31T12:00:60Z", nil), ("tomorrow", nil), ("", nil),
      ("2026-1-1", nil), ("+5", nil), ("-", nil), ("2026-01-31T12:00:00Zx", nil),
      ("2026-01-31T12:00:00+2", nil), ("2026-01-31T12:00:00+-5", nil),
      ("2026-01-31T12:00:00+:05", nil), ("2026-01-31T12:00:00+5:30", nil),
      ("2026-01-31T12:00:00+0:530", nil), ("2026-01-31T12:00:00+24:00", nil),
      ("1795435200", nil), ("2026-01-31T", nil),
    ] as [(String, String?)]
  )
  func readsMoments(text: String, wire: String?) {
    #expect(DateText.wireForm(text, now: noon) == wire)
  }

  @Test func countsDays() {
    #expect(DateText.format(seconds: 0) == "1970-01-01T00:00:00Z")
    #expect(DateText.format(seconds: -1) == "1969-12-31T23:59:59Z")
    #expect(DateText.format(seconds: 951_782_400) == "2000-02-29T00:00:00Z")
    #expect(DateText.seconds("2000-02-29T00:00:00Z") == 951_782_400)
    #expect(DateText.seconds("1999-12-31T23:59:59.9-01:00") == 946_688_399)
    #expect(DateText.format(seconds: .max) == nil)
    #expect(DateText.format(seconds: .min) == nil)
    #expect(DateText.format(seconds: -62_167_219_200) == "0000-01-01T00:00:00Z")
    #expect(DateText.format(seconds: -62_167_219_201) == nil)
    #expect(DateText.format(seconds: 253_402_300_799) == "9999-12-31T23:59:59Z")
    #expect(DateText.format(seconds: 253_402_300_800) == nil)
    #expect(DateText.wireForm("now", now: nil) == nil)
    #expect(DateText.wireForm("+99999999999d", now: noon) == nil)
  }
}

@Suite struct FieldPathTests {
  private func resolve(
    _ path: String,
    in object: String = "x:Relay",
    _ operation: ValueOptions.Operation = .update
  ) throws -> FieldPath {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: object))
    return try schema.resolve(path: path, in: shape, options: ValueOptions(operation))
  }

  @Test(arguments: [
    ("NAME", "name", "string<string>"), ("Rate/COUNT", "rate/count", "number<unsignedInteger>"),
    ("/rate/count", "rate/count", "number<unsignedInteger>"),
    ("hosts/0", "hosts/0", "object<Host>"), ("HOSTS/12/Host", "hosts/12/host", "string<string>"),
    ("headers/X-a~1b", "headers/X-a~1b", "string<string>"),
    ("quotas/HIGH", "quotas/high", "number<unsignedInteger>"),
    ("quotas/low~1A", "quotas/Low~1a", "number<unsignedInteger>"),
    ("secret/FilePath", "secret/filePath", "string<string>"),
    ("warp/any/thing", "warp/any/thing", "hyperspace"),
  ])
  func findsPlaces(typed: String, key: String, notation: String) throws {
    let path = try resolve(typed)
    #expect(path.key == key)
    #expect(path.type?.notation == notation)
  }

  @Test func findsMembersAndVariants() throws {
    let label = try resolve("labels/Any~0thing")
    #expect(label.key == "labels/Any~0thing")
    guard case .member = label.target else { throw FieldError(path: "", reason: .serverSet) }
    #expect(try resolve("levels/HIGH").key == "levels/high")
    #expect(try resolve("@TYPE", in: "x:Node").key == "@type")
    #expect(try resolve("secret/@Type").key == "secret/@type")
  }

  @Test func refusesWhatCannotBeThere() throws {
    let cases: [(String, FieldError.Reason)] = [
      ("nmae", .unknownField(owner: "Relay", suggestions: ["name"])),
      ("rate/cuont", .unknownField(owner: "Rate", suggestions: ["count"])),
      ("name/x", .notDescendable(type: "string<string>")),
      ("labels/a/b", .notDescendable(type: "boolean")),
      ("hosts/first", .invalidKey(key: "first", type: "list<Host>", suggestions: [])),
      ("hosts/0/number", .serverSet), ("createdAt", .serverSet), ("zone", .immutable),
      ("quotas/hihg", .invalidKey(key: "hihg", type: "enum (see Level)", suggestions: ["high"])),
    ]
    for (typed, reason) in cases {
      #expect { try resolve(typed) } throws: { ($0 as? FieldError)?.reason == reason }
    }
    #expect { try resolve("rate/count", .create) } throws: {
      ($0 as? FieldError)?.reason == .pointerOnCreate
    }
    #expect(try resolve("zone", .create).key == "zone")
    #expect(throws: FieldError.self) { try resolve("createdAt", .create) }
    #expect(throws: FieldError.self) {
      try resolve("rate" + String(repeating: "/x", count: 100_000))
    }
    #expect(throws: FieldError.self) { try resolve("") }
    #expect(throws: FieldError.self) { try resolve("/") }
  }

  @Test func forgivesWhatOneVariantAllows() throws {
    // Only the edge node's site is the server's.
    #expect(try resolve("site", in: "x:Node").update == .mutable)
  }
}

@Suite struct CoercionTests {
  private func coerce(
    _ key: String,
    _ text: String,
    in object: String = "x:Relay",
    _ operation: ValueOptions.Operation = .update
  ) throws -> String {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: object))
    let options = ValueOptions(operation, now: noon)
    let path = try schema.resolve(path: key, in: shape, options: options)
    return try schema.value(of: text, at: path, options: options).serialized()
  }

  @Test(arguments: [
    ("name", "plain", #""plain""#), ("name", "", #""""#), ("name", "{a", #""{a""#),
    ("name", "true", #""true""#), ("name", "007", #""007""#), ("name", "null", "null"),
    ("name", "  x ", #""  x ""#),
    ("headers/X-N", "007", #""007""#), ("headers/X", "null", "null"),
    ("enable", "TRUE", "true"), ("enable", "yes", "true"), ("enable", "On", "true"),
    ("enable", "1", "true"), ("enable", "no", "false"), ("enable", "oFF", "false"),
    ("enable", "0", "false"), ("enable", "False", "false"),
    ("offset", "-5", "-5"), ("offset", "+5", "5"), ("offset", "007", "7"),
    ("offset", "-9223372036854775808", "-9223372036854775808"),
    ("count", "18446744073709551615", "18446744073709551615"), ("count", "null", "null"),
    ("weight", "2", "2"), ("weight", "2.50", "2.50"), ("weight", ".5", "0.5"),
    ("weight", "1e3", "1e3"), ("weight", "-0", "-0"),
    ("retry", "30m", "1800000"), ("retry", "1h30m", "5400000"), ("retry", "1800000", "1800000"),
    ("quota", "50MB", "52428800"), ("quota", "18446744073709551615", "18446744073709551615"),
    ("level", "HIGH", #""high""#), ("level", "midway", #""midWay""#), ("ghost", "any", #""any""#),
    ("due", "2026-01-01", #""2026-01-01T00:00:00Z""#), ("due", "+1h", #""2026-11-23T13:00:00Z""#),
    ("owner", "jane@example.org", #""jane@example.org""#), ("owner", "#node", ##""#node""##),
    ("labels", "a, b,a", #"{"a":true,"b":true}"#), ("labels", "a", #"{"a":true}"#),
    ("labels", #"["a","b"]"#, #"{"a":true,"b":true}"#), ("labels", #"{"a":true}"#, #"{"a":true}"#),
    ("labels", "[]", "{}"), ("labels", "{}", "{}"), ("labels/a", "true", "true"),
    ("labels/a", "off", "false"), ("labels/a", "null", "null"),
    ("levels", "HIGH,low/a", #"{"high":true,"Low/a":true}"#),
    ("peers", "#x,b", ##"{"#x":true,"b":true}"##),
    ("binds", "[::]:25,0.0.0.0:25", #"{"[::]:25":true,"0.0.0.0:25":true}"#),
    ("binds", #"["[::]:25"]"#, #"{"[::]:25":true}"#), ("binds", "[]", "{}"),
    ("hosts", #"[{"host":"a","wait":"5s"}]"#, #"{"0":{"host":"a","wait":5000}}"#),
    ("hosts", #"{"3":{"HOST":"a"}}"#, #"{"3":{"host":"a"}}"#), ("hosts", "[]", "{}"),
    ("hosts/3", "null", "null"), ("quotas", #"{"HIGH":"5"}"#, #"{"high":5}"#),
    ("rate", #"{"count":5,"period":"1m"}"#, #"{"count":5,"period":60000}"#),
    ("rate", "null", "null"),
    ("rate/count", "5", "5"), ("secret", "s3cret", #"{"@type":"Value","secret":"s3cret"}"#),
    ("secret", "none", #"{"@type":"Value","secret":"none"}"#),
    ("secret", #"{"@type":"file","filePath":"/x"}"#, #"{"@type":"File","filePath":"/x"}"#),
    ("secret", #"{"@type":"None"}"#, #"{"@type":"None"}"#), ("secret/@type", "FILE", #""File""#),
    ("warp", "true", "true"), ("warp", "12", "12"), ("warp", "x", #""x""#),
    ("warp", #"{"a":[1]}"#, #"{"a":[1]}"#),
  ])
  func understands(key: String, text: String, json: String) throws {
    #expect(try coerce(key, text) == json, "\(key)=\(text)")
  }

  @Test(
    arguments: [
      ("enable", "maybe", "boolean", []), ("offset", "1.5", "number<integer>", []),
      ("offset", "9223372036854775808", "number<integer>", []),
      ("count", "-1", "number<unsignedInteger>?", []),
      ("count", "50MB", "number<unsignedInteger>?", []),
      ("weight", "nan", "number<float>", []), ("weight", "inf", "number<float>", []),
      ("weight", "0x10", "number<float>", []), ("weight", "1e999", "number<float>", []),
      ("retry", "soon", "number<duration>", []), ("retry", "50MB", "number<duration>", []),
      ("quota", "30m5", "number<size>", []), ("level", "hgih", "enum (see Level)", ["high"]),
      ("level", "", "enum (see Level)", []), ("due", "tomorrow", "datetime", []),
      ("owner", "", "id<Node/Edge>?", []), ("labels", "", "set<string<string>>", []),
      ("labels", ",", "set<string<string>>", []), ("hosts", "a", "list<Host>", []),
      ("headers", "a=b", "map<string<string>, string<string>>", []),
      ("rate", "5", "object<Rate>?", []), ("secret", "", "object<Secret>", []),
      ("labels/a", "maybe", "boolean", []), ("enable", "[]", "boolean", []),
      ("labels", "[1]", "set<string<string>>", []), ("rate", "[1]", "object<Rate>?", []),
    ] as [(String, String, String, [String])]
  )
  func refuses(key: String, text: String, type: String, suggestions: [String]) throws {
    #expect { try coerce(key, text) } throws: { error in
      guard let error = error as? FieldError, case .unconvertible(let failure) = error.reason else {
        return false
      }
      return failure.type == type && failure.suggestions == suggestions
    }
  }

  @Test func namesWhatIsWrong() throws {
    #expect { try coerce("retry", "soon") } throws: {
      ($0 as? FieldError)
        == FieldError(
          path: "retry",
          reason: .unconvertible(
            .init(
              type: "number<duration>",
              given: "soon",
              accepted: ["1800000", "30m", "1h30m", "1d", "500ms"]
            )
          )
        )
    }
    #expect { try coerce("hosts", #"[{"host":"a"},{"wait":true}]"#) } throws: {
      ($0 as? FieldError)?.path == "hosts/1/wait"
    }
    #expect { try coerce("rate", "{") } throws: {
      if case .notJSON? = ($0 as? FieldError)?.reason { true } else { false }
    }
    #expect { try coerce("name", "null", .create) } throws: {
      ($0 as? FieldError)?.reason == .nullNotAllowed(type: "string<string>")
    }
    #expect(try coerce("zone", "null", .create) == "null")
    #expect { try coerce("secret", #"{"secret":"x"}"#) } throws: {
      ($0 as? FieldError)?.reason
        == .missingVariant(owner: "Secret", variants: ["None", "Value", "File"])
    }
    #expect { try coerce("secret", #"{"@type":"Fiel"}"#) } throws: {
      ($0 as? FieldError)?.reason
        == .unknownVariant(owner: "Secret", name: "Fiel", suggestions: ["File"])
    }
  }

  @Test func readsByAnyVariantThatTakesTheValue() throws {
    #expect(try coerce("role", "HIGH", in: "x:Node") == #""high""#)
    #expect(try coerce("role", "anything", in: "x:Node") == #""anything""#)
  }

  private func coerce(
    _ key: String,
    _ text: String,
    _ operation: ValueOptions.Operation
  ) throws -> String {
    try coerce(key, text, in: "x:Relay", operation)
  }
}

@Suite struct NormalisationTests {
  private func normalise(
    _ body: String,
    as name: String = "x:Relay",
    _ options: ValueOptions
  ) throws -> (String, [FieldError]) {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: name))
    let object = try #require(try JSONValue(parsing: body).object)
    let (result, errors) = schema.normalise(object, as: shape, options: options)
    return (JSONValue.object(result).serialized(), errors)
  }

  @Test(arguments: [
    #"{"name":"a","labels":{"x":true},"rate":{"count":5,"period":60000},"weight":2.50}"#,
    #"{"hosts":{"0":{"host":"h"}},"secret":{"@type":"None"},"count":18446744073709551615}"#,
    ##"{"peers":{"#a":true},"owner":"#b","warp":{"any":[1,2.0]},"ghost":"x"}"##,
    #"{"due":"2026-01-01T00:00:00Z","level":"Low/a","levels":{"Low/a":false}}"#,
    #"{"name":"30m","headers":{"A":"true"},"enable":false,"rate":null,"count":null}"#,
  ])
  func keepsTheServersForm(body: String) throws {
    for operation in [ValueOptions.Operation.create, .update] {
      let (result, errors) = try normalise(body, ValueOptions(operation))
      #expect(errors.isEmpty)
      #expect(result == body)
    }
  }

  @Test func makesItTheServersForm() throws {
    let (result, errors) = try normalise(
      #"""
      {"NAME":"a","labels":["x"],"levels":"high,MIDWAY","retry":"30m","quota":"50MB","enable":"yes",
       "hosts":[{"host":"h","wait":"1s"}],"secret":"s","level":"HIGH","offset":"5","count":5.0,
       "due":"2026-01-01"}
      """#,
      ValueOptions(.create)
    )
    #expect(errors.isEmpty)
    #expect(
      result
        == #"{"name":"a","labels":{"x":true},"levels":{"high":true,"midWay":true},"retry":1800000,"#
        + #""quota":52428800,"enable":true,"hosts":{"0":{"host":"h","wait":1000}},"#
        + #""secret":{"@type":"Value","secret":"s"},"level":"high","offset":5,"count":5,"#
        + #""due":"2026-01-01T00:00:00Z"}"#
    )
  }

  @Test func reportsEveryError() throws {
    let (_, errors) = try normalise(
      #"""
      {"nmae":"a","level":"hihg","hosts":{"x":{},"0":{"hots":1,"number":5}},"name":1,"NAME":"b",
       "createdAt":"2026-01-01T00:00:00Z","rate/count":1,"enable":null,"quota":1.5,"labels":[1]}
      """#,
      ValueOptions(.create)
    )
    #expect(
      errors.map(\.path) == [
        "nmae", "level", "hosts", "hosts/0/hots", "hosts/0/number", "name", "name", "createdAt",
        "rate/count", "enable", "quota", "labels",
      ]
    )
  }

  @Test func readsPatches() throws {
    let (result, errors) = try normalise(
      #"{"RATE/period":"1m","labels/a":true,"labels/b":null,"hosts/0":null,"hosts/1/WAIT":"2s","quotas/HIGH":"7"}"#,
      ValueOptions(.update)
    )
    #expect(errors.isEmpty)
    #expect(
      result
        == #"{"rate/period":60000,"labels/a":true,"labels/b":null,"hosts/0":null,"hosts/1/wait":2000,"quotas/high":7}"#
    )
    let (_, refused) = try normalise(#"{"zone":"x","createdAt":"x"}"#, ValueOptions(.update))
    #expect(refused.map(\.reason) == [.immutable, .serverSet])
    let (passed, none) = try normalise(
      #"{"zone":"x","createdAt":"2026-01-01T00:00:00Z","name":null}"#,
      ValueOptions(.update, checksUpdate: false)
    )
    #expect(none.isEmpty)
    #expect(passed == #"{"zone":"x","createdAt":"2026-01-01T00:00:00Z","name":null}"#)
  }

  @Test func choosesTheVariant() throws {
    let (edge, none) = try normalise(
      #"{"@type":"EDGE","port":"5","role":"HIGH"}"#,
      as: "x:Node",
      ValueOptions(.create)
    )
    #expect(none.isEmpty)
    #expect(edge == #"{"@type":"Edge","port":5,"role":"high"}"#)
    let (core, _) = try normalise(
      #"{"role":"HIGH","@type":"core"}"#,
      as: "x:Node",
      ValueOptions(.update)
    )
    #expect(core == #"{"role":"HIGH","@type":"Core"}"#)
    let (_, missing) = try normalise(#"{"port":5}"#, as: "x:Node", ValueOptions(.create))
    #expect(
      missing.map(\.reason)
        == [.missingVariant(owner: "Node", variants: ["Edge", "Core", "Idle"])]
    )
    let (_, unknown) = try normalise(#"{"@type":"Egde"}"#, as: "x:Node", ValueOptions(.create))
    #expect(
      unknown.map(\.reason)
        == [.unknownVariant(owner: "Node", name: "Egde", suggestions: ["Edge"])]
    )
    let (idle, ignored) = try normalise(
      #"{"@type":"idle","x":1}"#,
      as: "x:Node",
      ValueOptions(.create)
    )
    #expect(ignored.isEmpty)
    #expect(idle == #"{"@type":"Idle","x":1}"#)
    let (union, fine) = try normalise(#"{"role":"free"}"#, as: "x:Node", ValueOptions(.update))
    #expect(fine.isEmpty)
    #expect(union == #"{"role":"free"}"#)
  }

  @Test func findsReferences() throws {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: "x:Relay"))
    let body: JSONObject = [
      "owner": "jane", "peers": ["a": true, "#b": true], "name": "c",
    ]
    let mapped = schema.mapReferences(in: body, of: shape) { "\($0.objectName)=\($0.id)" }
    #expect(
      JSONValue.object(mapped).serialized()
        == ##"{"owner":"x:Node/Edge=jane","peers":{"x:Relay=a":true,"x:Relay=#b":true},"name":"c"}"##
    )
    let type = try #require(schema.fields(of: shape)["peers"]?.type)
    #expect(schema.references(in: ["a": true], of: type).map(\.id) == ["a"])
  }

  @Test func findsSecrets() throws {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: "x:Relay"))
    let body: JSONObject = ["secret": ["@type": "Value", "secret": "x"], "name": "secret"]
    #expect(
      schema.secretPaths(in: body, as: shape) == [JSONPointer(tokens: ["secret", "secret"])]
    )
  }
}

@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct SharedValueTests {
  @Test(arguments: Miniature.shared)
  func takesWhatTheReferenceTakes(name: String) throws {
    let schema = try Miniature.shared(name)
    let cases: [(String, String, String, String)] = [
      ("Imap", "allowplaintextauth", "FALSE", #"{"allowPlainTextAuth":false}"#),
      ("Imap", "maxConcurrent", "null", #"{"maxConcurrent":null}"#),
      ("Imap", "maxAuthFailures", "null", #"{"maxAuthFailures":null}"#),
      ("Imap", "maxRequestRate/count", "5", #"{"maxRequestRate/count":5}"#),
      (
        "Imap", "maxRequestRate", #"{"count":7,"period":60000}"#,
        #"{"maxRequestRate":{"count":7,"period":60000}}"#
      ),
      ("Imap", "timeoutIdle", "30m", #"{"timeoutIdle":1800000}"#),
      ("Imap", "maxRequestSize", "50MB", #"{"maxRequestSize":52428800}"#),
      ("Account", "memberGroupIds/b", "true", #"{"memberGroupIds/b":true}"#),
      ("Account", "aliases/7", "null", #"{"aliases/7":null}"#),
      (
        "Account", "aliases/0", #"{"name":"j2","domainId":"b"}"#,
        #"{"aliases/0":{"name":"j2","domainId":"b"}}"#
      ),
      ("Account", "quotas/maxEmailSubmissions", "5000", #"{"quotas/maxEmailSubmissions":5000}"#),
      ("Account", "locale", "en_us", #"{"locale":"en_US"}"#),
      ("Account", "@type", "group", #"{"@type":"Group"}"#),
      ("Account", "credentials/0/secret", "new pass", #"{"credentials/0/secret":"new pass"}"#),
      ("Account", "roles", "Default", #"{"roles":{"@type":"Default"}}"#),
      ("MtaHook", "httpHeaders/X-A=B", "v", #"{"httpHeaders/X-A=B":"v"}"#),
      ("MtaHook", "httpHeaders/X-N", "007", #"{"httpHeaders/X-N":"007"}"#),
      ("Domain", "aliases", #"["a.example.org"]"#, #"{"aliases":{"a.example.org":true}}"#),
      ("Domain", "description", "", #"{"description":""}"#),
      ("Domain", "dkimManagement", "manual", #"{"dkimManagement":{"@type":"Manual"}}"#),
      (
        "DkimSignature", "privateKey", "-----BEGIN",
        #"{"privateKey":{"@type":"Text","secret":"-----BEGIN"}}"#
      ),
      ("ApiKey", "expiresAt", "2027-01-01", #"{"expiresAt":"2027-01-01T00:00:00Z"}"#),
    ]
    for (object, key, text, json) in cases {
      let type = try schema.resolve(object: object)
      let options = ValueOptions(.update)
      let path = try schema.resolve(path: key, in: type.shape, options: options)
      let value = try schema.value(of: text, at: path, options: options)
      #expect(JSONValue.object([path.key: value]).serialized() == json)
    }
  }

  @Test(arguments: Miniature.shared)
  func findsRealSecrets(name: String) throws {
    let schema = try Miniature.shared(name)
    let account = try schema.resolve(object: "Account")
    let patch: JSONObject = [
      "credentials/0/secret": "x", "credentials/0/otpAuth": "y", "name": "jane",
      "credentials/1": ["@type": "Password", "secret": "z"], "aliases/0/name": "a",
      "credentials": ["0": ["@type": "Password", "secret": "s", "otpAuth": "o"]],
    ]
    #expect(
      schema.secretPaths(in: patch, as: account.shape).map(\.description) == [
        "/credentials/0/secret", "/credentials/0/otpAuth", "/credentials~10~1secret",
        "/credentials~10~1otpAuth", "/credentials~11/secret",
      ]
    )
    let client = try schema.resolve(object: "OAuthClient")
    #expect(schema.secretPaths(in: ["secret": "x"], as: client.shape).count == 1)
    let password = try schema.resolve(object: "AccountPassword")
    #expect(
      schema.secretPaths(
        in: ["otpAuth": ["otpUrl": "x"], "otpAuth/otpUrl": "y"],
        as: password.shape
      )
      .map(\.tokens) == [["otpAuth", "otpUrl"], ["otpAuth/otpUrl"]]
    )
  }

  @Test(arguments: Miniature.shared)
  func leavesRealBodiesAlone(name: String) throws {
    let schema = try Miniature.shared(name)
    let text = try SharedData.bytes("minimal-creates.json")
    let bodies = try #require(try JSONValue(parsing: text).object)
    var count = 0
    for entry in bodies {
      guard let body = entry.value["body"]?.object, entry.value["ok"]?.boolean == true,
        let (object, variant) = try? schema.resolve(objectAndVariant: entry.name)
      else { continue }
      let (result, errors) = schema.normalise(
        body,
        as: object.shape,
        variant: variant,
        options: ValueOptions(.create)
      )
      #expect(errors.isEmpty, "\(entry.name): \(errors)")
      #expect(JSONValue.object(result).serialized() == JSONValue.object(body).serialized())
      count += 1
    }
    #expect(count > 200)
  }

  @Test(arguments: ["seed.json", "defaults.json"])
  func leavesStoredObjectsAlone(file: String) throws {
    let schema = try Miniature.shared("schema.json.gz")
    var count = 0
    for (object, body) in try StoredObjects.read(file) {
      guard let type = schema.object(named: object) else { continue }
      var body = body
      body["id"] = nil
      let (result, errors) = schema.normalise(
        body,
        as: type.shape,
        options: ValueOptions(.update, checksUpdate: false)
      )
      #expect(errors.isEmpty, "\(object): \(errors)")
      #expect(JSONValue.object(result).serialized() == JSONValue.object(body).serialized())
      count += 1
    }
    #expect(count > 20)
  }
}
