// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// A script while it runs.
///
/// | verb | what it does |
/// |---|---|
/// | `sim ARG…` | starts a simulator; the commands after it talk to it |
/// | `env NAME=VALUE`, `env -NAME` | sets or removes a variable of the commands after it |
/// | `stdin FILE`, `stdin closed`, `stdin unending FILE` | the next command's input |
/// | `stdout-to closed`, `… FILE`, `… lines N` | where the next command's output goes |
/// | `terminal COLUMNSxROWS` | the next command runs on a terminal |
/// | `answer TEXT REPLY`, `signal TEXT NAME` | typed or sent when the next command prints the text |
/// | `shows-secrets` | the next command is meant to show a secret; any other that does fails |
/// | `exec PROGRAM ARG…`, `! exec …` | runs a command that must end with 0, or must not |
/// | `exit N` | its status |
/// | `stdout TEXT`, `stderr TEXT` | its whole output is this line; with `''` there is none |
/// | `cmp stdout FILE`, `cmp stderr FILE`, `cmp PATH FILE` | its whole output is this file |
/// | `matches stderr TEXT` | its output contains this text, where the rest is the system's |
/// | `lacks stderr TEXT` | its output does not contain this text |
/// | `requests N` | the simulator saw this many requests since the last time it was asked |
/// | `sees TEXT` | one of the requests since then contained this text |
/// | `remove PATH`, `mode PATH OCTAL` | deletes a file; a file has this mode |
///
/// `$URL`, `$PORT` and `$WORK` stand for the simulator's address and the
/// directory of the script, in verbs and in expected files.
struct ScriptRun {
  private var script: Script
  private let directory: TemporaryDirectory
  private var environment: [String: String]
  private var simulator: RunningSimulator?
  private var seenExchanges = 0
  private var newExchanges: [String] = []
  private var next = Next()
  private var outcome: Outcome?
  private var recorded: [String] = []

  /// What is prepared for the next command.
  private struct Next {
    var input = Launch.Input.nothing
    var output = Launch.Output.captured
    var terminal: TerminalWindow?
    var reactions: [Launch.Reaction] = []
    var showsSecrets = false
  }

  init(_ script: Script) throws {
    self.script = script
    directory = try TemporaryDirectory()
    environment = [
      "PATH": "\(BuiltProducts.directory.path):/usr/bin:/bin",
      "HOME": directory.path("home"),
      "LANG": "C.UTF-8",
      "TERM": "xterm",
    ]
    _ = try directory.makeDirectory("home")
    for file in script.files { try directory.write(Array(file.text.utf8), to: file.name) }
  }

  /// Runs all steps.
  ///
  /// - Throws: ``ScriptError`` at the first step that does not hold.
  mutating func run() throws {
    var failure: (any Error)?
    for step in script.steps where failure == nil {
      do {
        try perform(step.words.map(expand))
      } catch let error as ScriptError {
        failure = ScriptError(line: step.line, text: error.text)
      } catch {
        failure = ScriptError(line: step.line, text: "\(error)")
      }
    }
    if !recorded.isEmpty {
      try script.text.write(to: script.url, atomically: true, encoding: .utf8)
    }
    if let failure { throw failure }
    guard recorded.isEmpty else {
      throw Golden.Failure.recorded(
        path: "\(script.url.path) (\(recorded.joined(separator: ", ")))"
      )
    }
  }

  private func expand(_ text: String) -> String {
    var text = text.replacingOccurrences(of: "$WORK", with: directory.url.path)
    if let simulator {
      let port = simulator.url.split(separator: ":").last.map(String.init) ?? ""
      text = text.replacingOccurrences(of: "$URL", with: simulator.url)
        .replacingOccurrences(of: "$PORT", with: port)
    }
    return text
  }

  private func collapse(_ text: String) -> String {
    let text = text.replacingOccurrences(of: directory.url.path, with: "$WORK")
    guard let simulator else { return text }
    let port = simulator.url.split(separator: ":").last.map(String.init) ?? ""
    return text.replacingOccurrences(of: simulator.url, with: "$URL")
      .replacingOccurrences(of: ":\(port)", with: ":$PORT")
  }

  private func fail(_ text: String) -> ScriptError { ScriptError(line: 0, text: text) }

  private mutating func perform(_ words: [String]) throws {
    let arguments = Array(words.dropFirst())
    switch words[0] {
    case "sim": try startSimulator(arguments)
    case "env": setVariables(arguments)
    case "stdin", "stdout-to", "terminal", "answer", "signal": try prepare(words[0], arguments)
    case "shows-secrets": next.showsSecrets = true
    case "exec": try execute(arguments, succeeds: true)
    case "!": try execute(Array(arguments.dropFirst()), succeeds: false)
    case "requests", "sees": try checkRequests(words[0], arguments)
    case "remove": try FileManager.default.removeItem(atPath: path(arguments[0]))
    case "mode": try checkMode(arguments[0], arguments[1])
    default: try checkOutcome(words[0], arguments)
    }
  }

  private func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : directory.path(name)
  }

  private mutating func startSimulator(_ arguments: [String]) throws {
    let simulator = try RunningSimulator(
      arguments.map { FileManager.default.fileExists(atPath: path($0)) ? path($0) : $0 }
    )
    self.simulator = simulator
    seenExchanges = 0
    environment.merge(simulator.environment) { $1 }
  }

  private mutating func setVariables(_ arguments: [String]) {
    for argument in arguments {
      if argument.hasPrefix("-") {
        environment[String(argument.dropFirst())] = nil
      } else if let equals = argument.firstIndex(of: "=") {
        environment[String(argument[..<equals])] = String(argument[equals...].dropFirst())
      }
    }
  }

  private mutating func prepare(_ verb: String, _ arguments: [String]) throws {
    switch (verb, arguments.first, arguments.count) {
    case ("stdin", "closed", 1): next.input = .closed
    case ("stdin", "unending", 2): next.input = .unending(try contents(arguments[1]))
    case ("stdin", let name?, 1): next.input = .bytes(try contents(name))
    case ("stdout-to", "closed", 1): next.output = .closed
    case ("stdout-to", "lines", 2): next.output = .lines(Int(arguments[1]) ?? 1)
    case ("stdout-to", let name?, 1): next.output = .file(path(name))
    case ("terminal", let size?, 1):
      let numbers = size.split(separator: "x").compactMap { UInt16($0) }
      guard numbers.count == 2 else { throw fail("terminal COLUMNSxROWS") }
      next.terminal = TerminalWindow(columns: numbers[0], rows: numbers[1])
    case ("answer", let text?, 2): next.reactions.append(.init(to: text, .type(arguments[1])))
    case ("signal", let text?, 2):
      let numbers = ["INT": SIGINT, "TERM": SIGTERM, "HUP": SIGHUP]
      guard let number = numbers[arguments[1]] else { throw fail("unknown signal") }
      next.reactions.append(.init(to: text, .signal(number)))
    default: throw fail("wrong arguments of \(verb)")
    }
  }

  private func contents(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  private mutating func execute(_ words: [String], succeeds: Bool) throws {
    guard let name = words.first else { throw fail("exec what?") }
    let products = ["stalwart-cli": BuiltProducts.client, "stalwart-sim": BuiltProducts.simulator]
    var launch = Launch(
      products[name] ?? URL(filePath: name.hasPrefix("/") ? name : "/usr/bin/\(name)"),
      Array(words.dropFirst()),
      environment: environment,
      directory: directory.url
    )
    launch.input = next.input
    launch.output = next.output
    launch.terminal = next.terminal
    launch.reactions = next.reactions
    launch.showsSecrets = next.showsSecrets
    next = Next()
    let outcome = try launch.run()
    self.outcome = outcome
    guard (outcome.ending == .exited(0)) == succeeds else {
      throw fail("\(outcome.ending)\nstdout: \(outcome.outputText)\nstderr: \(outcome.errorText)")
    }
  }

  private mutating func checkRequests(_ verb: String, _ arguments: [String]) throws {
    guard let simulator else { throw fail("there is no simulator") }
    let all = simulator.exchanges
    if verb == "requests" {
      newExchanges = Array(all.dropFirst(seenExchanges))
      seenExchanges = all.count
      guard "\(newExchanges.count)" == arguments[0] else {
        throw fail("\(newExchanges.count) requests:\n" + newExchanges.joined(separator: "\n"))
      }
    } else if !newExchanges.contains(where: { $0.contains(arguments[0]) }) {
      throw fail("no request has it:\n" + newExchanges.joined(separator: "\n"))
    }
  }

  private func checkMode(_ name: String, _ expected: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    let mode = (attributes[.posixPermissions] as? Int).map { String($0, radix: 8) } ?? ""
    guard mode == expected else { throw fail("\(name) has mode \(mode)") }
  }

  private mutating func checkOutcome(_ verb: String, _ arguments: [String]) throws {
    guard let outcome else { throw fail("nothing was executed") }
    switch (verb, arguments.count) {
    case ("exit", 1):
      guard "\(outcome.status)" == arguments[0] else {
        throw fail(
          "exit \(outcome.status)\nstdout: \(outcome.outputText)\nstderr: \(outcome.errorText)"
        )
      }
    case ("stdout", 1), ("stderr", 1):
      let found = try stream(verb, of: outcome)
      let expected = arguments[0].isEmpty ? "" : arguments[0] + "\n"
      guard Array(found.utf8) == Array(expected.utf8) else {
        throw fail("\(verb) is: \(found)\nstderr: \(outcome.errorText)")
      }
    case ("matches", 2):
      let found = try stream(arguments[0], of: outcome)
      guard found.contains(arguments[1]) else { throw fail("\(arguments[0]) is: \(found)") }
    case ("lacks", 2):
      let found = try stream(arguments[0], of: outcome)
      guard !found.contains(arguments[1]) else { throw fail("\(arguments[0]) is: \(found)") }
    case ("cmp", 2): try compare(try stream(arguments[0], of: outcome), with: arguments[1])
    default: throw fail("unknown verb \(verb) with \(arguments.count) words")
    }
  }

  private func stream(_ name: String, of outcome: Outcome) throws -> String {
    switch name {
    case "stdout": outcome.outputText
    case "stderr": outcome.errorText
    default: String(decoding: try contents(name), as: UTF8.self)
    }
  }

  private mutating func compare(_ found: String, with name: String) throws {
    guard let index = script.files.firstIndex(where: { $0.name == name }) else {
      throw fail("there is no file \(name)")
    }
    let expected = expand(script.files[index].text)
    guard Array(found.utf8) != Array(expected.utf8) else { return }
    if Golden.isUpdating {
      let ended = found.isEmpty || found.hasSuffix("\n") ? found : found + "\n"
      script.files[index].text = collapse(ended)
      recorded.append(name)
      return
    }
    let difference = Golden.difference(at: name, expected: expected, found: found)
    throw fail("\(difference)\nfound:\n\(found)")
  }
}
