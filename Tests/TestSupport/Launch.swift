// SPDX-License-Identifier: MIT

public import Foundation
import Glibc

/// A program to run: everything that it can see of the world is said here.
///
/// It gets a session of its own, so that it has no controlling terminal unless
/// ``terminal`` says otherwise, and nothing of the tests' environment.
public struct Launch: Sendable {
  /// What standard input is.
  public enum Input: Sendable {
    /// A pipe that brings these bytes, then ends.
    case bytes([UInt8])
    /// `/dev/null`.
    case nothing
    /// A pipe that brings these bytes and never ends.
    case unending([UInt8])
    /// Not open at all.
    case closed
  }

  /// What standard output or standard error is.
  public enum Output: Sendable {
    /// A pipe that is read to its end.
    case captured
    /// A pipe whose reader goes away after this many lines.
    case lines(Int)
    /// A pipe whose reader has gone before anything is written.
    case abandoned
    /// A file, such as `/dev/full`.
    case file(String)
    /// Not open at all.
    case closed
  }

  /// A text to type, or a signal to send, once the program has printed something.
  public struct Reaction: Sendable {
    /// What is done.
    public enum Action: Sendable {
      /// These characters are typed on the terminal.
      case type(String)
      /// This signal is sent to the program.
      case signal(Int32)
      /// This program is run to its end, in the directory of the launch.
      case run(String, [String])
    }

    /// The text to wait for, on standard error or on the terminal, after the previous match.
    public var text: String
    /// What is done then.
    public var action: Action

    /// Waits for a text, then acts.
    public init(to text: String, _ action: Action) {
      self.text = text
      self.action = action
    }
  }

  /// The program's file.
  public var program: URL
  /// Its arguments, without its name.
  public var arguments: [String]
  /// Its whole environment.
  public var environment: [String: String]
  /// Its working directory.
  public var directory: URL
  /// Its standard input, unless it has a terminal.
  public var input = Input.nothing
  /// Its standard output, unless it has a terminal.
  public var output = Output.captured
  /// Its standard error, unless it has a terminal.
  public var errors = Output.captured
  /// The window of the terminal that is its input, output and errors, if it has one.
  public var terminal: TerminalWindow?
  /// What is done when it prints certain texts, in this order.
  public var reactions: [Reaction] = []
  /// Called once, with the id of the process, as soon as it runs.
  public var whenStarted: (@Sendable (pid_t) -> Void)?
  /// Whether it is meant to show a secret, such as the one that it was told to make.
  ///
  /// Any other run that shows one fails, see ``SecretWatch``.
  public var showsSecrets = false
  /// How long it may take before it is killed.
  ///
  /// Generous: it only ends what hangs.
  public var limit = Duration.seconds(60)

  /// Describes a run without input, with all output captured.
  public init(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String],
    directory: URL
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }
}

/// The size of a terminal's window.
public struct TerminalWindow: Equatable, Sendable {
  /// Columns of one cell each.
  public var columns: UInt16
  /// Lines.
  public var rows: UInt16

  /// Describes a window; the usual one is 80 columns wide and 24 lines high.
  public init(columns: UInt16 = 80, rows: UInt16 = 24) {
    self.columns = columns
    self.rows = rows
  }
}

/// What became of a program.
public struct Outcome: Sendable {
  /// How it ended.
  public enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
    /// It took longer than its limit and was killed.
    case tooSlow
  }

  /// How it ended.
  public var ending: Ending
  /// What it wrote to standard output, or to its terminal.
  public var output: [UInt8]
  /// What it wrote to standard error.
  public var errors: [UInt8]

  /// Standard output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
  /// The exit status as a shell gives it: 128 and the signal's number after a signal.
  public var status: Int32 {
    switch ending {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    case .tooSlow: -1
    }
  }
}
