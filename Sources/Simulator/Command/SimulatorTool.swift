// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Glibc

/// `stalwart-sim`, from its command line to its exit code.
public enum SimulatorTool {
  static let version = "1.1.0"
  /// The day of the version, which the manual pages carry.
  static let date = "November 23, 2026"

  static let spec = ToolSpec(
    name: "stalwart-sim",
    version: version,
    summary: "Serve a Stalwart mail server's management API on loopback, for demos and tests",
    discussion: [
      .paragraph(
        "The server listens on 127.0.0.1 alone, keeps everything in memory and delivers no mail."
      ),
      .heading("Options of serve, run and dump"), .definitions(ServerOptions.definitions),
      .heading("Rules of --fault"),
      .paragraph("Rules are words with commas between them. One says what happens:"),
      .definitions(FaultHelp.effects), .paragraph("The others say when:"),
      .definitions(FaultHelp.conditions),
      .paragraph("For example: `--fault status=429,retry-after=2,path=/jmap,nth=1`."),
      .heading("Accounts"),
      .paragraph(
        "Accounts sign in with plain passwords and with hashes made elsewhere: `$argon2...$`, "
          + "`$pbkdf2...$`, `$scrypt$`, `{SHA}`, `{SSHA}`, `{SHA256}`, `{SSHA256}`, `{SHA512}`, "
          + "`{SSHA512}`, `{MD5}`, `{PLAIN}`, and by the system's libcrypt `$6$`, `$5$`, `$2b$`, "
          + "`$1$` and `{CRYPT}`."
      ),
      .heading("Paths of its own"),
      .paragraph(
        "They need no login: `GET /sim/requests` counts and lists the requests, and `DELETE` "
          + "forgets them; `GET /sim/data` is what `dump` prints; `POST "
          + "/sim/approve?code=USER-CODE&account=NAME` and `POST /sim/restart?mode=MODE` are what "
          + "the commands of those names send."
      ),
    ],
    commands: [
      ServeCommand.spec, RunCommand.spec, DumpCommand.spec, ApproveCommand.spec,
      RestartCommand.spec,
      .completion(
        tool: "stalwart-sim",
        group: group,
        discussion: "The script completes commands, options and files."
      ),
      .help(tool: "stalwart-sim", group: group, subjects: "serve", "run"),
    ],
    environment: [
      EnvironmentVariableSpec(
        "STALWART_PUBLIC_URL",
        "In normal mode, what the session and the OAuth documents name."
      )
    ],
    exitCodes: [
      ExitCodeSpec(0, "done"), ExitCodeSpec(1, "a file, a port or a simulator cannot be used"),
      ExitCodeSpec(2, "wrong usage"),
      ExitCodeSpec(126, "run: the command cannot be run"),
      ExitCodeSpec(127, "run: the command is not there"),
    ],
    examples: [
      Example("stalwart-sim run --demo -- stalwart-cli query Domain"),
      Example("stalwart-sim serve --data data.json --port 8080"),
    ]
  )

  static let group = "Commands"

  /// Runs a command line, without the program's name.
  ///
  /// - Returns: the exit code.
  public static func run(_ arguments: [String]) -> Int32 {
    do {
      switch try ArgumentParser(tool: spec).parse(arguments) {
      case .run(let parsed): return try run(parsed)
      case .help(let request):
        return print(HelpPage(tool: spec).text(for: request, date: date))
      case .version: return print("stalwart-sim \(version)\n")
      case .completionScript(let shell):
        return print(CompletionScript.text(for: shell, tool: spec))
      case .complete: return 0
      case .noArguments: throw UsageError.missingCommand
      }
    } catch let error as UsageError {
      FileAccess.write(Array(UsageMessage(error, tool: spec).text.utf8), to: STDERR_FILENO)
      return 2
    } catch let error as ControlError {
      complain(error.sentence)
      return 1
    } catch let error as SimulatorError {
      complain(error.sentence)
      guard case .invalidFault = error else { return 1 }
      return 2
    } catch {
      complain("\(error)")
      return 1
    }
  }

  private static func run(_ parsed: ParsedArguments) throws -> Int32 {
    switch parsed.command.name {
    case ServeCommand.spec.name: try ServeCommand(parsed).run()
    case RunCommand.spec.name: try RunCommand(parsed).run()
    case DumpCommand.spec.name: try DumpCommand(parsed).run()
    case ApproveCommand.spec.name: try ApproveCommand(parsed).run()
    default: try RestartCommand(parsed).run()
    }
  }

  /// Writes to standard output; 1 if that cannot be done.
  static func print(_ text: String) -> Int32 {
    FileAccess.write(Array(text.utf8), to: STDOUT_FILENO) ? 0 : 1
  }

  /// Writes a sentence to standard error.
  static func complain(_ sentence: String) {
    FileAccess.write(Array("error: \(sentence)\n".utf8), to: STDERR_FILENO)
  }
}

extension SimulatorError {
  /// What the person reads.
  var sentence: String {
    switch self {
    case .portInUse(let port): "port \(port) is in use"
    case .socket(let operation, let code): "\(operation): \(Self.text(code))"
    case .file(let path, let code): "\(path): \(Self.text(code))"
    case .invalidSchema(let path, let reason): "\(path) is no schema document: \(reason)"
    case .invalidData(let path, let reason): "\(path) is no data set: \(reason)"
    case .invalidFault(let rule, let reason): "fault '\(rule)': \(reason)"
    }
  }

  private static func text(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
