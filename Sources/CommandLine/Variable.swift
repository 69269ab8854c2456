// SPDX-License-Identifier: MIT

/// An environment variable that is no option, and how its value is read.
public struct Variable<Value: Sendable>: Sendable {
  /// The row of the tables.
  public let spec: EnvironmentVariableSpec
  private let format: ValueFormat<Value>
  private let defaultValue: Value

  /// Describes a variable; `summary` is a sentence without its full stop, behind which help
  /// says the default.
  public init(
    _ name: String,
    _ summary: String,
    as format: ValueFormat<Value>,
    default defaultValue: Value
  ) {
    var spec = EnvironmentVariableSpec(name, "\(summary); \(format.text(defaultValue)) if unset.")
    spec.rule = format.rule
    self.spec = spec
    self.format = format
    self.defaultValue = defaultValue
  }

  /// Reads the text of the variable, which the parser has checked.
  func read(_ text: String?) -> Value { text.flatMap(format.parse) ?? defaultValue }
}
