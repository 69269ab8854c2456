// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import JSON
import StalwartSchema
import TestSupport
import Testing

@testable import StalwartCLI

/// `snapshot` against a server that does what servers may do.
@Suite struct SnapshotCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let data: JSONValue = [
    "objects": [
      "Tenant": [
        [
          "name": "acme", "id": "b", "roles": ["@type": "Custom", "roleIds": ["b": true]],
        ], ["name": "more", "id": "c"],
      ],
      "Role": [
        ["description": "ops", "roleIds": ["c": true], "id": "b"],
        ["description": "more", "id": "c"],
      ],
      "Domain": [
        [
          "name": "example.org", "memberTenantId": "b", "id": "b",
          "aliases": ["a.example.org": true, "b.example.org": true, "c.example.org": true],
        ], ["name": "example.net", "id": "c"],
      ],
      "BlockedIp": .array(
        (0..<7).map { place in
          [
            "address": .string("10.0.0.\(place)"), "reason": "manual",
            "id": .string("jp2dpq1oalaa" + ["b", "c", "d", "e", "f", "g", "h"][place]),
          ]
        }
      ),
    ]
  ]

  private func server(_ data: JSONValue = data) throws -> SnapshotServer {
    try SnapshotServer(data)
  }

  // MARK: Determinism

  @Test(arguments: UInt64(1)...8)
  func givesTheSameBytesInWhateverOrderTheServerAnswers(seed: UInt64) throws {
    let server = try server()
    let plain = try server.run(["snapshot", "--all", "-q"], in: directory)
    #expect(plain.code == 0, "\(plain.errors)")
    var generator = SeededGenerator(state: seed)
    server.altering = { _, answer in answer.shuffled(using: &generator) }
    let shuffled = try server.run(["snapshot", "--all", "-q"], in: directory)
    #expect(shuffled.code == 0)
    #expect(shuffled.output == plain.output)
    #expect(shuffled.errors == plain.errors)
    #expect(plain.output.split(separator: "\n").count > 50)
  }

  @Test(arguments: UInt64(1)...4)
  func alsoForWhatTheSchemaLacks(seed: UInt64) throws {
    let server = try server()
    let unknown: JSONValue = ["z": ["q": 1, "p": [["b": 1, "a": 2]]], "a": 1, "m": "${env:X}"]
    let add = { (answer: JSONValue) in
      answer.answers(to: "x:Domain/get") { arguments in
        guard case .array(let list)? = arguments["list"] else { return }
        arguments["list"] = .array(
          list.map { object in
            var object = object.object ?? [:]
            object["novelB"] = unknown
            object["novelA"] = 1
            return .object(object)
          }
        )
      }
    }
    server.altering = { add($1) }
    let types = [
      "snapshot", "Domain", "--allow-unresolved", "AcmeProvider,Directory,DnsServer,Tenant",
    ]
    let plain = try server.run(types, in: directory)
    #expect(
      plain.output.contains(
        ##""novelA":1,"novelB":{"a":1,"m":"$${env:X}","z":{"p":[{"a":2,"b":1}],"q":1}}}"##
      )
    )
    #expect(plain.errors.contains("Domain.novelA: the schema lacks this property"))
    var generator = SeededGenerator(state: seed)
    server.altering = { add($1).shuffled(using: &generator) }
    let shuffled = try server.run(types, in: directory)
    #expect(shuffled.output == plain.output)
    #expect(shuffled.errors == plain.errors)
  }

  // MARK: Selections

  /// The command that the first hint proposes, without the program's name.
  private func proposal(_ errors: String) -> [String]? {
    let start = "hint: add what is missing: stalwart-cli "
    let line = errors.split(separator: "\n").first { $0.hasPrefix(start) }
    return line.map { $0.dropFirst(start.count).split(separator: " ").map(String.init) }
  }

  @Test func proposesACommandThatWorks() throws {
    let server = try server()
    let types = try server.schema().objects.map(\.displayName)
    let all = try server.run(["snapshot", "--all", "-q"], in: directory)
    #expect(all.code == 0)
    var proposals = 0
    for type in types where !["Action", "Log", "Metric", "Trace"].contains(type) {
      let plain = try server.run(["snapshot", type, "-q"], in: directory)
      guard plain.code == 2 else { continue }
      let command = try #require(proposal(plain.errors), "\(type): \(plain.errors)")
      #expect(plain.output.isEmpty)
      proposals += 1
      // Types that only a licence or an incident fills may be refused by the server, but no more
      // types are missing.
      let complete = try server.run(command + ["-q"], in: directory)
      #expect(complete.code != 2, "\(command)\n\(complete.errors)")
      let closed = try server.run(["snapshot", type, "--with-dependencies", "-q"], in: directory)
      #expect(closed.code == complete.code, "\(closed.errors)")
      #expect(closed.output == complete.output)
      // And every type that is referred to directly is named, each once.
      let missing = plain.errors.split(separator: "\n").filter { $0.contains(" is not in the ") }
      #expect(Set(missing).count == missing.count)
      let allowed = plain.errors.split(separator: "\n").first { $0.contains("--allow-unresolved") }
      let list = try #require(allowed?.split(separator: " ").last.map(String.init))
      #expect(list.split(separator: ",").count == missing.count, "\(plain.errors)")
      let alone = try server.run(
        ["snapshot", type, "--allow-unresolved", list, "-q"],
        in: directory
      )
      #expect(alone.code != 2, "\(alone.errors)")
    }
    #expect(proposals > 20)
  }

  @Test func everythingIsTheWrittenListAndNothingElse() throws {
    let server = try server()
    let outcome = try server.run(["snapshot", "--all"], in: directory)
    #expect(outcome.code == 0)
    let excluded: Set<String> = [
      "Action", "ApiKey", "AppPassword", "ArchivedItem", "ClusterNode", "Log", "MaskedEmail",
      "Metric", "QueuedMessage", "ArfExternalReport", "DmarcExternalReport",
      "DmarcInternalReport", "TlsExternalReport", "TlsInternalReport", "SpamTrainingSample",
      "Task", "Trace", "AccountPassword", "AccountSettings", "Bootstrap",
    ]
    let fetched = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("  fetching ") }
      .compactMap { $0.split(separator: " ").last?.dropLast(3) }.map(String.init)
    let known = Set(try server.schema().objects.map(\.displayName))
    #expect(excluded.isSubset(of: known))
    let ofOneServer = Set(MachineType.all.map(\.name))
    #expect(Set(fetched) == known.subtracting(excluded).subtracting(ofOneServer))
    #expect(Set(fetched).count == fetched.count)
    #expect(!outcome.errors.contains("unknown to this version"))
  }

  @Test func namesTypesOfANewerServerThatEverythingLacks() throws {
    let server = try server()
    var document = try JSONValue(parsing: server.schemaText).object ?? [:]
    for part in ["objects", "schemas", "fields"] {
      guard var members = document[part]?.object, let known = members["x:BlockedIp"] else {
        continue
      }
      members["x:Novelty"] = known
      document[part] = .object(members)
    }
    try directory.write(Array(JSONValue.object(document).serialized().utf8), to: "schema.json")
    let outcome = try server.run(["snapshot", "--all", "-q"], in: directory)
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.hasPrefix(
        "warning: Novelty is unknown to this version and not part of --all\n"
      )
    )
    #expect(!outcome.output.contains("Novelty"))
  }

  @Test func refusesACircleThatNoUpdateCanCloseByName() throws {
    let type = { (name: String, target: String) in
      ##""x:\##(name)":{"properties":{"name":{"type":{"type":"string","format":"string"},"##
        + ##""update":"mutable"},"otherId":{"type":{"type":"objectId","objectName":"x:\##(target)"},"##
        + ##""update":"immutable"}}}"##
    }
    try directory.write(
      Array(
        (##"{"objects":{"x:Left":{"type":"object"},"x:Right":{"type":"object"}},"schemas":{"##
          + ##""x:Left":{"type":"single","schemaName":"x:Left"},"##
          + ##""x:Right":{"type":"single","schemaName":"x:Right"}},"fields":{"##
          + type("Left", "Right") + "," + type("Right", "Left")
          + ##"},"forms":{},"lists":{},"enums":{},"dashboards":[],"layouts":[]}"##).utf8
      ),
      to: "schema.json"
    )
    let server = try server()
    let outcome = try server.run(["snapshot", "Left", "Right"], in: directory)
    #expect(outcome.code == 2 && outcome.output.isEmpty && server.posts == 0)
    #expect(
      outcome.errors == """
        error: cannot snapshot: cyclic dependency between selected types: Left, Right
          immutable field Left.otherId -> Right closes the cycle
        hint: break it with --allow-unresolved for one of them

        """
    )
    let broken = try server.run(
      ["snapshot", "Left", "--allow-unresolved", "Right"],
      in: directory
    )
    #expect(broken.code != 2)
  }

  // MARK: Servers that fail

  private func snapshot(
    _ server: SnapshotServer,
    _ arguments: [String],
    interruption: @escaping @Sendable () -> Int32? = { nil }
  ) throws -> (outcome: SnapshotServer.Outcome, file: String, others: [String]) {
    _ = try directory.makeDirectory("out")
    try directory.write(Array("as it was\n".utf8), to: "out/plan.ndjson")
    let outcome = try server.run(
      ["snapshot", "-q", "--output", directory.path("out/plan.ndjson")] + arguments,
      in: directory,
      interruption: interruption
    )
    let file = try String(contentsOfFile: directory.path("out/plan.ndjson"), encoding: .utf8)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path("out"))
    return (outcome, file, names.filter { $0 != "plan.ndjson" })
  }

  @Test(arguments: 1...4)
  func leavesTheOldFileWhenTheServerGoesAway(number: Int) throws {
    let server = try server()
    server.failing = { $0 >= number ? .connectionReset(detail: "gone") : nil }
    let (outcome, file, others) = try snapshot(server, ["--all"])
    #expect(outcome.code == 3)
    #expect(outcome.output.isEmpty)
    #expect(file == "as it was\n" && others == [])
    #expect(outcome.errors.hasPrefix("error: "))
  }

  @Test(arguments: 1...4)
  func leavesTheOldFileWhenItIsInterrupted(number: Int) throws {
    let server = try server()
    let signal = Signal()
    server.replacing = { count in
      if count == number { signal.number = 2 }
      return nil
    }
    let (outcome, file, others) = try snapshot(server, ["--all"]) { signal.number }
    #expect(outcome.code == 130)
    #expect(file == "as it was\n" && others == [])
  }

  @Test func waitsAndGoesOnAfterTooManyRequests() throws {
    let server = try server()
    server.replacing = { $0 == 2 ? HTTPResponse(status: 429, headers: ["retry-after": "1"]) : nil }
    let (outcome, file, others) = try snapshot(server, ["--all"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(others == [])
    let again = try server.run(["snapshot", "--all", "-q"], in: directory)
    #expect(file == again.output)
    server.replacing = { _ in HTTPResponse(status: 429, headers: ["retry-after": "1"]) }
    let (refused, kept, left) = try snapshot(server, ["--all"])
    #expect(refused.code == 3)
    #expect(kept == file || kept == "as it was\n")
    #expect(kept == "as it was\n" && left == [])
  }

  // MARK: Listings

  @Test func leavesOutWhatIsDeletedBetweenQueryAndGet() throws {
    let server = try server()
    server.altering = { _, answer in
      answer.answers(to: "x:Role/get") { arguments in
        guard case .array(let list)? = arguments["list"] else { return }
        arguments["list"] = .array(list.filter { $0["id"] != "c" })
        arguments["notFound"] = ["c"]
      }
    }
    let outcome = try server.run(["snapshot", "Role", "Tenant", "-q"], in: directory)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("role-b") && !outcome.output.contains("role-c"))
    // What refers to it is named.
    #expect(
      outcome.errors == """
        warning: 1 reference to objects that are not in the snapshot left out:
          Role#b: roleIds -> Role#c

        """
    )
  }

  @Test func namesAHundredReferencesAndCountsTheRest() throws {
    let roles = (0..<130).map { place -> JSONValue in
      let letters = [place / 20, place % 20].map { String(UnicodeScalar(UInt8(98 + $0))) }
      return [
        "description": .string("role \(place)"), "roleIds": ["b": true],
        "id": .string("c" + letters.joined()),
      ]
    }
    let gone: JSONValue = ["description": "gone", "id": "b"]
    let server = try server(["objects": ["Role": .array([gone] + roles)]])
    server.altering = { _, answer in
      answer.answers(to: "x:Role/get") { arguments in
        guard case .array(let list)? = arguments["list"] else { return }
        arguments["list"] = .array(list.filter { $0["id"] != "b" })
        arguments["notFound"] = ["b"]
      }
    }
    let outcome = try server.run(["snapshot", "Role", "Tenant", "-q"], in: directory)
    #expect(outcome.code == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(
      lines.first == "warning: 130 references to objects that are not in the snapshot left out:"
    )
    #expect(lines.filter { $0.hasSuffix(": roleIds -> Role#b") }.count == 100)
    #expect(lines.last == "  and 30 more")
  }

  @Test func refusesAnObjectThatIsNeitherThereNorMissing() throws {
    let server = try server()
    server.altering = { _, answer in
      answer.answers(to: "x:Role/get") { arguments in
        guard case .array(let list)? = arguments["list"] else { return }
        arguments["list"] = .array(list.filter { $0["id"] != "c" })
      }
    }
    let (outcome, file, others) = try snapshot(server, ["Role", "Tenant"])
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("x:Role"))
    #expect(file == "as it was\n" && others == [])
  }

  @Test func refusesAListingThatComesUpShort() throws {
    let server = try server()
    // The server promises nine objects and gives seven.
    server.altering = { number, answer in
      answer.answers(to: "x:BlockedIp/query") { arguments in
        if number > 1 { arguments["ids"] = [] }
        arguments["total"] = 9
      }.answers(to: "x:BlockedIp/get") { arguments in
        if number > 1 { arguments["list"] = [] }
      }
    }
    let (outcome, file, others) = try snapshot(server, ["BlockedIp"])
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("7") && outcome.errors.contains("9"), "\(outcome.errors)")
    #expect(file == "as it was\n" && others == [])
  }

  @Test(arguments: [499, 500, 501, 1000, 1001])
  func readsOnWhereTheServerDoesNotCount(count: Int) throws {
    let objects = (0..<count).map { place -> JSONValue in
      let digits = String(place + 1_000_000).map {
        Character(UnicodeScalar(($0.asciiValue ?? 48) + 49))
      }
      return [
        "address": .string("10.0.\(place / 256).\(place % 256)"), "reason": "manual",
        "id": .string("b" + String(digits)),
      ]
    }
    let server = try server(["objects": ["BlockedIp": .array(objects)]])
    server.altering = { _, answer in answer.answers(to: "x:BlockedIp/query") { $0["total"] = nil } }
    let outcome = try server.run(["snapshot", "BlockedIp", "-q"], in: directory)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let plan = try JSONValue(parsing: Array(outcome.output.utf8))
    #expect(plan["value"]?.object?.count == count)
  }

  @Test func refusesASingletonWithoutValue() throws {
    let server = try server()
    server.altering = { _, answer in
      answer.answers(to: "x:Imap/get") { $0["list"] = [] }
    }
    let (outcome, file, others) = try snapshot(server, ["Imap"])
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("singleton Imap returned no value"))
    #expect(file == "as it was\n" && others == [])
  }

  @Test func exportsVariantsThatTheSchemaLacks() throws {
    let server = try server()
    server.altering = { _, answer in
      answer.answers(to: "x:BlobStore/get") { arguments in
        arguments["list"] = [["id": "singleton", "z": 1, "@type": "Orbital", "a": "${file:x}"]]
      }
    }
    let outcome = try server.run(["snapshot", "BlobStore", "-q"], in: directory)
    #expect(outcome.code == 0)
    #expect(
      outcome.output
        == ##"{"@type":"update","object":"BlobStore","value":{"@type":"Orbital","a":"$${file:x}","z":1}}"##
        + "\n"
    )
    #expect(outcome.errors.contains("BlobStore/Orbital: the schema lacks this variant"))
  }
}

/// A signal that comes while a test runs.
private final class Signal: @unchecked Sendable {
  var number: Int32?
}
