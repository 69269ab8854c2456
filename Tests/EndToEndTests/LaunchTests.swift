// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The machinery that runs programs, tried with programs that every system has.
struct LaunchTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func shell(_ script: String) -> Launch {
    Launch(
      URL(filePath: "/bin/sh"),
      ["-c", script],
      environment: ["PATH": "/usr/bin:/bin", "ONLY": "this"],
      directory: directory.url
    )
  }

  @Test func keepsStreamsAndStatusApart() throws {
    let outcome = try shell("echo out; echo err >&2; exit 7").run()
    #expect(outcome.outputText == "out\n")
    #expect(outcome.errorText == "err\n")
    #expect(outcome.ending == .exited(7))
  }

  @Test func reportsTheSignalThatEndedAProgram() throws {
    let outcome = try shell("kill -TERM $$").run()
    #expect(outcome.ending == .signalled(SIGTERM))
    #expect(outcome.status == 143)
  }

  @Test func bringsMoreInputThanAPipeHolds() throws {
    var launch = shell("wc -c | tr -d ' '")
    launch.input = .bytes([UInt8](repeating: 120, count: 1_000_000))
    #expect(try launch.run().outputText == "1000000\n")
  }

  @Test func hasADirectoryAndAnEnvironmentOfItsOwn() throws {
    let ofTheShell = "-e ^PWD= -e ^_= -e ^OLDPWD= -e ^SHLVL= -e ^.SAN_OPTIONS="
    let outcome = try shell("pwd; env | grep -v \(ofTheShell) | sort").run()
    #expect(outcome.outputText == "\(directory.url.path)\nONLY=this\nPATH=/usr/bin:/bin\n")
  }

  @Test func killsWhatHangs() throws {
    var launch = shell("exec cat")
    launch.input = .unending([])
    launch.limit = .milliseconds(50)
    #expect(try launch.run().ending == .tooSlow)
  }

  @Test func hasNoTerminalUnlessOneIsGiven() throws {
    #expect(try shell("tty; : < /dev/tty").run().status != 0)
    var launch = shell("stty size; tty > /dev/null && : < /dev/tty && echo here")
    launch.terminal = TerminalWindow(columns: 80, rows: 24)
    #expect(try launch.run().outputText == "24 80\r\nhere\r\n")
  }

  @Test func answersPrompts() throws {
    var launch = shell("printf 'name? '; read a; printf 'age? '; read b; echo \"$a:$b\"")
    launch.terminal = TerminalWindow()
    launch.reactions = [
      .init(to: "name? ", .type("jane\n")), .init(to: "age? ", .type("7\n")),
    ]
    #expect(try launch.run().outputText.hasSuffix("jane:7\r\n"))
  }

  @Test func sendsASignalAtTheRightMoment() throws {
    var launch = shell("trap 'exit 9' INT; echo ready >&2; while :; do read x; done")
    launch.input = .unending([])
    launch.reactions = [.init(to: "ready", .signal(SIGINT))]
    let ending = try launch.run().ending
    #expect(ending == .exited(9) || ending == .signalled(SIGINT))
  }

  @Test func leavesWhileAProgramIsStillWriting() throws {
    var launch = shell("exec yes")
    launch.output = .lines(2)
    let outcome = try launch.run()
    #expect(outcome.ending == .signalled(SIGPIPE))
    #expect(outcome.outputText.hasPrefix("y\ny\n"))
  }

  @Test func closesStreams() throws {
    var launch = shell("echo x")
    launch.output = .closed
    #expect(try launch.run().status != 0)
    launch.output = .file("/dev/full")
    #expect(try launch.run().status != 0)
  }
}
