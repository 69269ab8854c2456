// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

struct PatchTests {
  @Test(arguments: [
    ("a/b", ["a", "b"], "a/b"), ("/a", ["a"], "a"), ("//p", ["", "p"], "/p"),
    ("a~1b/c~0d", ["a/b", "c~d"], "a~1b/c~0d"), (#"a\/b"#, ["a/b"], "a~1b"),
    ("x~yz", ["xyz"], "xyz"), ("007", ["007"], "007"), ("12", ["12"], "12"),
  ])
  func readsPointers(_ key: String, _ names: [String], _ text: String) {
    let path = PatchPath(key)
    #expect(path.tokens.map { $0.name ?? "*" } == names)
    #expect(path.text == text)
  }

  /// An engine with a domain, a group and a user `c`.
  private func engine() throws -> Engine {
    let engine = try Engine()
    _ = try engine.create("Domain", #"{"name":"example.org","dkimManagement":{"@type":"Manual"}}"#)
    _ = try engine.create("Account", #"{"@type":"Group","name":"sales","domainId":"b"}"#)
    let user = try engine.create(
      "Account",
      #"{"@type":"User","name":"Jane","domainId":"b","credentials":{"0":{"@type":"Password","secret":"correct horse"}}}"#
    )
    #expect(user == "c")
    return engine
  }

  @Test
  func changesWhatPointersLeadTo() throws {
    let engine = try engine()
    #expect(try engine.patch("Account", "c", #"{"quotas/maxDiskQuota":5}"#) == nil)
    #expect(try engine.value("Account", "c", "quotas") == json(#"{"maxDiskQuota":5}"#))
    #expect(try engine.patch("Account", "c", #"{"quotas/maxDiskQuota":null}"#) == nil)
    #expect(try engine.value("Account", "c", "quotas") == json("{}"))
    #expect(try engine.patch("Account", "c", #"{"aliases/5":{"name":"k","domainId":"b"}}"#) == nil)
    let aliases = try engine.value("Account", "c", "aliases")
    #expect(aliases?["0"]?["name"] == "k")
    #expect(try engine.patch("Account", "c", #"{"memberGroupIds/b":true}"#) == nil)
    #expect(try engine.value("Account", "c", "memberGroupIds") == json(#"{"b":true}"#))
  }

  @Test(arguments: [
    (#"{"quotas/nosuch":5}"#, "Invalid value for object property", "quotas/nosuch"),
    (
      #"{"quotas/maxDiskQuota":"5"}"#,
      "Invalid value for unsigned integer property (expected non-negative integer)",
      "quotas/maxDiskQuota"
    ),
    (#"{"aliases/7":null}"#, "Invalid value for object property", "aliases/7"),
    (#"{"aliases":[{"name":"j"}]}"#, "Invalid value for object property", "aliases"),
    (##"{"memberGroupIds/#g":true}"##, "Invalid value for object property", "memberGroupIds/#g"),
    (#"{"name":"a@b"}"#, "Invalid email local part", "name"),
    (#"{"emailAddress":"x@y.org"}"#, "Cannot modify server set property", "emailAddress"),
    (#"{"nosuch":1}"#, "Invalid property", "nosuch"),
    (#"{"id":"c","description":"x"}"#, "Invalid property", "id"),
    (#"{"locale":"en_us"}"#, #"Invalid value Str("en_us") for enum type EnUS."#, "locale"),
    (
      #"{"credentials/0":{"secret":"another password"}}"#,
      "Missing or invalid '@type' property in object", "credentials/0"
    ),
    (#"{"roles/roleIds":{}}"#, "Invalid JSON Pointer path", "roles/roleIds"),
  ])
  func refusesWithTheServersWords(
    _ patch: String,
    _ description: String,
    _ property: String
  ) throws {
    let error = try engine().patch("Account", "c", patch)
    #expect(error?["type"] == "invalidPatch")
    #expect(error?["description"] == .string(description))
    #expect(error?["properties"] == .array([.string(property)]))
  }

  @Test
  func ignoresIDsThatCannotBeRead() throws {
    let answer = try engine().call("x:Account/set", ##"{"update":{"!!":{},"#u":{}}}"##)
    #expect(answer == (try json(#"{"accountId":"d333333"}"#)))
  }

  @Test
  func mergesAndClearsNullableObjects() throws {
    let engine = try Engine()
    #expect(try engine.patch("Http", "singleton", #"{"rateLimitAnonymous/count":5}"#) == nil)
    #expect(
      try engine.value("Http", "singleton", "rateLimitAnonymous")
        == json(#"{"count":5,"period":60000}"#)
    )
    #expect(try engine.patch("Http", "singleton", #"{"rateLimitAnonymous":null}"#) == nil)
    let error = try engine.patch("Http", "singleton", #"{"rateLimitAnonymous/count":5}"#)
    #expect(
      error?["validationErrors"]
        == (try json(
          #"[{"type":"Invalid","property":"period","value":"0"},{"type":"MinValue","property":"period","required":1}]"#
        ))
    )
  }

  @Test
  func dropsTheConnectionAtAPatchThatIsNoObject() throws {
    let engine = try engine()
    let body =
      #"{"using":[],"methodCalls":[["x:Role/set",{"create":{"r":{"description":"r"}}},"0"],"#
      + #"["x:Account/set",{"update":{"c":null}},"1"]]}"#
    #expect(try engine.answer(body) == nil)
    #expect(try engine.query("Role", "{}") == ["b"])
  }

  @Test
  func failsTheSecondWriteOfOneObject() throws {
    let engine = try engine()
    let answer = try engine.call(
      "x:Account/set",
      #"{"update":{"c":{"description":"one"},"ac":{"description":"two"}}}"#
    )
    #expect(answer["type"] == "serverUnavailable")
    #expect(try engine.value("Account", "c", "description") == "one")
  }
}
