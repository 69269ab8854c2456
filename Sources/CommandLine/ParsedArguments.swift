// SPDX-License-Identifier: MIT

/// The arguments of one command, checked against its ``CommandSpec``.
///
/// Values are found by the long name of an option, without dashes, or the name of an operand.
/// Asking for a name that neither the command nor the tool declares is a programmer's error
/// and stops a debug build; see ``declares(_:)``.
public struct ParsedArguments: Equatable, Sendable {
  /// The command.
  public let command: CommandSpec
  /// The options in effect: the command's own, then the global ones it does not shadow.
  let options: [OptionSpec]
  /// The values given, by option name, in the order in which they were typed.
  var optionValues: [String: [ArgumentValue]] = [:]
  /// The values given, by operand name.
  var operandValues: [String: [ArgumentValue]] = [:]

  init(command: CommandSpec, options: [OptionSpec]) {
    self.command = command
    self.options = options
  }

  /// Whether the command or the tool has an option or operand of that name.
  public func declares(_ name: String) -> Bool {
    options.contains { $0.long == name } || command.positionals.contains { $0.name == name }
  }

  /// Whether the flag was given, or its variable says so.
  ///
  /// A variable counts unless it is empty, `0`, `false`, `no` or `off`.
  public func flag(_ name: String) -> Bool {
    guard let value = occurrences(of: name).last else { return false }
    return switch value.origin {
    case .environment: !["", "0", "false", "no", "off"].contains(value.text.lowercased())
    case .option, .operand: true
    }
  }

  /// Where the option or operand was given first; `nil` if it was not.
  public func origin(of name: String) -> ArgumentOrigin? {
    occurrences(of: name).first?.origin
  }

  /// The value of an option, or of an operand that takes at most one argument.
  ///
  /// An option with an optional value that was given without one has the empty text as its
  /// value, unlike one that was not given at all.
  public func value(_ name: String) -> ArgumentValue? {
    occurrences(of: name).last
  }

  /// The text of ``value(_:)``.
  public func text(_ name: String) -> String? {
    value(name)?.text
  }

  /// Every value of a repeatable option or operand, lists already split.
  public func values(_ name: String) -> [ArgumentValue] {
    occurrences(of: name)
  }

  /// The texts of ``values(_:)``.
  public func texts(_ name: String) -> [String] {
    values(name).map(\.text)
  }

  private func occurrences(of name: String) -> [ArgumentValue] {
    assert(declares(name), "\(command.name) declares no option or operand named \(name)")
    return optionValues[name] ?? operandValues[name] ?? []
  }
}
