// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The completions in the repository, in the shells, with the real tool and a cached schema.
@Suite struct `Completions in shells` {
  /// A home with a cached schema, and the scripts where the shells look for them.
  private struct Workplace {
    let simulator: RunningSimulator
    let directory: TemporaryDirectory

    init() throws {
      simulator = try RunningSimulator(["--demo"])
      directory = try TemporaryDirectory()
      _ = try directory.makeDirectory("home")
      // fish leaves a pipe there, and in /tmp if others may enter it.
      _ = try directory.makeDirectory("runtime", mode: 0o700)
      try directory.write([], to: "my plan.ndjson")
      try directory.write([], to: "plans/one.ndjson")
      let filled = try launch(BuiltProducts.client, ["describe", "Imap"]).run()
      try #require(filled.ending == .exited(0), "\(filled.errorText)")
    }

    var environment: [String: String] {
      simulator.environment.merging([
        "PATH": "\(BuiltProducts.directory.path):/usr/bin:/bin", "HOME": directory.path("home"),
        "LC_ALL": "C.UTF-8", "TERM": "dumb", "PS1": "ready: ",
        "XDG_RUNTIME_DIR": directory.path("runtime"),
      ]) { $1 }
    }

    func launch(_ program: URL, _ arguments: [String]) -> Launch {
      Launch(program, arguments, environment: environment, directory: directory.url)
    }

    static func script(_ name: String) -> String {
      SharedData.projectRoot.appending(path: "completions/\(name)").path
    }
  }

  private static func isInstalled(_ shell: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  /// What is typed before Tab is pressed, and what the line is afterwards.
  private static let lines: [(typed: String, whole: String)] = [
    ("stalwart-cli des", "stalwart-cli describe"),
    // Objects and variants.
    ("stalwart-cli get ima", "stalwart-cli get Imap"),
    ("stalwart-cli create Account/U", "stalwart-cli create Account/User"),
    ("stalwart-cli describe account.emailA", "stalwart-cli describe account.emailAddress"),
    (
      "stalwart-cli snapshot --allow-unresolved Tenant,Rol",
      "stalwart-cli snapshot --allow-unresolved Tenant,Role"
    ),
    // The options of a command.
    ("stalwart-cli delete BlockedIp --wh", "stalwart-cli delete BlockedIp --where"),
    ("stalwart-cli apply --max-d", "stalwart-cli apply --max-deletes"),
    // Fields, and what they can be.
    (
      "stalwart-cli update Imap --field allowP",
      "stalwart-cli update Imap --field allowPlainTextAuth="
    ),
    (
      "stalwart-cli update Imap --field allowPlainTextAuth=t",
      "stalwart-cli update Imap --field allowPlainTextAuth=true"
    ),
    (
      "stalwart-cli create BlockedIp --field=reason=man",
      "stalwart-cli create BlockedIp --field=reason=manual"
    ),
    (
      "stalwart-cli query Account --fields id,emailA",
      "stalwart-cli query Account --fields id,emailAddress"
    ),
    (
      "stalwart-cli query Account --where memberT",
      "stalwart-cli query Account --where memberTenantId="
    ),
    (
      "stalwart-cli query BlockedIp --where reason=man",
      "stalwart-cli query BlockedIp --where reason=manual"
    ),
    // Values of options, and files.
    ("stalwart-cli get Imap --color al", "stalwart-cli get Imap --color always"),
    ("stalwart-cli get Imap --format=js", "stalwart-cli get Imap --format=json"),
    ("stalwart-cli apply plans/o", "stalwart-cli apply plans/one.ndjson"),
    ("stalwart-cli get Imap --schema=plans/o", "stalwart-cli get Imap --schema=plans/one.ndjson"),
    (
      "stalwart-cli create Domain --field-file name=plans/o",
      "stalwart-cli create Domain --field-file name=plans/one.ndjson"
    ),
    ("stalwart-cli help exit", "stalwart-cli help exit-codes"),
    // Where nothing fits, nothing happens.
    ("stalwart-cli get Nonesuch --fields nam", "stalwart-cli get Nonesuch --fields nam"),
  ]

  @Test(.enabled(if: isInstalled("bash"), "bash is not installed"))
  func inBash() throws {
    try drive(
      "bash",
      ["--norc", "--noprofile", "-i"],
      setup: "bind 'set bell-style none'; source \(Workplace.script("stalwart-cli.bash"))",
      prompt: "ready: "
    )
  }

  @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed"))
  func inZsh() throws {
    let directory = SharedData.projectRoot.appending(path: "completions").path
    try drive(
      "zsh",
      ["-f", "-i"],
      setup:
        "bindkey -e; unsetopt beep; fpath=(\(directory) $fpath); autoload -Uz compinit; compinit -u -D",
      // It says with this sequence that it can be typed at.
      prompt: "\u{1B}[?2004h"
    )
  }

  @Test(.enabled(if: isInstalled("fish"), "fish is not installed"))
  func inFish() throws {
    let prompt = "function fish_prompt; echo -n \"ready: \"; end"
    try drive(
      "fish",
      ["--no-config", "-i", "-C", prompt],
      setup: "source \(Workplace.script("stalwart-cli.fish"))",
      prompt: "ready: "
    )
  }

  @Test(.enabled(if: isInstalled("fish"), "fish is not installed"))
  func asFishTellsThem() throws {
    let workplace = try Workplace()
    let script =
      (["source \(Workplace.script("stalwart-cli.fish"))"]
      + Self.lines.map { "echo \"== $(complete -C '\($0.typed)' | cut -f 1)\"" })
      .joined(separator: "\n")
    var launch = workplace.launch(URL(filePath: "/usr/bin/fish"), ["--no-config", "-c", script])
    launch.limit = .seconds(120)
    let outcome = try launch.run()
    let answers = outcome.outputText.split(separator: "== ", omittingEmptySubsequences: false)
      .dropFirst().map { $0.split(separator: "\n") }
    try #require(answers.count == Self.lines.count, "\(outcome.outputText)\(outcome.errorText)")
    for (line, words) in zip(Self.lines, answers) {
      let last = line.whole.split(separator: " ").last ?? ""
      let expected = line.typed == line.whole ? [] : [last]
      #expect(words == expected, "\(line.typed)")
    }
    #expect(workplace.simulator.exchanges.count == Self.requests, "completion asked the server")
  }

  /// What filling the cache takes; completion adds nothing to it.
  private static let requests = 2

  private func drive(
    _ shell: String,
    _ arguments: [String],
    setup: String,
    prompt: String
  ) throws {
    let workplace = try Workplace()
    var launch = workplace.launch(URL(filePath: "/usr/bin/\(shell)"), arguments)
    launch.limit = .seconds(120)
    launch.terminal = TerminalWindow(columns: 200)
    launch.reactions = [Launch.Reaction(to: prompt, .type(setup + "\n"))]
    for line in Self.lines {
      // Ctrl-A goes to the start of the line, so that it can be shown instead of run.
      launch.reactions.append(
        Launch.Reaction(to: prompt, .type(line.typed + "\t\u{1}echo LINE \n"))
      )
    }
    launch.reactions.append(Launch.Reaction(to: prompt, .type("exit\n")))
    let outcome = try launch.run()
    let shown = outcome.outputText.split(whereSeparator: \.isNewline)
      .filter { $0.hasPrefix("LINE ") }
      .map { $0.dropFirst(5).trimmingCharacters(in: .whitespaces) }
    #expect(shown == Self.lines.map(\.whole), "\(outcome.outputText)")
    #expect(workplace.simulator.exchanges.count == Self.requests, "completion asked the server")
  }
}

/// What the scripts call.
@Suite struct `The hidden completion command` {
  private let directory: TemporaryDirectory
  private let request = ["__complete", "object", "im", "get"]

  init() throws {
    directory = try TemporaryDirectory()
    _ = try directory.makeDirectory("home")
  }

  private func run(_ environment: [String: String], _ arguments: [String]) throws -> Outcome {
    try Launch(
      BuiltProducts.client,
      arguments,
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first },
      directory: directory.url
    ).run()
  }

  private func expectSilence(_ environment: [String: String], _ arguments: [String]) throws {
    let outcome = try run(environment, arguments)
    #expect(outcome.ending == .exited(0))
    #expect(outcome.output == [] && outcome.errors == [], "\(arguments) \(outcome.errorText)")
  }

  @Test func isSilentWhateverIsMissing() throws {
    let url = "http://127.0.0.1:1"
    let home = directory.path("home")
    try expectSilence([:], request)
    try expectSilence(["STALWART_URL": url], request)
    try expectSilence(["STALWART_URL": url, "HOME": home], request)
    try expectSilence(["STALWART_URL": "nonsense", "HOME": home], request)
    try expectSilence(["STALWART_URL": url, "HOME": "/dev/null"], request)
    try expectSilence(["STALWART_URL": url, "HOME": home, "STALWART_DEBUG": "1"], request)
    try expectSilence(["HOME": home], ["__complete"])
    try expectSilence(["HOME": home], ["__complete", "nonsense", "", "get"])
    try expectSilence(["HOME": home], ["__complete", "object"])
    try expectSilence(["HOME": home], ["__complete", "field", "", "get", "--bogus", "x", "-"])
  }

  @Test func isSilentWithADamagedCache() throws {
    let simulator = try RunningSimulator(["--demo"])
    let environment = simulator.environment.merging(["HOME": directory.path("home")]) { $1 }
    #expect(try run(environment, ["describe", "Imap"]).ending == .exited(0))
    #expect(try run(environment, request).outputText == "Imap\tIMAP settings\n")
    let files = FileManager.default
    let caches = directory.url.appending(path: "home/.cache/stalwart-cli")
    let enumerator = files.enumerator(at: caches, includingPropertiesForKeys: nil)
    let found = (enumerator?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }
    #expect(found.count == 3)
    // A damaged index is made again; without its document nothing is offered.
    for file in found where file.pathExtension == "index" {
      try Data("damaged".utf8).write(to: file)
    }
    #expect(try run(environment, request).outputText == "Imap\tIMAP settings\n")
    for file in found where file.pathExtension == "json" {
      try Data(#"{"objects":{"x:Imap":["#.utf8).write(to: file)
    }
    try expectSilence(environment, request)
    #expect(simulator.exchanges.count == 2, "completion asked the server")
  }

  /// Loading libcurl and what it needs takes longer than everything else.
  @Test func loadsNoNetwork() throws {
    let simulator = try RunningSimulator(["--demo"])
    var environment = simulator.environment.merging(["HOME": directory.path("home")]) { $1 }
    #expect(try run(environment, ["describe", "Imap"]).ending == .exited(0))
    environment["LD_DEBUG"] = "files"
    environment["LD_DEBUG_OUTPUT"] = directory.path("loader")
    #expect(try run(environment, request).outputText == "Imap\tIMAP settings\n")
    let loads = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
      .filter { $0.hasPrefix("loader") }
      .map { try String(contentsOfFile: directory.path($0), encoding: .utf8) }.joined()
    #expect(loads.contains("libc.so"))
    #expect(!loads.contains("libcurl"))
  }
}
