// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Glibc
internal import JSON

/// `serve`: serves until a signal comes.
struct ServeCommand {
  static let spec = CommandSpec(
    name: "serve",
    group: SimulatorTool.group,
    summary: "Serve until SIGTERM or Ctrl-C",
    discussion: ["One line with the URL is printed when the server is ready."],
    options: ServerOptions.all,
    examples: [
      Example("stalwart-sim serve --demo"),
      Example("stalwart-sim serve --port 8080 --fault status=503,nth=1"),
    ]
  )

  let configuration: Configuration

  init(_ parsed: ParsedArguments) throws {
    configuration = try ServerOptions.configuration(parsed)
  }

  func run() throws -> Int32 {
    let signals = SignalSet([SIGTERM, SIGINT, SIGHUP])
    signals.block()
    let server = try SimulatorServer.start(configuration)
    defer { server.stop() }
    guard SimulatorTool.print("stalwart-sim ready at \(server.url)\n") == 0 else { return 1 }
    _ = signals.wait()
    return 0
  }
}

/// `run -- COMMAND`: serves while a command runs.
struct RunCommand {
  static let command = Operand.oneOrMore("command", "The command and its arguments, after --")

  static let spec = CommandSpec(
    name: "run",
    group: SimulatorTool.group,
    summary: "Run a command with a server of its own",
    discussion: [
      .paragraph(
        "The server listens on a free port. The command finds it in `STALWART_URL`, "
          + "`STALWART_USER` and `STALWART_PASSWORD`; its exit code is returned, 128 + n when "
          + "signal n ended it."
      )
    ],
    positionals: [command],
    options: ServerOptions.all,
    operandsEndOptions: true,
    examples: [
      Example("stalwart-sim run --demo -- stalwart-cli query Domain"),
      Example("stalwart-sim run --data data.json -- sh -c 'stalwart-cli apply plan.ndjson'"),
    ]
  )

  let configuration: Configuration
  let command: [String]

  init(_ parsed: ParsedArguments) throws {
    command = parsed[Self.command]
    configuration = try ServerOptions.configuration(parsed)
  }

  func run() throws -> Int32 {
    let signals = SignalSet([SIGTERM, SIGINT, SIGHUP, SIGCHLD])
    signals.block()
    let server = try SimulatorServer.start(configuration)
    defer { server.stop() }
    let environment = ChildProcess.environment(
      url: server.url,
      name: configuration.administratorName,
      secret: configuration.administratorSecret
    )
    do throws(SimulatorError) {
      return try ChildProcess.start(command, environment: environment).wait(signals)
    } catch {
      // As a shell says it: 127 for a command that is not there, 126 for one that cannot run.
      SimulatorTool.complain(error.sentence)
      guard case .file(_, ENOENT) = error else { return 126 }
      return 127
    }
  }
}

/// `dump`: prints what a server holds.
struct DumpCommand {
  static let url = ControlOptions.url.excluding(ServerOptions.all)

  static let spec = CommandSpec(
    name: "dump",
    group: SimulatorTool.group,
    summary: "Print what a server holds, in the form that --data reads",
    discussion: [
      .paragraph(
        "Of a running server, or of one that would be started with the options. Secrets are "
          + "masked."
      )
    ],
    options: [url] + ServerOptions.all,
    examples: [
      Example("stalwart-sim dump --demo"),
      Example("stalwart-sim dump --url http://127.0.0.1:8080"),
    ]
  )

  /// What is asked.
  enum Source {
    /// A running server.
    case running(url: String)
    /// One that is started for the purpose.
    case started(Configuration)
  }

  let source: Source

  init(_ parsed: ParsedArguments) throws {
    source =
      if let url = parsed[Self.url] {
        .running(url: url)
      } else { .started(try ServerOptions.configuration(parsed)) }
  }

  func run() throws -> Int32 {
    switch source {
    case .running(let url): return try dump(url)
    case .started(let configuration):
      let server = try SimulatorServer.start(configuration)
      defer { server.stop() }
      return try dump(server.url)
    }
  }

  private func dump(_ url: String) throws -> Int32 {
    let answer = try ControlClient.send("GET", "/sim/data", to: url)
    guard let value = try? JSONValue(parsing: answer) else {
      throw ControlError.noSimulator(url: url)
    }
    return SimulatorTool.print(value.serialized(.indented) + "\n")
  }
}
