// SPDX-License-Identifier: MIT

/// Something that can be typed behind a command: an ``Option`` or an ``Operand``.
public protocol ArgumentDeclaration: Sendable {
  /// The long name of an option without dashes, or the name of an operand.
  var name: String { get }
}

/// An ``Option`` of any type of value.
public protocol OptionDeclaration: ArgumentDeclaration {
  /// The row of the tables.
  var spec: OptionSpec { get }
}

extension OptionDeclaration {
  /// The long name without dashes.
  public var name: String { spec.long }
}

/// An option, and how its value is read.
///
/// The parser, `ParsedArguments[option]`, help, completions and manual pages all use this one
/// declaration, so a default and its bounds stand nowhere else.
public struct Option<Value: Sendable>: OptionDeclaration {
  /// The row of the tables.
  public private(set) var spec: OptionSpec
  /// Reads the values given, which the parser has checked; none if the option was not given.
  let read: @Sendable ([ArgumentValue]) -> Value

  private init(_ spec: OptionSpec, read: @escaping @Sendable ([ArgumentValue]) -> Value) {
    self.spec = spec
    self.read = read
  }

  private init<Element>(
    _ spec: OptionSpec,
    _ format: ValueFormat<Element>,
    read: @escaping @Sendable ([ArgumentValue]) -> Value
  ) {
    self.spec = spec
    self.spec.rule = format.rule
    self.spec.completion = format.completion
    self.read = read
  }
}

// MARK: - Kinds

extension Option where Value == Bool {
  /// An option without a value; its variable, if it has one, counts unless it is empty, `0`,
  /// `false`, `no` or `off`.
  public static func flag(_ name: String, _ summary: String) -> Option {
    Option(OptionSpec(long: name, summary: summary)) { values in
      guard let value = values.last else { return false }
      return switch value.origin {
      case .environment: !["", "0", "false", "no", "off"].contains(value.text.lowercased())
      case .option, .operand: true
      }
    }
  }
}

extension Option {
  /// An option that is given once and has a default.
  public static func value(
    _ name: String,
    _ summary: String,
    value valueName: String,
    as format: ValueFormat<Value>,
    default defaultValue: Value
  ) -> Option {
    var spec = OptionSpec(long: name, argument: .required(valueName), summary: summary)
    spec.defaultText = format.text(defaultValue)
    return Option(spec, format) { values in
      values.last.flatMap { format.parse($0.text) } ?? defaultValue
    }
  }

  /// An option that is given once, or not at all.
  ///
  /// `otherwise` tells help what happens without it, where that is worth knowing.
  public static func value<Element>(
    _ name: String,
    _ summary: String,
    value valueName: String,
    as format: ValueFormat<Element>,
    otherwise: String? = nil
  ) -> Option where Value == Element? {
    var spec = OptionSpec(long: name, argument: .required(valueName), summary: summary)
    spec.defaultText = otherwise
    return Option(spec, format) { values in values.last.flatMap { format.parse($0.text) } }
  }

  /// An option whose value may be left out: it has `bare` then, and is `nil` if not given.
  public static func optionalValue<Element: Sendable>(
    _ name: String,
    _ summary: String,
    value valueName: String,
    as format: ValueFormat<Element>,
    bare: Element
  ) -> Option where Value == Element? {
    let spec = OptionSpec(long: name, argument: .optional(valueName), summary: summary)
    return Option(spec, format) { values in
      values.last.map { $0.text.isEmpty ? bare : format.parse($0.text) ?? bare }
    }
  }

  /// An option that may be given more than once.
  public static func values<Element>(
    _ name: String,
    _ summary: String,
    value valueName: String,
    as format: ValueFormat<Element>
  ) -> Option where Value == [Element] {
    var spec = OptionSpec(long: name, argument: .required(valueName), summary: summary)
    spec.isRepeatable = true
    return Option(spec, format) { values in values.compactMap { format.parse($0.text) } }
  }

  /// An option that may be given more than once, each time with a list between commas.
  public static func list<Element>(
    _ name: String,
    _ summary: String,
    value valueName: String,
    as format: ValueFormat<Element>
  ) -> Option where Value == [Element] {
    var option = values(name, summary, value: valueName, as: format)
    option.spec.splitsAtCommas = true
    return option
  }
}

// MARK: - Further columns of the row

extension Option {
  /// The same with a letter after a single dash.
  public func short(_ letter: Character) -> Option { with { $0.short = letter } }

  /// The same under a title of its own in help.
  public func section(_ title: String) -> Option { with { $0.section = title } }

  /// The same with a variable that stands in when the option is not given.
  public func variable(_ name: String) -> Option { with { $0.environmentVariable = name } }

  /// The same with a value that must never appear in a message.
  public func secret() -> Option { with { $0.isSecret = true } }

  /// The same, but works without being shown.
  public func hidden() -> Option { with { $0.isHidden = true } }

  /// The same with other words for a shell to offer.
  public func completing(_ kind: CompletionKind) -> Option { with { $0.completion = kind } }

  /// The same with more to say in `--help` and the manual.
  public func details(_ blocks: TextBlock...) -> Option { with { $0.details += blocks } }

  /// The same, which cannot be given beside others; one of two that exclude each other says so.
  public func excluding(_ others: any ArgumentDeclaration...) -> Option { excluding(others) }

  /// The same, which cannot be given beside others; one of two that exclude each other says so.
  public func excluding(_ others: [any ArgumentDeclaration]) -> Option {
    with { $0.exclusions += others.map(\.name) }
  }

  private func with(_ change: (inout OptionSpec) -> Void) -> Option {
    var option = self
    change(&option.spec)
    return option
  }
}
