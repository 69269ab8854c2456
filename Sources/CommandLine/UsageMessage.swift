// SPDX-License-Identifier: MIT

internal import Text

/// What a person reads about a ``UsageError``.
///
/// The texts quote what was typed: they have to be sanitised before they are printed to a
/// terminal.
public struct UsageMessage: Equatable, Sendable {
  /// What is wrong: a fragment that follows `error: `.
  public var summary: String
  /// What to do instead: fragments that follow `hint: `.
  public var hints: [String]
  /// The usage line of the command, or of the tool, without `Usage: `.
  public var usage: String
  /// The command line that shows the whole help.
  public var helpCommand: String

  /// Puts an error into words.
  public init(_ error: UsageError, tool: ToolSpec) {
    let command = error.command.flatMap(tool.command(named:))
    summary = Self.summary(of: error)
    hints = Self.hints(for: error, tool: tool)
    usage = tool.usage(of: command)
    helpCommand = command.map { "\(tool.name) \($0.name) --help" } ?? "\(tool.name) --help"
  }

  /// The message as a whole, each line ended.
  public var text: String {
    var lines = ["error: \(summary)"]
    lines += hints.map { "hint: \($0)" }
    lines += ["", "Usage: \(usage)", "More: \(helpCommand)"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func summary(of error: UsageError) -> String {
    switch error {
    case .missingCommand: "no command given"
    case .unknownCommand(let name, _): "unknown command \(quoted(name))"
    case .unknownTopic(let name, _): "no command or help topic named \(quoted(name))"
    case .unknownOption(let spelling, _, _): "unknown option \(clipped(spelling))"
    case .misplacedOption(let spelling, nil, _):
      "\(spelling) belongs after the command"
    case .misplacedOption(let spelling, .some(let command), _):
      "\(command) has no option \(spelling)"
    case .missingValue(let spelling, let name, _, _): "\(spelling) needs a value: <\(name)>"
    case .unexpectedValue(let spelling, _): "\(spelling) takes no value"
    case .repeatedOption(let first, let second, _):
      first == second
        ? "\(first) is given more than once" : "\(first) and \(second) are the same option"
    case .conflict(let first, let second, _): "\(first) and \(second) exclude each other"
    case .missingOperand(let name, _): "<\(name)> is missing"
    case .missingOneOf(let spellings, _) where spellings.count == 1: "\(spellings[0]) is needed"
    case .missingOneOf(let spellings, _): "one of \(list(spellings, "or")) is needed"
    case .unexpectedOperand(let text, _): "unexpected argument \(quoted(text))"
    case .invalidChoice(let spelling, let value, _, _, _):
      "\(spelling): \(quoted(value)) is not one of the values accepted"
    case .invalidValue(let spelling, let value, let rule, _):
      value.isEmpty
        ? "\(spelling): the value is empty, it must be \(rule.expected)"
        : "\(spelling): \(quoted(value)) is not \(rule.expected)"
    }
  }

  private static func hints(for error: UsageError, tool: ToolSpec) -> [String] {
    switch error {
    case .unknownOption(let spelling, .some, _) where spelling.last?.isNumber == true:
      ["an argument that begins with a dash stands behind --"]
    case .unknownTopic(_, let suggestions):
      suggestions.isEmpty
        ? ["topics: \(tool.topics.map(\.name).joined(separator: ", "))"] : didYouMean(suggestions)
    case .unknownCommand(_, let suggestions),
      .unknownOption(_, _, let suggestions):
      didYouMean(suggestions)
    case .misplacedOption(let spelling, nil, let owners):
      ["write it as: \(tool.name) \(owners.first ?? "COMMAND") … \(spelling)"]
    case .misplacedOption(let spelling, .some(let command), let owners):
      closeOptions(to: spelling, of: tool.command(named: command))
        + ["\(spelling) belongs to \(list(owners, "and"))"]
    case .missingValue(let spelling, let name, true, _):
      spelling.hasPrefix("--")
        ? ["a value that begins with a dash is written \(spelling)=<\(name)>"]
        : ["a value that begins with a dash is written \(spelling)<\(name)>"]
    case .missingOperand(let name, let command):
      tool.command(named: command)?.positionals
        .filter { $0.name == name && !$0.summary.isEmpty }
        .map { "<\(name)>: \($0.summary)" } ?? []
    case .unexpectedOperand(let text, let command):
      text.hasPrefix("-") ? [] : surplusHints(tool.command(named: command))
    case .invalidChoice(_, _, let choices, let suggestions, _):
      didYouMean(suggestions) + ["accepted: \(choices.joined(separator: ", "))"]
    case .missingCommand:
      ["commands: \(tool.visibleCommands.map(\.name).joined(separator: ", "))"]
    case .invalidValue(let spelling, _, let rule, _):
      rule.example.map { ["for example \(spelling)=\($0)"] } ?? []
    case .missingValue, .unexpectedValue, .repeatedOption, .conflict, .missingOneOf: []
    }
  }

  /// Options that the command does have, and whose names are nearly the same.
  private static func closeOptions(to spelling: String, of command: CommandSpec?) -> [String] {
    let names = command?.options.filter { !$0.isHidden }.map(\.spelling) ?? []
    return didYouMean(closestNames(to: spelling, among: names, limit: 1))
  }

  private static func surplusHints(_ command: CommandSpec?) -> [String] {
    guard let command else { return [] }
    let most = command.positionals.count
    return switch most {
    case 0: ["\(command.name) takes no arguments but options"]
    case 1: ["\(command.name) takes one argument; quote a value that holds blanks"]
    default: ["\(command.name) takes at most \(most) arguments; quote a value that holds blanks"]
    }
  }

  private static func didYouMean(_ names: [String]) -> [String] {
    names.isEmpty ? [] : ["did you mean \(list(names, "or"))?"]
  }

  private static func list(_ names: [String], _ conjunction: String) -> String {
    switch names.count {
    case 0, 1: names.first ?? ""
    case 2: "\(names[0]) \(conjunction) \(names[1])"
    default: names.dropLast().joined(separator: ", ") + " \(conjunction) " + (names.last ?? "")
    }
  }

  private static func quoted(_ text: String) -> String { "'\(clipped(text))'" }

  /// The beginning of a text; a whole document typed in the wrong place is not repeated.
  private static func clipped(_ text: String) -> String {
    text.count > 80 ? text.prefix(79) + "…" : text
  }
}
