// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// How often requests are sent: the server's count is what is expected.
struct RobustnessRetryTests {
  /// One line of the table.
  struct Row: Sendable, CustomTestStringConvertible {
    /// What the server does, and to which of the requests.
    var fault: String
    /// What is given as `--retries`; nil is nothing.
    var retries: Int?
    /// Exit code, and how often the server gets a read.
    var read: (status: Int32, requests: Int)
    /// Exit code, how often the server gets a change, and how often it makes it.
    var change: (status: Int32, requests: Int, changes: Int)
    var testDescription: String { fault + (retries.map { " --retries \($0)" } ?? "") }

    init(
      _ fault: String,
      retries: Int? = nil,
      read: (Int32, Int),
      change: (Int32, Int, Int)
    ) {
      self.fault = fault
      self.retries = retries
      self.read = read
      self.change = change
    }
  }

  // Lines as wide as the table.
  // swift-format-ignore
  static let table: [Row] = [
    // A read is tried again three times, or as often as is said; a change that may have arrived never.
    Row("close",                       retries: 0, read: (3, 1), change: (3, 1, 0)),
    Row("close",                       retries: 2, read: (3, 3), change: (3, 1, 0)),
    Row("close",                                   read: (3, 4), change: (3, 1, 0)),
    Row("close,nth=1-3",                           read: (0, 4), change: (3, 1, 0)),
    Row("lost,nth=1",                              read: (0, 2), change: (3, 1, 1)),
    Row("reset,nth=1",                             read: (0, 2), change: (3, 1, 0)),
    Row("reset=10,nth=1",                          read: (0, 2), change: (3, 1, 1)),
    Row("cut=10,nth=1",                            read: (0, 2), change: (3, 1, 1)),
    Row("status=500,nth=1",                        read: (0, 2), change: (3, 1, 0)),
    Row("status=502,nth=1",                        read: (0, 2), change: (3, 1, 0)),
    Row("status=503,nth=1",                        read: (0, 2), change: (3, 1, 0)),
    Row("status=504,nth=1",                        read: (0, 2), change: (3, 1, 0)),
    // The server names the time: up to a minute it is given, else nothing is tried again.
    Row("status=503,retry-after=0",                read: (3, 4), change: (3, 1, 0)),
    Row("status=503,retry-after=1,nth=1",          read: (0, 2), change: (3, 1, 0)),
    Row("status=503,retry-after=61",               read: (3, 1), change: (3, 1, 0)),
    Row("status=429,retry-after=0",                read: (3, 4), change: (3, 4, 0)),
    Row("status=429,retry-after=0",    retries: 1, read: (3, 2), change: (3, 2, 0)),
    Row("status=429,retry-after=0",    retries: 0, read: (3, 1), change: (3, 1, 0)),
    Row("status=429,retry-after=1,nth=1",          read: (0, 2), change: (0, 2, 1)),
    Row("status=429,retry-after=61",               read: (3, 1), change: (3, 1, 0)),
    // Without a time it is a ban, which asking again would prolong.
    Row("status=429",                              read: (3, 1), change: (3, 1, 0)),
    // The server was busy, and ran nothing.
    Row("limit=maxConcurrentRequests,nth=1-2",     read: (0, 3), change: (0, 3, 1)),
    Row("limit=maxConcurrentRequests", retries: 1, read: (1, 2), change: (1, 2, 0)),
    // The next answer would be the same, or time is up.
    Row("status=401",                              read: (4, 1), change: (4, 1, 0)),
    Row("status=403",                              read: (4, 1), change: (4, 1, 0)),
    Row("status=404",                              read: (3, 1), change: (3, 1, 0)),
    Row("html",                                    read: (3, 1), change: (3, 1, 0)),
    Row("stall",                                   read: (3, 1), change: (3, 1, 1)),
  ]

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func launch(_ arguments: [String], _ environment: [String: String]) -> Launch {
    Launch(
      BuiltProducts.client,
      arguments,
      environment: environment.merging(["PATH": "/usr/bin:/bin", "HOME": directory.url.path]) {
        $1
      },
      directory: directory.url
    )
  }

  private func count(_ simulator: RunningSimulator, _ call: String) throws -> Int {
    try simulator.ask("/sim/requests")["requests"]?.array?.count { request in
      request["calls"]?.array?.contains(.string(call)) ?? false
    } ?? 0
  }

  @Test(arguments: table)
  func requestsAreRepeatedWhereThatIsSafe(_ row: Row) throws {
    let faults = ["x:Imap/get", "x:MtaMilter/set"].flatMap {
      ["--fault", "\(row.fault),call=\($0)"]
    }
    let simulator = try RunningSimulator(faults)
    var options = row.retries.map { ["--retries", "\($0)"] } ?? []
    if row.fault.hasPrefix("stall") { options += ["--timeout", "1"] }
    // A schema of its own connection: a kept one that dies is replaced by libcurl without a word.
    _ = try launch(["describe", "Imap"], simulator.environment).run()

    let read = try launch(["get", "Imap", "--json"] + options, simulator.environment).run()
    #expect(read.status == row.read.status, "\(read.errorText)")
    #expect(try count(simulator, "x:Imap/get") == row.read.requests)

    let create = ["create", "MtaMilter", "--field", "hostname=milter.example.org"]
    let change = try launch(create + options, simulator.environment).run()
    #expect(change.status == row.change.status, "\(change.errorText)")
    #expect(try count(simulator, "x:MtaMilter/set") == row.change.requests)
    let made = try simulator.ask("/sim/data")["objects"]?["MtaMilter"]?.array?.count ?? 0
    #expect(made == row.change.changes)
  }

  /// Nothing was sent, so that a change is as safe to try again as a read.
  @Test(arguments: ["connection refused": "STALWART_URL", "proxy refused": "http_proxy"])
  func connectionsAreTriedAgain(_ trouble: (name: String, variable: String)) throws {
    let simulator = try RunningSimulator()
    _ = try launch(["describe", "Imap"], simulator.environment).run()
    var environment = simulator.environment
    environment["STALWART_SCHEMA_TTL"] = "0"
    environment[trouble.variable] = "http://127.0.0.1:\(try LoopbackServer.closedPort())"
    for command in [["get", "Imap"], ["update", "Imap", "--field", "maxAuthFailures=7"]] {
      let arguments = command + ["--retries", "2", "--debug", "--schema", "schema.json"]
      try schema(simulator)
      let outcome = try launch(arguments, environment).run()
      #expect(outcome.status == 3)
      let tries = outcome.errorText.components(separatedBy: "-> POST").count - 1
      #expect(tries == 3, "\(outcome.errorText)")
      #expect(!outcome.errorText.contains("unknown"))
    }
  }

  /// Whoever waited as long as was allowed is told, not made to wait four times as long.
  @Test func nothingIsTriedAgainWhenTimeIsUp() throws {
    let server = try LoopbackServer { _ in [.hold] }
    for (url, cause) in [
      ("https://127.0.0.1:\(server.port)", "no connection within 0.5 s"),
      (server.url, "no complete answer"),
    ] {
      let outcome = try launch(
        ["get", "Imap", "--debug", "--connect-timeout", "0.5", "--timeout", "1"],
        ["STALWART_URL": url, "STALWART_TOKEN": "token"]
      ).run()
      #expect(outcome.status == 3)
      #expect(outcome.errorText.contains(cause), "\(outcome.errorText)")
      #expect(outcome.errorText.components(separatedBy: "-> GET").count == 2)
    }
  }

  private func schema(_ simulator: RunningSimulator) throws {
    let cache = directory.url.appending(path: ".cache/stalwart-cli")
    let files = FileManager.default
    for server in try files.contentsOfDirectory(atPath: cache.path) {
      let path = cache.appending(path: server)
      for name in try files.contentsOfDirectory(atPath: path.path) where name.hasSuffix(".json") {
        try directory.write(try Data(contentsOf: path.appending(path: name)), to: "schema.json")
      }
    }
  }

  /// The longest wait that a server is given, cut short by the person.
  @Test(arguments: [
    ["get", "Imap"], ["create", "MtaMilter", "--field", "hostname=a.example.org"],
  ])
  func signalsEndTheWait(_ command: [String]) throws {
    let simulator = try RunningSimulator(["--fault", "status=429,retry-after=60,path=/jmap"])
    var launch = launch(command + ["--debug"], simulator.environment)
    let text = "[debug] HTTP 429: trying again in 60 s"
    launch.reactions = [Launch.Reaction(to: text, .signal(SIGINT))]
    let outcome = try launch.run()
    #expect(outcome.ending == .exited(130))
    // What was refused before is not in doubt.
    #expect(outcome.errorText.contains("\nerror: interrupted\n"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains("the change was not sent") == (command[0] == "create"))
    #expect(simulator.exchanges.filter { $0.contains(#""method":"POST""#) }.count == 1)
  }
}
