// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// What the documents tell people to type works.
struct DocumentTests {
  /// A fenced block of a Markdown file.
  private struct Block {
    var line: Int
    var text: String
  }

  private static func blocks(of document: String, language: String) throws -> [Block] {
    let file = SharedData.projectRoot.appending(path: document)
    let text = try String(contentsOf: file, encoding: .utf8)
    var blocks: [Block] = []
    var isInside = false
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if isInside, line == "```" {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1].text += line + "\n"
      } else if line == "```\(language)" {
        isInside = true
        blocks.append(Block(line: number + 1, text: ""))
      }
    }
    return blocks
  }

  /// A directory that looks like the project's, where building and installing
  /// packages does nothing: it was done, or these tests would not run.
  private static func makeWorkplace() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let files = FileManager.default
    _ = try directory.makeDirectory("bin")
    for name in ["swift", "apt-get"] {
      try files.createSymbolicLink(
        atPath: directory.path("bin/\(name)"),
        withDestinationPath: "/bin/true"
      )
    }
    try StandIns.install(in: directory)
    _ = try directory.makeDirectory(".build")
    for name in [".build/debug", ".build/release"] {
      try files.createSymbolicLink(
        atPath: directory.path(name),
        withDestinationPath: BuiltProducts.directory.path
      )
    }
    for name in ["completions", "man", ".ci"] {
      try files.createSymbolicLink(
        at: directory.url.appending(path: name),
        withDestinationURL: SharedData.projectRoot.appending(path: name)
      )
    }
    _ = try directory.makeDirectory("home/.config")
    return directory
  }

  @Test(arguments: ["README.md", ".github/CONTRIBUTING.md"])
  func everyBlockRuns(document: String) throws {
    let simulator = try RunningSimulator(["--demo"])
    let directory = try Self.makeWorkplace()
    for block in try Self.blocks(of: document, language: "sh") {
      let path = "\(directory.path("bin")):\(BuiltProducts.directory.path):/usr/bin:/bin"
      var launch = Launch(
        URL(filePath: "/bin/bash"),
        ["-euo", "pipefail", "-c", block.text],
        environment: simulator.environment.merging([
          "PATH": path, "HOME": directory.path("home"), "LANG": "C.UTF-8",
        ]) { $1 },
        directory: directory.url
      )
      launch.limit = .seconds(120)
      // The manual of the simulator tells the password that it takes unless told otherwise.
      launch.showsSecrets = block.text.contains("--secret-file") || block.text.contains(" man/")
      let outcome = try launch.run()
      #expect(
        outcome.ending == .exited(0),
        "\(document):\(block.line)\n\(block.text)\(outcome.outputText)\(outcome.errorText)"
      )
    }
  }

  @Test func readmeNamesTheTestCommand() throws {
    let readme = try String(
      contentsOf: SharedData.projectRoot.appending(path: "README.md"),
      encoding: .utf8
    )
    #expect(readme.contains("<!-- test command -->\n```sh\nswift test"))
  }

  // MARK: What the documents say is so

  private static func text(of document: String) throws -> String {
    try String(contentsOf: SharedData.projectRoot.appending(path: document), encoding: .utf8)
  }

  /// The first cells of the table in a section of the README.
  private static func firstCells(below title: String) throws -> [String] {
    let sections = try text(of: "README.md").split(separator: "\n#")
    let section = try #require(
      sections.first { $0.drop { $0 == "#" }.hasPrefix(" \(title)\n") },
      "README has no section \(title)"
    )
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
    return rows.map { $0.split(separator: "|")[0].trimmingCharacters(in: .whitespaces) }
  }

  /// What stands between backquotes.
  private static func literals(in cell: String) -> [String] {
    let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }

  /// The messages under troubleshooting are those that goldens and scripts hold.
  @Test func troubleshootingQuotesMessages() throws {
    let root = SharedData.projectRoot
    let directories = ["Tests/StalwartCLITests/Golden/failures", "Tests/EndToEndTests/Scripts"]
    let lines = try directories.flatMap { directory in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: directory).path)
        .flatMap { try Self.text(of: "\(directory)/\($0)").split(separator: "\n") }
    }
    let messages = try Self.firstCells(below: "Troubleshooting").flatMap(Self.literals)
    #expect(messages.count > 20)
    for message in messages {
      let isSaid = lines.contains { line in
        var rest = line
        return message.split(separator: "…").allSatisfy { part in
          guard let place = rest.range(of: part) else { return false }
          rest = rest[place.upperBound...]
          return true
        }
      }
      #expect(isSaid, "nothing says: \(message)")
    }
  }

  @Test(arguments: [("Exit codes", "exit-codes"), ("Environment", "environment")])
  func tablesAgreeWithHelp(title: String, topic: String) throws {
    let directory = try TemporaryDirectory()
    let launch = Launch(
      BuiltProducts.client,
      ["help", topic],
      environment: ["PATH": "/usr/bin:/bin"],
      directory: directory.url
    )
    // Terms stand at the margin of the list, explanations behind two blanks or below.
    let explained = try launch.run().outputText.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .flatMap { $0.dropFirst(2).split(separator: "  ")[0].split(separator: ", ") }
      .map(String.init)
    let cells = try Self.firstCells(below: title)
    let told = cells.flatMap { cell in
      cell.contains("`") ? Self.literals(in: cell) : cell.split(separator: ", ").map(String.init)
    }
    #expect(explained.count > 5)
    #expect(Set(told) == Set(explained))
  }

  @Test(arguments: ["README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md"])
  func namesNoPlaceOfAMachine(document: String) throws {
    let text = try Self.text(of: document)
    for place in ["/tmp/", "/home/", "/root/", "/work/", "/Users/"] {
      #expect(!text.contains(place))
    }
  }

  @Test func everyCommandAndTopicIsNamed() throws {
    let readme = try Self.text(of: "README.md")
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.projectRoot.appending(path: "man").path
    )
    for page in pages where page.hasSuffix(".1") {
      let words = page.dropLast(2).split(separator: "-", maxSplits: 2)
      guard words.count == 3, words[2] != "completion" else { continue }
      let command = "\(words[0])-\(words[1]) \(words[2])"
      #expect(readme.contains(command), "README never uses \(command)")
    }
  }
}
