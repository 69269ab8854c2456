// SPDX-License-Identifier: MIT

internal import JSON
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

/// A request that was answered, as the log keeps it.
struct RequestRecord: Equatable, Sendable {
  /// The HTTP method.
  var method: String
  /// The target as it was sent, query included.
  var path: String
  /// The names of the JMAP method calls.
  var calls: [String]
  /// The status of the answer; 0 when the connection was dropped instead.
  var status: Int

  /// The form in which `GET /sim/requests` shows it.
  var json: JSONValue {
    [
      "method": .string(method), "path": .string(path),
      "calls": .array(calls.map { .string($0) }), "status": .number(JSONNumber(status)),
    ]
  }

  /// The names of the method calls in a body; none for what is no JMAP request.
  static func calls(in body: [UInt8]) -> [String] {
    // Only the first element of each call is read; a body that does not parse has none.
    guard let calls = try? JSONSlice(body, trusting: 0..<body.count).member("methodCalls"),
      calls.kind == .array, let elements = try? calls.elements()
    else { return [] }
    return elements.compactMap { call in
      guard call.kind == .array else { return nil }
      return try? call.elements().first?.value().string
    }
  }
}
