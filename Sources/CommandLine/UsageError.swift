// SPDX-License-Identifier: MIT

/// What is wrong with a command line, as data; ``UsageMessage`` has the sentences.
///
/// Options are named as typed (`-k`, `--url`), commands and operands by name.
public enum UsageError: Error, Equatable, Sendable {
  /// Options, but no command.
  case missingCommand
  /// No command has that name.
  case unknownCommand(name: String, suggestions: [String])
  /// `help` knows neither a command nor a topic of that name.
  case unknownTopic(name: String, suggestions: [String])
  /// The option is not known to the command, or not before one (`command` is `nil`).
  case unknownOption(spelling: String, command: String?, suggestions: [String])
  /// The option belongs to commands but stands before one, or belongs to others.
  case misplacedOption(spelling: String, command: String?, owners: [String])
  /// The option needs a value; `isFollowedByDash` tells that an argument follows, which begins
  /// with a dash and may have been meant as the value.
  case missingValue(
    spelling: String,
    valueName: String,
    isFollowedByDash: Bool,
    command: String?
  )
  /// A flag was given a value with `=`.
  case unexpectedValue(spelling: String, command: String?)
  /// An option that takes effect once was given twice.
  case repeatedOption(first: String, second: String, command: String?)
  /// Two options or operands that exclude each other.
  case conflict(first: String, second: String, command: String)
  /// An operand is missing.
  case missingOperand(name: String, command: String)
  /// None of several options or operands was given; one is needed.
  case missingOneOf(spellings: [String], command: String)
  /// An argument that no operand of the command takes.
  case unexpectedOperand(text: String, command: String)
  /// A value that is not one of the words accepted.
  case invalidChoice(
    spelling: String,
    value: String,
    choices: [String],
    suggestions: [String],
    command: String?
  )
  /// A value that breaks the rule of its option or variable; the value of a secret is left out.
  case invalidValue(spelling: String, value: String, rule: ValueRule, command: String?)

  /// The command in whose arguments the mistake is; `nil` before a command.
  public var command: String? {
    switch self {
    case .missingCommand, .unknownCommand, .unknownTopic: nil
    case .unknownOption(_, let command, _), .misplacedOption(_, let command, _),
      .missingValue(_, _, _, let command), .unexpectedValue(_, let command),
      .repeatedOption(_, _, let command), .invalidChoice(_, _, _, _, let command),
      .invalidValue(_, _, _, let command):
      command
    case .conflict(_, _, let command), .missingOperand(_, let command),
      .missingOneOf(_, let command), .unexpectedOperand(_, let command):
      command
    }
  }
}
