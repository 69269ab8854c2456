// SPDX-License-Identifier: MIT

extension ToolSpec {
  /// The usage line of a command, or of the tool, without `Usage: `.
  public func usage(of command: CommandSpec?) -> String {
    guard let command else { return "\(name) [options] <command> [arguments]" }
    var parts = [name, command.name]
    parts += synopsisParts(of: command).map { part in
      switch part {
      case .operand(let operand): operand.synopsis
      case .alternatives(let names) where names.count == 1: alternative(names[0], of: command)
      case .alternatives(let names):
        "(" + names.map { alternative($0, of: command) }.joined(separator: " | ") + ")"
      }
    }
    parts.insert(
      command.operandsEndOptions ? "[options] --" : "[options]",
      at: command.operandsEndOptions ? 2 : parts.count
    )
    return parts.joined(separator: " ")
  }

  /// What a synopsis shows between the command and its options: operands in their order, and
  /// sets of alternatives where the operand among them would stand.
  func synopsisParts(of command: CommandSpec) -> [SynopsisPart] {
    let operands = command.positionals.map(\.name)
    var parts = command.exactlyOneOf.filter { !$0.contains(where: operands.contains) }
      .map(SynopsisPart.alternatives)
    for positional in command.positionals {
      guard let names = command.exactlyOneOf.first(where: { $0.contains(positional.name) }) else {
        parts.append(.operand(positional))
        continue
      }
      if !parts.contains(.alternatives(names)) { parts.append(.alternatives(names)) }
    }
    return parts
  }

  private func alternative(_ name: String, of command: CommandSpec) -> String {
    if let positional = command.positionals.first(where: { $0.name == name }) {
      return "<\(positional.name)>" + (positional.isRepeating ? "..." : "")
    }
    guard let option = options(of: command).first(where: { $0.long == name }) else {
      return "--\(name)"
    }
    return option.spelling + option.argumentSynopsis
  }
}

/// A part of a synopsis.
enum SynopsisPart: Equatable {
  case operand(PositionalSpec)
  /// The names of options and operands of which one is given.
  case alternatives([String])
}

extension PositionalSpec {
  /// The operand as usage lines show it: `<id>`, `[<id>]`, `<id>...` or `[<id>...]`.
  public var synopsis: String {
    switch arity {
    case .required: "<\(name)>"
    case .optional: "[<\(name)>]"
    case .oneOrMore: "<\(name)>..."
    case .zeroOrMore: "[<\(name)>...]"
    }
  }
}

extension OptionSpec {
  /// The value as help shows it behind the long name.
  var argumentSynopsis: String {
    switch argument {
    case .none: ""
    case .required(let name): " <\(name)>"
    case .optional(let name): "[=<\(name)>]"
    }
  }
}
