// SPDX-License-Identifier: MIT

import Foundation
import RegexBuilder
import TestSupport
import Testing

/// No sentence reaches people that no test has looked at.
@Suite struct `Messages are tested` {
  /// A sentence in the sources, without what is put into it.
  struct Message: CustomStringConvertible {
    let file: String
    let line: Int
    let fragments: [String]
    var description: String { "\(file):\(line): \(fragments.joined(separator: "…"))" }
  }

  /// What cannot be brought about from outside, and why.
  private static let unreachable = [
    "unknown command '": "the parser knows the same commands",
    "the schema could not be read": "the errors before it are all there are",
  ]

  @Test func allOfThem() throws {
    let corpus = try Self.corpus()
    let messages = try Self.messages()
    #expect(messages.count > 80)
    for message in messages {
      let longest = message.fragments.max { $0.count < $1.count } ?? ""
      if longest.isEmpty || Self.unreachable[longest] != nil { continue }
      let isTested = corpus.contains(longest.trimmingCharacters(in: .whitespaces))
      #expect(isTested, "\(message)")
    }
    for text in Self.unreachable.keys {
      #expect(messages.contains { $0.fragments.contains(text) }, "\(text) is gone")
    }
  }

  /// What tests expect: goldens, scripts and code.
  private static func corpus() throws -> String {
    let own = URL(filePath: #filePath).lastPathComponent
    return try files(below: "Tests", ["golden", "txtar", "swift"])
      .filter { $0.lastPathComponent != own }
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .joined(separator: "\n").replacing(#"\""#, with: #"""#)
  }

  private static func files(below path: String, _ kinds: Set<String>) throws -> [URL] {
    let root = SharedData.projectRoot.appending(path: path)
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { kinds.contains($0.pathExtension) }
  }

  /// The texts with which failures, warnings and notes are made.
  private static func messages() throws -> [Message] {
    let makers = /\.(?:usage|noServer|noCredential|interrupted)\(/
    let call = Regex {
      ChoiceOf {
        makers
        /Failure\(\s*\.\w+,/
        /\bwarn\(/
        /\bnote\(/
      }
      /\s*(?=")/
    }
    return try files(below: "Sources/StalwartCLI", ["swift"]).flatMap { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      return text.matches(of: call).map { match in
        var reader = LiteralReader(text[match.range.upperBound...])
        return Message(
          file: file.lastPathComponent,
          line: text[..<match.range.lowerBound].count(where: \.isNewline) + 1,
          fragments: reader.sum()
        )
      }
    }
  }
}

/// Reads string literals of Swift, as far as messages use them.
private struct LiteralReader {
  private var rest: Substring

  init(_ text: Substring) { rest = text }

  /// The parts between interpolations of one literal, or of several that are added.
  mutating func sum() -> [String] {
    var fragments = literal()
    while let next = rest.prefixMatch(of: /\s*\+\s*(?=")/) {
      rest = rest[next.range.upperBound...]
      let more = literal()
      fragments[fragments.count - 1] += more[0]
      fragments += more.dropFirst()
    }
    return fragments
  }

  private mutating func literal() -> [String] {
    var fragments = [""]
    rest.removeFirst()
    while let character = rest.popFirst(), character != "\"" {
      guard character == "\\", let escape = rest.popFirst() else {
        fragments[fragments.count - 1].append(character)
        continue
      }
      if escape == "(" {
        skipInterpolation()
        fragments.append("")
      } else {
        fragments[fragments.count - 1].append(escape == "n" ? "\n" : escape)
      }
    }
    return fragments
  }

  private mutating func skipInterpolation() {
    var depth = 1
    while depth > 0, let character = rest.first {
      if character == "\"" {
        _ = literal()
        continue
      }
      rest.removeFirst()
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
    }
  }
}
