// SPDX-License-Identifier: MIT

internal import Glibc

/// Signals that the main thread waits for instead of being struck by them.
struct SignalSet {
  private var set = sigset_t()

  init(_ signals: [Int32]) {
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal) }
  }

  /// Keeps the signals pending in this thread and those that it starts.
  func block() {
    var set = set
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for one of the signals and returns it.
  func wait() -> Int32 {
    var set = set
    var signal: Int32 = 0
    unsafe sigwait(&set, &signal)
    return signal
  }
}
