// SPDX-License-Identifier: MIT

/// The arguments of one command, checked against its ``CommandSpec``.
///
/// A value is read by the declaration of its option or operand. Asking for one that the command
/// does not have is a programmer's error, which stops a debug build.
public struct ParsedArguments: Equatable, Sendable {
  /// The command.
  public let command: CommandSpec
  /// The options in effect: the command's own, then the global ones it does not shadow.
  let options: [OptionSpec]
  /// The values given, by option name, in the order in which they were typed.
  var optionValues: [String: [ArgumentValue]] = [:]
  /// The values given, by operand name.
  var operandValues: [String: [ArgumentValue]] = [:]
  /// The texts of the variables that the tool lists, where they are set.
  var variableValues: [String: String] = [:]

  init(command: CommandSpec, options: [OptionSpec]) {
    self.command = command
    self.options = options
  }

  /// The value of an option, its default if it was not given.
  public subscript<Value>(option: Option<Value>) -> Value {
    option.read(given(option))
  }

  /// The argument or arguments of an operand.
  public subscript<Value>(operand: Operand<Value>) -> Value {
    operand.read(given(operand))
  }

  /// The value of a variable, its default if it is not set.
  public subscript<Value>(variable: Variable<Value>) -> Value {
    variable.read(variableValues[variable.spec.name])
  }

  /// The texts of an option as they were given, and where; lists already split.
  ///
  /// An option that was given without its optional value has the empty text.
  public func given(_ option: any OptionDeclaration) -> [ArgumentValue] {
    assert(
      options.contains { $0.long == option.name && $0.argument == option.spec.argument },
      "\(command.name) does not have that \(option.spec.spelling)"
    )
    return optionValues[option.name] ?? []
  }

  /// The arguments of an operand as they were typed, and where.
  public func given(_ operand: any OperandDeclaration) -> [ArgumentValue] {
    assert(
      command.positionals.contains { $0.name == operand.name && $0.arity == operand.spec.arity },
      "\(command.name) does not have that <\(operand.name)>"
    )
    return operandValues[operand.name] ?? []
  }

  /// The first argument of an operand, if the command has one of that name: commands that a
  /// shell completes may or may not.
  public func firstOperand(named name: String) -> String? { operandValues[name]?.first?.text }
}
