// SPDX-License-Identifier: MIT

/// The script that makes a shell complete a tool's command lines.
///
/// What the tables tell is written into the script; for the rest the script asks the tool, see
/// ``CompletionRequest``. The three scripts work alike: they walk over the words before the
/// cursor to find the command, the number of operands, and the option that waits for a value,
/// and then look up what fits there.
public enum CompletionScript {
  /// The script for `shell`.
  public static func text(for shell: Shell, tool: ToolSpec) -> String {
    let table = CompletionTable(tool)
    return switch shell {
    case .bash: BashCompletion(table: table).text
    case .zsh: ZshCompletion(table: table).text
    case .fish: FishCompletion(table: table).text
    }
  }
}

/// What the scripts look up.
struct CompletionTable {
  /// A place where a word can be typed.
  struct Place {
    /// The command, or `nil` for every command and before it.
    var command: String?
    /// The option whose value it is; `nil` for an operand.
    var option: OptionSpec?
    /// The operand's place, counted from 0; `nil` for all that follow.
    var operand: Int?
    var completion: CompletionKind
  }

  let tool: ToolSpec

  init(_ tool: ToolSpec) {
    self.tool = tool
  }

  /// The tool's name as part of the name of a function.
  var identifier: String {
    String(tool.name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// Commands and what they are, aliases left out.
  var commands: [Choice] { tool.visibleCommands.map { Choice($0.name, $0.summary) } }

  /// What `help` explains.
  var helpSubjects: [Choice] { commands + tool.topics.map { Choice($0.name, $0.summary) } }

  /// The commands' other names.
  var aliases: [(alias: String, command: String)] {
    tool.commands.flatMap { command in command.aliases.map { ($0, command.name) } }
  }

  /// The global options, and the one for help, which no table contains.
  var globalOptions: [OptionSpec] { tool.globalOptions.filter { !$0.isHidden } + [.help] }

  /// The options of one command.
  func options(of command: CommandSpec) -> [OptionSpec] { command.options.filter { !$0.isHidden } }

  /// Every option that takes the next word as its value, hidden ones too.
  var valueOptions: [(command: String?, option: OptionSpec)] {
    let global: [(String?, OptionSpec)] = tool.globalOptions.map { (nil, $0) }
    let own: [(String?, OptionSpec)] = tool.commands.flatMap { command in
      command.options.map { (command.name, $0) }
    }
    return (own + global).filter { entry in
      if case .required = entry.1.argument { true } else { false }
    }
  }

  /// The places where something can be offered.
  var places: [Place] {
    let values =
      tool.visibleCommands.flatMap { command in
        options(of: command).map { (Optional(command.name), $0) }
      } + globalOptions.map { (nil, $0) }
    let operands = tool.visibleCommands.flatMap { command in
      command.positionals.enumerated().map { index, positional in
        Place(
          command: command.name,
          operand: positional.isRepeating ? nil : index,
          completion: positional.completion
        )
      }
    }
    let all =
      values.map { command, option in
        Place(command: command, option: option, completion: option.completion)
      } + operands
    return all.filter { $0.completion != .none }
  }
}

extension OptionSpec {
  /// The names as typed, the long one first.
  var spellings: [String] { [spelling] + (short.map { ["-\($0)"] } ?? []) }
}
