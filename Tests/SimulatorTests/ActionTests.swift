// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

@Suite
struct ActionTests {
  private static let message =
    #"From: Jane <jane@example.org>\r\nTo: joe@example.com\r\nSubject: hi\r\n"#
  private static let mail = message + #"Message-ID: <1@example.org>\r\nDate: x\r\n\r\nHello.\r\n"#

  private func classify(
    _ engine: Engine,
    _ message: String = ActionTests.mail,
    _ more: String = ""
  ) throws -> JSONValue {
    let body = #"""
      {"create":{"n":{"@type":"ClassifySpam","remoteIp":"192.0.2.1","ehloDomain":"mx.example.org",
        "envFrom":"jane@example.org","message":"\#(message)"\#(more)}}}
      """#
    let answer = try engine.call("x:Action/set", body)
    return try #require(answer["created"]?["n"], "\(answer)")
  }

  @Test
  func findsTagsInTheMessageAndItsEnvelope() throws {
    let engine = try Engine()
    let plain = try classify(engine)["tags"]?.object ?? [:]
    for name in ["FROM_HAS_DN", "FROM_EQ_ENV_FROM", "RCVD_TLS_LAST", "X_HDR_SUBJECT", "DKIM_NA"] {
      #expect(plain.contains(name), "\(name)")
    }
    #expect(!plain.contains("MISSING_SUBJECT"))
    let other =
      try classify(
        engine,
        #"From: a@b.test\r\nTo: A <a@b.test>, c@d.test\r\nDKIM-Signature: v=1\r\n\r\n\#(String(repeating: "word ", count: 12))"#,
        #","isTls":false,"envRcptTo":{"x@y.test":true}"#
      )["tags"]?.object ?? [:]
    for name in [
      "FROM_NO_DN", "FROM_NEQ_ENV_FROM", "RCVD_NO_TLS_LAST", "MISSING_SUBJECT", "DKIM_PERMFAIL",
      "RCPT_COUNT_TWO", "TO_DN_SOME", "TO_DOM_EQ_FROM_DOM", "FORGED_RECIPIENTS",
    ] {
      #expect(other.contains(name), "\(name)")
    }
    #expect(!other.contains("SINGLE_SHORT_PART"))
  }

  @Test(arguments: [
    (#"{"@type":"Score","tag":"FROM_HAS_DN","score":2.5}"#, 2.5, "score", "ham"),
    (#"{"@type":"Score","tag":"FROM_HAS_DN","score":7}"#, 7.0, "score", "spam"),
    (#"{"@type":"Reject","tag":"FROM_HAS_DN"}"#, 0.0, "reject", "reject"),
    (#"{"@type":"Discard","tag":"FROM_HAS_DN"}"#, 0.0, "discard", "discard"),
  ])
  func weighsTagsAsTheStoreSays(
    _ tag: String,
    _ score: Double,
    _ disposition: String,
    _ result: String
  ) throws {
    let engine = try Engine()
    _ = try engine.create("SpamTag", tag)
    let answer = try classify(engine)
    #expect(answer["score"]?.number?.double == score)
    #expect(answer["tags"]?["FROM_HAS_DN"]?["disposition"] == .string(disposition))
    #expect(answer["result"] == .string(result))
  }

  @Test
  func findsNoKeyForAnySignature() throws {
    let engine = try Engine()
    let message = #"DKIM-Signature: v=1\r\n"# + Self.mail
    let answer = try engine.call(
      "x:Action/set",
      #"""
      {"create":{"n":{"@type":"TroubleshootDmarc","remoteIp":"192.0.2.1","ehloDomain":"a.test",
        "mailFrom":"a@a.test","spfEhloDomain":"a.test","spfMailFromDomain":"b.test",
        "message":"\#(message)"}}}
      """#
    )
    let result = try #require(answer["created"]?["n"], "\(answer)")
    #expect(result["dkimResults"]?["0"]?["@type"] == "PermError", "\(result)")
    #expect(result["dkimResults"]?.object?.count == 1)
    #expect(result["spfMailFromDomain"] == "b.test")
    #expect(result["arcResult"]?["@type"] == "None")
  }
}
