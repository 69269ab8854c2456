// SPDX-License-Identifier: MIT

internal import Glibc
internal import JSON
internal import Simulator

/// The commands of `stalwart-sim`.
enum SimulatorCommand {
  static let version = "1.1.0"

  /// What `--help` prints.
  private static let help = String(decoding: PackageResources.help_txt, as: UTF8.self)

  /// Runs a command line, without the program's name, and returns the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    guard let command = arguments.first else {
      complain("no command", hint: "see: stalwart-sim --help")
      return 2
    }
    let rest = Array(arguments.dropFirst())
    do {
      switch command {
      case "--help", "-h", "help": return printed(help)
      case "--version": return printed("stalwart-sim \(version)\n")
      case "serve": return try serve(rest)
      case "run": return try runCommand(rest)
      case "dump": return try dump(rest)
      case "approve": return try approve(rest)
      case "restart": return try restart(rest)
      default:
        throw UsageError.unknownCommand(command)
      }
    } catch UsageError.noSimulator(let url) {
      complain(UsageError.noSimulator(url).sentence)
      return 1
    } catch let error as UsageError {
      complain(error.sentence, hint: "see: stalwart-sim --help")
      return 2
    } catch let error as SimulatorError {
      complain(error.sentence)
      guard case .invalidFault = error else { return 1 }
      return 2
    } catch {
      complain("\(error)")
      return 1
    }
  }

  static func printed(_ text: String) -> Int32 {
    FileAccess.write(Array(text.utf8), to: 1) ? 0 : 1
  }

  static func complain(_ sentence: String, hint: String? = nil) {
    let hint = hint.map { "hint: \($0)\n" } ?? ""
    FileAccess.write(Array("error: \(sentence)\n\(hint)".utf8), to: 2)
  }

  // MARK: - serve

  private static func serve(_ arguments: [String]) throws -> Int32 {
    if arguments.contains("--help") || arguments.contains("-h") { return printed(help) }
    let options = try ServeOptions(arguments)
    guard options.command.isEmpty else {
      throw UsageError.unexpectedArgument(options.command[0])
    }
    let signals = SignalSet([SIGTERM, SIGINT, SIGHUP])
    signals.block()
    let server = try SimulatorServer.start(options.configuration)
    guard printed("stalwart-sim ready at \(server.url)\n") == 0 else {
      server.stop()
      return 1
    }
    _ = signals.wait()
    server.stop()
    return 0
  }

  // MARK: - run

  private static func runCommand(_ arguments: [String]) throws -> Int32 {
    if arguments.first == "--help" || arguments.first == "-h" { return printed(help) }
    let options = try ServeOptions(arguments)
    guard !options.command.isEmpty else { throw UsageError.missingCommand }
    let signals = SignalSet([SIGTERM, SIGINT, SIGHUP, SIGCHLD])
    signals.block()
    let server = try SimulatorServer.start(options.configuration)
    defer { server.stop() }
    let environment = ChildProcess.environment(
      url: server.url,
      name: options.configuration.administratorName,
      secret: options.configuration.administratorSecret
    )
    do throws(SimulatorError) {
      return try ChildProcess.start(options.command, environment: environment).wait(signals)
    } catch {
      // As a shell says it: 127 for a command that is not there, 126 for one that cannot run.
      complain(error.sentence)
      guard case .file(_, ENOENT) = error else { return 126 }
      return 127
    }
  }

  // MARK: - dump, approve and restart

  private static func dump(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    if let url = try ServeOptions.take("--url", from: &arguments) {
      if let extra = arguments.first { throw UsageError.unexpectedArgument(extra) }
      return try dump(of: url)
    }
    let options = try ServeOptions(arguments)
    if let extra = options.command.first { throw UsageError.unexpectedArgument(extra) }
    let server = try SimulatorServer.start(options.configuration)
    defer { server.stop() }
    return try dump(of: server.url)
  }

  /// Prints what a running server holds.
  private static func dump(of url: String) throws -> Int32 {
    let answer = try ControlClient.send("GET", "/sim/data", to: url)
    guard let value = try? JSONValue(parsing: answer) else { throw UsageError.noSimulator(url) }
    return printed(value.serialized(.indented) + "\n")
  }

  private static func restart(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let mode = try ServeOptions.take("--mode", from: &arguments) ?? "normal"
    guard ServerMode(rawValue: mode) != nil else { throw ServeOptions.noMode(mode) }
    guard let url = try ServeOptions.take("--url", from: &arguments) else {
      throw UsageError.missingOption("--url")
    }
    if let extra = arguments.first { throw UsageError.unexpectedArgument(extra) }
    _ = try ControlClient.send("POST", "/sim/restart?mode=\(mode)", to: url)
    return 0
  }

  private static func approve(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let account = try ServeOptions.take("--account", from: &arguments)
    guard let url = try ServeOptions.take("--url", from: &arguments) else {
      throw UsageError.missingOption("--url")
    }
    guard arguments.count == 1 else { throw UsageError.missingUserCode }
    var target = "/sim/approve?code=\(ControlClient.encoded(arguments[0]))"
    if let account { target += "&account=\(ControlClient.encoded(account))" }
    _ = try ControlClient.send("POST", target, to: url)
    return 0
  }
}
