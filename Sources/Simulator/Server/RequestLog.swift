// SPDX-License-Identifier: MIT

internal import Synchronization

/// The last requests, readable from other threads; those to the simulator's own paths are not
/// among them.
final class RequestLog: Sendable {
  private struct State {
    var count = 0
    var records: [RequestRecord] = []
  }

  private let state = Mutex(State())
  private static let kept = 10_000

  /// Adds a request.
  func add(_ record: RequestRecord) {
    state.withLock { state in
      state.count += 1
      state.records.append(record)
      if state.records.count > Self.kept * 2 {
        state.records.removeFirst(state.records.count - Self.kept)
      }
    }
  }

  /// Forgets everything.
  func clear() { state.withLock { $0 = State() } }

  /// How many requests there were since the start, or since they were forgotten.
  var count: Int { state.withLock { $0.count } }

  /// The last requests, oldest first.
  var records: [RequestRecord] { state.withLock { Array($0.records.suffix(Self.kept)) } }
}
