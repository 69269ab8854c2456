// SPDX-License-Identifier: MIT

internal import Glibc

/// The three descriptors that a process is born with.
public enum StandardStream: Int32, CaseIterable, Sendable {
  /// Standard input.
  case input = 0
  /// Standard output.
  case output = 1
  /// Standard error.
  case error = 2

  /// Opens a placeholder for each standard stream that the parent closed, so that no file or
  /// socket opened later takes its number.
  ///
  /// A placeholder fails as the closed stream would: that of the input cannot be read, and
  /// those of the outputs cannot be written.
  public static func occupyClosed() {
    for stream in allCases where fcntl(stream.rawValue, F_GETFD) == -1 && errno == EBADF {
      // The lowest free descriptor is the one just found closed.
      _ = unsafe open("/dev/null", stream == .input ? O_WRONLY : O_RDONLY)
    }
  }

  /// Whether the stream is a terminal.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The columns of the terminal; `nil` if the stream is not a terminal, or the terminal does
  /// not know its size.
  public var terminalColumns: Int? {
    var size = winsize()
    guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}

/// How wide text may be.
public enum TerminalWidth {
  /// The width when nothing says otherwise.
  public static let standard = 80

  /// The cells of a line: `COLUMNS` if it is a positive number (POSIX.1-2024,
  /// section 8.3), else what the terminal says, else 80.
  public static func columns(terminal: Int?, environment: [String: String]) -> Int {
    if let wanted = environment["COLUMNS"].flatMap({ Int($0) }), wanted > 0 { return wanted }
    guard let terminal, terminal > 0 else { return standard }
    return terminal
  }
}
