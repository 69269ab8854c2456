// SPDX-License-Identifier: MIT

/// What the process tells its caller.
public enum ExitCode: Int32, Sendable {
  /// Done, or nothing to do, or no results.
  case done = 0
  /// The server refused, some operations failed, or anything not named below.
  case refused = 1
  /// Wrong usage, found before anything was sent.
  case usage = 2
  /// No trustworthy answer: name, connection, TLS, timeout, redirect, 5xx.
  case noAnswer = 3
  /// Not authenticated or not allowed.
  case notAllowed = 4
  /// No object with that id.
  case notFound = 5
  /// Ended by SIGHUP.
  case hungUp = 129
  /// Ended by SIGINT.
  case interrupted = 130
  /// Ended by SIGTERM.
  case terminated = 143
}
