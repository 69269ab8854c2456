// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// Snapshots, applied to where they come from and to an empty server.
@Suite struct SnapshotRoundTripTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(
    .enabled(if: SharedData.isAvailable, "the recorded data is not there"),
    arguments: ["seed.json", "defaults.json"]
  )
  func changesNothingWhereItComesFrom(data: String) throws {
    let server = try simulator(data)
    let plan = try snapshot(server, "plan.ndjson", ["--all"])
    #expect(server.exchanges.count <= 12)
    let again = try snapshot(server, "again.ndjson", ["--all"])
    #expect(plan == again)
    let outcome = try run(server, ["apply", "--file", directory.path("plan.ndjson"), "--json"])
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    let done = try summary(outcome)
    #expect(done["created"] == 0 && done["updated"] == 0 && done["failed"] == 0, "\(done)")
    let difference = try run(server, ["diff", directory.path("plan.ndjson")])
    #expect(difference.ending == .exited(0), "\(difference.outputText)")
  }

  @Test(
    .enabled(if: SharedData.isAvailable, "the recorded data is not there"),
    arguments: ["seed.json", "defaults.json"]
  )
  func makesAnEmptyServerAlike(data: String) throws {
    let first = try snapshot(
      try simulator(data),
      "first.ndjson",
      ["--all", "--secrets", "env"]
    )
    let empty = try RunningSimulator()
    let outcome = try run(
      empty,
      ["apply", "--file", directory.path("first.ndjson"), "--json", "--continue-on-error"],
      variables: secrets(in: first)
    )
    let failed = try outcome.outputText.split(separator: "\n").filter { $0.contains("\"error\"") }
      .map { try JSONValue(parsing: Array($0.utf8))["object"]?.string }
    #expect(failed == [])
    let second = try snapshot(empty, "second.ndjson", ["--all", "--secrets", "env"])
    let expected = try withoutIDs(first)
    let found = try withoutIDs(second)
    #expect(expected.filter { !found.contains($0) } == [])
    #expect(found.filter { !expected.contains($0) } == [])
    // The client comes to the same conclusion, without asking anybody.
    let requests = empty.exchanges.count
    let difference = try run(
      empty,
      ["diff", directory.path("first.ndjson"), directory.path("second.ndjson")]
    )
    #expect(difference.ending == .exited(0), "\(difference.outputText)\(difference.errorText)")
    #expect(empty.exchanges.count == requests)
  }

  @Test(.enabled(if: SharedData.isAvailable, "the recorded data is not there"))
  func namesWhatCannotBeMadeWithoutItsSecret() throws {
    let server = try simulator("seed.json")
    let plan = directory.path("plan.ndjson")
    let export = try run(server, ["snapshot", "--all", "--quiet", "--output", plan])
    #expect(export.ending == .exited(0))
    let empty = try RunningSimulator()
    let outcome = try run(empty, ["apply", "--file", plan, "--json", "--continue-on-error"])
    #expect(outcome.ending == .exited(1))
    let records = try outcome.outputText.split(separator: "\n").filter { $0.contains("\"error\"") }
      .map { try JSONValue(parsing: Array($0.utf8)) }
    // What has a secret that must be there, and what refers to it.
    let types = records.compactMap { $0["object"]?.string }
    #expect(
      Set(types) == ["Certificate", "DkimSignature", "DnsServer", "StoreLookup", "SystemSettings"]
    )
    for object in records.flatMap({ $0["objects"]?.array ?? [] }) {
      let id = object["id"]?.string ?? ""
      let reason = object["error"]?.string ?? ""
      if object["type"] == "skipped" {
        #expect(id == "singleton" && reason.contains("depends on `certificate-"))
        continue
      }
      // The snapshot named it, too, and the reason is the server's.
      let serverID = id.split(separator: "-").last.map(String.init) ?? "?"
      #expect(export.errorText.contains("#\(serverID): "), "\(id)")
      #expect(reason.contains("required"), "\(reason)")
    }
    #expect(records.flatMap { $0["objects"]?.array ?? [] }.count == 9)
  }

  @Test func takesTextThatLooksLikeASubstitutionAsItIs() throws {
    let text = "${env:HOME} $${env:HOME} ${file:/etc/passwd} $$${file:x} ${x} $"
    let data: JSONValue = [
      "objects": ["Domain": [["name": "example.org", "description": .string(text), "id": "b"]]]
    ]
    try directory.write(Array(data.serialized().utf8), to: "data.json")
    let server = try RunningSimulator(["--data", directory.path("data.json")])
    let absent = ["--allow-unresolved", "AcmeProvider,Directory,DnsServer,Tenant"]
    _ = try snapshot(server, "plan.ndjson", ["Domain"] + absent)
    let apply = ["apply", "--file", directory.path("plan.ndjson"), "--json"]
    let same = try summary(try run(server, apply))
    #expect(same["updated"] == 0 && same["unchanged"] == 1, "\(same)")
    let empty = try RunningSimulator()
    #expect(try summary(try run(empty, apply))["created"] == 1)
    let found = try run(
      empty,
      ["get", "Domain", "example.org", "--fields", "description", "--json"]
    )
    let value = try JSONValue(parsing: Array(found.outputText.utf8))
    #expect(value["description"]?.string == text)
  }

  @Test(arguments: [(0, 1), (1, 1), (500, 1), (501, 2), (1203, 2), (20_000, 7)])
  func carriesManyObjectsInFewRequests(count: Int, requests: Int) throws {
    let objects = (0..<count).map { place -> JSONValue in
      [
        "address": .string("10.0.\(place / 256).\(place % 256)"), "reason": "manual",
        "id": .string("b" + String(place, radix: 25).map(Self.letter).joined()),
      ]
    }
    let data: JSONValue = ["objects": ["BlockedIp": .array(objects)]]
    try directory.write(Array(data.serialized().utf8), to: "data.json")
    let server = try RunningSimulator(["--data", directory.path("data.json")])
    let text = try snapshot(server, "plan.ndjson", ["BlockedIp"])
    let lines = text.split(separator: "\n")
    #expect(lines.count == min(1, count))
    let value = try lines.first.map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(value?["value"]?.object?.count ?? 0 == count)
    // The first two are those for the schema.
    #expect(server.exchanges.count == 2 + requests)
    let apply = ["apply", "--file", directory.path("plan.ndjson"), "--json"]
    guard count > 0 else { return }
    let same = try summary(try run(server, apply))
    #expect(same["created"] == 0 && same["updated"] == 0 && same["failed"] == 0, "\(same)")
    let empty = try RunningSimulator()
    let made = try summary(try run(empty, apply))
    #expect(made["created"] == .number(JSONNumber(count)) && made["failed"] == 0, "\(made)")
    _ = try snapshot(empty, "second.ndjson", ["BlockedIp"])
    let plans = ["plan.ndjson", "second.ndjson"].map { directory.path($0) }
    #expect(try run(empty, ["diff"] + plans).ending == .exited(0))
  }

  private static func letter(_ digit: Character) -> String {
    let value = digit.hexDigitValue ?? Int(digit.asciiValue ?? 97) - 87
    return String(UnicodeScalar(UInt8(97 + value)))
  }

  // MARK: Running

  private func simulator(_ data: String) throws -> RunningSimulator {
    try RunningSimulator(["--data", SharedData.directory.appending(path: data).path])
  }

  private func run(
    _ server: RunningSimulator,
    _ arguments: [String],
    variables: [String: String] = [:]
  ) throws -> Outcome {
    let environment = [
      "PATH": "/usr/bin:/bin", "HOME": directory.url.path, "STALWART_URL": server.url,
      "STALWART_USER": "admin", "STALWART_PASSWORD": "testsecret",
    ]
    var launch = Launch(
      BuiltProducts.client,
      arguments,
      environment: environment.merging(variables) { $1 },
      directory: directory.url
    )
    launch.limit = .seconds(600)  // A debug build makes 20,000 objects, beside other tests.
    return try launch.run()
  }

  private func snapshot(
    _ server: RunningSimulator,
    _ name: String,
    _ arguments: [String]
  ) throws -> String {
    let output = directory.path(name)
    let outcome = try run(server, ["snapshot", "--quiet", "--output", output] + arguments)
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  private func summary(_ outcome: Outcome) throws -> JSONObject {
    let last = outcome.outputText.split(separator: "\n").last ?? ""
    return try JSONValue(parsing: Array(last.utf8))["done"]?.object ?? [:]
  }

  // MARK: Comparing

  private static let variable = try? NSRegularExpression(pattern: #"\$\{env:([A-Z0-9_]+)\}"#)

  /// Secrets that a server takes; a key that reads `removed` counts as a good one.
  private func secrets(in plan: String) -> [String: String] {
    var result: [String: String] = [:]
    let whole = NSRange(plan.startIndex..., in: plan)
    for match in Self.variable?.matches(in: plan, range: whole) ?? [] {
      guard let range = Range(match.range(at: 1), in: plan) else { continue }
      let name = String(plan[range])
      result[name] =
        name.contains("DNS_SERVER")
        ? "c2VjcmV0LXNlY3JldA==" : name.contains("KEY") ? "removed" : "Correct-Horse-Battery-9"
    }
    return result
  }

  /// The operations with ids counted by type and variables without names.
  private func withoutIDs(_ plan: String) throws -> [JSONValue] {
    var names: [String: String] = [:]
    var counts: [String: Int] = [:]
    let operations = try plan.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    for operation in operations where operation["@type"] == "upsert" {
      for member in operation["value"]?.object?.members ?? [] {
        let type = operation["object"]?.string ?? ""
        counts[type, default: 0] += 1
        names[member.name] = "\(type)/\(counts[type] ?? 0)"
      }
    }
    return operations.map { Self.renamed($0, names) }
  }

  private static func renamed(_ value: JSONValue, _ names: [String: String]) -> JSONValue {
    func name(_ text: String) -> String {
      if text.hasPrefix("${env:") { return "${env:}" }
      let id = text.hasPrefix("#") ? String(text.dropFirst()) : text
      return names[id].map { text == id ? $0 : "#" + $0 } ?? text
    }
    switch value {
    case .string(let text): return .string(name(text))
    case .object(let object):
      return .object(JSONObject(object.members.map { (name($0.name), renamed($0.value, names)) }))
    default: return value
    }
  }
}
