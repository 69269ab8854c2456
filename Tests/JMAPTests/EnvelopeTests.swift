// SPDX-License-Identifier: MIT

import JMAP
import JSON
import Testing

@Suite struct RequestTests {
  @Test func writesTheEnvelopeInOrder() {
    let request = Request(
      [
        Invocation("x:Domain/query", ["filter": [:], "limit": 500], callID: "q"),
        Invocation(
          "x:Domain/get",
          ["#ids": ResultReference(resultOf: "q", name: "x:Domain/query", path: "/ids").json],
          callID: "g"
        ),
      ],
      createdIDs: [("a", "b")]
    )
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"using":["urn:ietf:params:jmap:core","urn:stalwart:jmap"],"methodCalls":"#
        + #"[["x:Domain/query",{"filter":{},"limit":500},"q"],"#
        + ##"["x:Domain/get",{"#ids":{"resultOf":"q","name":"x:Domain/query","path":"/ids"}},"g"]],"##
        + #""createdIds":{"a":"b"}}"#
    )
  }
}

@Suite struct ResponseTests {
  let request = Request([
    Invocation("x:Imap/get", [:], callID: "c0"), Invocation("x:Imap/set", [:], callID: "c1"),
  ])

  func matched(_ text: String) throws(EnvelopeError) -> [MethodResult] {
    try Response(decoding: Array(text.utf8), contentType: "text/html").matched(to: request)
  }

  @Test func pairsResponsesWithCalls() throws {
    let results = try matched(
      #"{"methodResponses":[["x:Imap/get",{"list":[{"id":"singleton"}],"notFound":["b"]},"c0"],"#
        + #"["error",{"type":"forbidden","description":"no","more":1},"c1"]],"#
        + #""sessionState":"1","createdIds":{"a":"b"}}"#
    )
    let response = try GetResponse(decoding: results[0].get())
    #expect(try response.list.map { try $0.value() } == [["id": "singleton"]])
    #expect(response.notFound == ["b"])
    let error = #expect(throws: MethodError.self) { try results[1].get() }
    #expect(error?.type == "forbidden")
    #expect(error?.method == "x:Imap/set")
    #expect(error?.members["more"] == 1)
  }

  @Test(arguments: [
    (
      "<html>",
      EnvelopeError.notJSON(contentType: "text/html", start: Array("<html>".utf8))
    ),
    (
      #"{"methodResponses":[["#,
      .notJSON(contentType: "text/html", start: Array(#"{"methodResponses":[["#.utf8))
    ),
    ("[1]", .noMethodResponses(contentType: "text/html", start: Array("[1]".utf8))),
    ("{}", .noMethodResponses(contentType: "text/html", start: Array("{}".utf8))),
    (#"{"methodResponses":[["x",1,"c0"]]}"#, .malformedInvocation(index: 0)),
    (#"{"methodResponses":[]}"#, .missingResponse(method: "x:Imap/get", callID: "c0")),
    (
      #"{"methodResponses":[["x:Imap/get",{},"zz"]]}"#,
      .missingResponse(method: "x:Imap/get", callID: "c0")
    ),
    (
      #"{"methodResponses":[["x:Http/get",{},"c0"]]}"#,
      .otherMethod(expected: "x:Imap/get", got: "x:Http/get", callID: "c0")
    ),
    (
      #"{"methodResponses":[["x:Imap/get",{},"c0"],["x:Imap/set",{},"c1"],["y",{},"c2"]]}"#,
      .unexpectedResponse(name: "y", callID: "c2")
    ),
  ])
  func saysWhatCameInstead(text: String, expected: EnvelopeError) {
    #expect(throws: expected) { try matched(text) }
  }

  @Test func keepsUnknownSetErrors() throws {
    let results = try Response(
      decoding: Array(
        (#"{"methodResponses":[["x:D/set",{"created":null,"updated":{"b":null},"notDestroyed":"#
          + #"{"c":{"type":"novel","description":"d","linkedObjects":[{"object":"A","id":"x"},"y"],"#
          + #""validationErrors":[{"type":"Odd","property":"p","value":[1]}],"extra":true}}},"c0"]]}"#)
          .utf8
      )
    ).matched(to: Request([Invocation("x:D/set", [:], callID: "c0")]))
    let response = try SetResponse(decoding: results[0].get())
    #expect(response.created.isEmpty)
    #expect(response.updated["b"] == .null)
    let error = try #require(response.notDestroyed.first?.error)
    #expect(error.type.rawValue == "novel")
    #expect(error.linkedObjects == [.init(object: "A", id: "x"), .init(object: nil, id: "y")])
    #expect(error.validationErrors.first?.value == [1])
    #expect(error.otherMembers["extra"] == true)
  }

  @Test(arguments: [
    #"{"list":{}}"#, #"{"list":[1]}"#, "{}", #"{"list":[],"notFound":[1]}"#,
  ])
  func refusesMisshapenGets(arguments: String) throws {
    let text = #"{"methodResponses":[["x:D/get",\#(arguments),"c0"]]}"#
    let results = try Response(decoding: Array(text.utf8))
      .matched(to: Request([Invocation("x:D/get", [:], callID: "c0")]))
    #expect(throws: EnvelopeError.self) { try GetResponse(decoding: results[0].get()) }
  }

  @Test func takesANullListForEmpty() throws {
    let text = #"{"methodResponses":[["x:D/get",{"list":null,"notFound":null},"c0"]]}"#
    let results = try Response(decoding: Array(text.utf8))
      .matched(to: Request([Invocation("x:D/get", [:], callID: "c0")]))
    #expect(try GetResponse(decoding: results[0].get()).list.isEmpty)
  }
}

@Suite struct RequestProblemTests {
  @Test func neverKeepsTheEchoedRequest() {
    let body = #"{"type":"urn:ietf:params:jmap:error:notRequest","status":400,"detail":"secret"}"#
    let problem = RequestProblem(status: 400, body: Array(body.utf8))
    #expect(problem.shortType == "notRequest")
    #expect(problem.detail == nil)
  }

  @Test func readsLimits() {
    let body = #"{"type":"urn:ietf:params:jmap:error:limit","detail":"d","limit":"maxSizeRequest"}"#
    let problem = RequestProblem(status: 400, body: Array(body.utf8))
    #expect(problem.limit == "maxSizeRequest")
    #expect(RequestProblem(status: 503, body: []).type == nil)
  }
}

@Suite struct SessionTests {
  @Test(arguments: [
    ("https://mail.example.org/jmap/", "/jmap"), ("/jmap/", "/jmap"), ("HTTP://h", "/"),
    ("https://h:1/a/b//", "/a/b"),
  ])
  func readsLimitsAndPath(url: String, path: String) throws {
    let text =
      #"{"capabilities":{"urn:ietf:params:jmap:core":{"maxObjectsInGet":0,"maxObjectsInSet":7}},"#
      + #""apiUrl":"\#(url)","username":"u"}"#
    let session = try Session(decoding: Array(text.utf8))
    #expect(session.apiPath == path)
    #expect(session.limits.maxObjectsInGet == 1)
    #expect(session.limits.maxObjectsInSet == 7)
    #expect(session.limits.maxCallsInRequest == 16)
  }

  @Test func refusesOtherDocuments() {
    #expect(throws: EnvelopeError.malformedSession(member: "capabilities")) {
      try Session(decoding: Array("{}".utf8))
    }
  }
}
