// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Texts from outside are keys by their bytes: the client's sources hold no dictionary and no set
/// of strings, which takes canonically equivalent texts for one.
@Suite struct NameKeyTests {
  /// The files that may, and why.
  static let exceptions: [String: String] = [
    "CommandLine/ArgumentParser.swift": environment,
    "CommandLine/ArgumentScan.swift": "\(declared); \(environment)",
    "CommandLine/Help/HelpPage.swift": declared,
    "CommandLine/ParsedArguments.swift": declared,
    "CommandLine/ToolSpec+Problems.swift": declared,
    "StalwartCLI/Console/Console.swift": environment,
    "StalwartCLI/Context/Environment.swift": environment,
    "StalwartCLI/Context/Surroundings+Process.swift": environment,
    "StalwartCLI/Context/Surroundings.swift": environment,
    "Terminal/Streams/ColorChoice.swift": environment,
    "Terminal/Streams/Pager.swift": environment,
    "Terminal/Streams/StandardStreams.swift": environment,
    "Terminal/Streams/ConsoleStream.swift": environment,
    "Terminal/Text/Spelling.swift": environment,
  ]

  private static let declared =
    "the names of options and operands are declared by the tool, in ASCII"
  private static let environment = "variables are looked up by names of ours, in ASCII"

  private static var pattern: Regex<Substring> { /\[String ?:|Set<String>|Dictionary<String\b/ }

  @Test func noTextIsAKeyByEquivalence() throws {
    let sources = SharedData.projectRoot.appending(path: "Sources")
    let files = FileManager.default.enumerator(atPath: sources.path)
    var found: Set<String> = []
    while let file = files?.nextObject() as? String {
      let isOfClient = !file.hasPrefix("Simulator/") && !file.hasPrefix("stalwart-sim/")
      guard isOfClient, file.hasSuffix(".swift") else { continue }
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      where line.contains(Self.pattern) {
        found.insert(file)
        #expect(Self.exceptions[file] != nil, "\(file):\(index + 1): use Text's Name as the key")
      }
    }
    #expect(Set(Self.exceptions.keys).subtracting(found) == [], "these need no exception any more")
  }
}
