// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The thread that runs an event loop.
final class ServerThread: Sendable {
  private let handle: Mutex<pthread_t?>

  /// Starts the thread, which owns the loop from now on; nil if the system has no more threads.
  init?(running loop: EventLoop) {
    let box = unsafe Unmanaged.passRetained(loop)
    var handle = pthread_t()
    let code = unsafe pthread_create(
      &handle,
      nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        // All signals belong to the thread that started the server.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        unsafe Unmanaged<EventLoop>.fromOpaque(argument).takeUnretainedValue().run()
        return nil
      },
      box.toOpaque()
    )
    guard code == 0 else {
      unsafe box.release()
      return nil
    }
    // The loop stays alive to the end of the process: its descriptor is what wakes it,
    // and another thread may be about to write to that.
    self.handle = Mutex(handle)
  }

  /// Calls `wake` and waits for the thread, once.
  func join(_ wake: () -> Void) {
    handle.withLock { handle in
      guard let thread = handle else { return }
      wake()
      pthread_join(thread, nil)
      handle = nil
    }
  }
}
