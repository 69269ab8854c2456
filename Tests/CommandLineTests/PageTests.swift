// SPDX-License-Identifier: MIT

import CommandLine
import Foundation
import TestSupport
import Testing

@Suite struct `Pages are golden` {
  @Test(arguments: [
    ("tool.short", HelpRequest(.tool, .short)), ("tool.long", HelpRequest(.tool, .long)),
    ("get.short", HelpRequest(.command("get"), .short)),
    ("get.long", HelpRequest(.command("get"), .long)),
    ("query.long", HelpRequest(.command("query"), .long)),
    ("apply.long", HelpRequest(.command("apply"), .long)),
    ("completion.long", HelpRequest(.command("completion"), .long)),
    ("help.long", HelpRequest(.command("help"), .long)),
    ("connection", HelpRequest(.topic("connection"), .long)),
    ("environment", HelpRequest(.topic("environment"), .long)),
    ("exit-codes", HelpRequest(.topic("exit-codes"), .long)),
    ("formats", HelpRequest(.topic("formats"), .long)),
    ("plans", HelpRequest(.topic("plans"), .long)),
    ("tool.manual", HelpRequest(.tool, .manual)),
    ("get.manual", HelpRequest(.command("get"), .manual)),
    ("environment.manual", HelpRequest(.topic("environment"), .manual)),
  ])
  func help(name: String, request: HelpRequest) throws {
    for width in [80, 120] {
      try checkHelp(name, request, width: width)
    }
  }

  private func checkHelp(_ name: String, _ request: HelpRequest, width: Int) throws {
    let text = HelpPage(tool: Sample.tool, width: width).text(for: request)
    try Golden.check(text, named: "help/\(name).\(width).golden")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= width && !$0.hasSuffix(" ") })
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test func withoutArguments() throws {
    try Golden.check(HelpPage(tool: Sample.tool).shortText, named: "help/nothing.80.golden")
  }

  @Test func stylesAddNothingButEscapes() throws {
    let request = HelpRequest(.command("get"), .long)
    let styled = HelpPage(tool: Sample.tool, isStyled: true).text(for: request)
    #expect(styled.contains("\u{1B}[1mOptions:\u{1B}[0m\n"))
    let bare = styled.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "")
    #expect(bare == HelpPage(tool: Sample.tool).text(for: request))
  }

  @Test func narrowTerminalsAreSurvived() {
    for width in [-1, 0, 1, 39] {
      let text = HelpPage(tool: Sample.tool, width: width).text(for: HelpRequest(.tool, .long))
      #expect(text == HelpPage(tool: Sample.tool, width: 40).text(for: HelpRequest(.tool, .long)))
    }
  }

  @Test func secretsAndHiddenThingsAreNotShown() {
    for form in [HelpRequest.Form.short, .long, .manual, .manualSource] {
      for subject in [HelpRequest.Subject.tool, .command("create")] {
        let text = HelpPage(tool: Sample.tool).text(for: HelpRequest(subject, form), date: "May 1")
        #expect(!text.contains("secret-command"))
        #expect(!text.contains("no-op"))
      }
    }
  }
}

@Suite struct `Manual pages are mdoc` {
  static let pages: [(file: String, subject: HelpRequest.Subject)] = [
    ("mailctl.1", .tool), ("mailctl-get.1", .command("get")),
    ("mailctl-query.1", .command("query")), ("mailctl-create.1", .command("create")),
    ("mailctl-delete.1", .command("delete")), ("mailctl-describe.1", .command("describe")),
    ("mailctl-apply.1", .command("apply")), ("mailctl-completion.1", .command("completion")),
    ("mailctl-help.1", .command("help")), ("mailctl-environment.7", .topic("environment")),
    ("mailctl-plan.5", .topic("plans")),
  ]

  static func source(of subject: HelpRequest.Subject) -> String {
    HelpPage(tool: Sample.tool).text(
      for: HelpRequest(subject, .manualSource),
      date: "November 23, 2026"
    )
  }

  @Test(arguments: pages)
  func areGolden(file: String, subject: HelpRequest.Subject) throws {
    try Golden.check(Self.source(of: subject), named: "man/\(file)")
  }

  @Test func areComplete() {
    let commands = Sample.tool.visibleCommands.map { HelpRequest.Subject.command($0.name) }
    let topics = Sample.tool.topics.filter { $0.manual != nil }
    #expect(
      Self.pages.map(\.subject) == [.tool] + commands + topics.map { .topic($0.name) }
    )
  }

  @Test(.enabled(if: Tools.isInstalled("mandoc"), "mandoc is not installed"), arguments: pages)
  func passTheLinter(file: String, subject: HelpRequest.Subject) throws {
    let source = Self.source(of: subject)
    let lint = try Tools.run("mandoc", ["-T", "lint", "-W", "warning"], input: source)
    #expect(lint.output == "" && lint.status == 0, "\(file): \(lint.output)")
  }

  @Test(.enabled(if: Tools.isInstalled("mandoc"), "mandoc is not installed"))
  func keepWhatMustBeCopied() throws {
    let source = HelpPage(tool: Sample.tool).text(
      for: HelpRequest(.topic("formats"), .manualSource),
      date: "November 23, 2026"
    )
    let text = try Tools.run("mandoc", ["-T", "utf8"], input: source).output
    let plain = Tools.withoutOverstrikes(text)
    #expect(plain.contains(#"{"id":"b","name":"example.org"}"#))
    #expect(plain.contains(#".leading dot, 'quotes' and \"#))
    #expect(plain.contains("--wide"))
  }
}

@Suite struct `Usage errors are sentences` {
  @Test func areGolden() throws {
    let lines = [
      "-k", "gte", "nonsense", "help nothing", "help format", "get a --jsno", "get a -5",
      "get a --zzz", "--fields a get", "get a --where x", "get a --field x", "get a --json=true",
      "get a --url",
      "query a --limit -5", "query a -n -5", "get a --json --json", "-k get a --insecure",
      "query a -qv", "get", "get a b c", "describe a b", "help a b", "apply", "apply --file x y",
      "get a --format jsn", "get a --color mauve", "completion csh",
      "query a --limit x", "query a --wait=x", "query a --output=",
      "get a \(String(repeating: "b", count: 200)) c",
    ]
    var text = ""
    for line in lines {
      do {
        _ = try ArgumentParser(tool: Sample.tool).parse(line.split(separator: " ").map(String.init))
        Issue.record("\(line) was accepted")
      } catch {
        text += "$ mailctl \(line)\n\(UsageMessage(error, tool: Sample.tool).text)\n"
      }
    }
    try Golden.check(text, named: "usage-errors.golden")
  }
}

@Suite struct `Shell words` {
  @Test(.enabled(if: Tools.isInstalled("sh"), "sh is not installed"))
  func areReadBackByTheShell() throws {
    var generator = SplitMix(state: 7)
    let alphabet = Array("ab-=/.,:@%+_ '\"\\$`!*?[]{}()<>|&;#~^\t\né漢")
    let words =
      ["", "plain", "-n", "--x=y", "a'\u{301}; echo injected; '"]
      + (0..<300).map { _ in
        String(
          (0..<Int.random(in: 1..<9, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? "a"
          }
        )
      }
    let script = "printf '%s\\001' " + words.map(ShellWord.quoted).joined(separator: " ")
    let result = try Tools.run("sh", ["-c", script])
    let read = result.output.split(separator: "\u{1}", omittingEmptySubsequences: false)
    #expect(read.dropLast().map(String.init) == words)
    #expect(ShellWord.quoted("example.org") == "example.org")
  }
}

/// Programs of the system.
enum Tools {
  static func path(_ name: String) -> String? {
    ["/bin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func isInstalled(_ name: String) -> Bool { path(name) != nil }

  static func run(
    _ name: String,
    _ arguments: [String],
    input: String = "",
    environment: [String: String] = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
  ) throws -> (output: String, status: Int32) {
    let directory = try TemporaryDirectory()
    var launch = Launch(
      URL(filePath: path(name) ?? name),
      arguments,
      environment: environment,
      directory: directory.url
    )
    launch.input = .bytes(Array(input.utf8))
    let outcome = try launch.run()
    return (outcome.outputText + outcome.errorText, outcome.status)
  }

  /// Terminals of old print a letter twice to make it bold.
  static func withoutOverstrikes(_ text: String) -> String {
    var result = ""
    var characters = text[...]
    while let character = characters.popFirst() {
      if characters.first == "\u{8}" {
        characters.removeFirst()
        continue
      }
      result.append(character)
    }
    return result
  }
}
