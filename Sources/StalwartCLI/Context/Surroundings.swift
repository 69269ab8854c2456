// SPDX-License-Identifier: MIT

public import HTTP
public import Terminal

/// What a run touches of the world outside, so that tests can stand in for it.
public struct Surroundings {
  /// The arguments, without the tool's own name.
  public var arguments: [String]
  /// The environment variables.
  public var environment: [String: String]
  /// Where results go.
  public var standardOutput: any OutputSink
  /// Where everything else goes.
  public var standardError: any OutputSink
  /// The descriptor of standard input.
  public var standardInput: Int32
  /// Whether standard input is a terminal.
  public var isInputTerminal: Bool
  /// Whether standard output is a terminal.
  public var isOutputTerminal: Bool
  /// Whether standard error is a terminal.
  public var isErrorTerminal: Bool
  /// The columns of the terminal, if it can be asked.
  public var columns: Int?
  /// Asks the person.
  public var prompter: any Prompter
  /// Seconds since 1970.
  public var now: @Sendable () -> Int
  /// The time since some fixed moment; it never goes back.
  public var elapsed: @Sendable () -> Duration
  /// Lets time pass.
  public var sleep: @Sendable (Duration) -> Void
  /// A random number from 0 to 1.
  public var random: @Sendable () -> Double
  /// The signal that asked the run to end, if one did.
  public var interruption: @Sendable () -> Int32?
  /// Makes the transport; asked once, and only if something is sent.
  public var makeTransport: (TransportConfiguration) -> any Transport
  /// Names the library that carries requests, for `--version`.
  public var libraryVersion: () -> String

  /// Takes all of it.
  public init(
    arguments: [String],
    environment: [String: String],
    standardOutput: any OutputSink,
    standardError: any OutputSink,
    standardInput: Int32,
    isInputTerminal: Bool = false,
    isOutputTerminal: Bool = false,
    isErrorTerminal: Bool = false,
    columns: Int? = nil,
    prompter: any Prompter,
    now: @escaping @Sendable () -> Int,
    elapsed: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) -> Void,
    random: @escaping @Sendable () -> Double,
    interruption: @escaping @Sendable () -> Int32?,
    makeTransport: @escaping (TransportConfiguration) -> any Transport,
    libraryVersion: @escaping () -> String
  ) {
    self.arguments = arguments
    self.environment = environment
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.standardInput = standardInput
    self.isInputTerminal = isInputTerminal
    self.isOutputTerminal = isOutputTerminal
    self.isErrorTerminal = isErrorTerminal
    self.columns = columns
    self.prompter = prompter
    self.now = now
    self.elapsed = elapsed
    self.sleep = sleep
    self.random = random
    self.interruption = interruption
    self.makeTransport = makeTransport
    self.libraryVersion = libraryVersion
  }
}
