// SPDX-License-Identifier: MIT

internal import JSON

/// Checks the texts of expressions for what the server refuses.
struct ExpressionCompiler {
  /// The variables that the expression may use; nil for all of them.
  let variables: Set<String>?

  /// Compiles the expressions of an object; the first one that is wrong fails it.
  static func check(_ object: JSONObject, _ shape: Shape) throws(SetError) {
    guard let structure = shape.structure(of: object) else { return }
    for property in structure.properties {
      guard case .object(let shape) = property.kind, let value = object[property.name]?.object
      else { continue }
      guard shape.single?.isExpression ?? false else {
        try check(value, shape)
        continue
      }
      let compiler = ExpressionCompiler(variables: ExpressionNames.allowed(in: structure.name))
      guard let reason = compiler.problem(in: value) else { continue }
      throw .validationFailed(
        [SetError.Violation(property: property.name, kind: .invalid(reason))],
        properties: [property.name]
      )
    }
  }

  /// What is wrong with an expression in its wire form; nil if it is good.
  func problem(in expression: JSONObject) -> String? {
    let otherwise = expression["else"]?.string ?? ""
    let conditions = expression["match"]?.object ?? [:]
    if conditions.isEmpty, otherwise.isEmpty { return nil }
    if otherwise.isEmpty { return "Missing 'else' block in 'if' expression" }
    if let problem = problem(in: otherwise) {
      return "Error parsing 'else' expression: \(problem)"
    }
    for (index, condition) in conditions.enumerated() {
      let parts = ["if", "then"].map { ($0, condition.value[$0]?.string ?? "") }
      guard parts.allSatisfy({ !$0.1.isEmpty }) else {
        return "All 'if' and 'then' blocks must be non-empty"
      }
      for (name, text) in parts {
        if let problem = problem(in: text) {
          return "Error parsing '\(name)' expression in condition #\(index + 1): \(problem)"
        }
      }
    }
    return nil
  }

  /// What is wrong with a text; nil if it is good.
  func problem(in text: String) -> String? {
    var scanner = Scanner(Array(text.unicodeScalars))
    var depth: [Unicode.Scalar] = []
    while let scalar = scanner.peek() {
      switch scalar {
      case "'", "\"":
        guard scanner.skipString() else { return "Unterminated string" }
      case "(", "[":
        depth.append(scalar)
        scanner.advance()
      case ")", "]":
        guard let open = depth.popLast(), (open == "(") == (scalar == ")") else {
          return scalar == ")"
            ? "Unmatched close parenthesis" : "Unmatched close bracket"
        }
        scanner.advance()
      case "0"..."9": scanner.skipWhile { Self.isWord($0) }
      default:
        guard scalar.properties.isAlphabetic || scalar == "_" || scalar == "$" else {
          scanner.advance()
          continue
        }
        if let problem = problem(inName: scanner.takeWhile { Self.isWord($0) }, scanner) {
          return problem
        }
      }
    }
    guard let open = depth.last else { return nil }
    return open == "(" ? "Unmatched open parenthesis" : "Unmatched open bracket"
  }

  private func problem(inName name: String, _ scanner: Scanner) -> String? {
    if scanner.isCall {
      return ExpressionNames.functions.contains(name)
        ? nil : "Invalid variable or constant \"\(name)\""
    }
    if ExpressionNames.all.contains(name) {
      guard let variables, !variables.contains(name) else { return nil }
      return "Variable \"\(name)\" not allowed in this context"
    }
    if ExpressionNames.constants.contains(name) || name.hasPrefix("$") { return nil }
    return "Invalid variable or constant \"\(name)\""
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
      || scalar == "." || scalar == "$"
  }

  /// Walks over the characters of an expression.
  private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    func peek() -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func advance() { index += 1 }

    mutating func skipWhile(_ isIncluded: (Unicode.Scalar) -> Bool) {
      while let scalar = peek(), isIncluded(scalar) { index += 1 }
    }

    mutating func takeWhile(_ isIncluded: (Unicode.Scalar) -> Bool) -> String {
      let start = index
      skipWhile(isIncluded)
      return String(String.UnicodeScalarView(scalars[start..<index]))
    }

    /// Skips a quoted text; false if its end is missing.
    mutating func skipString() -> Bool {
      let quote = scalars[index]
      index += 1
      while let scalar = peek() {
        index += scalar == "\\" ? 2 : 1
        if scalar == quote { return true }
      }
      return false
    }

    /// Whether an opening parenthesis follows.
    var isCall: Bool {
      var next = index
      while next < scalars.count, scalars[next] == " " { next += 1 }
      return next < scalars.count && scalars[next] == "("
    }
  }
}

/// The names that expressions may use, and where.
enum ExpressionNames {
  /// The words of each line; `+name` stands for those of an earlier line.
  private static let lists: [String: Set<String>] = {
    var lists: [String: Set<String>] = [:]
    for (name, words) in FactFile(PackageResources.expressions_txt).lists {
      for word in words {
        let names = word.hasPrefix("+") ? lists[String(word.dropFirst())] ?? [] : [String(word)]
        lists[name, default: []].formUnion(names)
      }
    }
    return lists
  }()

  static let functions = lists["functions"] ?? []

  /// The names that stand for themselves.
  static let constants = lists["constants"] ?? []

  /// All variables.
  static let all = lists.keys.filter { $0 != "functions" && $0 != "constants" }
    .reduce(into: Set<String>()) { $0.formUnion(lists[$1] ?? []) }.subtracting(["*"])

  /// The variables that the expressions of a structure may use; nil for all of them.
  static func allowed(in structure: String) -> Set<String>? {
    guard let names = lists[structure] ?? lists["recipient"], !names.contains("*") else {
      return nil
    }
    return names
  }
}
