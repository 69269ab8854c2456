// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// A text file that says what is typed and what is answered.
///
/// It is a txtar archive: lines of verbs, then files, each under a line
/// `-- name --`. `#` starts a comment line. Words are separated by blanks;
/// single and double quotes keep blanks, and inside double quotes `\n` and `\t`
/// are control characters. See ``ScriptRun`` for the verbs.
struct Script: Sendable {
  /// One line that does something.
  struct Step: Sendable {
    var line: Int
    var words: [String]
  }

  /// The files, in order.
  struct File: Sendable {
    var name: String
    var text: String
  }

  let url: URL
  var steps: [Step] = []
  var files: [File] = []
  /// The text before the first file.
  private var head = ""

  init(contentsOf url: URL) throws {
    self.url = url
    let text = try String(contentsOf: url, encoding: .utf8)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
        files.append(File(name: String(line.dropFirst(3).dropLast(3)), text: ""))
      } else if files.isEmpty {
        head += line + "\n"
        let words = try Self.words(of: String(line), at: index + 1)
        if !words.isEmpty { steps.append(Step(line: index + 1, words: words)) }
      } else {
        files[files.count - 1].text += line + "\n"
      }
    }
    // The split leaves an empty piece after the last newline.
    if !files.isEmpty { files[files.count - 1].text.removeLast() }
  }

  /// The directory of the scripts.
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Scripts")

  /// The names of all scripts, or of those that begin with `STALWART_SCRIPT`.
  static let names: [String] = {
    let wanted = ProcessInfo.processInfo.environment["STALWART_SCRIPT"] ?? ""
    return ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
      .filter { $0.hasSuffix(".txtar") && $0.hasPrefix(wanted) }.sorted()
  }()

  /// The archive's text.
  var text: String {
    files.reduce(head) { "\($0)-- \($1.name) --\n\($1.text)" }
  }

  private static func words(of line: String, at number: Int) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    if line.hasPrefix("#") { return [] }
    for character in line {
      if isEscaped {
        let controls: [Character: Character] = [
          "n": "\n", "t": "\t", "r": "\r", "e": "\u{1b}", "d": "\u{4}",
        ]
        word?.append(controls[character] ?? character)
        isEscaped = false
      } else if quote == "\"", character == "\\" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw ScriptError(line: number, text: "a quote is not closed") }
    if let word { words.append(word) }
    return words
  }
}

/// A script that cannot be read, or does not hold.
struct ScriptError: Error, CustomStringConvertible {
  var line: Int
  var text: String

  var description: String { "line \(line): \(text)" }
}
