// SPDX-License-Identifier: MIT

/// A command-line tool, described as one value.
///
/// The parser, the help pages, the completion scripts and the manual pages are all made from
/// this table alone.
public struct ToolSpec: Sendable {
  /// The name as typed, such as `stalwart-cli`.
  public var name: String
  /// The version, without a `v`.
  public var version: String
  /// One line without a full stop: what the tool is for.
  public var summary: String
  /// What `--help` and the manual say after the summary.
  public var discussion: [TextBlock]
  /// The commands, in the order in which help lists them.
  public var commands: [CommandSpec]
  /// The options that stand before or after any command.
  public var globalOptions: [OptionSpec]
  /// The environment variables that the tool reads.
  public var environment: [EnvironmentVariableSpec]
  /// The topics of `help TOPIC` that are no commands.
  public var topics: [HelpTopic] { makeTopics() }
  /// Makes ``topics`` when they are asked for: their texts are long, and only help needs them.
  private let makeTopics: @Sendable () -> [HelpTopic]
  /// The exit codes of the tool as a whole.
  public var exitCodes: [ExitCodeSpec]
  /// Examples, the most common case first; it is shown when nothing was typed.
  public var examples: [Example]
  /// Where the documentation is, if anywhere.
  public var documentationURL: String?

  /// Describes a tool.
  public init(
    name: String,
    version: String,
    summary: String,
    discussion: [TextBlock] = [],
    commands: [CommandSpec],
    globalOptions: [any OptionDeclaration] = [],
    environment: [EnvironmentVariableSpec] = [],
    topics: @autoclosure @escaping @Sendable () -> [HelpTopic] = [],
    exitCodes: [ExitCodeSpec] = [],
    examples: [Example] = [],
    documentationURL: String? = nil
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.discussion = discussion
    self.commands = commands
    self.globalOptions = globalOptions.map(\.spec)
    self.environment = environment
    makeTopics = topics
    self.exitCodes = exitCodes
    self.examples = examples
    self.documentationURL = documentationURL
  }

  /// The command that has exactly that name or alias.
  public func command(named name: String) -> CommandSpec? {
    commands.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// The help topic of that exact name.
  public func topic(named name: String) -> HelpTopic? {
    topics.first { $0.name == name }
  }

  /// The commands that help, completions and manual pages show.
  public var visibleCommands: [CommandSpec] { commands.filter { !$0.isHidden } }
}

/// An environment variable that the tool reads.
public struct EnvironmentVariableSpec: Equatable, Sendable {
  /// The name of the variable.
  public var name: String
  /// One sentence: what it does.
  public var summary: String
  /// What its value has to be; what depends on it is not read otherwise.
  public internal(set) var rule = ValueRule.anything

  /// Describes a variable.
  public init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// An exit code and what it means.
public struct ExitCodeSpec: Equatable, Sendable {
  /// The code, 0 to 255.
  public var code: Int
  /// When the tool ends with it.
  public var meaning: String

  /// Describes an exit code.
  public init(_ code: Int, _ meaning: String) {
    self.code = code
    self.meaning = meaning
  }
}

/// A command line that a reader may copy.
public struct Example: Equatable, Sendable {
  /// The whole line as a shell reads it, the tool's name included.
  public var line: String
  /// What it does; empty when the line speaks for itself.
  public var caption: String

  /// Describes an example.
  public init(_ line: String, _ caption: String = "") {
    self.line = line
    self.caption = caption
  }
}
