// SPDX-License-Identifier: MIT

import CurlTransport
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct CurlTransportTests {
  private let transport = CurlTransport(TransportConfiguration(userAgent: "test/1"))

  private func failure(_ request: HTTPRequest) -> TransportError? {
    do throws(TransportError) {
      _ = try transport.send(request)
      return nil
    } catch {
      return error
    }
  }

  @Test func sendsAndReceives() throws {
    let server = try LoopbackServer(
      answer: LoopbackServer.response(
        "201 Created",
        headers: ["X-One: 1", "x-one:  2 "],
        body: "ü"
      )
    )
    let response = try transport.send(
      HTTPRequest(
        .post,
        server.url + "/jmap?x=1",
        headers: ["Content-Type": "application/json", "X-Empty": ""],
        authorization: .basic(user: "a", password: Secret("b")),
        body: Array("{}".utf8)
      )
    )
    #expect(response.status == 201)
    #expect(response.headers.values(for: "X-One") == ["1", "2"])
    #expect(response.body == Array("ü".utf8))

    let request = try #require(server.requests.first)
    #expect(request.line == "POST /jmap?x=1 HTTP/1.1")
    #expect(request.body == Array("{}".utf8))
    #expect(request["authorization"] == "Basic YTpi")
    #expect(request["content-type"] == "application/json")
    #expect(request["content-length"] == "2")
    #expect(request["user-agent"] == "test/1")
    #expect(request["accept-encoding"] == "gzip")
    #expect(request["x-empty"] == "")
    #expect(request["expect"] == nil)
    #expect(request["cookie"] == nil)
  }

  @Test(arguments: [true, false])
  func sendsLargeBodiesAtOnce(isRepeatable: Bool) throws {
    let server = try LoopbackServer(answer: LoopbackServer.response())
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let request = HTTPRequest(.post, server.url, body: body, isRepeatable: isRepeatable)
    #expect(try transport.send(request).status == 200)
    #expect(server.requests.first?.body == body)
    #expect(server.requests.first?["expect"] == nil)
    #expect(server.requests.first?["content-type"] == nil)
  }

  @Test(arguments: [true, false])
  func sendsEmptyBodies(isRepeatable: Bool) throws {
    let server = try LoopbackServer(answer: LoopbackServer.response())
    let request = HTTPRequest(.post, server.url, isRepeatable: isRepeatable)
    #expect(try transport.send(request).status == 200)
    #expect(server.requests.first?["content-length"] == "0")
  }

  @Test func reusesTheConnection() throws {
    let server = try LoopbackServer(answer: LoopbackServer.response(body: "x"))
    for method in [HTTPMethod.get, .post, .get, .post] {
      #expect(try transport.send(HTTPRequest(method, server.url)).status == 200)
    }
    #expect(server.connectionCount == 1)
    #expect(server.requests.map { $0.line.prefix(4) } == ["GET ", "POST", "GET ", "POST"])
  }

  @Test func forgetsTheOptionsOfTheRequestBefore() throws {
    let server = try LoopbackServer(answer: LoopbackServer.response(body: "x"))
    _ = try transport.send(
      HTTPRequest(.post, server.url, headers: ["X-Old": "1"], authorization: .bearer(Secret("t")))
    )
    _ = try transport.send(HTTPRequest(.get, server.url, acceptsCompressed: false))
    let second = try #require(server.requests.last)
    #expect(second["x-old"] == nil)
    #expect(second["authorization"] == nil)
    #expect(second["accept-encoding"] == nil)
    #expect(second["content-length"] == nil)
  }

  @Test func asksForTheHeaderOnly() throws {
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 302 Found\r\nLocation: /api/schema/x\r\nContent-Length: 9\r\n\r\n")]
    }
    let response = try transport.send(HTTPRequest(.head, server.url))
    #expect(response.headers["location"] == "/api/schema/x")
    #expect(response.body.isEmpty)
    #expect(server.requests.first?.line == "HEAD / HTTP/1.1")
  }

  @Test func neverFollowsRedirects() throws {
    let other = try LoopbackServer(answer: LoopbackServer.response())
    let server = try LoopbackServer(
      answer: LoopbackServer.response("302 Found", headers: ["Location: \(other.url)/"])
    )
    let request = HTTPRequest(.get, server.url, authorization: .bearer(Secret("t")))
    let response = try transport.send(request)
    #expect(response.status == 302)
    #expect(response.headers["Location"] == "\(other.url)/")
    #expect(other.requests.isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test func dropsInterimResponses() throws {
    let server = try LoopbackServer(
      answer: "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n" + LoopbackServer.response(body: "x")
    )
    let response = try transport.send(HTTPRequest(.get, server.url))
    #expect(response.status == 200)
    #expect(response.headers["x-early"] == nil)
  }

  /// The gzip form of "hello\n".
  private static let gzip: [UInt8] = [
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 2, 0, 0x20, 0x30,
    0x3a, 0x36, 6, 0, 0, 0,
  ]

  private static func gzipServer(_ body: [UInt8]) throws -> LoopbackServer {
    try LoopbackServer { _ in
      let head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
      return [.sendBytes(Array(head.utf8) + body)]
    }
  }

  @Test func decodesGzipIfAsked() throws {
    let server = try Self.gzipServer(Self.gzip)
    let decoded = try transport.send(HTTPRequest(.get, server.url))
    #expect(decoded.body == Array("hello\n".utf8))
    let raw = try transport.send(HTTPRequest(.get, server.url, acceptsCompressed: false))
    #expect(raw.body == Self.gzip)
  }

  @Test func refusesWhatIsNotGzip() throws {
    let server = try Self.gzipServer(Array("not gzip at all".utf8))
    guard case .malformedEncoding = failure(HTTPRequest(.get, server.url)) else {
      Issue.record("expected an encoding error")
      return
    }
  }

  @Test func boundsTheDecodedSize() throws {
    let server = try Self.gzipServer(Self.gzip)
    let request = HTTPRequest(.get, server.url, maximumResponseBytes: 5)
    #expect(failure(request) == .responseTooLarge(limit: 5))
  }

  @Test(arguments: ["Content-Length: 11\r\n\r\n01234567890", "\r\n01234567890"])
  func boundsTheSize(rest: String) throws {
    let server = try LoopbackServer { _ in [.send("HTTP/1.1 200 OK\r\n" + rest), .close] }
    let small = HTTPRequest(.get, server.url, maximumResponseBytes: 10)
    #expect(failure(small) == .responseTooLarge(limit: 10))
    let exact = HTTPRequest(.get, server.url, maximumResponseBytes: 11)
    #expect(try transport.send(exact).body.count == 11)
  }

  @Test func refusesABodyThatNeverEnds() throws {
    let part = String(repeating: "x", count: 65_536)
    let chunk = "10000\r\n" + part + "\r\n"
    let chunks = Array(repeating: LoopbackServer.Step.send(chunk), count: 40)
    let server = try LoopbackServer { _ in
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")] + chunks + [.hold]
    }
    let request = HTTPRequest(.get, server.url, maximumResponseBytes: 1_000_000)
    #expect(failure(request) == .responseTooLarge(limit: 1_000_000))
  }

  @Test func tracesRequestsWithoutSecrets() throws {
    let server = try LoopbackServer(
      answer: LoopbackServer.response("404 Not Found", headers: ["Content-Type: text/html"])
    )
    let lines = Mutex<[String]>([])
    let transport = CurlTransport(
      TransportConfiguration(userAgent: "t", trace: { line in lines.withLock { $0.append(line) } })
    )
    let url = server.url + "/api/schema"
    _ = try transport.send(HTTPRequest(.get, url, authorization: .bearer(Secret("hunter2"))))
    #expect(
      lines.withLock { $0 } == [
        "-> GET \(url)",
        "<- GET \(url) status=404 Not Found content-type=text/html content-length=0"
          + " content-encoding=identity",
      ]
    )
  }

  @Test func namesTheLibrary() {
    let version = CurlTransport.libraryVersion
    #expect(version.hasPrefix("libcurl/"))
    #expect(version.split(separator: " ").count == 2)
  }
}
