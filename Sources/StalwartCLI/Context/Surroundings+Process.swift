// SPDX-License-Identifier: MIT

internal import Glibc
public import HTTP
internal import Terminal

extension Surroundings {
  /// The surroundings of this process.
  ///
  /// - Parameters:
  ///   - makeTransport: Makes the transport.
  ///   - libraryVersion: Names the library that carries requests.
  /// - Returns: What a run of this process touches.
  public static func process(
    makeTransport: @escaping (TransportConfiguration) -> any Transport,
    libraryVersion: @escaping () -> String
  ) -> Surroundings {
    StandardStream.occupyClosed()
    Signals.ignoreBrokenPipes()
    Signals.noteInterruptions()
    let arguments = Array(Swift.CommandLine.arguments.dropFirst())
    ArgumentCover.coverSecrets()
    return Surroundings(
      arguments: arguments,
      environment: processEnvironment(),
      standardOutput: DescriptorSink(descriptor: StandardStream.output.rawValue),
      standardError: DescriptorSink(descriptor: StandardStream.error.rawValue),
      standardInput: StandardStream.input.rawValue,
      isInputTerminal: StandardStream.input.isTerminal,
      isOutputTerminal: StandardStream.output.isTerminal,
      isErrorTerminal: StandardStream.error.isTerminal,
      columns: StandardStream.output.terminalColumns,
      prompter: TerminalPrompter(),
      now: { time(nil) },
      elapsed: Self.elapsed,
      sleep: Self.sleep,
      random: { Double.random(in: 0...1) },
      interruption: { Signals.interruption },
      makeTransport: makeTransport,
      libraryVersion: libraryVersion
    )
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      // By bytes: finding the sign in a String takes ten times as long.
      if let equals = unsafe strchr(text, 0x3D) {
        let name = unsafe UnsafeRawBufferPointer(start: text, count: equals - text)
        variables[unsafe String(decoding: name, as: UTF8.self)] =
          unsafe String(cString: equals + 1)
      }
      unsafe entry += 1
    }
    return variables
  }

  /// The clock of the system; Swift's own would bring the runtime of its tasks into the program.
  @Sendable private static func elapsed() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Sleeps, but no longer once a signal asks the run to end.
  @Sendable private static func sleep(_ duration: Duration) {
    let end = elapsed() + duration
    // A signal that comes just before a nap does not end it: naps are short.
    while Signals.interruption == nil, case let left = end - elapsed(), left > .zero {
      let nap = min(left, .milliseconds(200)).components
      var request = timespec(
        tv_sec: Int(nap.seconds),
        tv_nsec: Int(nap.attoseconds / 1_000_000_000)
      )
      _ = unsafe nanosleep(&request, nil)
    }
  }
}
