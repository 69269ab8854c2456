// SPDX-License-Identifier: MIT

extension ToolSpec {
  /// The mistakes in the tables themselves, one sentence each; a test expects none.
  public func problems() -> [String] {
    var problems: [String] = []
    problems += duplicates(commands.flatMap { [$0.name] + $0.aliases }, "command")
    problems += duplicates(commands.map(\.name) + topics.map(\.name), "help subject")
    problems += duplicates(environment.map(\.name), "environment variable")
    problems += duplicates(exitCodes.map { String($0.code) }, "exit code")
    problems += summaryProblems(summary, of: name)
    problems += optionProblems(globalOptions, of: name)
    for command in commands { problems += commandProblems(command) }
    for topic in topics { problems += topicProblems(topic) }
    problems += textProblems(discussion, of: name)
    problems += exampleProblems(examples, of: name)
    for code in exitCodes where !(0...255).contains(code.code) {
      problems.append("exit code \(code.code) is no exit code")
    }
    return problems
  }

  // MARK: Commands

  private func commandProblems(_ command: CommandSpec) -> [String] {
    let place = "\(name) \(command.name)"
    var problems = summaryProblems(command.summary, of: place)
    for name in [command.name] + command.aliases where !isName(name) {
      problems.append("\(place): \(name) is no name for a command")
    }
    problems += textProblems(command.discussion, of: place)
    problems += optionProblems(command.options, of: place)
    problems += positionalProblems(command, of: place)
    for option in command.options {
      if globalOptions.contains(where: { $0.long == option.long }) {
        problems.append("\(place): \(option.spelling) is a global option too")
      }
      if let short = option.short, globalOptions.contains(where: { $0.short == short }) {
        problems.append("\(place): -\(short) is a global option too")
      }
    }
    let names = Set(
      options(of: command).map(\.long) + command.positionals.map(\.name)
    )
    for unknown in command.exactlyOneOf.joined() where !names.contains(unknown) {
      problems.append("\(place): \(unknown), one of several, is not declared")
    }
    for reference in command.seeAlso
    where self.command(named: reference) == nil && topic(named: reference) == nil {
      problems.append("\(place): see also \(reference), which is nowhere")
    }
    guard !command.isHidden else { return problems }
    if command.examples.isEmpty { problems.append("\(place) has no example") }
    return problems + exampleProblems(command.examples, of: place)
  }

  private func positionalProblems(_ command: CommandSpec, of place: String) -> [String] {
    var problems = duplicates(
      command.positionals.map(\.name) + command.options.map(\.long),
      "\(place): operand or option"
    )
    let alternatives = Set(command.exactlyOneOf.joined())
    for (index, positional) in command.positionals.enumerated() {
      let label = "\(place) <\(positional.name)>"
      problems += summaryProblems(positional.summary, of: label)
      problems += completionProblems(positional.completion, of: label)
      if positional.isRepeating, index + 1 < command.positionals.count {
        problems.append("\(label) takes everything that operands after it need")
      }
      if positional.isRequired,
        command.positionals.prefix(index).contains(where: { !$0.isRequired })
      {
        problems.append("\(label) is needed but stands after one that is not")
      }
      if positional.isRequired, alternatives.contains(positional.name) {
        problems.append("\(label) is needed but also one of several")
      }
    }
    return problems
  }

  // MARK: Options

  private func optionProblems(_ options: [OptionSpec], of place: String) -> [String] {
    var problems = duplicates(options.map(\.long), "\(place): option")
    problems += duplicates(options.compactMap { $0.short.map { "-\($0)" } }, "\(place): option")
    for option in options {
      let label = "\(place) \(option.spelling)"
      problems += summaryProblems(option.summary, of: label)
      problems += textProblems(option.details, of: label)
      problems += completionProblems(option.completion, of: label)
      if !isName(option.long) || ["help", "version"].contains(option.long) {
        problems.append("\(label) cannot be the name of an option")
      }
      if let short = option.short, !short.isASCII || !short.isLetter || "hV".contains(short) {
        problems.append("\(label) cannot be abbreviated by -\(short)")
      }
      if option.valueName?.isEmpty == true { problems.append("\(label): the value has no name") }
      if option.isFlag {
        if option.completion != .none || option.splitsAtCommas || option.defaultText != nil {
          problems.append("\(label) is a flag but says something about its value")
        }
        if option.isSecret { problems.append("\(label) is a flag, which keeps no secret") }
      }
      if option.splitsAtCommas, !option.isRepeatable {
        problems.append("\(label) is a list but cannot be repeated")
      }
      if let variable = option.environmentVariable, !environment.isEmpty,
        !environment.contains(where: { $0.name == variable })
      {
        problems.append("\(label): \(variable) is not among the environment variables")
      }
      for other in option.exclusions where !isDeclared(other, beside: options) {
        problems.append("\(label) excludes \(other), which is not declared")
      }
    }
    return problems
  }

  private func isDeclared(_ name: String, beside options: [OptionSpec]) -> Bool {
    (options + globalOptions).contains { $0.long == name }
      || commands.contains { command in
        command.options == options && command.positionals.contains { $0.name == name }
      }
  }

  private func completionProblems(_ completion: CompletionKind, of label: String) -> [String] {
    guard case .choices(let choices) = completion else { return [] }
    let empty = choices.isEmpty ? ["\(label) accepts nothing"] : []
    return empty + duplicates(choices.map(\.name), "\(label): choice")
  }

  // MARK: Texts

  private func topicProblems(_ topic: HelpTopic) -> [String] {
    let place = "topic \(topic.name)"
    let empty = topic.body.isEmpty ? ["\(place) is empty"] : []
    return empty + summaryProblems(topic.summary, of: place) + textProblems(topic.body, of: place)
  }

  private func summaryProblems(_ summary: String, of place: String) -> [String] {
    if summary.isEmpty { return ["\(place) has no summary"] }
    if summary.hasSuffix(".") { return ["\(place): the summary ends in a full stop"] }
    return isPlain(summary) ? [] : ["\(place): the summary is not one plain line"]
  }

  private func exampleProblems(_ examples: [Example], of place: String) -> [String] {
    examples.flatMap { example in
      (example.line.hasPrefix("\(name) ") || example.line.mentions(" \(name) ")
        ? [] : ["\(place): the example does not call \(name): \(example.line)"])
        + (isPlain(example.line + example.caption)
          ? [] : ["\(place): the example is not one plain line"])
    }
  }

  private func textProblems(_ blocks: [TextBlock], of place: String) -> [String] {
    blocks.flatMap(\.texts).filter { !isPlain($0) }
      .map { "\(place): a text has characters that are not one cell wide: \($0.prefix(40))" }
  }

  /// Whether every character is printable and takes one cell, as the wrapping expects.
  private func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x20..<0x7F: true
      case 0xA1..<0x300, 0x370..<0x483, 0x2010..<0x2028, 0x2030..<0x2060, 0x2100..<0x2E80: true
      default: false
      }
    }
  }

  private func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  private func duplicates(_ names: [String], _ what: String) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }.map { "\(what) \($0) is declared twice" }
  }
}

extension TextBlock {
  /// The texts of the block, each of them one line.
  fileprivate var texts: [String] {
    switch self {
    case .paragraph(let text), .heading(let text): [text]
    case .literal(let lines): lines
    case .definitions(let definitions): definitions.flatMap { [$0.term, $0.text] }
    case .globalOptions, .environment, .exitCodes: []
    }
  }
}
