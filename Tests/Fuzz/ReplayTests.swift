// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// What the fuzzers kept, and what they once found, read again by every run of the tests.
@Suite struct ReplayTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus")

  @Test(arguments: FuzzTarget.all.map(\.name))
  func holds(target name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let directory = Self.corpus.appending(path: name)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    #expect(files.count >= 10, "the corpus of \(name) is missing")
    for file in files {
      let bytes = Array(try Data(contentsOf: directory.appending(path: file)))
      do { try target.check(bytes) } catch {
        Issue.record("Corpus/\(name)/\(file): \(error)")
      }
    }
  }

  /// A promise that cannot be broken would prove nothing.
  @Test func seesWhatSteersATerminal() {
    #expect(Steering.found(in: "plain text\n".utf8) == nil)
    for text in ["\u{1B}[2J", "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{7F}", "\u{200B}", "\r"] {
      #expect(Steering.found(in: text.utf8) != nil)
    }
    #expect(Steering.found(in: [0x9B]) != nil)
    #expect(throws: Finding.self) { try require(false, "seen") }
  }
}
