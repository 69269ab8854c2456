// SPDX-License-Identifier: MIT

import JSON
import TestSupport
import Testing

@testable import Simulator

/// What goes wrong on purpose.
@Suite
struct FaultTests {
  private func serve(
    _ rules: String...,
    use: (SimulatorServer, LoopbackConnection) throws -> Void
  ) throws {
    var configuration = Configuration()
    configuration.faults = try rules.map { try FaultRule($0) }
    configuration.dataSet = DemoData.dataSet
    try HTTPServerTests.serve(configuration, use)
  }

  private func post(_ calls: String) -> String {
    HTTPServerTests.post(body: #"{"using":[],"methodCalls":[\#(calls)]}"#)
  }

  @Test(arguments: [
    (401, "status=401"), (402, "status=402"), (403, "status=403"), (404, "status=404"),
    (429, "status=429"), (500, "status=500"), (503, "status=503"), (302, "redirect=http://x/"),
    (400, "limit=maxConcurrentRequests"), (400, "limit=maxSizeRequest"),
  ])
  func answersAStatus(_ status: Int, _ rule: String) throws {
    try serve(rule) { _, connection in
      connection.send(HTTPServerTests.post())
      let answer = try #require(connection.readAnswer())
      #expect(answer.status == status)
      #expect(answer.values("retry-after").isEmpty)
    }
  }

  @Test
  func strikesOnlyTheRequestsThatMeetItsConditions() throws {
    try serve("status=429,retry-after=2,path=/jmap,nth=2") { _, connection in
      var statuses: [Int?] = []
      for request in [
        "GET /healthz/live HTTP/1.1\r\n\r\n", HTTPServerTests.post(), HTTPServerTests.post(),
        HTTPServerTests.post(),
      ] {
        connection.send(request)
        let answer = connection.readAnswer()
        statuses.append(answer?.status)
        if answer?.status == 429 { #expect(answer?.values("retry-after") == ["2"]) }
      }
      #expect(statuses == [200, 200, 429, 200])
    }
  }

  @Test
  func delaysEachWayOfALink() throws {
    let rules = try ["rtt=21", "request-latency=5", "latency=7"].map { try FaultRule($0) }
    let strike = FaultStrike(rules: rules)
    #expect(strike.delayOfRequest(isFirst: true) == 21 + 11 + 5)
    #expect(strike.delayOfRequest(isFirst: false) == 11 + 5)
    try serve("rtt=2", "request-latency=1") { server, connection in
      for _ in 0..<3 {
        connection.send(post(#"["x:BlockedIp/query",{},"c"]"#))
        #expect(connection.readAnswer()?.status == 200)
      }
      #expect(server.requestCount == 3)
    }
  }

  @Test
  func doesTheWorkOfARequestWhoseSenderHasGone() throws {
    try serve("request-latency=1,call=*/set") { server, connection in
      let create = #"["x:BlockedIp/set",{"create":{"n":{"address":"192.0.2.9"}}},"c"]"#
      do {
        let other = try #require(LoopbackConnection(port: server.port))
        other.send(post(create))
      }
      var total: JSONValue?
      for _ in 0..<10_000 where total != 3 {
        connection.send(post(#"["x:BlockedIp/query",{"calculateTotal":true},"c"]"#))
        let answer = try #require(connection.readAnswer())
        total = try JSONValue(parsing: answer.body)["methodResponses"]?[0]?[1]?["total"]
      }
      #expect(total == 3)
    }
  }

  @Test
  func closesWithOrWithoutDoingTheWork() throws {
    let create = #"["x:BlockedIp/set",{"create":{"n":{"address":"192.0.2.9"}}},"c"]"#
    let count = #"["x:BlockedIp/query",{"calculateTotal":true},"c"]"#
    for (rule, total) in [
      ("close,call=x:*/set", 2), ("lost,call=x:*/set", 3), ("reset,call=x:*/set", 2),
      ("reset=10,call=x:*/set", 3),
    ] {
      try serve(rule) { server, connection in
        connection.send(post(create))
        #expect(connection.readAnswer() == nil)
        let other = try #require(LoopbackConnection(port: server.port))
        other.send(post(count))
        let answer = try JSONValue(parsing: try #require(other.readAnswer()).body)
        #expect(answer["methodResponses"]?[0]?[1]?["total"]?.integer == total)
      }
    }
  }

  @Test
  func cutsTheContent() throws {
    try serve("cut=10") { _, connection in
      connection.send(HTTPServerTests.post())
      let bytes = connection.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 200 OK"))
      #expect(text.hasSuffix("\r\n\r\n{\"methodRe"))
    }
  }

  @Test
  func setsTheClockBackToTheBeginningAtMost() throws {
    try serve("skew=-3155760000000") { _, connection in
      connection.send(HTTPServerTests.post())
      #expect(connection.readAnswer()?.values("date") == ["Thu, 01 Jan 1970 00:00:00 GMT"])
    }
  }

  @Test
  func sendsSlowlyButWhole() throws {
    try serve("slow=7/1", "latency=1", "connect=1") { _, connection in
      connection.send(HTTPServerTests.post())
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test
  func stallsWithoutKeepingOthersWaiting() throws {
    try serve("stall,nth=1") { server, connection in
      connection.send(HTTPServerTests.post())
      let other = try #require(LoopbackConnection(port: server.port))
      other.send(HTTPServerTests.post())
      #expect(other.readAnswer()?.status == 200)
    }
  }

  @Test
  func answersOtherContent() throws {
    for (rule, type, encoding) in [
      ("html", "text/html; charset=utf-8", []), ("type=text/plain", "text/plain", []),
      ("content={}", "application/json; charset=utf-8", []),
      ("garbage", "application/json; charset=utf-8", ["gzip"]),
    ] {
      try serve(rule) { _, connection in
        connection.send(HTTPServerTests.post())
        let answer = try #require(connection.readAnswer())
        #expect(answer.values("content-type") == [type])
        #expect(answer.values("content-encoding") == encoding)
      }
    }
  }

  @Test
  func failsSomeCallsAndRunsTheOthers() throws {
    try serve("error=forbidden,call=x:Domain/*") { _, connection in
      connection.send(
        post(
          #"["x:Imap/get",{"ids":[]},"a"],["x:Domain/get",{},"b"],["x:Http/get",{"ids":[]},"c"]"#
        )
      )
      let answer = try JSONValue(parsing: try #require(connection.readAnswer()).body)
      let names = answer["methodResponses"]?.array?.map { $0[0]?.string }
      #expect(names == ["x:Imap/get", "error", "x:Http/get"])
      #expect(answer["methodResponses"]?[1]?[1]?["type"] == "forbidden")
      #expect(answer["methodResponses"]?[1]?[2] == "b")
    }
  }

  @Test
  func failsAfterHalfOfTheWork() throws {
    try serve("late-error=serverUnavailable,call=x:*/set") { _, connection in
      let creates = (1...4).map { #""n\#($0)":{"address":"192.0.2.\#($0)"}"# }
        .joined(separator: ",")
      connection.send(
        post(
          #"["x:BlockedIp/set",{"create":{\#(creates)}},"a"],"#
            + #"["x:BlockedIp/query",{"calculateTotal":true},"b"]"#
        )
      )
      let answer = try JSONValue(parsing: try #require(connection.readAnswer()).body)
      #expect(answer["methodResponses"]?[0]?[1]?["type"] == "serverUnavailable")
      #expect(answer["methodResponses"]?[1]?[1]?["total"]?.integer == 4)
    }
  }

  @Test
  func servesAnotherSchemaForAWhile() throws {
    try serve("schema=older,nth=1") { _, connection in
      let request = "GET /api/schema HTTP/1.1\r\n\(HTTPServerTests.login)\r\n"
      connection.send(request)
      let first = connection.readAnswer()?.values("location")
      connection.send(request)
      let second = connection.readAnswer()?.values("location")
      #expect(first != second)
      #expect(second == ["/api/schema/\(SchemaDocument.embedded?.hash ?? "")"])
    }
  }

  @Test
  func lowersLimits() throws {
    try serve("limits=maxCallsInRequest:1;maxObjectsInGet:7") { _, connection in
      let call = #"["x:Imap/get",{"ids":[]},"a"]"#
      connection.send(post("\(call),\(call)"))
      let answer = try #require(connection.readAnswer())
      #expect(answer.status == 400)
      #expect(try JSONValue(parsing: answer.body)["limit"] == "maxCallsInRequest")
    }
  }

  @Test(arguments: [
    "", "nonsense", "status", "status=99", "status=401,close", "nth=1", "status=401,nth=0",
    "slow=3", "schema=other", "limits=nosuch:3", "latency=x", "latency=9223372036854775807",
    "cut=9223372036854775807", "slow=9223372036854775807/1", "skew=-9223372036854775808",
  ])
  func refusesARuleThatItDoesNotUnderstand(_ rule: String) {
    #expect(throws: SimulatorError.self) { try FaultRule(rule) }
  }
}
