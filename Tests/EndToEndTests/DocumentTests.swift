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
    _ = try directory.makeDirectory(".build")
    for name in [".build/debug", ".build/release"] {
      try files.createSymbolicLink(
        atPath: directory.path(name),
        withDestinationPath: BuiltProducts.directory.path
      )
    }
    for name in ["completions", "man"] {
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
}
