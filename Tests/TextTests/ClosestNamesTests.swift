// SPDX-License-Identifier: MIT

import Testing
import Text

@Suite struct `The closest names` {
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
    #expect(closestNames(to: typed, among: Self.commands) == expected)
  }

  @Test(arguments: [
    ("imap", ["Imap"]), ("domains", ["Domain"]), ("mta-stage-auth", ["MtaStageAuth"]),
    ("mta_stage_dta", ["MtaStageData"]), ("accounts", ["Account"]),
    ("password", ["AccountPassword"]),
    ("acount", ["Account"]), ("stage", ["MtaStageAuth", "MtaStageData"]), ("zebra", []),
  ])
  func ofTypes(typed: String, expected: [String]) {
    let found = closestNames(to: typed, among: Self.types)
    #expect(Array(found.prefix(expected.count)) == expected)
    if expected.isEmpty { #expect(found == []) }
  }

  @Test(arguments: [
    ("enabel", ["enable"]), ("alow", ["allow"]), ("address", ["addresses"]), ("xyzzy", []),
    ("ALLOW", ["allow"]), ("allowed-ips", ["allowedIps"]), ("allowe", ["allow", "allowedIps"]),
  ])
  func ofFields(typed: String, expected: [String]) {
    let names = ["enable", "allowedIps", "addresses", "allow", "zone"]
    #expect(closestNames(to: typed, among: names) == expected)
  }

  /// Three edits are no typo any more, however long the name is.
  @Test func areAtMostThreeEditsAway() {
    #expect(closestNames(to: "accountsettimgz", among: ["AccountSettings"]) == ["AccountSettings"])
    #expect(closestNames(to: "axxxuntsettingz", among: ["AccountSettings"]) == [])
    #expect(closestNames(to: String(repeating: "a", count: 1000), among: ["aaa"]) == [])
  }

  @Test func areAtMostThree() {
    let names = (0..<20).map { "account\($0)" }
    #expect(closestNames(to: "account", among: names).count == 3)
    #expect(closestNames(to: "account", among: names, limit: 1).count == 1)
    #expect(closestNames(to: "account", among: names, limit: 0) == [])
  }

  @Test func doNotRepeatThemselves() {
    #expect(closestNames(to: "gett", among: ["get", "get"]) == ["get"])
  }
}
