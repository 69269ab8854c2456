// SPDX-License-Identifier: MIT

import CommandLine
import Foundation
import TestSupport
import Testing

/// A directory with the scripts and a tool that answers their questions.
private struct Shells {
  let directory: TemporaryDirectory

  /// The tool prints what it was called with, or candidates for `__complete`.
  private static let tool = #"""
    #!/bin/sh
    if [ "$1" != __complete ]; then
      printf 'CALLED'
      for word; do printf '<%s>' "$word"; done
      printf '\n'
      exit
    fi
    shift
    printf '%s|' "$@" >>"$MAILCTL_LOG"
    printf '\n' >>"$MAILCTL_LOG"
    case $1:$2 in
      object:im* | object:IM*) printf 'Imap\tSettings of IMAP\n' ;;
      object:*) printf 'Account\tPeople\nDomain\tDomains: names\nImap\n' ;;
      object-or-variant:Acc*) printf 'Account/User\nAccount/Group\n' ;;
      field:name,*) printf 'name,allowed\n' ;;
      field:*) printf 'name\nnewName\n' ;;
      assignment:*=*) printf 'enabled=true\nenabled=false\n' ;;
      assignment:*) printf 'enabled=\n' ;;
      assignment-from-file:*) printf 'secret=\n' ;;
      filter:*) printf 'two words\n' ;;
      id:*) exit 1 ;;
    esac
    echo 'this is noise' >&2

    """#

  init() throws {
    directory = try TemporaryDirectory()
    try directory.writeProgram(Self.tool, to: "bin/mailctl")
    for shell in Shell.allCases {
      let script = CompletionScript.text(for: shell, tool: Sample.tool)
      let name = shell == .zsh ? "_mailctl" : "mailctl.\(shell.rawValue)"
      try directory.write(Array(script.utf8), to: name)
    }
    try directory.write([], to: "plan one.ndjson")
    try directory.write([], to: "plans/two.ndjson")
    // fish leaves a pipe there, and in /tmp if others may enter it.
    _ = try directory.makeDirectory("runtime", mode: 0o700)
  }

  var environment: [String: String] {
    [
      "PATH": "\(directory.path("bin")):/usr/bin:/bin", "HOME": directory.url.path,
      "LC_ALL": "C.UTF-8", "TERM": "dumb", "MAILCTL_LOG": directory.path("log"),
      "XDG_RUNTIME_DIR": directory.path("runtime"),
    ]
  }

  var log: String { (try? String(contentsOfFile: directory.path("log"), encoding: .utf8)) ?? "" }

  func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    try Launch(
      URL(filePath: Tools.path(program) ?? program),
      arguments,
      environment: environment,
      directory: directory.url
    ).run()
  }
}

/// What is typed before the cursor, and the whole words that are offered.
private let cases: [(line: String, words: [String])] = [
  ("mailctl ge", ["get"]),
  ("mailctl d", ["delete", "describe"]),
  ("mailctl -k --url u d", ["delete", "describe"]),
  ("mailctl --ur", ["--url"]),
  ("mailctl get im", ["Imap"]),
  ("mailctl --url=x get IM", ["Imap"]),
  ("mailctl get ", ["Account", "Domain", "Imap"]),
  ("mailctl show ", ["Account", "Domain", "Imap"]),
  ("mailctl get account --fie", ["--fields"]),
  ("mailctl get account --fields n", ["name", "newName"]),
  ("mailctl get account --fields=n", ["name", "newName"]),
  ("mailctl get account --fields name,", ["name,allowed"]),
  ("mailctl get account --format j", ["json"]),
  ("mailctl get account --format=j", ["json"]),
  ("mailctl get account --json --color n", ["never"]),
  ("mailctl create Acc", ["Account/Group", "Account/User"]),
  ("mailctl create Account/User --field en", ["enabled="]),
  ("mailctl create Account/User --field enabled=", ["enabled=false", "enabled=true"]),
  ("mailctl create Account/User --field=enabled=", ["enabled=false", "enabled=true"]),
  ("mailctl create Account/User --field-file s", ["secret="]),
  ("mailctl create Account/User --field-file secret=plans/t", ["secret=plans/two.ndjson"]),
  ("mailctl apply plans/t", ["plans/two.ndjson"]),
  ("mailctl apply --file plans/t", ["plans/two.ndjson"]),
  ("mailctl apply --cache-dir pl", ["plans/"]),
  ("mailctl query a -o plans/t", ["plans/two.ndjson"]),
  ("mailctl get account ", []),
  ("mailctl get account b ", []),
  ("mailctl completion ", ["bash", "fish", "zsh"]),
  ("mailctl help exit", ["exit-codes"]),
  ("mailctl query a -n ", []),
  ("mailctl get -- account --fie", []),
  ("mailctl bogus ", []),
]

@Suite struct `Completion scripts` {
  @Test(arguments: Shell.allCases)
  func areGolden(shell: Shell) throws {
    let text = CompletionScript.text(for: shell, tool: Sample.tool)
    try Golden.check(text, named: "completion/mailctl.\(shell.rawValue)")
    #expect(!text.contains("secret-command") || shell == .fish)
    #expect(!text.contains("no-op"))
  }

  @Test(arguments: Shell.allCases.filter { Tools.isInstalled($0.rawValue) })
  func haveTheShellsSyntax(shell: Shell) throws {
    let text = CompletionScript.text(for: shell, tool: Sample.tool)
    let check = try Tools.run(shell.rawValue, ["-n", "/dev/stdin"], input: text)
    #expect(check.output == "" && check.status == 0)
  }

  @Test(.enabled(if: Tools.isInstalled("bash"), "bash is not installed"), arguments: cases)
  func offerWordsInBash(line: String, words: [String]) throws {
    let shells = try Shells()
    // Readline breaks words at = and :, and hands over what it has made of the line.
    let tokens = readlineWords(line)
    let script = """
      source ./mailctl.bash
      COMP_LINE=\(ShellWord.quoted(line)) COMP_POINT=\(line.utf8.count)
      COMP_WORDS=(\(tokens.map(ShellWord.quoted).joined(separator: " ")))
      COMP_CWORD=\(tokens.count - 1)
      _mailctl
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try shells.run("bash", ["--norc", "-c", script])
    #expect(outcome.errorText == "")
    // Only what follows the last break is replaced.
    let lead = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    let kept = lead.lastIndex { "=:@".contains($0) }.map { lead[...$0] } ?? ""
    let option = lead.hasPrefix("--") ? lead.prefix { $0 != "=" }.count + 1 : 0
    let expected = words.map { String($0.dropFirst(max(0, kept.count - option))) }
    let found = outcome.outputText.split(separator: "\n").map(String.init)
    #expect(found.sorted() == (kept.isEmpty ? words : expected))
  }

  private func readlineWords(_ line: String) -> [String] {
    line.split(separator: " ", omittingEmptySubsequences: false).flatMap { word -> [String] in
      var parts = [""]
      for character in word {
        if "=:@".contains(character) {
          if parts.last == "" { parts.removeLast() }
          parts += [String(character), ""]
        } else {
          parts[parts.count - 1].append(character)
        }
      }
      return parts
    }
  }

  @Test(.enabled(if: Tools.isInstalled("fish"), "fish is not installed"), arguments: cases)
  func offerWordsInFish(line: String, words: [String]) throws {
    let shells = try Shells()
    let script = "source ./mailctl.fish; complete -C \(ShellWord.quoted(line))"
    let outcome = try shells.run("fish", ["--no-config", "-c", script])
    #expect(outcome.errorText == "")
    let found = outcome.outputText.split(separator: "\n")
      .map { String($0.prefix { $0 != "\t" }) }
      .map { word in
        // fish repeats the option before its value.
        guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return word }
        return String(word[word.index(after: sign)...])
      }
    #expect(found.sorted() == words)
  }

  /// What is typed, what the line becomes when Tab is pressed, and how it is called then.
  static let typed: [(line: String, call: String)] = [
    ("mailctl ge\tDomain", "<get><Domain>"),
    ("mailctl get im\tb", "<get><Imap><b>"),
    ("mailctl get a --fiel\tx", "<get><a><--fields><x>"),
    ("mailctl create x --field en\ttrue", "<create><x><--field><enabled=true>"),
    ("mailctl create x --field=en\ttrue", "<create><x><--field=enabled=true>"),
    ("mailctl get a --fields name,\tb", "<get><a><--fields><name,allowed><b>"),
    ("mailctl get a --format j\tb", "<get><a><--format><json><b>"),
    ("mailctl get a --format=j\tb", "<get><a><--format=json><b>"),
    ("mailctl query a --where t\tb", "<query><a><--where><two words><b>"),
    ("mailctl apply --file plan\\ \tb", "<apply><--file><plan one.ndjson><b>"),
    (
      "mailctl create x --field-file secret=plans/t\tb",
      "<create><x><--field-file><secret=plans/two.ndjson><b>"
    ),
    ("mailctl get a \tb", "<get><a><b>"),
  ]

  @Test(.enabled(if: Tools.isInstalled("bash"), "bash is not installed"), arguments: typed)
  func workInARealBash(line: String, call: String) throws {
    try drive(
      "bash",
      ["--norc", "--noprofile", "-i"],
      ["bind 'set bell-style none'; source ./mailctl.bash"],
      line: line,
      call: call
    )
  }

  @Test(.enabled(if: Tools.isInstalled("zsh"), "zsh is not installed"), arguments: typed)
  func workInARealZsh(line: String, call: String) throws {
    try drive(
      "zsh",
      ["-f", "-i"],
      [
        "unsetopt beep; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D"
      ],
      line: line,
      call: call
    )
  }

  @Test(.enabled(if: Tools.isInstalled("zsh"), "zsh is not installed"))
  func canBeSourcedByZsh() throws {
    try drive(
      "zsh",
      ["-f", "-i"],
      ["autoload -Uz compinit; compinit -u -D; source ./_mailctl"],
      line: "mailctl get im\tb",
      call: "<get><Imap><b>"
    )
  }

  private func drive(
    _ shell: String,
    _ arguments: [String],
    _ setup: [String],
    line: String,
    call: String
  ) throws {
    let shells = try Shells()
    var launch = Launch(
      URL(filePath: Tools.path(shell) ?? shell),
      arguments,
      environment: shells.environment.merging(["PS1": "ready: "]) { $1 },
      directory: shells.directory.url
    )
    launch.limit = .seconds(20)
    launch.terminal = TerminalWindow(columns: 200)
    // The Z shell says with an escape sequence when it is ready to be typed at.
    let prompt = shell == "zsh" ? "\u{1B}[?2004h" : "ready: "
    launch.reactions = [
      Launch.Reaction(to: prompt, .type(setup.joined(separator: "; ") + "\n")),
      Launch.Reaction(to: prompt, .type(line + "\n")),
      Launch.Reaction(to: prompt, .type("exit\n")),
    ]
    let outcome = try launch.run()
    #expect(outcome.outputText.contains("CALLED\(call)\r\n"), "\(outcome.outputText)")
    #expect(!outcome.outputText.contains("noise"))
  }

  @Test(.enabled(if: Tools.isInstalled("bash"), "bash is not installed"))
  func tellTheToolWhatWasTyped() throws {
    let shells = try Shells()
    let line = "mailctl -k get 'Account' --url http://h:1 --fields n"
    let script = """
      source ./mailctl.bash
      COMP_LINE=\(ShellWord.quoted(line)) COMP_POINT=\(line.utf8.count)
      COMP_WORDS=(mailctl -k get "'Account'" --url http : //h : 1 --fields n) COMP_CWORD=11
      _mailctl
      """
    _ = try shells.run("bash", ["--norc", "-c", script])
    #expect(shells.log == "field|n|-k|get|Account|--url|http://h:1|--fields|\n")
  }
}
