// SPDX-License-Identifier: MIT

import Dispatch
import Foundation
import Synchronization

/// Work on a thread of its own: what waits for a terminal or a pipe must not take one
/// of the few threads on which the tests run.
final class Background<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread {
      let result = Result { try work() }
      self.result.withLock { $0 = result }
      self.isDone.signal()
    }
  }

  /// Waits for the end of the work.
  func wait() -> Result<Value, any Error> {
    isDone.wait()
    isDone.signal()
    return result.withLock { $0 } ?? .failure(CancellationError())
  }
}
