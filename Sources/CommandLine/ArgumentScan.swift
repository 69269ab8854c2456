// SPDX-License-Identifier: MIT

internal import Text

/// One pass over the arguments: splits them into options and operands.
///
/// The pass continues after a mistake, because a later `--help` wins over it, and completion
/// uses whatever could be understood. The first mistake is kept.
struct ArgumentScan {
  let tool: ToolSpec
  private(set) var command: CommandSpec?
  private(set) var error: UsageError?
  private(set) var helpForm: HelpRequest.Form?
  private(set) var asksForVersion = false
  private var values: [String: [ArgumentValue]] = [:]
  /// The names of the options given, in their order.
  private var order: [String] = []
  private var operands: [ArgumentValue] = []
  private var arguments: [String] = []
  private var index = 0

  init(tool: ToolSpec) {
    self.tool = tool
  }

  mutating func read(_ arguments: [String]) {
    self.arguments = arguments
    var areOptionsOver = false
    while index < arguments.count {
      let argument = arguments[index]
      if !areOptionsOver, argument == "--" {
        areOptionsOver = true
      } else if !areOptionsOver, argument.hasPrefix("--") {
        readLong(argument.dropFirst(2))
      } else if !areOptionsOver, argument.hasPrefix("-"), argument != "-" {
        readCluster(argument.dropFirst())
      } else if command == nil {
        guard readCommand(argument) else { return }
      } else {
        operands.append(ArgumentValue(argument, origin: .operand(index: index, name: "")))
        if command?.operandsEndOptions == true { areOptionsOver = true }
      }
      index += 1
    }
  }

  private mutating func readCommand(_ name: String) -> Bool {
    command = tool.command(named: name)
    guard command == nil else { return true }
    let names = tool.visibleCommands.flatMap { [$0.name] + $0.aliases }
    // An earlier mistake may have made a value look like a command.
    record(
      .unknownCommand(name: name, suggestions: closestNames(to: name, among: names))
    )
    return false
  }

  // MARK: Options

  private mutating func readLong(_ text: Substring) {
    // Split by code points: as a Character, '=' with a combining mark is not '='.
    let parts = text.unicodeScalars
      .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map { String($0) } ?? ""
    let attached = parts.count > 1 ? String(parts[1]) : nil
    let spelling = "--\(name)"
    if name == "help" || (name == "version" && command == nil) {
      guard attached == nil else {
        return record(.unexpectedValue(spelling: spelling, command: command?.name))
      }
      if name == "help" { helpForm = helpForm ?? .long } else { asksForVersion = true }
      return
    }
    guard let option = option({ $0.long == name }) else {
      return recordUnknown(spelling) { $0.long == name }
    }
    accept(option, spelling: spelling, attached: attached, at: index)
  }

  private mutating func readCluster(_ letters: Substring) {
    let start = index
    var rest = letters
    while let letter = rest.popFirst() {
      let spelling = "-\(letter)"
      if letter == "h" {
        helpForm = helpForm ?? .short
        continue
      }
      if letter == "V", command == nil {
        asksForVersion = true
        continue
      }
      guard let option = option({ $0.short == letter }) else {
        return recordUnknown(spelling) { $0.short == letter }
      }
      guard option.isFlag else {
        let attached = rest.isEmpty ? nil : String(rest)
        return accept(option, spelling: spelling, attached: attached, at: start)
      }
      accept(option, spelling: spelling, attached: nil, at: start)
    }
  }

  private mutating func accept(
    _ option: OptionSpec,
    spelling: String,
    attached: String?,
    at start: Int
  ) {
    let origin = ArgumentOrigin.option(index: start, spelling: spelling)
    let text: String
    switch (option.argument, attached) {
    case (.none, .some):
      return record(.unexpectedValue(spelling: spelling, command: command?.name))
    case (.none, nil), (.optional, nil):
      text = ""
    case (.required, .some(let value)), (.optional, .some(let value)):
      text = value
    case (.required(let name), nil):
      guard let value = takeNextValue() else {
        return record(
          .missingValue(
            spelling: spelling,
            valueName: name,
            isFollowedByDash: index + 1 < arguments.count,
            command: command?.name
          )
        )
      }
      text = value
    }
    if let earlier = values[option.long]?.first, !option.isRepeatable {
      return record(
        .repeatedOption(
          first: earlier.origin.spelling,
          second: spelling,
          command: command?.name
        )
      )
    }
    order.append(option.long)
    values[option.long, default: []] += option.members(of: text).map {
      ArgumentValue($0, origin: origin)
    }
    if case .optional = option.argument, text.isEmpty { return }
    if let problem = option.problem(of: text, spelling: spelling, command: command?.name) {
      record(problem)
    }
  }

  /// The next argument, unless it looks like an option.
  private mutating func takeNextValue() -> String? {
    guard index + 1 < arguments.count else { return nil }
    let next = arguments[index + 1]
    guard next == "-" || !next.hasPrefix("-") else { return nil }
    index += 1
    return next
  }

  // MARK: Mistakes

  private mutating func record(_ problem: UsageError) {
    error = error ?? problem
  }

  private mutating func recordUnknown(_ spelling: String, _ matches: (OptionSpec) -> Bool) {
    let owners = tool.visibleCommands
      .filter { $0.name != command?.name && $0.options.contains { !$0.isHidden && matches($0) } }
      .map(\.name)
    guard owners.isEmpty else {
      return record(
        .misplacedOption(spelling: spelling, command: command?.name, owners: owners)
      )
    }
    let names = visibleOptions.map(\.spelling) + ["--help"]
    record(
      .unknownOption(
        spelling: spelling,
        command: command?.name,
        suggestions: closestNames(to: spelling, among: names)
      )
    )
  }

  // MARK: Tables

  private func option(_ matches: (OptionSpec) -> Bool) -> OptionSpec? {
    command?.options.first(where: matches) ?? tool.globalOptions.first(where: matches)
  }

  private var visibleOptions: [OptionSpec] {
    tool.options(of: command).filter { !$0.isHidden }
  }

  // MARK: Results

  /// What was read, mistakes left out.
  func unchecked(environment: [String: String] = [:]) -> ParsedArguments? {
    guard let command else { return nil }
    var parsed = typed(command)
    for (option, variable, text) in parsed.inherited(from: environment) {
      parsed.inherit(text, from: variable, as: option)
    }
    return parsed
  }

  /// What was read, checked as a whole and completed from the environment.
  func checked(environment: [String: String]) throws(UsageError) -> ParsedArguments {
    guard let command else { throw .missingCommand }
    var parsed = typed(command)
    // Variables stand behind: what was typed is checked without them.
    try parsed.checkOperands(operands)
    try parsed.checkConflicts(order: order)
    try parsed.checkAlternatives()
    try parsed.checkRequiredOperands()
    for (option, variable, text) in parsed.inherited(from: environment) {
      if let problem = option.problem(of: text, spelling: variable, command: command.name) {
        throw problem
      }
      parsed.inherit(text, from: variable, as: option)
    }
    for variable in tool.environment {
      guard let text = environment[variable.name], !text.isEmpty else { continue }
      guard variable.rule.isMet(by: text) else {
        throw variable.rule.problem(of: text, spelling: variable.name, command: command.name)
      }
      parsed.variableValues[variable.name] = text
    }
    return parsed
  }

  /// What was typed after a command.
  private func typed(_ command: CommandSpec) -> ParsedArguments {
    var parsed = ParsedArguments(command: command, options: tool.options(of: command))
    parsed.optionValues = values
    parsed.assign(operands)
    return parsed
  }
}

extension ParsedArguments {
  /// The options that were not given, but whose variables are set and not empty.
  fileprivate func inherited(
    from environment: [String: String]
  ) -> [(option: OptionSpec, variable: String, text: String)] {
    options.compactMap { option in
      guard optionValues[option.long] == nil, let variable = option.environmentVariable,
        let text = environment[variable], !text.isEmpty
      else { return nil }
      return (option, variable, text)
    }
  }

  fileprivate mutating func inherit(
    _ text: String,
    from variable: String,
    as option: OptionSpec
  ) {
    optionValues[option.long] = option.members(of: text).map {
      ArgumentValue($0, origin: .environment(variable: variable))
    }
  }
}

extension ToolSpec {
  /// The options that may follow a command: its own, then the global ones it does not shadow.
  func options(of command: CommandSpec?) -> [OptionSpec] {
    guard let command else { return globalOptions }
    let own = Set(command.options.map(\.long))
    return command.options + globalOptions.filter { !own.contains($0.long) }
  }
}

extension OptionSpec {
  /// The values that one occurrence gives.
  func members(of text: String) -> [String] {
    guard splitsAtCommas else { return [text] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// What is wrong with the text of one occurrence; `nil` if it can be read.
  func problem(of text: String, spelling: String, command: String?) -> UsageError? {
    for member in members(of: text) {
      if let problem = completion.problem(of: member, spelling: spelling, command: command) {
        return problem
      }
      if !rule.isMet(by: member) {
        let shown = isSecret ? "…" : member
        return rule.problem(of: shown, spelling: spelling, command: command)
      }
    }
    return nil
  }
}

extension CompletionKind {
  /// What is wrong if certain words only are accepted and `text` is another.
  func problem(of text: String, spelling: String, command: String?) -> UsageError? {
    guard case .choices(let choices) = self else { return nil }
    let names = choices.map(\.name)
    guard !names.contains(text) else { return nil }
    return .invalidChoice(
      spelling: spelling,
      value: text,
      choices: names,
      suggestions: closestNames(to: text, among: names),
      command: command
    )
  }
}

extension ValueRule {
  /// The mistake that a text which breaks the rule is.
  func problem(of text: String, spelling: String, command: String?) -> UsageError {
    .invalidValue(spelling: spelling, value: text, rule: self, command: command)
  }
}
