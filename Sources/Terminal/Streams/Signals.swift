// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The last signal that ``Signals/noteInterruptions()`` caught; 0 is none.
private let notedSignal = Atomic<Int32>(0)

/// What the process does with signals.
public enum Signals {
  /// Makes writing to a closed pipe fail with `EPIPE`, instead of ending the process.
  public static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Notes the first SIGINT and the first SIGTERM instead of dying of them, so that work
  /// under way can be finished and reported; the second one kills.
  ///
  /// A signal that was ignored when the process began stays ignored. System calls that
  /// wait return with `EINTR`.
  public static func noteInterruptions() {
    // Initialises the variable, which is lazy: the handler must not be the first to use it.
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
}

extension sigaction {
  /// Whether the signal is ignored; the handlers are C pointers and compare by address.
  var isIgnored: Bool {
    unsafe unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
