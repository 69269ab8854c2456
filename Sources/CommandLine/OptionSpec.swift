// SPDX-License-Identifier: MIT

/// An option of a command or of the tool.
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

  /// The long name without dashes: the key of its value.
  public var long: String
  /// The letter after a single dash, if there is one.
  public var short: Character?
  /// What follows the name; the text names the value in help, such as `PATH`.
  public var argument: Argument
  /// Whether the option may be given more than once.
  public var isRepeatable: Bool
  /// Whether each value is a list with commas between its members.
  public var splitsAtCommas: Bool
  /// The variable that stands in when the option is not given.
  public var environmentVariable: String?
  /// Whether the value must never appear in a message.
  public var isSecret: Bool
  /// The long names of options that cannot be given beside this one.
  public var conflicts: [String]
  /// One line without a full stop.
  public var summary: String
  /// What `--help` and the manual say after the summary.
  public var details: [TextBlock]
  /// What a shell offers as the value.
  public var completion: CompletionKind
  /// The value in effect when the option is not given, as help shows it.
  public var defaultValue: String?
  /// The title under which help lists the option.
  public var section: String
  /// Whether the option works but is never shown.
  public var isHidden: Bool

  /// Describes an option; prefer ``flag(_:short:section:environmentVariable:conflicts:isHidden:_:details:)``
  /// and ``value(_:_:short:section:isRepeatable:splitsAtCommas:environmentVariable:isSecret:conflicts:completion:defaultValue:isHidden:_:details:)``.
  public init(
    long: String,
    short: Character? = nil,
    argument: Argument = .none,
    isRepeatable: Bool = false,
    splitsAtCommas: Bool = false,
    environmentVariable: String? = nil,
    isSecret: Bool = false,
    conflicts: [String] = [],
    summary: String,
    details: [TextBlock] = [],
    completion: CompletionKind = .none,
    defaultValue: String? = nil,
    section: String = OptionSpec.defaultSection,
    isHidden: Bool = false
  ) {
    self.long = long
    self.short = short
    self.argument = argument
    self.isRepeatable = isRepeatable
    self.splitsAtCommas = splitsAtCommas
    self.environmentVariable = environmentVariable
    self.isSecret = isSecret
    self.conflicts = conflicts
    self.summary = summary
    self.details = details
    self.completion = completion
    self.defaultValue = defaultValue
    self.section = section
    self.isHidden = isHidden
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

extension OptionSpec {
  /// An option without a value.
  public static func flag(
    _ long: String,
    short: Character? = nil,
    section: String = OptionSpec.defaultSection,
    environmentVariable: String? = nil,
    conflicts: [String] = [],
    isHidden: Bool = false,
    _ summary: String,
    details: [TextBlock] = []
  ) -> OptionSpec {
    OptionSpec(
      long: long,
      short: short,
      environmentVariable: environmentVariable,
      conflicts: conflicts,
      summary: summary,
      details: details,
      section: section,
      isHidden: isHidden
    )
  }

  /// An option with a value.
  public static func value(
    _ long: String,
    _ valueName: String,
    short: Character? = nil,
    section: String = OptionSpec.defaultSection,
    isRepeatable: Bool = false,
    splitsAtCommas: Bool = false,
    environmentVariable: String? = nil,
    isSecret: Bool = false,
    conflicts: [String] = [],
    completion: CompletionKind = .none,
    defaultValue: String? = nil,
    isHidden: Bool = false,
    _ summary: String,
    details: [TextBlock] = []
  ) -> OptionSpec {
    OptionSpec(
      long: long,
      short: short,
      argument: .required(valueName),
      isRepeatable: isRepeatable,
      splitsAtCommas: splitsAtCommas,
      environmentVariable: environmentVariable,
      isSecret: isSecret,
      conflicts: conflicts,
      summary: summary,
      details: details,
      completion: completion,
      defaultValue: defaultValue,
      section: section,
      isHidden: isHidden
    )
  }
}
