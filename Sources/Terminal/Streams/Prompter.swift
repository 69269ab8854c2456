// SPDX-License-Identifier: MIT

/// Why a question has no answer.
public enum PromptError: Error, Equatable, Sendable {
  /// The process has no terminal.
  case noTerminal
  /// The terminal ended the input (Ctrl-D).
  case endOfInput
  /// A signal arrived before the answer; the terminal's settings are as they were before.
  case interrupted(signal: Int32)
  /// The answer is not UTF-8.
  case invalidText
  /// The system refused; the value is `errno`.
  case system(code: Int32)
}

/// Asks a person.
public protocol Prompter {
  /// Asks for a secret; what is typed is not shown.
  ///
  /// - Throws: ``PromptError``.
  func secret(_ prompt: String) throws(PromptError) -> String

  /// Asks for a line of text.
  ///
  /// - Throws: ``PromptError``.
  func line(_ prompt: String) throws(PromptError) -> String
}

extension Prompter {
  /// Asks a question; everything but `y` and `yes`, in any case, is no.
  ///
  /// - Throws: ``PromptError``; the end of the input is no, not an error.
  public func confirm(_ question: String) throws(PromptError) -> Bool {
    do {
      let answer = try line("\(question) [y/N] ")
      let words = answer.lowercased().split { $0 == " " || $0 == "\t" }
      return words == ["y"] || words == ["yes"]
    } catch .endOfInput {
      return false
    }
  }
}
