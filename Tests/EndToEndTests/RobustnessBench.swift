// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Synchronization
import TestSupport

/// A server in trouble, and all commands of a row of the table run against it at once.
final class RobustnessBench: Sendable {
  /// What a command came to.
  struct Result: Sendable {
    /// The entry that the table should have.
    var cell: RobustnessCell
    /// What the command printed and how it ended.
    var outcome: Outcome
    /// Standard error without what differs from run to run.
    var errors: String
    /// What is wrong although the entry may be right.
    var complaints: [String]
  }

  private let row: RobustnessRow
  private let directory: TemporaryDirectory
  private let simulator: Mutex<RunningSimulator?>
  /// What the simulator said last, before it went away.
  private let last = Mutex<[String: JSONValue]>([:])
  private let simulatorPort: UInt16
  private let terminator: Mutex<TLSTerminator?>
  private let silentServer: LoopbackServer?
  private let environment: [String: String]

  /// Starts the server, and has a first command fill the cache of the schema.
  init(_ row: RobustnessRow) throws {
    self.row = row
    directory = try TemporaryDirectory()
    try directory.write(Array(RobustnessCommand.data.utf8), to: "data.json")
    let simulator = try RunningSimulator(
      ["--data", directory.path("data.json")] + Self.faults(row.trouble)
    )
    let port = simulator.port
    var environment = simulator.environment
    environment["PATH"] = "/usr/bin:/bin"
    environment["HOME"] = directory.path("home")
    var silentServer: LoopbackServer?
    var terminator: TLSTerminator?
    if case .tls(let certificate) = row.trouble, let fixture = TLSFixture.shared {
      let started = try TLSTerminator(fixture, certificate, target: Int(port))
      environment["STALWART_URL"] = "https://localhost:\(started.port)"
      terminator = started
    }
    if !row.trouble.isCold { try Self.prime(directory, environment) }
    switch row.trouble {
    case .check: environment["STALWART_SCHEMA_TTL"] = "0"
    case .silent:
      let server = try LoopbackServer { _ in [.hold] }
      silentServer = server
      environment["STALWART_URL"] = "https://127.0.0.1:\(server.port)"
    case .tls(let certificate) where certificate != .selfSigned:
      environment["SSL_CERT_FILE"] = TLSFixture.shared?.authority.path
    case .proxyRefused:
      environment["http_proxy"] = "http://127.0.0.1:\(try LoopbackServer.closedPort())"
    case .home(let path): environment["HOME"] = path
    default: break
    }
    self.environment = environment
    self.silentServer = silentServer
    self.terminator = Mutex(terminator)
    self.simulator = Mutex(simulator)
    simulatorPort = port
  }

  private static func prime(
    _ directory: TemporaryDirectory,
    _ environment: [String: String]
  ) throws {
    let outcome = try Launch(
      BuiltProducts.client,
      ["describe", "Imap", "--insecure"],
      environment: environment,
      directory: directory.url
    ).run()
    guard outcome.status == 0 else { throw RobustnessFailure(outcome.errorText) }
  }

  /// The rules of the simulator; each call is struck by one of them only.
  private static func faults(_ trouble: RobustnessTrouble) -> [String] {
    let fault: String
    switch trouble {
    case .fault(let rule, _): fault = rule
    case .signal: fault = "stall"
    case .lostForGood:
      return ["--fault", "lost,call=x:*/set", "--fault", "close,call=x:Domain/query,nth=2-"]
    case .first(let rule): return ["--fault", "\(rule),path=/api"]
    // Two requests fill the cache.
    case .check(let rule): return ["--fault", "\(rule),path=/api,nth=3-"]
    case .schema(let age): return ["--fault", "schema=\(age),nth=1-2"]
    default: return []
    }
    let reads = RobustnessCommand.allCases.map(\.call).filter { !$0.hasSuffix("/set") }
    return (reads + ["x:*/set"]).flatMap { ["--fault", "\(fault),call=\($0)"] }
  }

  // MARK: Running

  /// Runs all commands at once.
  func run() throws -> [RobustnessCommand: Result] {
    if case .refused = row.trouble {
      for path in ["/sim/data", "/sim/requests"] {
        let answer = try ask(path)
        last.withLock { $0[path] = answer }
      }
      simulator.withLock { $0 = nil }
      _ = try LoopbackServer.closedPort(Int(simulatorPort))
    }
    let outcomes = Mutex<[RobustnessCommand: Outcome]>([:])
    let failures = Mutex<[String]>([])
    let group = DispatchGroup()
    for command in RobustnessTable.columns {
      group.enter()
      Thread.detachNewThread { [self] in
        do {
          let outcome = try launch(command).run()
          outcomes.withLock { $0[command] = outcome }
        } catch {
          failures.withLock { $0.append("\(command): \(error)") }
        }
        group.leave()
      }
    }
    group.wait()
    let failed = failures.withLock { $0 }
    guard failed.isEmpty else { throw RobustnessFailure(failed.joined(separator: "\n")) }
    return try judge(outcomes.withLock { $0 })
  }

  private var filesSnapshot: Bool {
    if case .output = row.trouble { false } else { true }
  }

  private func launch(_ command: RobustnessCommand) throws -> Launch {
    let name = command.rawValue.replacingOccurrences(of: "/", with: "-")
    for (file, text) in RobustnessCommand.plans {
      try directory.write(Array(text.utf8), to: "\(name)/\(file)")
    }
    var arguments = command.arguments
    if command == .snapshot, filesSnapshot {
      try directory.write(Array(Self.oldSnapshot.utf8), to: "\(name)/snapshot.ndjson")
      arguments += ["--output", "snapshot.ndjson"]
    }
    arguments += ["--retries", "0"]
    if case .fault(_, let timeout) = row.trouble { arguments += ["--timeout", "\(timeout)"] }
    if case .signal = row.trouble { arguments += ["--timeout", "2"] }
    if case .silent = row.trouble { arguments += ["--connect-timeout", "0.5"] }
    var environment = environment
    if case .schema(let age) = row.trouble {
      // What one command finds out about the schema must not help another: each has its own cache.
      let home = directory.path("home-\(name)")
      try FileManager.default.copyItem(atPath: directory.path("home"), toPath: home)
      environment["HOME"] = home
      // The older document lacks the one, the newer one has the other on top.
      let field = age == "older" ? "allowPlainTextAuth" : "simulatedSetting"
      if command == .get { arguments += ["--fields", field] }
      if command == .update { arguments += ["--field", "\(field)=true"] }
    }
    if case .output = row.trouble, name.hasPrefix("apply") { arguments.append("--json") }
    var launch = Launch(
      BuiltProducts.client,
      arguments,
      environment: environment,
      directory: directory.url.appending(path: name)
    )
    switch row.trouble {
    case .output(let output): launch.output = output
    case .input(let input): launch.input = input
    case .silenced: launch.errors = .closed
    case .signal(let number):
      launch.whenStarted = { [self] process in
        Thread.detachNewThread { [self] in
          if waitsFor(command) { kill(process, number) }
        }
      }
    default: break
    }
    return launch
  }

  private static let oldSnapshot = "what was here before\n"

  /// Waits until the server has the request; false if it does not come.
  private func waitsFor(_ command: RobustnessCommand) -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      if let count = try? requests(command), count > 0 { return true }
    }
    return false
  }

  // MARK: Judging

  private func ask(_ path: String) throws -> JSONValue {
    guard let running = simulator.withLock({ $0 }) else { return last.withLock { $0[path] ?? [:] } }
    return try running.ask(path)
  }

  private func requests(_ command: RobustnessCommand) throws -> Int {
    try ask("/sim/requests")["requests"]?.array?.count { request in
      request["calls"]?.array?.contains(.string(command.call)) ?? false
    } ?? 0
  }

  private func judge(
    _ outcomes: [RobustnessCommand: Outcome]
  ) throws -> [RobustnessCommand: Result] {
    let data = try ask("/sim/data")
    var results: [RobustnessCommand: Result] = [:]
    for (command, outcome) in outcomes {
      var cell = RobustnessCell(status: outcome.status)
      cell.requests = try requests(command)
      cell.changes = command.changes(in: data)
      let errors = normalized(outcome.errorText)
      cell.isUnknown =
        errors.contains("whether the server made the change is unknown")
        || errors.contains("whether it was done could not be found out")
      cell.isReportLost = errors.contains("only the report of it is lost")
      results[command] = Result(
        cell: cell,
        outcome: outcome,
        errors: errors,
        complaints: try complaints(command, outcome)
      )
    }
    return results
  }

  private func complaints(
    _ command: RobustnessCommand,
    _ outcome: Outcome
  ) throws -> [String] {
    var complaints: [String] = []
    let isDone = outcome.ending == .exited(0)
    if !isDone, !outcome.output.isEmpty {
      complaints.append("a failed command printed \(outcome.outputText)")
    }
    if case .signalled(let number) = outcome.ending {
      complaints.append("signal \(number) killed it")
    }
    if !isDone, !outcome.errorText.contains("error: ") { complaints.append("it does not say why") }
    if outcome.errorText.contains("testsecret") { complaints.append("it shows the password") }
    let name = command.rawValue.replacingOccurrences(of: "/", with: "-")
    let files = Set(try FileManager.default.contentsOfDirectory(atPath: directory.path(name)))
    let isFiled = command == .snapshot && filesSnapshot
    let expected = Set(RobustnessCommand.plans.keys).union(isFiled ? ["snapshot.ndjson"] : [])
    if files != expected { complaints.append("it left \(files.subtracting(expected))") }
    if isFiled {
      let text = try String(
        contentsOfFile: directory.path("snapshot/snapshot.ndjson"),
        encoding: .utf8
      )
      let isNew = text.hasPrefix(#"{"@type":"upsert","object":"MtaRoute""#) && text.hasSuffix("}\n")
      if isDone ? !isNew : text != Self.oldSnapshot { complaints.append("the file holds \(text)") }
    }
    return complaints
  }

  /// Takes out addresses, and what libraries of different versions word differently.
  private func normalized(_ text: String) -> String {
    var text = text
    if let url = environment["STALWART_URL"] {
      text = text.replacingOccurrences(of: url, with: "$URL")
    }
    text = text.replacingOccurrences(of: "port \(simulatorPort)", with: "port $PORT")
    for pattern in [
      "(the connection broke:) [^;\n)]*", "(the proxy does not answer:) [^;\n)]*",
      "(the certificate is not trusted:) [^;\n)]*",
      "(the certificate is not for 'localhost':) [^;\n)]*",
      "(the certificate is out of date:) [^;\n)]*",
      "(the answer could not be decompressed:) [^;\n)]*",
      "(cut off after) [0-9]+ of [0-9]+", "(/api/schema/)[^)]{43}",
    ] {
      text = text.replacingOccurrences(
        of: pattern,
        with: "$1 …",
        options: .regularExpression
      )
    }
    return text
  }
}

/// Why a row could not be tried.
struct RobustnessFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
