// SPDX-License-Identifier: MIT

import Terminal
import TestSupport

@testable import CommandLine
@testable import StalwartCLI

extension FuzzTarget {
  /// The argument parser, with the real command line; one argument a line.
  ///
  /// What it takes can be said in one canonical way that it takes alike, and no
  /// message shows the value of an option for secrets.
  static let arguments = FuzzTarget(name: "arguments") { bytes in
    let parser = ArgumentParser(tool: Tool.spec)
    let arguments = lines(of: bytes)
    let secret = "uncovered"
    let secretOptions = ["--password=", "--api-key="]
    let endOfOptions = arguments.firstIndex(of: "--") ?? arguments.count
    let typed = arguments.enumerated().map { index, argument in
      index < endOfOptions && secretOptions.contains(where: argument.hasPrefix)
        ? argument + secret : argument
    }
    let environment = ["STALWART_URL": "http://127.0.0.1:1", "STALWART_DEBUG": "0"]
    let outcome: ParseOutcome
    do throws(UsageError) {
      outcome = try parser.parse(typed, environment: environment)
    } catch {
      let message = UsageMessage(error, tool: Tool.spec)
      let text = Sanitizer.multiLine(message.text)
      if let found = Steering.found(in: text.utf8) {
        throw Finding(description: "the message holds \(found)")
      }
      try require(!message.summary.isEmpty, "the message is empty")
      try require(
        !text.contains(secret) || !isOption(arguments, before: endOfOptions),
        "the message shows a secret: \(text)"
      )
      return
    }
    guard case .run(let parsed) = outcome else { return }
    let canonical = canonical(parsed)
    guard case .run(let again) = try parser.parse(canonical, environment: environment) else {
      throw Finding(description: "the canonical form is something else: \(canonical)")
    }
    try require(again.command.name == parsed.command.name, "another command: \(canonical)")
    try require(
      values(again.optionValues) == values(parsed.optionValues)
        && values(again.operandValues) == values(parsed.operandValues),
      "the canonical form means something else: \(canonical)"
    )
    if let command = CommandTable.command(named: parsed.command.name) {
      do throws(Failure) { _ = try command.init(parsed) } catch {
        for (_, text) in error.lines {
          let harmless = Sanitizer.singleLine(text)
          if let found = Steering.found(in: harmless.utf8) {
            throw Finding(description: "a failure holds \(found)")
          }
          try require(
            !harmless.contains(secret) || !isOption(arguments, before: endOfOptions),
            "a failure shows a secret"
          )
        }
      }
    }
  }

  /// Whether each secret is surely read as the value of its option: nothing before it
  /// could take the whole word for a value of its own or for an operand of another tool.
  private static func isOption(_ arguments: [String], before end: Int) -> Bool {
    guard let first = arguments.first, first != ArgumentParser.completionCommand else {
      return false
    }
    return arguments[..<end].allSatisfy { argument in
      argument.hasPrefix("--") || !argument.hasPrefix("-")
    }
  }

  private static func values(_ values: [String: [ArgumentValue]]) -> [String: [[UInt8]]] {
    values.mapValues { $0.map { Array($0.text.utf8) } }.filter { !$0.value.isEmpty }
  }

  /// The command, its options with `=`, and after `--` the operands in the order of the spec.
  private static func canonical(_ parsed: ParsedArguments) -> [String] {
    var words = [parsed.command.name]
    for option in parsed.options {
      for value in parsed.optionValues[option.long] ?? [] where value.origin.isCommandLine {
        switch option.argument {
        case .none: words.append(option.spelling)
        case .optional where value.text.isEmpty: words.append(option.spelling)
        default: words.append("\(option.spelling)=\(value.text)")
        }
      }
    }
    words.append("--")
    for operand in parsed.command.positionals {
      words += (parsed.operandValues[operand.name] ?? []).filter { $0.origin.isCommandLine }
        .map(\.text)
    }
    return words
  }
}
