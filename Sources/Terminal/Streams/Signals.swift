// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The last signal that ``Signals/noteInterruptions()`` caught; 0 is none.
private let notedSignal = Atomic<Int32>(0)

/// Whether ``doomedPath`` holds the path of a file.
private let hasDoomedPath = Atomic<Bool>(false)

/// The file that must not outlive the process unless it is finished; of a fixed size and never
/// freed, so that a handler may read it at any time.
nonisolated(unsafe) private let doomedPath = UnsafeMutablePointer<CChar>.allocate(
  capacity: Int(PATH_MAX)
)

/// What the process does with signals.
public enum Signals {
  /// Makes writing to a closed pipe fail with `EPIPE`, instead of ending the process.
  public static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Notes the first SIGINT, SIGTERM or SIGHUP instead of dying of it.
  ///
  /// Work under way can then be finished and reported. The next signal kills, and takes along
  /// the file of ``removeIfKilled(_:)``; only SIGHUP may come twice, from the terminal and from
  /// its shell. A signal that was ignored when the process began stays ignored. System calls
  /// that wait return with `EINTR`.
  public static func noteInterruptions() {
    // Initialises the variable, which is lazy: the handler must not be the first to use it.
    notedSignal.store(0, ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      guard unsafe sigaction(number, nil, &action) == 0, !action.isIgnored else { continue }
      action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        let earlier = notedSignal.exchange(number, ordering: .sequentiallyConsistent)
        guard earlier != 0, earlier != SIGHUP || number != SIGHUP else { return }
        if hasDoomedPath.load(ordering: .sequentiallyConsistent) {
          _ = unsafe unlink(doomedPath)
        }
        // Blocked until the handler returns, and deadly then.
        _ = signal(number, SIG_DFL)
        raise(number)
      }
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  /// Has a temporary file removed if a second signal kills the process, until ``forgetFile()``.
  ///
  /// There is room for one file; false where it is taken, or the path is too long.
  public static func removeIfKilled(_ path: String) -> Bool {
    guard !hasDoomedPath.load(ordering: .sequentiallyConsistent), path.utf8.count < PATH_MAX else {
      return false
    }
    unsafe path.withCString { text in _ = unsafe strcpy(doomedPath, text) }
    hasDoomedPath.store(true, ordering: .sequentiallyConsistent)
    return true
  }

  /// Ends what ``removeIfKilled(_:)`` began: the file has its name, or is gone.
  public static func forgetFile() {
    hasDoomedPath.store(false, ordering: .sequentiallyConsistent)
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
