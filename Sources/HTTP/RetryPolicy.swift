// SPDX-License-Identifier: MIT

/// Decides whether a request that failed is sent again, and when.
///
/// The decision depends on the arguments alone: a policy neither waits nor draws random
/// numbers.
public struct RetryPolicy: Equatable, Sendable {
  /// What sending a request twice would do.
  public enum RequestKind: Sendable {
    /// The request changes nothing.
    case read
    /// The request may change the server, so it must not be processed twice.
    case write
  }

  /// How one attempt ended.
  public enum Outcome: Equatable, Sendable {
    /// No response came.
    case failure(TransportError)
    /// A response came; `retryAfter` is its ``HTTPResponse/retryDelay``.
    case response(status: Int, retryAfter: Duration?)
    /// The server refused the request unprocessed, because it was busy with other requests
    /// of the account (RFC 8620, section 3.6.1, limit `maxConcurrentRequests`).
    case concurrencyLimit
  }

  /// What to do next.
  public enum Decision: Equatable, Sendable {
    /// Send the request again after this long.
    case retry(after: Duration)
    /// Report the failure.
    case giveUp
  }

  /// How many times a request is sent again at most; 0 turns retries off.
  public var maximumRetries: Int
  /// The longest wait; if the server asks for a longer one, the request is given up.
  public var maximumWait: Duration
  /// The wait before the first retry; it doubles with each further one.
  public var firstWait: Duration

  /// Creates a policy.
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
  /// `jitter` is a random number from 0 to 1. It shortens a wait that the server did not
  /// ask for by up to a half, so that clients that failed together do not return together.
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
      return Self.allowsRetry(after: error, kind: kind) ? .retry(after: wait) : .giveUp
    case .response(429, let asked):
      // Without the field the client is banned, and another request would prolong the ban.
      guard let asked else { return .giveUp }
      return asked <= maximumWait ? .retry(after: asked) : .giveUp
    case .response(let status, let asked):
      guard kind == .read, [500, 502, 503, 504].contains(status) else { return .giveUp }
      let asked = asked ?? wait
      return asked <= maximumWait ? .retry(after: asked) : .giveUp
    }
  }

  /// The delay that a `Retry-After` field gives in seconds; nil for a date, and for anything
  /// else (RFC 9110, section 10.2.3).
  public static func seconds(retryAfter value: String) -> Duration? {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    // A number too large for an integer is a long time, not a mistake.
    return .seconds(min(Int64(value) ?? .max, 1 << 40))
  }

  private func backoff(attempt: Int, jitter: Double) -> Duration {
    let whole = firstWait * (1 << min(attempt - 1, 16))
    return min(whole, maximumWait) * (1 - min(max(jitter, 0), 1) / 2)
  }

  private static func allowsRetry(after error: TransportError, kind: RequestKind) -> Bool {
    switch error {
    case .connectionRefused, .connectFailed, .proxyRefused, .proxyFailed: true
    // The limit is how long the person wants to wait, and TCP retried within it already.
    case .connectTimedOut, .timedOut: false
    case .connectionReset, .emptyReply, .bodyTruncated: kind == .read
    default: false
    }
  }
}
