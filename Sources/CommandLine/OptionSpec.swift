// SPDX-License-Identifier: MIT

/// The row of an option in the tables: everything but the type of its value.
///
/// Help, completions, manual pages and the parser read it; ``Option`` makes it.
public struct OptionSpec: Equatable, Sendable {
  /// What may follow an option's name.
  public enum Argument: Equatable, Sendable {
    /// Nothing: the option is a flag.
    case none
    /// A value, after a blank, after `=` or attached to the short name.
    case required(String)
    /// A value only after `=` or attached to the short name, or none at all.
    case optional(String)
  }

  /// The long name without dashes.
  public internal(set) var long: String
  /// The letter after a single dash, if there is one.
  public internal(set) var short: Character?
  /// What follows the name; the text names the value in help, such as `PATH`.
  public internal(set) var argument: Argument
  /// Whether the option may be given more than once.
  public internal(set) var isRepeatable = false
  /// Whether each value is a list with commas between its members.
  public internal(set) var splitsAtCommas = false
  /// The variable that stands in when the option is not given.
  public internal(set) var environmentVariable: String?
  /// Whether the value must never appear in a message.
  public internal(set) var isSecret = false
  /// The names of options and operands that cannot be given beside this one.
  public internal(set) var exclusions: [String] = []
  /// One line without a full stop.
  public internal(set) var summary: String
  /// What `--help` and the manual say after the summary.
  public internal(set) var details: [TextBlock] = []
  /// What a shell offers as the value; the parser refuses what is not among choices.
  public internal(set) var completion = CompletionKind.none
  /// What the value has to be.
  public internal(set) var rule = ValueRule.anything
  /// The value in effect when the option is not given, as help shows it.
  public internal(set) var defaultText: String?
  /// The title under which help lists the option.
  public internal(set) var section = OptionSpec.defaultSection
  /// Whether the option works but is never shown.
  public internal(set) var isHidden = false

  init(long: String, argument: Argument = .none, summary: String) {
    self.long = long
    self.argument = argument
    self.summary = summary
  }

  /// The section of options that name none.
  public static let defaultSection = "Options"

  /// The long name as typed.
  public var spelling: String { "--\(long)" }

  /// Whether the option takes no value at all.
  public var isFlag: Bool { argument == .none }

  /// The name of the value in help, if the option takes one.
  public var valueName: String? {
    switch argument {
    case .none: nil
    case .required(let name), .optional(let name): name
    }
  }
}
