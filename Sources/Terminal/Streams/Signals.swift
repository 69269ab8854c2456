// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The last signal that ``Signals/noteInterruptions()`` caught; 0 is none.
private let notedSignal = Atomic<Int32>(0)

/// What the process does with signals.
public enum Signals {
  /// Makes writing to a closed pipe an error in place of a death.
  public static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Notes SIGINT and SIGTERM in place of dying, so that work under way can be finished
  /// and reported; a second one kills.
  ///
  /// A signal that the parent ignores stays ignored. Calls that wait return with
  /// `EINTR`.
  public static func noteInterruptions() {
    // The handler must not be the first to touch the variable, which is set up lazily.
    notedSignal.store(0, ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      guard unsafe sigaction(number, nil, &action) == 0, !action.isIgnored else { continue }
      action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        notedSignal.store(number, ordering: .sequentiallyConsistent)
      }
      // The first signal puts the system's own handling back.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  /// The signal that was noted, if any; see ``noteInterruptions()``.
  public static var interruption: Int32? {
    let number = notedSignal.load(ordering: .sequentiallyConsistent)
    return number == 0 ? nil : number
  }

  /// Dies of `number`, so that the parent sees what happened: a shell reports 128 + `number`.
  public static func die(of number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exit(128 + number)
  }
}

extension sigaction {
  /// Whether the signal is ignored; the handlers are C pointers and compare by address.
  var isIgnored: Bool {
    unsafe unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
