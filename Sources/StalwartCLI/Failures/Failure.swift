// SPDX-License-Identifier: MIT

/// Why a command ended without success, in the words that the person reads.
///
/// The first line says what went wrong, the details why, the hints what to do.
/// All of it is lower case and without a full stop, and may hold text of the
/// server, which is made harmless when it is printed.
struct Failure: Error, Equatable {
  /// What kind of thing went wrong, for code that has to tell failures apart.
  enum Kind: Equatable {
    /// What was typed, a file or a plan has a mistake; nothing was sent.
    case usage
    /// There is no address of a server, or one that cannot be used.
    case noServer
    /// There are no credentials, or some that cannot be used.
    case noCredential
    /// The server, the system or a person refused.
    case refused
    /// Some of what was asked failed.
    case partial
    /// There is no trustworthy answer.
    case noAnswer
    /// Not authenticated, or not allowed.
    case notAllowed
    /// There is no such object.
    case notFound
    /// A signal asked the command to end.
    case interrupted
    /// The reader of standard output went away, which is a normal end.
    case closedOutput

    /// What the process tells its caller, unless the command means something else by it.
    var exitCode: ExitCode {
      switch self {
      case .usage, .noServer, .noCredential: .usage
      case .refused, .partial: .refused
      case .noAnswer: .noAnswer
      case .notAllowed: .notAllowed
      case .notFound: .notFound
      case .interrupted: .interrupted
      case .closedOutput: .done
      }
    }
  }

  /// What kind of thing went wrong.
  let kind: Kind
  /// What the process tells its caller.
  var exitCode: ExitCode
  /// What went wrong, to stand after `error: `.
  var summary: String
  /// More lines, indented by two blanks.
  var details: [String]
  /// What to try, each to stand after `hint: `.
  var hints: [String]
  /// Whether another schema might have allowed what was typed.
  var restsOnSchema = false
  /// What is known of the state of things where a signal ended the command.
  private(set) var consequence: String?

  init(_ kind: Kind, _ summary: String, details: [String] = [], hints: [String] = []) {
    self.kind = kind
    exitCode = kind.exitCode
    self.summary = summary
    self.details = details
    self.hints = hints
  }

  /// That the person or the system asked the command to end.
  ///
  /// `consequence` says what is known of the state of things then.
  static func interrupted(_ consequence: String? = nil, details: [String] = []) -> Failure {
    var failure = Failure(.interrupted, "interrupted", details: details)
    failure.consequence = consequence
    return failure.saying("interrupted")
  }

  /// A failure of kind `interrupted` in the words for another signal.
  private func saying(_ word: String) -> Failure {
    var failure = self
    failure.summary = word + (consequence.map { "; " + $0 } ?? "")
    return failure
  }

  /// A mistake in what was typed.
  static func usage(_ summary: String, details: [String] = [], hints: String...) -> Failure {
    Failure(.usage, summary, details: details, hints: hints)
  }

  /// An address of a server that is missing, or cannot be used.
  static func noServer(_ summary: String, hints: String...) -> Failure {
    Failure(.noServer, summary, hints: hints)
  }

  /// Credentials that are missing, or cannot be used.
  static func noCredential(_ summary: String, hints: String...) -> Failure {
    Failure(.noCredential, summary, hints: hints)
  }

  /// The same, as the signal ended the command in which it happened.
  ///
  /// What is known of the server's state stays.
  func ended(by signal: Int32) -> Failure {
    let end = Failure(endedBy: signal)
    guard exitCode != .done || end.exitCode != .interrupted else { return self }
    var failure = kind == .interrupted ? saying(end.summary) : self
    failure.exitCode = end.exitCode
    if kind != .interrupted {
      failure.summary = end.summary
      failure.details = [summary].filter { !$0.isEmpty } + details
    }
    return failure
  }

  /// That a signal ended the command.
  init(endedBy signal: Int32) {
    switch signal {
    case 1:
      self.init(.interrupted, "the terminal is gone")
      exitCode = .hungUp
    case 15:
      self.init(.interrupted, "terminated")
      exitCode = .terminated
    default: self.init(.interrupted, "interrupted")
    }
  }

  /// Whether the command ended because it could not even ask a server.
  var isAboutAccess: Bool { kind == .noServer || kind == .noCredential }

  /// The reader of standard output went away, which is a normal end.
  static let closedOutput = Failure(.closedOutput, "")

  /// The lines, from `error:` on, each with the word that begins it, if one does.
  var lines: [(label: Label?, text: String)] {
    guard !summary.isEmpty else { return [] }
    var lines: [(label: Label?, text: String)] = []
    for line in summary.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(lines.isEmpty ? (.error, String(line)) : (nil, "  " + line))
    }
    for detail in details {
      for line in detail.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append((nil, "  " + line))
      }
    }
    return lines + hints.map { (.hint, $0) }
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

  /// `1.5 s`, `20 s`, `50 ms`, without more digits than there are.
  static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if seconds == 0, milliseconds < 100, attoseconds > 0 { return "\(milliseconds) ms" }
    let tenths = attoseconds / 100_000_000_000_000_000
    return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
  }
}
