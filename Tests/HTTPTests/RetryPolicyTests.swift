// SPDX-License-Identifier: MIT

import HTTP
import Testing

@Suite struct RetryPolicyTests {
  typealias Case = (outcome: RetryPolicy.Outcome, read: Bool, write: Bool)

  private let policy = RetryPolicy()

  private func retries(
    _ outcome: RetryPolicy.Outcome,
    _ kind: RetryPolicy.RequestKind,
    attempt: Int = 1
  ) -> Bool {
    policy.decision(afterAttempt: attempt, kind: kind, outcome: outcome, jitter: 0) != .giveUp
  }

  @Test(
    arguments: [
      // Nothing reached the server.
      (.failure(.connectionRefused(host: "h", port: 1)), true, true),
      (.failure(.connectFailed(host: "h", port: 1, detail: "")), true, true),
      (.failure(.proxyRefused(detail: "")), true, true),
      (.failure(.proxyFailed(detail: "")), true, true),
      // It may have.
      (.failure(.connectionReset(detail: "")), true, false),
      (.failure(.emptyReply), true, false),
      (.failure(.bodyTruncated(received: 1, expected: 2)), true, false),
      // Time is up, or the next answer would be the same.
      (.failure(.timedOut(after: .seconds(1))), false, false),
      (.failure(.connectTimedOut(after: .seconds(1))), false, false),
      (.failure(.nameNotResolved(host: "h")), false, false),
      (.failure(.proxyNotResolved(detail: "")), false, false),
      (.failure(.tlsUntrusted(detail: "")), false, false),
      (.failure(.tlsHandshake(detail: "")), false, false),
      (.failure(.responseTooLarge(limit: 1)), false, false),
      (.failure(.malformedResponse(detail: "")), false, false),
      (.failure(.interrupted(isSent: false)), false, false),
      (.failure(.curl(code: 1, name: "", message: "")), false, false),
      (.concurrencyLimit, true, true),
      (.response(status: 429, retryAfter: .seconds(2)), true, true),
      (.response(status: 429, retryAfter: nil), false, false),
      (.response(status: 429, retryAfter: .seconds(61)), false, false),
      (.response(status: 500, retryAfter: nil), true, false),
      (.response(status: 502, retryAfter: nil), true, false),
      (.response(status: 503, retryAfter: nil), true, false),
      (.response(status: 503, retryAfter: .seconds(60)), true, false),
      (.response(status: 503, retryAfter: .seconds(3600)), false, false),
      (.response(status: 504, retryAfter: nil), true, false),
      (.response(status: 501, retryAfter: nil), false, false),
      (.response(status: 401, retryAfter: nil), false, false),
      (.response(status: 403, retryAfter: .seconds(1)), false, false),
      (.response(status: 404, retryAfter: nil), false, false),
    ] as [Case]
  )
  func repeatsWhatIsSafe(_ entry: Case) {
    #expect(retries(entry.outcome, .read) == entry.read, "read: \(entry.outcome)")
    #expect(retries(entry.outcome, .write) == entry.write, "write: \(entry.outcome)")
  }

  /// A change that may have arrived is never sent again.
  @Test func neverRepeatsAChangeThatMayHaveArrived() {
    let errors: [TransportError] = [
      .timedOut(after: .zero), .connectionReset(detail: ""), .emptyReply,
      .interrupted(isSent: true),
      .bodyTruncated(received: 0, expected: nil), .responseTooLarge(limit: 0),
      .malformedResponse(detail: ""), .malformedEncoding(detail: ""),
      .curl(code: 0, name: "", message: ""),
    ]
    for error in errors {
      #expect(error.requestMayHaveBeenSent)
      #expect(!retries(.failure(error), .write))
    }
  }

  @Test func stopsAfterThreeRepetitions() {
    #expect(retries(.failure(.emptyReply), .read, attempt: 3))
    #expect(!retries(.failure(.emptyReply), .read, attempt: 4))
    let never = RetryPolicy(maximumRetries: 0)
    #expect(
      never.decision(afterAttempt: 1, kind: .read, outcome: .concurrencyLimit, jitter: 0)
        == .giveUp
    )
  }

  @Test(arguments: [
    (1, 0.0, 250), (2, 0.0, 500), (3, 0.0, 1000), (1, 1.0, 125), (2, 0.5, 375),
    (1, 7.0, 125), (1, -7.0, 250),
  ])
  func doublesTheWait(attempt: Int, jitter: Double, milliseconds: Int) {
    let decision = policy.decision(
      afterAttempt: attempt,
      kind: .read,
      outcome: .failure(.emptyReply),
      jitter: jitter
    )
    #expect(decision == .retry(after: .milliseconds(milliseconds)))
  }

  @Test func waitsAsLongAsTheServerAsks() {
    let decision = policy.decision(
      afterAttempt: 1,
      kind: .write,
      outcome: .response(status: 429, retryAfter: .seconds(17)),
      jitter: 1
    )
    #expect(decision == .retry(after: .seconds(17)))
  }

  @Test(
    arguments: [
      ("0", .zero), ("120", .seconds(120)), ("", nil), ("-1", nil), ("1.5", nil), ("+3", nil),
      ("99999999999999999999", .seconds(1 << 40)), ("٣", nil),
    ] as [(String, Duration?)]
  )
  func readsSeconds(value: String, expected: Duration?) {
    #expect(RetryPolicy.seconds(retryAfter: value) == expected)
  }

  @Test(
    arguments: [
      ("17", nil, .seconds(17)), ("soon", "Wed, 21 Oct 2026 07:28:00 GMT", nil),
      ("Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", .seconds(30)),
      ("Wed, 21 Oct 2026 07:28:30 GMT", nil, nil),
      ("Wed, 21 Oct 2026 07:28:30 GMT", "yesterday", nil),
      ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:01 GMT", .zero),
      ("Fri, 01 Jan 2027 00:00:01 GMT", "Thu, 31 Dec 2026 23:59:59 GMT", .seconds(2)),
      ("Wed, 01 Mar 2028 00:00:00 GMT", "Mon, 28 Feb 2028 00:00:00 GMT", .seconds(2 * 86_400)),
      ("Thu, 01 Mar 2100 00:00:00 GMT", "Sun, 28 Feb 2100 00:00:00 GMT", .seconds(86_400)),
      ("Wed, 21 Oct 2026 07:28 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", nil),
      ("Wed, 21 Oct 2026 24:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", nil),
      ("Wed, 21 Okt 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", nil),
      ("Wednesday, 21-Oct-26 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", nil),
    ] as [(String, String?, Duration?)]
  )
  func countsDatesFromThatOfTheResponse(value: String, date: String?, expected: Duration?) {
    var response = HTTPResponse(status: 503, headers: ["Retry-After": value])
    response.headers["Date"] = date
    #expect(response.retryDelay == expected)
  }
}
