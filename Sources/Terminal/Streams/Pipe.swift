// SPDX-License-Identifier: MIT

internal import Glibc

/// The two ends of a pipe, which child processes do not inherit.
struct Pipe {
  let readEnd: Int32
  let writeEnd: Int32

  /// Makes a pipe; `nil` if the system refuses, with the reason in `errno`.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  /// Closes both ends.
  func close() {
    _ = Glibc.close(readEnd)
    _ = Glibc.close(writeEnd)
  }
}
