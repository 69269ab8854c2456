// SPDX-License-Identifier: MIT

internal import Glibc

/// Asks on the controlling terminal, whatever standard input and output are.
public struct TerminalPrompter: Prompter {
  /// The path of the terminal.
  private let device: String

  /// Creates a prompter; tests name a pseudo-terminal.
  public init(device: String = "/dev/tty") {
    self.device = device
  }

  /// Asks for a secret with the terminal's echo off.
  ///
  /// - Throws: ``PromptError``.
  public func secret(_ prompt: String) throws(PromptError) -> String {
    try ask(prompt, isSecret: true)
  }

  /// Asks for a line of text.
  ///
  /// - Throws: ``PromptError``.
  public func line(_ prompt: String) throws(PromptError) -> String {
    try ask(prompt, isSecret: false)
  }

  private func ask(_ prompt: String, isSecret: Bool) throws(PromptError) -> String {
    let descriptor = unsafe open(device, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .noTerminal }
    defer { _ = close(descriptor) }
    guard let watch = SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGQUIT]) else {
      throw .system(code: errno)
    }
    defer { watch.stop() }
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw .noTerminal }
    let original = settings
    if isSecret {
      settings.c_lflag &= ~tcflag_t(ECHO)
      // Drops what was typed before the question: it was not meant as the answer, and was shown.
      guard unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0 else {
        throw .system(code: errno)
      }
    }
    let sink = DescriptorSink(descriptor: descriptor, capacity: 0)
    defer {
      if isSecret {
        var original = original
        _ = unsafe tcsetattr(descriptor, TCSANOW, &original)
        try? sink.write("\n")
      }
    }
    do { try sink.write(prompt) } catch { throw .noTerminal }
    let bytes = try readLine(from: descriptor, watching: watch)
    guard let answer = String(validating: bytes, as: UTF8.self) else { throw .invalidText }
    return answer
  }

  private func readLine(
    from descriptor: Int32,
    watching watch: SignalWatch
  ) throws(PromptError) -> [UInt8] {
    var line: [UInt8] = []
    while true {
      try watch.waitUntilReadable(descriptor)
      var byte: UInt8 = 0
      switch unsafe read(descriptor, &byte, 1) {
      case 1 where byte == UInt8(ascii: "\n"): return line
      case 1: line.append(byte)
      case 0:
        guard !line.isEmpty else { throw .endOfInput }
        return line
      default:
        guard errno == EINTR || errno == EAGAIN else { throw .system(code: errno) }
      }
    }
  }
}
