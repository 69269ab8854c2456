// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Simulator
import StalwartSchema
import TestSupport
import Testing

/// What the client knows of the server stands in one folder, and who walks values in another.
@Suite struct SchemaKnowledgeTests {
  /// A file of the client, by its path below `Sources`.
  struct File {
    let path: String
    let source: SwiftSource
  }

  static func files() throws -> [File] {
    let sources = SharedData.projectRoot.appending(path: "Sources")
    let others = ["Simulator/", "stalwart-sim/"]
    var files: [File] = []
    let paths = FileManager.default.enumerator(atPath: sources.path)
    while let path = paths?.nextObject() as? String {
      guard path.hasSuffix(".swift"), !others.contains(where: path.hasPrefix) else { continue }
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      files.append(File(path: path, source: SwiftSource(text)))
    }
    return files
  }

  private static let facts = "StalwartSchema/ServerFacts/"

  /// Everything else that takes a value apart does so as a visitor of the walk.
  @Test func onlyTheWalkTellsListsFromMaps() throws {
    let homes = [
      "StalwartSchema/SchemaWalk/", "StalwartSchema/FieldPath.swift",
      "StalwartSchema/FieldType.swift", "StalwartSchema/ScalarText.swift",
    ]
    let files = try Self.files()
    #expect(files.count > 200)
    for file in files where !homes.contains(where: file.path.hasPrefix) {
      for (index, line) in file.source.code.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        // A case `.map` stands behind a blank or parenthesis, unlike a call.
        let matches = line.contains(/\.objectList\b|\bcase\b[^:]*[ (]\.map\b|[ (]\.map\(key:/)
        #expect(!matches, "\(file.path):\(index + 1) matches the kinds of lists and maps")
      }
    }
  }

  @Test func onlyTheFactsNameTypes() throws {
    let schema = try Schema(document: try #require(SchemaDocument.embedded).text)
    let canonical = schema.objectNames + schema.embeddedNames
    let names = Set(canonical + canonical.map(\.withoutPrefix))
    #expect(names.count > 500)
    for file in try Self.files() where !file.path.hasPrefix(Self.facts) {
      for literal in file.source.literals {
        let isName = names.contains(literal.text) || literal.text.hasPrefix("x:")
        #expect(!isName, "\(file.path):\(literal.line) names a type: \(literal.text)")
      }
    }
  }

  @Test func everyFactTellsWhereItWasSeen() throws {
    let facts = try Self.files().filter { $0.path.hasPrefix(Self.facts) }
    #expect(facts.count > 10)
    for file in facts {
      let text = file.source.comments
      #expect(text.contains(/Seen on\s+\d+\.\d+\.\d+\./), "\(file.path) names no version")
    }
  }

  @Test(arguments: [
    (#"let a = "b" // "c""#, ["b"]), (#"/* "a" /* "b" */ */ "c""#, ["c"]),
    (##"f(#"a"b"#)"##, [#"a"b"#]), (#""a\("b")c""#, ["b", "a…c"]),
    (#""\(f("a", g(1)))" + "d""#, ["a", "…", "d"]), (#""a\"b""#, [#"a\"b"#]),
    ("\"\"\"\n  \"a\"\n  \"\"\"", ["\n  \"a\"\n  "]),
  ])
  func readsLiterals(source: String, literals: [String]) {
    #expect(SwiftSource(source).literals.map(\.text) == literals)
  }
}

/// A source file of Swift, taken apart into code, comments and string literals.
struct SwiftSource {
  struct Literal {
    /// The text between the quotes, with `…` for what is interpolated.
    let text: String
    /// The line on which it begins, from one.
    let line: Int
  }

  /// The code without comments and literals, line by line as in the file.
  private(set) var code = ""
  /// The text of the comments, without their slashes.
  private(set) var comments = ""
  /// The string literals; those in an interpolation come before the one around them.
  private(set) var literals: [Literal] = []

  private let characters: [Character]
  private var index = 0
  private var line = 1

  init(_ text: String) {
    characters = Array(text)
    scanCode(isInterpolation: false)
  }

  private func begins(_ text: String) -> Bool {
    let end = index + text.count
    return end <= characters.count && String(characters[index..<end]) == text
  }

  private mutating func advance() -> Character {
    let character = characters[index]
    index += 1
    if character.isNewline { line += 1 }
    return character
  }

  private mutating func scanCode(isInterpolation: Bool) {
    var depth = 0
    while index < characters.count {
      if begins("//") {
        while index < characters.count, !characters[index].isNewline {
          let character = advance()
          if character != "/" { comments.append(character) }
        }
        continue
      }
      if begins("/*") {
        skipComment()
        continue
      }
      if let hashes = hashesBeforeQuote {
        scanLiteral(hashes: hashes)
        continue
      }
      let character = advance()
      if isInterpolation {
        if character == ")", depth == 0 { return }
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
      }
      code.append(character)
    }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if begins("/*") {
        depth += 1
        index += 2
      } else if begins("*/") {
        depth -= 1
        index += 2
      } else if advance().isNewline {
        code.append("\n")
      }
    } while depth > 0 && index < characters.count
  }

  /// How many `#` stand here before a quote; nil if no literal begins here.
  private var hashesBeforeQuote: Int? {
    var end = index
    while end < characters.count, characters[end] == "#" { end += 1 }
    guard end < characters.count, characters[end] == "\"" else { return nil }
    return end - index
  }

  private mutating func scanLiteral(hashes: Int) {
    let start = line
    let pounds = String(repeating: "#", count: hashes)
    index += hashes
    let quote = begins("\"\"\"") ? "\"\"\"" : "\""
    index += quote.count
    var text = ""
    while index < characters.count {
      if begins(quote + pounds) {
        index += quote.count + hashes
        break
      }
      if begins("\\" + pounds + "(") {
        index += hashes + 2
        scanCode(isInterpolation: true)
        text += "…"
      } else if begins("\\" + pounds) {
        for _ in 0..<min(hashes + 2, characters.count - index) { text.append(advance()) }
      } else {
        let character = advance()
        if character.isNewline { code.append("\n") }
        text.append(character)
      }
    }
    literals.append(Literal(text: text, line: start))
  }
}
