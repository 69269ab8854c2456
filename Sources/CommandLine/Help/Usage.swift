// SPDX-License-Identifier: MIT

extension ToolSpec {
  /// The usage line of a command, or of the tool, without `Usage: `.
  public func usage(of command: CommandSpec?) -> String {
    guard let command else { return "\(name) [options] <command> [arguments]" }
    var parts = [name, command.name]
    let alternatives = Set(command.exactlyOneOf.joined())
    parts += command.exactlyOneOf.map { names in
      "(" + names.map { alternative($0, of: command) }.joined(separator: " | ") + ")"
    }
    parts += command.positionals.filter { !alternatives.contains($0.name) }.map(\.synopsis)
    parts.append("[options]")
    return parts.joined(separator: " ")
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
