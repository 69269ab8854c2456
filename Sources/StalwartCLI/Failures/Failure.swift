// SPDX-License-Identifier: MIT

/// Why a command ended without success, in the words that the person reads.
///
/// The first line says what went wrong, the details why, the hints what to do.
/// All of it is lower case and without a full stop, and may hold text of the
/// server, which is made harmless when it is printed.
struct Failure: Error, Equatable {
  /// What the process tells its caller.
  var exitCode: ExitCode
  /// What went wrong, to stand after `error: `.
  var summary: String
  /// More lines, indented by two blanks.
  var details: [String]
  /// What to try, each to stand after `hint: `.
  var hints: [String]

  init(_ exitCode: ExitCode, _ summary: String, details: [String] = [], hints: [String] = []) {
    self.exitCode = exitCode
    self.summary = summary
    self.details = details
    self.hints = hints
  }

  /// A mistake in what was typed.
  static func usage(_ summary: String, details: [String] = [], hints: String...) -> Failure {
    Failure(.usage, summary, details: details, hints: hints)
  }

  /// The reader of standard output went away, which is a normal end.
  static let closedOutput = Failure(.done, "")

  /// The lines, from `error:` on; `label` dresses the words `error:` and `hint:`.
  func lines(dressing label: (Label) -> String) -> [String] {
    guard !summary.isEmpty else { return [] }
    let summaryLines = summary.split(separator: "\n", omittingEmptySubsequences: false)
    var lines = ["\(label(.error)) \(summaryLines.first ?? "")"]
    lines += summaryLines.dropFirst().map { "  " + $0 }
    lines += details.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { "  " + $0 }
    lines += hints.map { "\(label(.hint)) \($0)" }
    return lines
  }

  /// The words that begin a line on standard error.
  enum Label: String {
    case error = "error:"
    case warning = "warning:"
    case note = "note:"
    case hint = "hint:"
  }
}

/// Words for lists of choices in messages.
enum Wording {
  /// `a`, `a or b`, `a, b or c`.
  static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// `did you mean a, b or c?`; nil without words.
  static func didYouMean(_ words: [String]) -> String? {
    words.isEmpty ? nil : "did you mean \(alternatives(words.map { "'\($0)'" }))?"
  }

  /// `1 object`, `2 objects`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `1.5 s`, `20 s`, without more digits than there are.
  static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let tenths = attoseconds / 100_000_000_000_000_000
    return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
  }
}
