// SPDX-License-Identifier: MIT

internal import CommandLine

/// One command, as a value: parsing makes it of what was typed, and running it does the work.
protocol Command: Equatable, Sendable {
  /// What the command takes.
  static var spec: CommandSpec { get }

  /// Takes what was typed, and checks it as far as that can be done without the schema.
  init(_ parsed: ParsedArguments) throws(Failure)

  /// Does what was asked.
  func run(in context: Context) throws(Failure) -> Outcome
}

/// How a command ended that did what it was asked.
enum Outcome {
  /// There is nothing more to say.
  case done
  /// What was compared is not the same.
  case different

  /// What the process tells its caller.
  var exitCode: ExitCode {
    switch self {
    case .done: .done
    case .different: .refused
    }
  }
}

/// The commands, in the order in which help lists them.
enum CommandTable {
  static let all: [any Command.Type] = [
    GetCommand.self, QueryCommand.self, CreateCommand.self, UpdateCommand.self, DeleteCommand.self,
    DescribeCommand.self, ApplyCommand.self, DiffCommand.self, SnapshotCommand.self,
  ]

  /// The command of that name.
  static func command(named name: String) -> (any Command.Type)? {
    all.first { $0.spec.name == name }
  }
}
