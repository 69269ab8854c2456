// SPDX-License-Identifier: MIT

import HTTP
import JMAP
import JSON
import Registry
import TestSupport
import Testing

@Suite struct ConnectionTests {
  let call = Invocation("x:Imap/get", ["ids": ["singleton"]], callID: "c0")
  let answer = #"{"methodResponses":[["x:Imap/get",{"list":[],"notFound":[]},"c0"]]}"#
  let session =
    #"{"capabilities":{"urn:ietf:params:jmap:core":{"maxObjectsInGet":7}},"apiUrl":"https://x/mail/api/"}"#

  func connection(
    _ transport: FakeTransport,
    url: String = "https://example.org/mail"
  ) throws -> Connection {
    Connection(
      to: try BaseURL(parsing: url),
      authorization: .bearer(Secret("t")),
      over: transport,
      options: ConnectionOptions(),
      waiting: Waiting(wait: { _, _ in }, jitter: { 0 })
    )
  }

  @Test func isOneRequest() throws {
    let transport = FakeTransport([.json(answer)])
    let connection = try connection(transport)
    _ = try connection.perform(call, .read)
    #expect(transport.requests.map(\.url) == ["https://example.org/mail/jmap"])
    #expect(transport.requests[0].headers["content-type"] == "application/json")
    #expect(transport.requests[0].isRepeatable)
    #expect(connection.requestCount == 1)
  }

  @Test(arguments: [404, 301, 308])
  func asksTheSessionOnceWhereTheAPIIsElsewhere(status: Int) throws {
    let transport = FakeTransport([
      .status(status, ["location": "/elsewhere"]), .json(session), .json(answer), .json(answer),
    ])
    let connection = try connection(transport)
    _ = try connection.perform(call, .read)
    _ = try connection.perform(call, .read)
    #expect(
      transport.requests.map(\.url) == [
        "https://example.org/mail/jmap", "https://example.org/mail/jmap/session",
        "https://example.org/mail/api", "https://example.org/mail/api",
      ]
    )
    #expect(connection.limits.maxObjectsInGet == 7)
    #expect(transport.unusedAnswers == 0)
  }

  /// An error names the URL that gave the answer, not the one that was tried first.
  @Test func namesTheURLOfTheSession() throws {
    let transport = FakeTransport([.status(404), .json(session), .json("{}")])
    let connection = try connection(transport)
    do {
      _ = try connection.perform(call, .read)
      Issue.record("it did not fail")
    } catch {
      guard case .envelope(_, let url, _) = error else {
        Issue.record(error)
        return
      }
      #expect(url == "https://example.org/mail/api")
    }
  }

  @Test func readsAgainAfterServerErrors() throws {
    let transport = FakeTransport([
      .failure(.connectionReset(detail: "")), .status(503), .json(answer),
    ])
    _ = try connection(transport).perform(call, .read)
    #expect(transport.requests.count == 3)
  }

  @Test(arguments: [
    FakeTransport.Answer.status(503), .status(500), .failure(.emptyReply),
    .failure(.timedOut(after: .seconds(1))), .failure(.connectionReset(detail: "")),
    .json("<html>"),
  ])
  func neverRepeatsAChangeThatMayHaveBeenMade(first: FakeTransport.Answer) throws {
    let transport = FakeTransport([first, .json(answer)])
    let connection = try connection(transport)
    #expect(throws: RegistryError.self) { try connection.perform(call, .write) }
    #expect(transport.requests.count == 1)
    #expect(!transport.requests[0].isRepeatable)
  }

  @Test(arguments: [
    FakeTransport.Answer.failure(.connectionRefused(host: "h", port: 1)),
    .status(429, ["retry-after": "1"]),
    .json(
      #"{"type":"urn:ietf:params:jmap:error:limit","limit":"maxConcurrentRequests"}"#,
      status: 400
    ),
  ])
  func repeatsAChangeThatWasNotMade(first: FakeTransport.Answer) throws {
    let transport = FakeTransport([first, .json(answer)])
    _ = try connection(transport).perform(call, .write)
    #expect(transport.requests.count == 2)
  }

  @Test func givesChangesMoreTime() throws {
    let transport = FakeTransport([.json(answer), .json(answer)])
    let connection = try connection(transport)
    _ = try connection.perform(call, .read)
    _ = try connection.perform(call, .write)
    #expect(transport.requests.map(\.timeout) == [.seconds(60), .seconds(300)])
  }

  @Test func pairsAnswersWithEverySpelling() throws {
    let transport = FakeTransport([
      .json(
        #"{"methodResponses":[["x:D/set",{"destroyed":["e"],"notDestroyed":{"b":{"type":"notFound"}}},"c0"]]}"#
      )
    ])
    let connection = try connection(transport)
    var destruction = Destruction("x:D", ids: ["ae", "b", "!!"], limits: .defaults)
    let outcomes = try destruction.sendBatch(over: connection)
    #expect(destruction.isComplete)
    guard case .destroyed = outcomes[0].outcome, case .refused = outcomes[1].outcome,
      case .silent = outcomes[2].outcome
    else {
      Issue.record("\(outcomes)")
      return
    }
  }

  @Test func splitsBatchesThatAreTooLarge() throws {
    let tooLarge = #"{"methodResponses":[["error",{"type":"requestTooLarge"},"c0"]]}"#
    let done = #"{"methodResponses":[["x:D/set",{"destroyed":["b","c"]},"c0"]]}"#
    let transport = FakeTransport([.json(tooLarge), .json(done)])
    var destruction = Destruction("x:D", ids: ["b", "c", "d", "e"], limits: .defaults)
    #expect(try destruction.sendBatch(over: connection(transport)).count == 2)
    #expect(!destruction.isComplete)
  }
}

@Suite struct RegistryIDTests {
  @Test(arguments: [
    ("b", "b"), ("ab", "b"), ("a", "a"), ("", nil), ("!!", nil), ("A", nil), ("K", "k"), ("4", nil),
    ("singleton", "singleton"), ("asingleton", "singleton"), ("d333333", "d333333"),
    (String(repeating: "b", count: 40), "bbbbbbbbbbbbb"), ("q333333333333", "333333333333"),
    ("p333333333333", "p333333333333"),
  ])
  func spellsAsTheServerDoes(text: String, canonical: String?) {
    #expect(RegistryID.canonical(text) == canonical)
  }
}
