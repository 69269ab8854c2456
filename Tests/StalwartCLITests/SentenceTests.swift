// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Code tells failures apart by their kind and by members of answers, never by the words of a
/// sentence, which may change at any time.
@Suite struct `Nobody looks for words in a sentence` {
  static let sentences = ["summary", "description", "detail", "details", "reason", "text(error)"]
  static let questions = [
    "?.hasPrefix(\"", ".hasPrefix(\"", ".hasSuffix(\"", ".contains(\"", ".mentions(", " == \"",
    ".split(separator: \" \"",
  ]

  /// The one file that may: libcurl tells some things in no other way.
  static let exceptions: Set<String> = ["CurlFailure+TransportError.swift"]

  @Test(arguments: [
    "StalwartCLI", "Plans", "Registry", "JMAP", "HTTP", "StalwartSchema", "CurlTransport",
  ])
  func inTheSources(module: String) throws {
    let root = SharedData.projectRoot.appending(path: "Sources/\(module)")
    let files = FileManager.default.enumerator(atPath: root.path)
    while let path = files?.nextObject() as? String {
      let name = URL(filePath: path).lastPathComponent
      guard path.hasSuffix(".swift"), !Self.exceptions.contains(name) else { continue }
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for sentence in Self.sentences {
        for question in Self.questions {
          #expect(!text.contains(".\(sentence)\(question)"), "\(path): \(sentence)\(question)")
        }
      }
    }
  }
}

/// The folder of commands holds commands.
@Suite struct `The folder of commands` {
  @Test func holdsNothingElse() throws {
    let root = SharedData.projectRoot.appending(path: "Sources/StalwartCLI/Commands")
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    #expect(!names.isEmpty && names.allSatisfy { $0.hasSuffix("Command.swift") }, "\(names)")
  }
}
