// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Synchronization
import Testing

@testable import Terminal

/// A terminal with nobody at it but the test.
private struct PseudoTerminal: Sendable {
  let master: Int32
  let path: String

  init() throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var index: UInt32 = 0
    // TIOCSPTLCK and TIOCGPTN, which Swift does not see.
    let isOpen =
      unsafe ioctl(master, 0x4004_5431, &locked) == 0
      && ioctl(master, 0x8004_5430, &index) == 0
    try #require(isOpen)
    path = "/dev/pts/\(index)"
  }

  /// Opens the side at which a program sits.
  func openSlave(_ flags: Int32 = O_NOCTTY) -> Int32 {
    unsafe open(path, O_RDWR | flags)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(master, bytes, bytes.count)
  }

  /// Reads what is shown until it contains `text`.
  @discardableResult
  func wait(for text: String) -> String {
    var shown: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while !String(decoding: shown, as: UTF8.self).contains(text) {
      let count = unsafe read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      shown += buffer.prefix(count)
    }
    return String(decoding: shown, as: UTF8.self)
  }

  static func echoes(_ descriptor: Int32) -> Bool {
    var settings = termios()
    _ = unsafe tcgetattr(descriptor, &settings)
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }
}

/// The threads that run tests block every signal.
private func unblockSignals() {
  var set = sigset_t()
  unsafe sigemptyset(&set)
  _ = unsafe pthread_sigmask(SIG_SETMASK, &set, nil)
}

/// The prompts catch signals for the whole process, so one is shown at a time.
@Suite(.serialized) struct `Prompts ask on the terminal` {
  private func ask<T: Sendable>(
    typing text: String,
    after prompt: String,
    _ question: @escaping @Sendable (TerminalPrompter) throws -> T
  ) throws -> (answer: Result<T, any Error>, shown: String, echoes: Bool) {
    let terminal = try PseudoTerminal()
    // Held open, so that the settings outlive the prompt and what was shown can be read.
    let slave = terminal.openSlave()
    let asking = Background { try question(TerminalPrompter(device: terminal.path)) }
    var shown = terminal.wait(for: prompt)
    terminal.type(text)
    let answer = asking.wait()
    let echoes = PseudoTerminal.echoes(slave)
    _ = fcntl(terminal.master, F_SETFL, O_NONBLOCK)
    shown += terminal.wait(for: "never")
    close(slave)
    close(terminal.master)
    return (answer, shown, echoes)
  }

  @Test func forSecretsWithoutEcho() throws {
    let result = try ask(typing: "sécret \n", after: "Password: ") { prompter in
      try prompter.secret("Password: ")
    }
    #expect(try result.answer.get() == "sécret ")
    #expect(result.shown == "Password: \r\n")
    #expect(result.echoes)
  }

  @Test func forLinesWithEcho() throws {
    let result = try ask(typing: "Domain\n", after: "Name: ") { try $0.line("Name: ") }
    #expect(try result.answer.get() == "Domain")
    #expect(result.shown == "Name: Domain\r\n")
  }

  @Test(arguments: [
    ("y\n", true), ("YES\n", true), (" y \n", true), ("n\n", false), ("\n", false),
    ("yep\n", false),
    ("\u{4}", false),
  ])
  func forConsent(typed: String, isYes: Bool) throws {
    let result = try ask(typing: typed, after: "[y/N] ") { try $0.confirm("Delete 2?") }
    #expect(try result.answer.get() == isYes)
    #expect(result.shown.hasPrefix("Delete 2? [y/N] "))
  }

  @Test func untilTheInputEnds() throws {
    let result = try ask(typing: "\u{4}", after: "Password: ") { try $0.secret("Password: ") }
    #expect(throws: PromptError.endOfInput) { try result.answer.get() }
    #expect(result.echoes)
  }

  @Test func ifThereIsOne() {
    let prompter = TerminalPrompter(device: "/nonexistent/tty")
    #expect(throws: PromptError.noTerminal) { try prompter.secret("Password: ") }
    // A file that is no terminal is none either.
    #expect(throws: PromptError.noTerminal) {
      try TerminalPrompter(device: "/dev/null").secret("Password: ")
    }
  }

  @Test func untilCtrlCAndRestoreTheEcho() async {
    await #expect(processExitsWith: .exitCode(130)) {
      let terminal = try PseudoTerminal()
      setsid()
      // Without O_NOCTTY it becomes the terminal of this session.
      let slave = terminal.openSlave(0)
      _ = Background {
        terminal.wait(for: "Password: ")
        terminal.type("half\u{3}")
      }
      do {
        _ = try TerminalPrompter().secret("Password: ")
      } catch PromptError.interrupted(SIGINT) {
        exit(PseudoTerminal.echoes(slave) ? 130 : 1)
      }
      exit(2)
    }
  }

  @Test func untilTheyAreTerminated() async {
    await #expect(processExitsWith: .exitCode(143)) {
      let terminal = try PseudoTerminal()
      let slave = terminal.openSlave()
      _ = Background {
        terminal.wait(for: "Password: ")
        kill(getpid(), SIGTERM)
      }
      do {
        _ = try TerminalPrompter(device: terminal.path).secret("Password: ")
      } catch PromptError.interrupted(SIGTERM) {
        exit(PseudoTerminal.echoes(slave) ? 143 : 1)
      }
      exit(2)
    }
  }

  @Test func andThenSignalsKillAgain() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let terminal = try PseudoTerminal()
      let slave = terminal.openSlave()
      _ = Background {
        terminal.wait(for: "Name: ")
        terminal.type("x\n")
      }
      _ = try TerminalPrompter(device: terminal.path).line("Name: ")
      close(slave)
      unblockSignals()
      raise(SIGTERM)
      exit(0)
    }
  }
}

@Suite struct `A signal watch` {
  /// A signal may come after the last look at the watch, when the answer is already there.
  @Test func handsOnWhatNobodySaw() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      unblockSignals()
      guard let watch = SignalWatch([SIGTERM]) else { exit(1) }
      raise(SIGTERM)
      watch.stop()
      exit(2)
    }
  }
}

@Suite struct `Signals are noted` {
  @Test func onceAndThenKill() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      unblockSignals()
      Signals.noteInterruptions()
      guard Signals.interruption == nil else { exit(1) }
      raise(SIGINT)
      guard Signals.interruption == SIGINT else { exit(2) }
      raise(SIGINT)
      exit(3)
    }
  }

  @Test func andTheSecondTakesAFileAlong() async {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "doomed.\(UUID().uuidString)").path
    let kept = path + ".kept"
    await #expect(processExitsWith: .signal(SIGTERM)) {
      [path = path as String, kept = kept as String] in
      unblockSignals()
      Signals.noteInterruptions()
      for name in [path, kept] { _ = unsafe creat(name, 0o600) }
      guard Signals.removeIfKilled(kept), !Signals.removeIfKilled(path) else { exit(1) }
      Signals.forgetFile()
      guard Signals.removeIfKilled(path) else { exit(2) }
      raise(SIGHUP)
      raise(SIGHUP)
      raise(SIGTERM)
      exit(3)
    }
    #expect(unsafe access(path, F_OK) != 0)
    #expect(unsafe unlink(kept) == 0)
  }

  @Test func unlessTheyWereIgnored() async {
    await #expect(processExitsWith: .exitCode(0)) {
      unblockSignals()
      signal(SIGINT, SIG_IGN)
      Signals.noteInterruptions()
      raise(SIGINT)
      exit(Signals.interruption == nil ? 0 : 1)
    }
  }
}

@Suite struct `Closed streams are occupied` {
  @Test func soThatNoFileTakesTheirPlace() async {
    await #expect(processExitsWith: .exitCode(0)) {
      close(0)
      close(1)
      StandardStream.occupyClosed()
      var byte: UInt8 = 0
      guard unsafe open("/dev/null", O_RDWR) > 2, unsafe read(0, &byte, 1) == -1, errno == EBADF,
        unsafe write(1, &byte, 1) == -1, errno == EBADF
      else { exit(1) }
      exit(0)
    }
  }
}
