// SPDX-License-Identifier: MIT

import CommandLine
import Foundation
import TestSupport
import Testing

@testable import StalwartCLI

/// Every page of help that the tool can show, as people see it.
@Suite struct `Help pages are golden` {
  /// A page, and the name of its file.
  struct Page: CustomStringConvertible {
    let name: String
    let request: HelpRequest
    var description: String { name }
  }

  static let pages: [Page] = {
    let subjects: [(String, HelpRequest.Subject, Bool)] =
      [("stalwart-cli", .tool, true)]
      + Tool.spec.visibleCommands.map { ($0.name, .command($0.name), true) }
      + Tool.spec.topics.map { ($0.name, .topic($0.name), $0.manual != nil) }
    return subjects.flatMap { name, subject, hasManual in
      [Page(name: "\(name).long", request: HelpRequest(subject, .long))]
        + (Tool.spec.topic(named: name) == nil
          ? [Page(name: "\(name).short", request: HelpRequest(subject, .short))] : [])
        + (hasManual
          ? [Page(name: "\(name).manual", request: HelpRequest(subject, .manual))] : [])
    }
  }()

  @Test(arguments: pages, [80, 120])
  func at(page: Page, width: Int) throws {
    let text = HelpPage(tool: Tool.spec, width: width).text(for: page.request, date: Tool.date)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { $0.count > width || $0.hasSuffix(" ") } == [])
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    try Golden.check(text, named: "help/\(page.name).\(width).golden")
  }

  @Test func withoutArguments() throws {
    try Golden.check(HelpPage(tool: Tool.spec).shortText, named: "help/nothing.80.golden")
  }

  /// No golden is left over from a page that is gone.
  @Test func areAllThere() throws {
    let directory = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/help")
    let kept = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    let expected = Self.pages.flatMap { page in
      [80, 120].map { "\(page.name).\($0).golden" }
    }
    #expect(kept.sorted() == (expected + ["nothing.80.golden"]).sorted())
  }

  @Test(arguments: pages.filter { $0.request.form == .short })
  func shortOnesTakeALineForEachOption(page: Page) {
    let text = HelpPage(tool: Tool.spec, width: 80).text(for: page.request)
    // What goes on in the column of explanations stands far from the margin.
    let continued = text.split(separator: "\n").filter { $0.hasPrefix("            ") }
    #expect(continued == [])
  }

  @Test func tablesHaveNoMistakes() {
    #expect(Tool.spec.problems() == [])
  }
}

/// The command lines that help and manual pages show do what they say.
@Suite struct `Examples of help work` {
  /// What the demonstration data lacks, but examples speak of; and no name to look up,
  /// since the simulator knows no name server.
  private static let preparation = """
    stalwart-cli create Domain --field name=old.example.org
    stalwart-cli update SpamPyzor --field host=127.0.0.1
    printf %s correct-horse-battery > password.txt
    printf '{"@type":"update","object":"Imap","value":{"maxConcurrent":20}}\\n' > plan.ndjson
    cp plan.ndjson monday.ndjson
    sed s/20/30/ plan.ndjson > tuesday.ndjson
    """

  /// The examples of a command, in the order in which they are shown.
  struct Case: CustomStringConvertible {
    let name: String
    let lines: [String]
    var description: String { name }
  }

  static let cases =
    [Case(name: "stalwart-cli", lines: Tool.spec.examples.map(\.line))]
    + Tool.spec.visibleCommands.map { Case(name: $0.name, lines: $0.examples.map(\.line)) }

  /// Those that end with another code than 0, and why.
  private static let exits = [
    // Another object with that name is there already, as it should be in an example.
    "stalwart-cli create Domain --field name=example.org": 1,
    "stalwart-cli create Account/User --field name=jane --field domainId=example.org": 1,
    // These ids are examples.
    "stalwart-cli delete BlockedIp --ids jp2dpq1oalaa,jp2dpq1obbaa": 5,
    // There is a difference.
    "stalwart-cli diff plan.ndjson": 1,
    "stalwart-cli diff plan.ndjson --skip-secrets --json": 1,
    "stalwart-cli diff monday.ndjson tuesday.ndjson": 1,
  ]

  @Test(arguments: cases)
  func of(example: Case) throws {
    let simulator = try RunningSimulator(["--demo"])
    let directory = try TemporaryDirectory()
    _ = try directory.makeDirectory("home")
    try StandIns.install(in: directory)
    try run(Self.preparation, expecting: 0, simulator, directory)
    for line in example.lines {
      try run(line, expecting: Self.exits[line] ?? 0, simulator, directory)
    }
  }

  private func run(
    _ text: String,
    expecting status: Int,
    _ simulator: RunningSimulator,
    _ directory: TemporaryDirectory
  ) throws {
    var launch = Launch(
      URL(filePath: "/bin/bash"),
      ["-eu", "-c", text],
      environment: simulator.environment.merging([
        "PATH": "\(directory.path("bin")):\(BuiltProducts.directory.path):/usr/bin:/bin",
        "HOME": directory.path("home"), "LANG": "C.UTF-8",
      ]) { $1 },
      directory: directory.url
    )
    launch.showsSecrets = text.contains("--secret-file")
    let outcome = try launch.run()
    #expect(
      outcome.ending == .exited(Int32(status)),
      "\(text)\n\(outcome.outputText)\(outcome.errorText)"
    )
  }

  @Test func plansCanBeApplied() throws {
    let plan = try #require(Tool.spec.topic(named: "plan"))
    let texts = plan.body.compactMap { block in
      if case .literal(let lines) = block { lines.joined(separator: "\n") } else { nil }
    }
    #expect(texts.count == 2)
    let simulator = try RunningSimulator(["--demo"])
    let directory = try TemporaryDirectory()
    _ = try directory.makeDirectory("home")
    for text in texts {
      try directory.write(Array(text.utf8), to: "plan")
      let script = "export ANN_PASSWORD=correct-horse-battery; stalwart-cli"
      try run("\(script) apply plan", expecting: 0, simulator, directory)
      try run("\(script) diff plan", expecting: 0, simulator, directory)
    }
  }
}
