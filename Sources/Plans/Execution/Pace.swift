// SPDX-License-Identifier: MIT

internal import JMAP

/// How much goes into one request, learnt from how long the server took.
struct Pace {
  /// How many objects the next request should hold; at first as many as a server of usual speed
  /// takes.
  private var plainSize = 500.0
  /// The same where bodies carry passwords or keys, which take the server its time.
  private var slowSize = 50.0
  /// How many objects a call may hold; the server said so, or refused more.
  private(set) var maximumPerCall = Int.max
  /// How many bytes a request may have; the server said so, or refused more.
  private(set) var maximumBytes = Int.max
  private(set) var maximumCalls = Int.max

  /// How long a request should take the server.
  private static let target = Duration.seconds(5)
  private static let maximumGrowth = 4.0
  private static let maximumSize = 100_000.0
  /// What a request may take whatever it holds.
  private static let way = Duration.milliseconds(250)

  /// How many objects the next request should hold.
  func size(isSlow: Bool) -> Int { max(1, Int(isSlow ? slowSize : plainSize)) }

  /// Learns from a request.
  mutating func note(_ count: Int, isSlow: Bool, took elapsed: Duration) {
    guard count > 0 else { return }
    let size = isSlow ? slowSize : plainSize
    // A request that was not full says how fast the server is, too. How long the way to
    // it is must not count against it, though: a few objects take no less time than one.
    let fitting = fitting(count, elapsed)
    if fitting < size, self.fitting(count, elapsed - Self.way) >= size { return }
    let next = min(max(fitting, size / Self.maximumGrowth), size * Self.maximumGrowth)
    let bounded = min(max(next, 1), Self.maximumSize)
    if isSlow { slowSize = bounded } else { plainSize = bounded }
  }

  /// How many objects fit into the time that a request should take.
  private func fitting(_ count: Int, _ elapsed: Duration) -> Double {
    Double(count) * max(Self.target / max(elapsed, .milliseconds(1)), 0.01)
  }

  /// Learns that a call with that many objects was too large.
  mutating func refused(objects: Int) { maximumPerCall = max(1, objects / 2) }
  /// Learns that a request with that many bytes was too large.
  mutating func refused(bytes: Int) { maximumBytes = max(1, bytes / 2) }
  /// Learns that a request with that many calls was too large.
  mutating func refused(calls: Int) { maximumCalls = max(1, calls / 2) }
}
