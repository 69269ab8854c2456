// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The pipe into which the handler writes; -1 while nothing is watched.
private let watchedPipe = Atomic<Int32>(-1)

/// Catches signals while a person is asked, so that the terminal can be put right first.
///
/// The handler writes the signal's number into a pipe. Waiting for the terminal and the pipe
/// at once misses no signal, whichever thread it comes to. There can be one watch at a time.
final class SignalWatch {
  private let readEnd: Int32
  private let writeEnd: Int32
  private let originals: [(number: Int32, action: sigaction)]

  /// Starts to catch `numbers`, except those that are ignored; `nil` if there is no pipe to
  /// be had, with the reason in `errno`.
  init?(_ numbers: [Int32]) {
    guard let pipe = Pipe() else { return nil }
    readEnd = pipe.readEnd
    writeEnd = pipe.writeEnd
    watchedPipe.store(writeEnd, ordering: .sequentiallyConsistent)
    var originals: [(Int32, sigaction)] = []
    for number in numbers {
      var original = sigaction()
      guard unsafe sigaction(number, nil, &original) == 0, !original.isIgnored else { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(watchedPipe.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = saved
      }
      _ = unsafe sigaction(number, &action, nil)
      originals.append((number, original))
    }
    self.originals = originals
  }

  /// Restores the actions of the signals, and hands on to them what came too late to be seen.
  func stop() {
    for (number, original) in originals {
      var original = original
      _ = unsafe sigaction(number, &original, nil)
    }
    watchedPipe.store(-1, ordering: .sequentiallyConsistent)
    _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    var number: UInt8 = 0
    while unsafe read(readEnd, &number, 1) == 1 { raise(Int32(number)) }
    _ = close(readEnd)
    _ = close(writeEnd)
  }

  /// Waits until there is input on `descriptor`.
  ///
  /// - Throws: ``PromptError/interrupted(signal:)`` if a signal comes first, and
  ///   ``PromptError/system(code:)``.
  func waitUntilReadable(_ descriptor: Int32) throws(PromptError) {
    var polls = [
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while unsafe poll(&polls, nfds_t(polls.count), -1) < 0 {
      guard errno == EINTR else { throw .system(code: errno) }
    }
    guard polls[0].revents != 0 else { return }
    var number: UInt8 = 0
    if unsafe read(readEnd, &number, 1) == 1 {
      throw .interrupted(signal: Int32(number))
    }
  }
}
