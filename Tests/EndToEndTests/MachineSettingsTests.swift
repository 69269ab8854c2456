// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// What belongs to one server alone, in plans that go from one server to another.
@Suite struct MachineSettingsTests {
  private let directory: TemporaryDirectory
  private let first: RunningSimulator
  private let second: RunningSimulator

  init() throws {
    directory = try TemporaryDirectory()
    first = try RunningSimulator(["--demo"])
    second = try RunningSimulator(["--demo"])
  }

  @Test func everyServerHasADatabaseOfItsOwn() throws {
    let paths = [try databasePath(first), try databasePath(second)]
    #expect(paths[0] != paths[1])
    #expect(paths.allSatisfy { $0.hasPrefix("/var/lib/stalwart/") })
  }

  @Test func aSnapshotOfEverythingLeavesThemOutAndNamesThem() throws {
    let (plan, errors) = try snapshot(first, ["--all"])
    let types = try Set(objects(of: plan))
    for type in Self.types {
      #expect(!types.contains(type))
      #expect(errors.contains(type))
    }
    #expect(types.isSuperset(of: ["Imap", "SystemSettings", "Account"]))
    #expect(errors.contains("stalwart-cli snapshot --all DataStore"))
    #expect(errors.split(separator: "\n").filter { $0.contains("DataStore") }.count == 1)
    // The plan goes to the other server without a word about its stores.
    let path = try databasePath(second)
    let outcome = try client(second, ["apply", try file(plan), "--json"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(!outcome.errorText.contains("Store"))
    #expect(try databasePath(second) == path)
  }

  @Test func aSnapshotHoldsWhatIsNamed() throws {
    let (plan, errors) = try snapshot(first, ["--all", "data-store", "BlobStore"])
    let types = try Set(objects(of: plan))
    #expect(types.isSuperset(of: ["DataStore", "BlobStore", "Imap"]))
    #expect(types.isDisjoint(with: Self.types.subtracting(["DataStore", "BlobStore"])))
    #expect(errors.contains("snapshot --all SearchStore"))
    let (alone, silence) = try snapshot(first, ["DataStore"])
    #expect(try objects(of: alone) == ["DataStore"])
    #expect(!silence.contains("snapshot --all"))
    let (every, nothing) = try snapshot(first, ["--all"] + Self.types.sorted())
    #expect(try Set(objects(of: every)).isSuperset(of: Self.types))
    #expect(!nothing.contains("snapshot --all"))
  }

  @Test func anOldSnapshotChangesNothingOnItsOwnServer() throws {
    let plan = try file(try oldSnapshot())
    let outcome = try client(first, ["apply", plan, "--json"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(writes(first).isEmpty)
    #expect(!outcome.errorText.contains("DataStore"))
    #expect(try client(first, ["diff", plan]).status == 0)
  }

  @Test(arguments: [
    [], ["--yes"], ["--force", "--yes", "--continue-on-error"], ["--json", "--yes"],
  ])
  func anOldSnapshotIsStoppedOnAnotherServerBeforeAnythingIsWritten(options: [String]) throws {
    let text = try oldSnapshot()
    let path = try databasePath(second)
    let outcome = try client(second, ["apply", try file(text)] + options)
    #expect(outcome.status == 1)
    #expect(writes(second).isEmpty)
    #expect(outcome.outputText.isEmpty)
    let line = try lineOfDataStore(text)
    let errors = outcome.errorText
    #expect(errors.contains("error: line \(line) would change DataStore"))
    #expect(errors.contains(", which belongs to one server alone; nothing was changed\n"))
    #expect(errors.contains("take line \(line) out"))
    #expect(errors.contains("--allow-machine DataStore"))
    #expect(errors.contains("path: \"\(path)\" → \"\(try databasePath(first))\""))
    #expect(try databasePath(second) == path)
    #expect(try concurrency(second) == 16)
  }

  @Test func theSameWithoutItsLineIsApplied() throws {
    let lines = try oldSnapshot().split(separator: "\n").filter { !$0.contains("\"DataStore\"") }
    let path = try databasePath(second)
    let outcome = try client(
      second,
      ["apply", try file(lines.joined(separator: "\n") + "\n"), "--json"]
    )
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(try concurrency(second) == 23)
    #expect(try databasePath(second) == path)
  }

  @Test func anExplicitPermissionAppliesItWithAWarning() throws {
    let plan = try file(try oldSnapshot())
    let refused = try client(second, ["apply", plan, "--allow-machine", "BlobStore"])
    #expect(refused.status == 1)
    #expect(writes(second).isEmpty)
    let outcome = try client(second, ["apply", plan, "--allow-machine", "data-store", "--json"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("warning: line "))
    #expect(outcome.errorText.contains("configuration file"))
    for line in outcome.outputText.split(separator: "\n") {
      _ = try JSONValue(parsing: Array(line.utf8))
    }
    #expect(try databasePath(second) == databasePath(first))
    #expect(try concurrency(second) == 23)
  }

  @Test(arguments: ["create", "update"])
  func aPlanWrittenByHandNeedsThePermissionToo(kind: String) throws {
    let body = ##"{"@type":"RocksDb","path":"/srv/mail"}"##
    let value = kind == "create" ? ##"{"s":\##(body)}"## : body
    let plan = try file(##"{"@type":"\##(kind)","object":"DataStore","value":\##(value)}"##)
    #expect(try client(second, ["apply", plan]).status == 1)
    #expect(writes(second).isEmpty)
    let outcome = try client(second, ["apply", plan, "--allow-machine", "DataStore"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(try databasePath(second) == "/srv/mail")
  }

  @Test func thePermissionIsForSuchTypesOnly() throws {
    let plan = try file(##"{"@type":"update","object":"Imap","value":{"maxConcurrent":5}}"##)
    for type in ["Imap", "Nope"] {
      let outcome = try client(second, ["apply", plan, "--allow-machine", type])
      #expect(outcome.status == 2)
      #expect(outcome.errorText.contains(type))
      let reason = " does not belong to one server alone"
      #expect(outcome.errorText.contains(reason) == (type == "Imap"))
    }
    #expect(writes(second).isEmpty)
  }

  /// Plans that set a server up choose its stores; they run unattended, with a warning.
  @Test func otherStoresAreChangedWithAWarning() throws {
    let plan = try file(
      ##"{"@type":"update","object":"BlobStore","value":{"@type":"FileSystem","path":"/srv/blobs"}}"##
    )
    let outcome = try client(second, ["apply", plan])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("warning: line 1: BlobStore: "))
    let again = try client(second, ["apply", plan])
    #expect(again.status == 0 && !again.errorText.contains("warning"))
  }

  @Test func diffSaysWhatItMeans() throws {
    let text = try oldSnapshot()
    let plan = try file(text)
    let people = try client(second, ["diff", plan])
    #expect(people.status == 1)
    let line = try lineOfDataStore(text)
    #expect(people.errorText.contains("warning: line \(line): DataStore: "))
    #expect(people.errorText.contains("configuration file"))
    #expect(people.outputText.contains("~ DataStore singleton (line \(line))"))
    let records = try client(second, ["diff", plan, "--json"]).outputText.split(separator: "\n")
      .map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(records.last?["op"] == "summary")
    for record in records.dropLast() {
      let isMachine = record["object"] == "DataStore"
      #expect((record["warning"] != nil) == isMachine)
      #expect(record["action"] == "update" || !isMachine)
    }
    #expect(records.contains { $0["object"] == "DataStore" })
    #expect(writes(second).isEmpty)
  }

  /// A secret cannot be compared; a server's own database must not look like another one for it.
  @Test func aSecretAloneIsNoOtherDatabase() throws {
    let body: (String) -> String = { host in
      ##"{"@type":"PostgreSql","host":"\##(host)","authSecret":{"@type":"Value","secret":"s3cret"}}"##
    }
    let own = try file(##"{"@type":"update","object":"DataStore","value":\##(body("db"))}"##)
    #expect(try client(first, ["apply", own, "--allow-machine", "DataStore"]).status == 0)
    let again = try client(first, ["apply", own])
    #expect(again.status == 0, "\(again.errorText)")
    #expect(!again.errorText.contains("warning"))
    let other = try file(##"{"@type":"update","object":"DataStore","value":\##(body("db2"))}"##)
    let refused = try client(first, ["apply", other])
    #expect(refused.status == 1)
    #expect(!refused.errorText.contains("s3cret"))
  }

  @Test func aDryRunStaysOffline() throws {
    let plan = try file(try oldSnapshot())
    let schema = try client(second, ["describe", "Imap"])
    #expect(schema.status == 0)
    let before = second.exchanges.filter { $0.contains("/jmap") }.count
    let outcome = try client(second, ["apply", plan, "--dry-run"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(second.exchanges.filter { $0.contains("/jmap") }.count == before)
  }

  @Test func aChangeByHandIsWarnedOf() throws {
    let outcome = try client(second, ["update", "DataStore", "--field", "path=/srv/mail.sqlite3"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(outcome.outputText == "Updated DataStore singleton\n")
    #expect(outcome.errorText.contains("warning: DataStore: "))
    #expect(try databasePath(second) == "/srv/mail.sqlite3")
  }

  // MARK: Servers

  private static let types: Set<String> = [
    "BlobStore", "Coordinator", "DataStore", "InMemoryStore", "MetricsStore", "SearchStore",
    "TracingStore",
  ]

  private func client(_ server: RunningSimulator, _ arguments: [String]) throws -> Outcome {
    let world = ["PATH": "/usr/bin:/bin", "HOME": directory.url.path, "LANG": "C.UTF-8"]
    return try Launch(
      BuiltProducts.client,
      arguments,
      environment: world.merging(server.environment) { $1 },
      directory: directory.url
    ).run()
  }

  private func snapshot(
    _ server: RunningSimulator,
    _ arguments: [String]
  ) throws -> (plan: String, errors: String) {
    let outcome = try client(server, ["snapshot", "--quiet"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errorText)")
    return (outcome.outputText, outcome.errorText)
  }

  /// A snapshot as version 1.1 wrote it, of the first server, which differs from the second one.
  private func oldSnapshot() throws -> String {
    let change = ["update", "Imap", "--field", "maxConcurrent=23"]
    #expect(try client(first, change).status == 0)
    return try snapshot(first, ["--all"] + Self.types.sorted()).plan
  }

  private func file(_ plan: String) throws -> String {
    let name = "plan-\(UInt32.random(in: .min ... .max)).ndjson"
    try directory.write(Array(plan.utf8), to: name)
    return directory.path(name)
  }

  private func lineOfDataStore(_ plan: String) throws -> Int {
    let place = plan.split(separator: "\n").firstIndex { $0.contains("\"object\":\"DataStore\"") }
    return try #require(place) + 1
  }

  private func objects(of plan: String) throws -> [String] {
    try plan.split(separator: "\n").compactMap {
      try JSONValue(parsing: Array($0.utf8))["object"]?.string
    }
  }

  private func databasePath(_ server: RunningSimulator) throws -> String {
    try #require(try get(server, "DataStore")["path"]?.string)
  }

  private func concurrency(_ server: RunningSimulator) throws -> JSONValue? {
    try get(server, "Imap")["maxConcurrent"]
  }

  private func get(_ server: RunningSimulator, _ type: String) throws -> JSONValue {
    let outcome = try client(server, ["get", type, "--json"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    return try JSONValue(parsing: Array(outcome.outputText.utf8))
  }

  /// The requests to change something that a server got, apart from those that prepare a test.
  private func writes(_ server: RunningSimulator) -> [String] {
    server.exchanges.filter { $0.contains("/set\\\"") && !$0.contains("maxConcurrent\\\":23") }
  }
}
