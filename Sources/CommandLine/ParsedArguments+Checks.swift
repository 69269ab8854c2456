// SPDX-License-Identifier: MIT

internal import Text

extension ParsedArguments {
  /// Assigns the operands to their names, from left to right.
  mutating func assign(_ operands: [ArgumentValue]) {
    var rest = operands[...]
    for positional in command.positionals {
      let taken = positional.isRepeating ? rest : rest.prefix(1)
      rest = rest.dropFirst(taken.count)
      guard !taken.isEmpty else { continue }
      operandValues[positional.name] = taken.map { operand in
        guard case .operand(let index, _) = operand.origin else { return operand }
        return ArgumentValue(
          operand.text,
          origin: .operand(index: index, name: positional.name)
        )
      }
    }
  }

  func checkOperands(_ operands: [ArgumentValue]) throws(UsageError) {
    let taken = operandValues.values.reduce(0) { $0 + $1.count }
    if taken < operands.count {
      throw .unexpectedOperand(text: operands[taken].text, command: command.name)
    }
    for positional in command.positionals {
      for value in operandValues[positional.name] ?? [] {
        let spelling = value.origin.spelling
        let problem = positional.completion
          .problem(of: value.text, spelling: spelling, command: command.name)
        if let problem { throw problem }
      }
    }
  }

  /// Refuses options that exclude each other.
  ///
  /// `order` has the names of the options in the order in which they were typed, which their
  /// indices do not tell: all options of a cluster have the same.
  func checkConflicts(order: [String]) throws(UsageError) {
    for (index, name) in order.enumerated() {
      for earlier in order.prefix(index) where excludes(name, earlier) {
        guard let first = typedOrigin(of: earlier), let second = typedOrigin(of: name) else {
          continue
        }
        throw conflict(first, second)
      }
    }
    for option in options {
      guard let given = typedOrigin(of: option.long) else { continue }
      for other in option.exclusions {
        guard let operand = operandValues[other]?.first?.origin else { continue }
        throw conflict(given, operand)
      }
    }
  }

  private func excludes(_ one: String, _ other: String) -> Bool {
    options.contains {
      ($0.long == one && $0.exclusions.contains(other))
        || ($0.long == other && $0.exclusions.contains(one))
    }
  }

  func checkAlternatives() throws(UsageError) {
    for names in command.exactlyOneOf {
      let given = names.compactMap(typedOrigin)
      guard !given.isEmpty else {
        let spellings = names.map { name in
          command.positionals.contains { $0.name == name } ? "<\(name)>" : "--\(name)"
        }
        throw .missingOneOf(spellings: spellings, command: command.name)
      }
      if given.count > 1 { throw conflict(given[0], given[1]) }
    }
  }

  func checkRequiredOperands() throws(UsageError) {
    for positional in command.positionals where positional.isRequired {
      guard operandValues[positional.name] == nil else { continue }
      throw .missingOperand(name: positional.name, command: command.name)
    }
  }

  private func typedOrigin(of name: String) -> ArgumentOrigin? {
    (optionValues[name] ?? operandValues[name])?.first?.origin
  }

  /// The error that names both in the order in which they were typed.
  private func conflict(_ one: ArgumentOrigin, _ other: ArgumentOrigin) -> UsageError {
    let inOrder = one.index <= other.index
    return .conflict(
      first: (inOrder ? one : other).spelling,
      second: (inOrder ? other : one).spelling,
      command: command.name
    )
  }
}

extension ArgumentOrigin {
  fileprivate var index: Int {
    switch self {
    case .option(let index, _), .operand(let index, _): index
    case .environment: Int.max
    }
  }
}
