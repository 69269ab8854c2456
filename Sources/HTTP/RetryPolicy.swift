// SPDX-License-Identifier: MIT

/// Decides whether a request that failed is sent again, and when.
///
/// A pure function of what happened: it neither waits nor draws random numbers.
public struct RetryPolicy: Equatable, Sendable {
  /// What sending a request twice would do.
  public enum RequestKind: Sendable {
    /// The request changes nothing.
    case read
    /// The request may change the server; it must not act twice.
    case write
  }

  /// How one attempt ended.
  public enum Outcome: Equatable, Sendable {
    /// No response came.
    case failure(TransportError)
    /// A response came; `retryAfter` is the header field of that name.
    case response(status: Int, retryAfter: String?)
    /// The server was busy with the account's other requests and ran nothing
    /// (RFC 8620, section 3.6.1: limit `maxConcurrentRequests`).
    case concurrencyLimit
  }

  /// What to do next.
  public enum Decision: Equatable, Sendable {
    /// Send the request again after this long.
    case retry(after: Duration)
    /// Report the failure.
    case giveUp
  }

  /// How often a request is sent again at most; 0 turns repetition off.
  public var maximumRetries: Int
  /// The longest wait; a server that asks for more is not asked again.
  public var maximumWait: Duration
  /// The wait before the first repetition; it doubles with every further one.
  public var firstWait: Duration

  /// Creates a policy: three repetitions, waits of a quarter of a second and
  /// more, one minute at most.
  public init(
    maximumRetries: Int = 3,
    maximumWait: Duration = .seconds(60),
    firstWait: Duration = .milliseconds(250)
  ) {
    self.maximumRetries = maximumRetries
    self.maximumWait = maximumWait
    self.firstWait = firstWait
  }

  /// Decides after attempt number `attempt`, counted from 1.
  ///
  /// `jitter` is a random number from 0 to 1; it shortens a wait of our own
  /// choice by up to a half, so that clients do not move in step.
  public func decision(
    afterAttempt attempt: Int,
    kind: RequestKind,
    outcome: Outcome,
    jitter: Double
  ) -> Decision {
    guard attempt >= 1, attempt <= maximumRetries else { return .giveUp }
    let wait = backoff(attempt: attempt, jitter: jitter)
    switch outcome {
    case .concurrencyLimit: return .retry(after: wait)
    case .failure(let error):
      return isRepeatable(error, kind: kind) ? .retry(after: wait) : .giveUp
    case .response(429, let retryAfter):
      // Without the field it is a ban, and asking again would prolong it.
      guard let asked = retryAfter.flatMap(Self.seconds(retryAfter:)) else { return .giveUp }
      return asked <= maximumWait ? .retry(after: asked) : .giveUp
    case .response(let status, let retryAfter):
      guard kind == .read, [500, 502, 503, 504].contains(status) else { return .giveUp }
      let asked = retryAfter.flatMap(Self.seconds(retryAfter:)) ?? wait
      return asked <= maximumWait ? .retry(after: asked) : .giveUp
    }
  }

  /// The delay of a `Retry-After` field in seconds; nil for the form with a
  /// date, and for what is neither (RFC 9110, section 10.2.3).
  public static func seconds(retryAfter value: String) -> Duration? {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    // More digits than an integer holds are a long time, not a mistake.
    return .seconds(min(Int64(value) ?? .max, 1 << 40))
  }

  private func backoff(attempt: Int, jitter: Double) -> Duration {
    let whole = firstWait * (1 << min(attempt - 1, 16))
    return min(whole, maximumWait) * (1 - min(max(jitter, 0), 1) / 2)
  }

  private func isRepeatable(_ error: TransportError, kind: RequestKind) -> Bool {
    switch error {
    case .connectionRefused, .connectFailed, .proxyRefused, .proxyFailed: true
    // TCP called several times within the limit, and that is how long the person would wait.
    case .connectTimedOut, .timedOut: false
    case .connectionReset, .emptyReply, .bodyTruncated: kind == .read
    default: false
    }
  }
}
