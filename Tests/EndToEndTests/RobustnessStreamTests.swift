// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// What the table of `RobustnessTable` cannot say: terminals, long outputs, plans of many
/// requests, other users.
struct RobustnessStreamTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(Array(RobustnessCommand.data.utf8), to: "data.json")
    for (name, text) in RobustnessCommand.plans { try directory.write(Array(text.utf8), to: name) }
  }

  private func simulator(_ faults: [String] = []) throws -> RunningSimulator {
    try RunningSimulator(
      ["--data", directory.path("data.json")] + faults.flatMap { ["--fault", $0] }
    )
  }

  private func launch(
    _ arguments: [String],
    _ simulator: RunningSimulator,
    program: URL = BuiltProducts.client
  ) -> Launch {
    let variables = ["PATH": "/usr/bin:/bin", "HOME": directory.path("home"), "TERM": "xterm"]
    return Launch(
      program,
      arguments,
      environment: simulator.environment.merging(variables) { $1 },
      directory: directory.url
    )
  }

  private func names(_ simulator: RunningSimulator, _ type: String) throws -> [String] {
    let objects = try simulator.ask("/sim/data")["objects"]?[type]?.array ?? []
    return objects.compactMap { $0["name"]?.string ?? $0["address"]?.string }.sorted()
  }

  /// Ctrl-C in the middle of a request leaves the settings of the terminal as they were.
  @Test(arguments: RobustnessCommand.allCases)
  func interruptionsLeaveTheTerminalAsItWas(_ command: RobustnessCommand) throws {
    let simulator = try simulator(["stall,path=/jmap"])
    let script = #"trap : INT; stty -g; "$@"; echo "status=$?"; stty -g"#
    let client = [BuiltProducts.client.path] + command.arguments + ["--debug", "--timeout", "2"]
    var launch = launch(
      ["-c", script, "sh"] + client,
      simulator,
      program: URL(filePath: "/bin/sh")
    )
    launch.terminal = TerminalWindow()
    launch.reactions = [Launch.Reaction(to: "-> POST", .type("\u{3}"))]
    let outcome = try launch.run()
    let lines = outcome.outputText.split(whereSeparator: \.isNewline)
    #expect(lines.contains("status=130"), "\(outcome.outputText)")
    #expect(lines.first == lines.last, "\(outcome.outputText)")
  }

  /// `| head -1`, whatever the size of what follows.
  @Test(arguments: [
    ["query", "AllowedIp"], ["query", "AllowedIp", "--json"], ["snapshot", "AllowedIp", "--quiet"],
    ["get", "Imap"], ["describe", "Account"],
  ])
  func readersMayLeave(_ arguments: [String]) throws {
    try writeManyAddresses()
    let server = try simulator()
    var launch = launch(arguments, server)
    launch.output = .lines(1)
    let outcome = try withExtendedLifetime(server) { try launch.run() }
    #expect(outcome.ending == .exited(0))
    #expect(outcome.errors.isEmpty, "\(outcome.errorText)")
  }

  /// A listing that breaks off is no shorter listing: the code says so, and no line is half.
  @Test(arguments: [["query", "AllowedIp", "--json"], ["query", "AllowedIp", "--format", "id"]])
  func listingsThatBreakOffFail(_ arguments: [String]) throws {
    try writeManyAddresses()
    let server = try simulator(["cut=20,call=x:AllowedIp/query,nth=2-"])
    let outcome = try launch(arguments + ["--retries", "0"], server).run()
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errorText.contains("the answer was cut off"), "\(outcome.errorText)")
    #expect(outcome.output.isEmpty || outcome.outputText.hasSuffix("\n"))
    for line in outcome.outputText.split(separator: "\n") where line.hasPrefix("{") {
      #expect(throws: Never.self) { try JSONValue(parsing: Array(line.utf8)) }
    }
    let snapshot = ["snapshot", "AllowedIp", "--output", "s.ndjson", "--retries", "0"]
    #expect(try launch(snapshot, server).run().ending == .exited(3))
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
    #expect(!files.contains { $0.contains("s.ndjson") }, "\(files)")
  }

  private func writeManyAddresses() throws {
    let addresses = (0..<6000).map { #"{"address":"10.0.\#($0 / 250).\#($0 % 250)"}"# }
    let data = #"{"objects":{"AllowedIp":[\#(addresses.joined(separator: ","))]}}"#
    try directory.write(Array(data.utf8), to: "data.json")
  }

  private static let plan = (1...3).map { number in
    #"{"@type":"create","object":"AllowedIp","value":{"a\#(number)":{"address":"10.0.0.\#(number)"}}}"#
  }

  /// A plan is carried out although nobody reads what becomes of it.
  @Test(arguments: [Launch.Output.abandoned, .file("/dev/full"), .lines(1)])
  func plansOutlastTheirReaders(_ output: Launch.Output) throws {
    let simulator = try simulator(["limits=maxObjectsInSet:1;maxCallsInRequest:2"])
    let unchanged =
      #"{"@type":"upsert","object":"AllowedIp","value":{"u":{"address":"192.0.2.1"}}}"#
    let plan = ([unchanged] + Self.plan).joined(separator: "\n")
    try directory.write(Array(plan.utf8), to: "many.ndjson")
    var launch = launch(["apply", "many.ndjson", "--json"], simulator)
    launch.output = output
    let outcome = try launch.run()
    if case .file = output {
      #expect(outcome.ending == .exited(1))
      #expect(outcome.errorText.contains("only the report of it is lost"))
    } else {
      #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    }
    #expect(
      try names(simulator, "AllowedIp") == ["10.0.0.1", "10.0.0.2", "10.0.0.3", "192.0.2.1"]
    )
  }

  /// What fails is told by the exit code and on standard error, read or not.
  @Test(
    arguments: [
      (["apply", "many.ndjson", "--json"], 4), (["delete", "BlockedIp", "zz"], 5),
      (["get", "BlockedIp", "zz"], 5), (["create", "AllowedIp", "--field", "address=10.0.0.1"], 4),
    ] as [([String], Int32)]
  )
  func failuresAreNotLostWithTheirReaders(_ arguments: [String], status: Int32) throws {
    let simulator = try simulator(["error=forbidden,call=x:AllowedIp/set"])
    let destroy = #"{"@type":"destroy","object":"BlockedIp","value":{"address":"203.0.113.7"}}"#
    let plan = ([destroy] + Self.plan).joined(separator: "\n")
    try directory.write(Array(plan.utf8), to: "many.ndjson")
    var launch = launch(arguments, simulator)
    launch.output = .abandoned
    let outcome = try launch.run()
    #expect(outcome.ending == .exited(status))
    #expect(outcome.errorText.contains("error: "), "\(outcome.errorText)")
    #expect(try names(simulator, "AllowedIp") == ["192.0.2.1"])
    #expect(try names(simulator, "BlockedIp").isEmpty == (arguments[0] == "apply"))
  }

  /// Deleting goes on over many requests, with nobody to read which.
  @Test func deletionsOutlastTheirReaders() throws {
    let simulator = try simulator(["limits=maxObjectsInSet:1"])
    let ids = try ["10.0.0.1", "10.0.0.2"].map { address in
      let create = ["create", "AllowedIp", "--field", "address=\(address)", "--format", "id"]
      let outcome = try self.launch(create, simulator).run()
      return outcome.outputText.trimmingCharacters(in: .newlines)
    }
    var launch = self.launch(["delete", "AllowedIp", "b"] + ids, simulator)
    launch.output = .abandoned
    #expect(try launch.run().ending == .exited(0))
    #expect(try names(simulator, "AllowedIp").isEmpty)
  }

  /// A second signal ends a plan that waits for the server, and nothing is sent after it.
  @Test func aSecondSignalEndsThePatience() throws {
    let simulator = try simulator(["stall,call=x:Domain/set"])
    var launch = launch(["apply", "plan.ndjson", "--debug", "--progress"], simulator)
    launch.reactions = [
      Launch.Reaction(to: "batch", .signal(SIGINT)),
      Launch.Reaction(to: "another signal ends this at once", .signal(SIGINT)),
    ]
    let outcome = try launch.run()
    #expect(outcome.ending == .signalled(SIGINT))
    let sets = simulator.exchanges.filter { $0.contains("x:Domain/set") }
    #expect(sets.count <= 1)
  }

  /// Standard input that is not open is a mistake only where something was to come from it.
  @Test(arguments: [
    ["create", "MtaMilter", "--stdin"], ["update", "Imap", "--stdin"],
    ["delete", "BlockedIp", "--stdin"], ["apply", "--stdin"],
    ["update", "Imap", "--field-file", "maxAuthFailures=-"],
  ])
  func closedInputIsNoInput(_ arguments: [String]) throws {
    let simulator = try simulator()
    var launch = launch(arguments, simulator)
    launch.input = .closed
    let outcome = try launch.run()
    #expect(outcome.status == 2, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("cannot read"), "\(outcome.errorText)")
    #expect(simulator.exchanges.allSatisfy { !$0.contains("/set") })
  }

  /// Files that cannot be written fail before anything is read, or at least leave nothing behind.
  @Test(arguments: [
    ("/dev/full", "no space left on device"), ("/proc/self/plan.ndjson", "no such file"),
    ("missing/plan.ndjson", "no such file"), (".", "is a directory"),
  ])
  func snapshotsSayWhatCannotBeWritten(path: String, reason: String) throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
    let arguments = ["snapshot", "MtaRoute", "--quiet", "--output", path]
    let server = try simulator()
    let outcome = try withExtendedLifetime(server) { try launch(arguments, server).run() }
    #expect(outcome.status == 1)
    #expect(outcome.errorText.contains("'\(path)'"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains(reason), "\(outcome.errorText)")
    let after = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
    #expect(Set(after).subtracting(["home"]) == Set(before))
  }

  /// A home that its user may read and not write, also where the tests run as root.
  @Test func aReadOnlyHomeCostsNothing() throws {
    let home = directory.path("home")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: home)
    let simulator = try simulator()
    // Root may write everywhere but without its capabilities.
    let asNobody =
      geteuid() == 0
      ? ["setpriv", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"] : []
    for command in RobustnessCommand.allCases {
      let words = asNobody + [BuiltProducts.client.path] + command.arguments + ["--debug"]
      let outcome = try launch(words, simulator, program: URL(filePath: "/usr/bin/env")).run()
      #expect(outcome.status == 0, "\(command): \(outcome.errorText)")
      #expect(outcome.errorText.contains("cannot be made"), "\(command): \(outcome.errorText)")
      #expect(!outcome.errorText.contains("error:") && !outcome.errorText.contains("warning:"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: home).isEmpty)
  }
}
