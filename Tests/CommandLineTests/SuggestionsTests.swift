// SPDX-License-Identifier: MIT

import CommandLine
import Testing

@Suite struct `Suggestions are close or absent` {
  static let commands = ["get", "query", "create", "update", "delete", "describe", "apply"]
  static let types = [
    "Account", "AccountPassword", "AccountSettings", "Domain", "DkimSignature", "Imap",
    "MtaStageAuth", "MtaStageData", "Role", "Log", "Tenant",
  ]

  @Test(arguments: [
    ("gte", ["get"]), ("qeury", ["query"]), ("udpate", ["update"]), ("discribe", ["describe"]),
    ("GET", ["get"]), ("crate", ["create"]), ("del", ["delete"]), ("list", []), ("x", []),
    ("", []), ("completelydifferent", []), ("updates", ["update"]), ("ap", ["apply"]),
  ])
  func ofCommands(typed: String, expected: [String]) {
    #expect(Suggestions.closest(to: typed, among: Self.commands) == expected)
  }

  @Test(arguments: [
    ("imap", ["Imap"]), ("domains", ["Domain"]), ("mta-stage-auth", ["MtaStageAuth"]),
    ("mta_stage_dta", ["MtaStageData"]), ("accounts", ["Account"]),
    ("password", ["AccountPassword"]),
    ("acount", ["Account"]), ("stage", ["MtaStageAuth", "MtaStageData"]), ("zebra", []),
  ])
  func ofTypes(typed: String, expected: [String]) {
    let found = Suggestions.closest(to: typed, among: Self.types)
    #expect(Array(found.prefix(expected.count)) == expected)
    if expected.isEmpty { #expect(found == []) }
  }

  @Test func areAtMostThree() {
    let names = (0..<20).map { "account\($0)" }
    #expect(Suggestions.closest(to: "account", among: names).count == 3)
    #expect(Suggestions.closest(to: "account", among: names, limit: 1).count == 1)
    #expect(Suggestions.closest(to: "account", among: names, limit: 0) == [])
  }

  @Test func doNotRepeatThemselves() {
    #expect(Suggestions.closest(to: "gett", among: ["get", "get"]) == ["get"])
  }
}
