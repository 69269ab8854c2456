// SPDX-License-Identifier: MIT

/// An ``Operand`` of any number of arguments.
public protocol OperandDeclaration: ArgumentDeclaration {
  /// The row of the tables.
  var spec: PositionalSpec { get }
}

extension OperandDeclaration {
  /// The name, lower case, as usage lines show it.
  public var name: String { spec.name }
}

/// An operand of a command, and how its arguments are read.
public struct Operand<Value: Sendable>: OperandDeclaration {
  /// The row of the tables.
  public private(set) var spec: PositionalSpec
  let read: @Sendable ([ArgumentValue]) -> Value

  private init(_ spec: PositionalSpec, read: @escaping @Sendable ([ArgumentValue]) -> Value) {
    self.spec = spec
    self.read = read
  }

  /// The same with words for a shell to offer; the parser refuses what is not among choices.
  public func completing(_ kind: CompletionKind) -> Operand {
    var operand = self
    operand.spec.completion = kind
    return operand
  }
}

extension Operand where Value == String {
  /// Exactly one argument.
  public static func required(_ name: String, _ summary: String) -> Operand {
    Operand(PositionalSpec(name, .required, summary: summary)) { $0.first?.text ?? "" }
  }
}

extension Operand where Value == String? {
  /// One argument or none.
  public static func optional(_ name: String, _ summary: String) -> Operand {
    Operand(PositionalSpec(name, .optional, summary: summary)) { $0.first?.text }
  }
}

extension Operand where Value == [String] {
  /// Any number of arguments; only as the last operand.
  public static func zeroOrMore(_ name: String, _ summary: String) -> Operand {
    Operand(PositionalSpec(name, .zeroOrMore, summary: summary)) { $0.map(\.text) }
  }

  /// One argument or more; only as the last operand.
  public static func oneOrMore(_ name: String, _ summary: String) -> Operand {
    Operand(PositionalSpec(name, .oneOrMore, summary: summary)) { $0.map(\.text) }
  }
}
