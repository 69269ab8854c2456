// SPDX-License-Identifier: MIT

import Testing

@testable import Simulator

/// Requests in pieces, and what is none.
@Suite
struct RequestParserTests {
  private static let stream =
    "\r\nPOST /jmap?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
    + "POST /a HTTP/1.1\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"
    + "GET / HTTP/1.0\r\n\r\n"

  /// What a parser reports, in words.
  private func events(of pieces: [[UInt8]]) -> [String] {
    var parser = RequestParser()
    var events: [String] = []
    for piece in pieces {
      parser.append(piece)
      reading: while true {
        switch parser.next() {
        case .incomplete: break reading
        case .head(let request):
          events.append("\(request.method) \(request.path) \(request.closes)")
        case .end(let body): events.append(String(decoding: body, as: UTF8.self))
        case .malformed(let status): events.append("\(status)")
        }
      }
    }
    return events
  }

  @Test
  func findsTheSameInPiecesOfAnySize() {
    let bytes = Array(Self.stream.utf8)
    let expected = ["POST /jmap false", "hello", "POST /a false", "abcde", "GET / true", ""]
    for size in 1...bytes.count {
      let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
      }
      #expect(events(of: pieces) == expected)
    }
  }

  @Test
  func findsTheSameInPiecesOfDamagedRequests() {
    var generator = SeededGenerator()
    let bytes = Array(Self.stream.utf8)
    for _ in 0..<500 {
      var noise = bytes
      for _ in 0..<3 {
        let place = Int.random(in: 0..<noise.count, using: &generator)
        noise[place] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect(events(of: [noise]) == events(of: noise.map { [$0] }), "\(noise)")
    }
  }

  @Test(arguments: [
    ("a=%41%2b&b=1+2", "A+", "1 2"), ("a=%+1&b=%-0", "% 1", "%-0"), ("a=%4&b=%", "%4", "%"),
  ])
  func decodesForms(_ text: String, _ first: String, _ second: String) {
    let form = FormData(text)
    #expect(form["a"] == first)
    #expect(form["b"] == second)
  }

  @Test
  func refusesAChunkThatIsTooLarge() {
    var limits = RequestParser.Limits()
    limits.body = 10
    var parser = RequestParser(limits: limits)
    parser.append(Array("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n".utf8))
    guard case .head = parser.next(), case .malformed(400) = parser.next() else {
      Issue.record("the chunk was taken")
      return
    }
  }

  @Test(arguments: [
    ("/jmap", Route.jmap), ("/jmap/", .jmap), ("/jmap//x", .jmap), ("//jmap", .notFound),
    ("/jmap/%73ession", .notFound), ("/api", .notFound), ("/api/schema", .schema(hash: nil)),
    ("/foo", .redirect("/foo/")), ("/", .redirect("/account")), ("/foo/bar", .notFound),
    ("/jmap/upload//", .upload(account: "")), ("/healthz", .notFound),
  ])
  func findsTheRouteOfAPOST(_ target: String, _ route: Route) {
    let request = HTTPRequest(method: "POST", target: target)
    #expect(Route(request) == route)
  }

  @Test(arguments: ["\u{16}\u{3}\u{1}", "GET\t", "G\r", "\u{0}"])
  func refusesAtOnceWhatCannotBecomeARequest(_ bytes: String) {
    var parser = RequestParser(limits: RequestParser.Limits())
    parser.append(Array(bytes.utf8))
    guard case .malformed(status: 400) = parser.next() else {
      Issue.record("still waiting")
      return
    }
  }

  @Test(arguments: ["", "\r\n", "GE", "GET ", "GET /x HTTP/1.1\r\nA: b\r\n"])
  func waitsForTheRestOfARequest(_ bytes: String) {
    var parser = RequestParser(limits: RequestParser.Limits())
    parser.append(Array(bytes.utf8))
    guard case .incomplete = parser.next() else {
      Issue.record("did not wait")
      return
    }
  }
}
