// SPDX-License-Identifier: MIT

import Foundation
import JSON

/// What the reference printed beside what we printed, already normalised.
struct ReferenceComparison {
  let recorded: ReferenceCase
  let expectedOutput: String
  let expectedErrors: String
  let output: String
  let errors: String
  let status: Int32

  /// The differences that no rule allows, one a line.
  var differences: [String] {
    var differences: [String] = []
    if (recorded.exit == 0) != (status == 0) {
      differences.append("exit \(status) instead of \(recorded.exit ?? -1)")
    }
    switch outputRule {
    case .any: break
    case .equal where recorded.isUnstable:
      if expectedOutput.lines.sorted() != output.lines.sorted() {
        differences += describe(expectedOutput, output)
      }
    case .records:
      let plain = Self.withoutOwnMembers(output, expectedOutput)
      if expectedOutput != plain { differences += describe(expectedOutput, plain) }
    case .equal:
      if Array(expectedOutput.utf8) != Array(output.utf8) {
        differences += describe(expectedOutput, output)
      }
    case .lines:
      let missing =
        recorded.isUnstable
        ? missingLinesInAnyOrder() : Self.missingLines(of: expectedOutput, in: output)
      differences += missing.map { "missing: \($0)" }
    }
    for phrase in contractPhrases where !(errors + output).contains(phrase) {
      differences.append("missing in stderr: \(phrase)")
    }
    return differences
  }

  private enum OutputRule { case any, equal, lines, records }

  private var command: String { recorded.args.first { !$0.hasPrefix("-") } ?? "" }

  private var outputRule: OutputRule {
    let asksForHelp = ["--help", "-h", "-V", "--version", "help"].contains {
      recorded.args.contains($0)
    }
    if recorded.args.isEmpty || asksForHelp { return .any }
    switch command {
    case "apply" where recorded.args.contains("--json"): return .records
    case "get", "describe": return recorded.args.contains("--json") ? .equal : .lines
    default: return .equal
    }
  }

  /// Our records without the members that follow those of the reference.
  private static func withoutOwnMembers(_ found: String, _ expected: String) -> String {
    var wanted = expected.lines.map { try? JSONValue(parsing: $0) }[...]
    return found.lines.map { line in
      guard let value = try? JSONValue(parsing: line), let pattern = wanted.popFirst() else {
        return line + "\n"
      }
      return reduced(value, pattern ?? .null).serialized() + "\n"
    }.joined()
  }

  private static func reduced(_ value: JSONValue, _ pattern: JSONValue) -> JSONValue {
    guard case .object(let object) = value, case .object(let wanted) = pattern else {
      return value
    }
    return .object(
      JSONObject(
        object.members.prefix(wanted.count).map { member in
          (member.name, reduced(member.value, wanted[member.name] ?? .null))
        }
      )
    )
  }

  private func describe(_ expected: String, _ found: String) -> [String] {
    let wanted = expected.lines
    let got = found.lines
    let same = zip(wanted, got).prefix { $0 == $1 }.count
    return [
      "line \(same + 1)",
      "  expected: \(wanted.dropFirst(same).first.map { $0.debugDescription } ?? "the end")",
      "  found:    \(got.dropFirst(same).first.map { $0.debugDescription } ?? "the end")",
    ]
  }

  // MARK: Lines of human views

  private func missingLinesInAnyOrder() -> [String] {
    var left = output.lines
    var missing: [String] = []
    for line in expectedOutput.lines where !line.trimmed.isEmpty {
      if let index = left.firstIndex(where: { Self.line($0, shows: line) }) {
        left.remove(at: index)
      } else {
        missing.append(line)
      }
    }
    return missing
  }

  /// The lines that do not appear after those before them.
  static func missingLines(of expected: String, in found: String) -> [String] {
    var rest = found.lines[...]
    var missing: [String] = []
    for line in expected.lines where !line.trimmed.isEmpty {
      if let index = rest.firstIndex(where: { Self.line($0, shows: line) }) {
        rest = rest[(index + 1)...]
      } else {
        missing.append(line)
      }
    }
    return missing
  }

  /// Whether a line shows the same label and value; labels of ids, columns and
  /// members may be added.
  static func line(_ found: String, shows expected: String) -> Bool {
    if found.trimmed == expected.trimmed { return true }
    let wanted = expected.pieces
    guard let first = wanted.first else { return true }
    var rest = found.pieces[...]
    guard rest.first == first else { return false }
    for piece in wanted {
      guard let index = rest.firstIndex(of: piece) else { return false }
      rest = rest[(index + 1)...]
    }
    return true
  }

  // MARK: What scripts look for in stderr

  private var contractPhrases: [String] {
    let text = expectedErrors
    var phrases: [String] = []
    for pattern in Self.contract {
      let matches = text.matches(of: pattern)
      phrases += matches.map { String(text[$0.range]) }
    }
    // A refusal: its type, description, properties and linked objects.
    let isRefusal =
      text.hasSuffix("error: create failed\n") || text.hasSuffix("error: update failed\n")
    if isRefusal {
      for line in text.lines.dropLast() {
        let plain = line.trimmingCharacters(in: .whitespaces)
          .replacing(#/^error: /#, with: "")
        let value = plain.replacing(/^(Properties|Object id|Linked by|Existing id): */, with: "")
        if !value.hasSuffix("failed") { phrases.append(value) }
      }
    }
    if command == "apply" {
      phrases += text.lines.filter {
        $0.hasPrefix("✓") || $0.hasPrefix("Plan:") || $0.hasPrefix("Done:")
      }
      phrases += text.lines.filter { $0.hasPrefix("✗") }
        .map { String($0.prefix { $0 != ":" }) }
    }
    return phrases.filter { !$0.isEmpty }
  }

  private static var contract: [Regex<Substring>] {
    [
      /[A-Za-z]+ \S+ not found/,
      /(?:authentication failed|permission denied) \(HTTP \d+\)/,
      /invalid plan NDJSON on line \d+/,
      /\(operation #\d+\)/,
      /cannot (?:upsert|reconcile|destroy) singleton/,
      /ambiguous/,
      /unresolved id `#[^`]*`/,
      /no match key/,
      /\S+ references \S+ but/,
      /is a singleton/,
      /unknown field: \S*/,
      /unknown object: \S+/,
      /no object or enum named `[^`]*`/,
      /no input provided/,
      /did not acknowledge/,
      /jmap error: [^\n]*/,
    ]
  }
}

extension String {
  var lines: [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The words, without the marks that stand around labels and ids.
  fileprivate var pieces: [String] {
    split { " ,()".contains($0) }.map(String.init)
  }
}
