// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import StalwartCLI

/// Nothing in the client writes to a stream past the console, or makes text safe by hand.
@Suite struct `Only the console writes` {
  /// What would be a way around it, and the files that may have it.
  static let ways: [(pattern: String, files: Set<String>)] = [
    ("Sanitizer", []),
    ("standardOutput.", []), ("standardError.", []),
    ("surroundings.standardOutput", ["Console.swift"]),
    ("surroundings.standardError", ["Console.swift"]),
    (".sink", ["Console.swift"]),
    (".writeLine(", ["Console.swift"]),
    ("DescriptorSink(", ["PendingFile.swift", "Surroundings+Process.swift"]),
    ("PagerProcess(", ["Console.swift"]),
    ("prompter.", ["Console.swift"]),
    ("InertJSON", ["Console.swift", "UpdateCommand.swift"]),
    ("STDOUT_FILENO", ["PendingFile.swift", "SnapshotOutput.swift"]),
    ("STDERR_FILENO", ["PendingFile.swift"]),
    ("\\u{1B}", []),
    ("isOutputTerminal", ["Console.swift", "Surroundings.swift", "Surroundings+Process.swift"]),
    ("isErrorTerminal", ["Console.swift", "Surroundings.swift", "Surroundings+Process.swift"]),
  ]

  @Test func inTheSources() throws {
    let root = SharedData.projectRoot.appending(path: "Sources/StalwartCLI")
    let files = FileManager.default.enumerator(atPath: root.path)
    var seen: Set<String> = []
    while let path = files?.nextObject() as? String {
      guard path.hasSuffix(".swift") else { continue }
      let name = URL(filePath: path).lastPathComponent
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      let code = text.split(separator: "\n").filter {
        !$0.drop { $0 == " " }.hasPrefix("//")
      }.joined(separator: "\n")
      for way in Self.ways where code.contains(way.pattern) {
        seen.insert("\(way.pattern) \(name)")
        #expect(way.files.contains(name), "\(path) has \(way.pattern)")
      }
      let prints = code.contains(" print(") || code.contains("\nprint(")
      #expect(!prints || name == "Console.swift", "\(path) prints")
    }
    for way in Self.ways {
      for name in way.files {
        #expect(seen.contains("\(way.pattern) \(name)"), "\(name) has no \(way.pattern) any more")
      }
    }
  }
}
