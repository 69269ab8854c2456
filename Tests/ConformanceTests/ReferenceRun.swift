// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import TestSupport

/// Runs the command lines of one group with our binary.
///
/// Ids and times that a server makes differ from run to run: those of the
/// recording and ours are paired by first appearance and ours are put into the
/// command lines that follow.
final class ReferenceRun: Sendable {
  private static let recordedURL = "http://127.0.0.1:18090"

  private let simulator: RunningSimulator
  private let home: TemporaryDirectory
  private let seed: String
  /// Recorded ids and ours.
  private let pairs = Mutex<[String: String]>([:])

  init(emptyServer: Bool = false) throws {
    let data = SharedData.directory
    var arguments = [
      "--mode", "recovery", "--schema",
      data.appending(path: "schema.json.gz").path,
    ]
    if !emptyServer { arguments += ["--data", data.appending(path: "seed.json").path] }
    simulator = try RunningSimulator(arguments)
    home = try TemporaryDirectory()
    seed = String(decoding: try SharedData.bytes("seed.json"), as: UTF8.self)
  }

  /// Runs one case.
  ///
  /// - Returns: The comparison.
  func run(_ recorded: ReferenceCase) throws -> ReferenceComparison {
    let directory = try TemporaryDirectory()
    for (name, text) in recorded.files ?? [:] {
      try directory.write(Array(live(text).utf8), to: name)
    }
    if let plan = recorded.plan {
      try directory.write(try SharedData.bytes("plans/\(plan)"), to: plan)
    }
    var environment = simulator.environment.merging([
      "HOME": home.url.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm",
    ]) { $1 }
    if recorded.hasTerminal { environment["PAGER"] = "cat" }
    for (name, value) in recorded.env ?? [:] { environment[name] = value.map(live) }
    var launch = Launch(
      BuiltProducts.client,
      recorded.args.map(live),
      environment: environment,
      directory: directory.url
    )
    if let stdin = recorded.stdin { launch.input = .bytes(Array(live(stdin).utf8)) }
    if recorded.hasTerminal { launch.terminal = TerminalWindow() }
    return compare(recorded, try launch.run())
  }

  /// A recorded text with our address and our ids.
  private func live(_ text: String) -> String {
    var text = text.replacingOccurrences(of: Self.recordedURL, with: simulator.url)
      .replacingOccurrences(
        of: Self.recordedURL.replacingOccurrences(of: "http", with: "HTTP"),
        with: simulator.url.replacingOccurrences(of: "http", with: "HTTP")
      )
    for (recorded, ours) in pairs.withLock({ $0 }) {
      text = text.replacingOccurrences(of: recorded, with: ours)
    }
    return text
  }

  private func compare(_ recorded: ReferenceCase, _ outcome: Outcome) -> ReferenceComparison {
    let usesColour = recorded.name.contains("colour")
    func plain(_ text: String) -> String {
      let text = text.replacingOccurrences(of: "\r\n", with: "\n")
        .replacingOccurrences(of: simulator.url, with: Self.recordedURL)
        // The id of an action is the time at which it was done.
        .replacing(/Action [a-z0-9]{7}\b/, with: "Action ID")
        .replacing(/("dnsZoneFile":")((?:[^"\\]|\\.)*)/) {
          $0.output.1 + $0.output.2.components(separatedBy: "\\n").sorted().joined(separator: "\\n")
        }
      return usesColour ? text : text.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    }
    let expectedOutput = plain(recorded.terminal ?? recorded.stdout ?? "")
    let output = plain(outcome.outputText)
    let expectedErrors = plain(recorded.stderr ?? "")
    let errors = plain(outcome.errorText)
    pair(expectedOutput + expectedErrors, output + errors)
    return ReferenceComparison(
      recorded: recorded,
      expectedOutput: expectedOutput,
      expectedErrors: expectedErrors,
      output: rewritten(output),
      errors: rewritten(errors),
      status: outcome.status
    )
  }

  /// Ids and times of a run, by their shape.
  private static var made: Regex<Substring> {
    /\b(?:[a-z0-9]{12,13}|202\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\b/
  }

  /// Pairs the ids that only the recording has with those that only we have.
  private func pair(_ expected: String, _ found: String) {
    func news(_ text: String) -> [String] {
      var seen: Set<String> = []
      return text.matches(of: Self.made).map { String(text[$0.range]) }.filter {
        // At some times of the year an id has no digit; no word has three times the same letter.
        ($0.contains(where: \.isNumber) || $0.contains("aaa")) && !seed.contains($0)
          && seen.insert($0).inserted
      }
    }
    pairs.withLock { pairs in
      let known = Set(pairs.values)
      let recorded = news(expected).filter { pairs[$0] == nil }
      let ours = news(found).filter { !known.contains($0) }
      guard recorded.count == ours.count else { return }
      for (old, new) in zip(recorded, ours) where old.contains("T") == new.contains("T") {
        pairs[old] = new
      }
    }
  }

  /// A text of ours with the ids of the recording.
  private func rewritten(_ text: String) -> String {
    pairs.withLock({ $0 }).reduce(text) { $0.replacingOccurrences(of: $1.value, with: $1.key) }
  }
}
