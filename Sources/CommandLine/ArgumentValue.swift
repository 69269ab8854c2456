// SPDX-License-Identifier: MIT

/// A value and where it was given, so that an error can point at what was typed.
public struct ArgumentValue: Equatable, Sendable {
  /// The text, exactly as given.
  public var text: String
  /// Where it came from.
  public var origin: ArgumentOrigin

  /// Pairs a text with its origin.
  public init(_ text: String, origin: ArgumentOrigin) {
    self.text = text
    self.origin = origin
  }
}

/// Where a value was given.
public enum ArgumentOrigin: Equatable, Sendable {
  /// An option on the command line: the index of the argument that named it
  /// (0 is the first after the tool's name) and its spelling as typed, such as `-k`.
  case option(index: Int, spelling: String)
  /// An operand: the index of the argument and the operand's name.
  case operand(index: Int, name: String)
  /// An environment variable.
  case environment(variable: String)

  /// What to call the place in a message: `--url`, `<id>` or `STALWART_URL`.
  public var spelling: String {
    switch self {
    case .option(_, let spelling): spelling
    case .operand(_, let name): "<\(name)>"
    case .environment(let variable): variable
    }
  }

  /// Whether the value was typed on the command line.
  public var isCommandLine: Bool {
    if case .environment = self { false } else { true }
  }
}
