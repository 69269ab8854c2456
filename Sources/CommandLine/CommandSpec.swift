// SPDX-License-Identifier: MIT

/// One command of a tool.
public struct CommandSpec: Equatable, Sendable {
  /// The name as typed.
  public var name: String
  /// Other names that are accepted; help lists them on the command's own page.
  public var aliases: [String]
  /// The title under which the tool's help lists the command.
  public var group: String
  /// One line without a full stop.
  public var summary: String
  /// What `--help` and the manual say after the summary.
  public var discussion: [TextBlock]
  /// The operands, in their order.
  public var positionals: [PositionalSpec]
  /// The command's own options; one of them may shadow a global one of its name.
  public var options: [OptionSpec]
  /// Sets of names of options and operands; exactly one of each set must be given.
  public var exactlyOneOf: [[String]]
  /// Whether everything behind the first operand is an operand, as for a command to be run.
  public var operandsEndOptions: Bool
  /// Examples, the most common case first.
  public var examples: [Example]
  /// Codes that mean something else here than in the tool as a whole.
  public var exitCodes: [ExitCodeSpec]
  /// The topics and commands to read about next, by their names.
  public var seeAlso: [String]
  /// Whether the command works but is never shown.
  public var isHidden: Bool

  /// Describes a command.
  public init(
    name: String,
    aliases: [String] = [],
    group: String = "Commands",
    summary: String,
    discussion: [TextBlock] = [],
    positionals: [any OperandDeclaration] = [],
    options: [any OptionDeclaration] = [],
    exactlyOneOf: [[any ArgumentDeclaration]] = [],
    operandsEndOptions: Bool = false,
    examples: [Example] = [],
    exitCodes: [ExitCodeSpec] = [],
    seeAlso: [String] = [],
    isHidden: Bool = false
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.summary = summary
    self.discussion = discussion
    self.positionals = positionals.map(\.spec)
    self.options = options.map(\.spec)
    self.exactlyOneOf = exactlyOneOf.map { $0.map(\.name) }
    self.operandsEndOptions = operandsEndOptions
    self.examples = examples
    self.exitCodes = exitCodes
    self.seeAlso = seeAlso
    self.isHidden = isHidden
  }
}

/// The row of an operand in the tables; ``Operand`` makes it.
public struct PositionalSpec: Equatable, Sendable {
  /// How many arguments the operand takes.
  public enum Arity: Equatable, Sendable {
    /// Exactly one.
    case required
    /// One or none.
    case optional
    /// One or more; only as the last operand.
    case oneOrMore
    /// Any number; only as the last operand.
    case zeroOrMore
  }

  /// The name, lower case: the key of its value and what usage lines show.
  public var name: String
  /// How many arguments it takes.
  public var arity: Arity
  /// One line without a full stop.
  public var summary: String
  /// What a shell offers.
  public var completion: CompletionKind

  init(_ name: String, _ arity: Arity, summary: String) {
    self.name = name
    self.arity = arity
    self.summary = summary
    completion = .none
  }

  /// Whether a command line without it is refused.
  public var isRequired: Bool { arity == .required || arity == .oneOrMore }

  /// Whether it takes more than one argument.
  public var isRepeating: Bool { arity == .oneOrMore || arity == .zeroOrMore }
}
