// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import CurlTransport

/// What each way to fail is called, and what is never sent twice.
@Suite struct FailureTests {
  private let transport = CurlTransport(TransportConfiguration(userAgent: "test/1"))

  private func failure(_ request: HTTPRequest) -> TransportError? {
    do throws(TransportError) {
      _ = try transport.send(request)
      return nil
    } catch {
      return error
    }
  }

  private func failure(_ steps: [LoopbackServer.Step]) throws -> TransportError? {
    let server = try LoopbackServer { _ in steps }
    return failure(HTTPRequest(.get, server.url, timeout: .seconds(20)))
  }

  @Test func refused() throws {
    let port = try LoopbackServer.closedPort()
    #expect(
      failure(HTTPRequest(.get, "http://127.0.0.1:\(port)/"))
        == .connectionRefused(host: "127.0.0.1", port: port)
    )
    #expect(
      failure(HTTPRequest(.get, "http://LocalHost:\(port)/"))
        == .connectionRefused(host: "localhost", port: port)
    )
    #expect(
      failure(HTTPRequest(.get, "http://[::1]:\(port)/")).map {
        switch $0 {
        // Where there is no IPv6, there is no route.
        case .connectionRefused("::1", port), .connectFailed("::1", port, _): true
        default: false
        }
      } == true
    )
  }

  /// Other versions of libcurl have other words, which must not make a proxy of the server.
  @Test func refusedInOtherWords() throws {
    let url = try BaseURL(parsing: "http://mail.example.org:8080")
    #expect(
      connectError(Int(ECONNREFUSED), "Could not connect to server", at: url)
        == .connectionRefused(host: "mail.example.org", port: 8080)
    )
    let detail = "Failed to connect to proxy.example.org port 3128 after 1 ms: refused"
    #expect(connectError(Int(ECONNREFUSED), detail, at: url) == .proxyRefused(detail: detail))
  }

  @Test func nameUnknown() {
    // Reserved by RFC 6761: it never resolves.
    #expect(
      failure(HTTPRequest(.get, "http://nowhere.invalid/"))
        == .nameNotResolved(host: "nowhere.invalid")
    )
  }

  @Test func internationalisedNameUnknown() {
    #expect(
      failure(HTTPRequest(.get, "http://müller.invalid/"))
        == .nameNotResolved(host: "müller.invalid")
    )
  }

  @Test(arguments: [(1, 400_000), (9, 50_000)])
  func headerThatIsTooLarge(lines: Int, length: Int) throws {
    let line = "X: " + String(repeating: "y", count: length) + "\r\n"
    let header = String(repeating: line, count: lines)
    let error = try failure([.send("HTTP/1.1 200 OK\r\n" + header + "\r\n"), .close])
    guard case .malformedResponse = error else {
      Issue.record("expected a malformed response, not \(String(describing: error))")
      return
    }
  }

  @Test func emptyReply() throws {
    #expect(try failure([.close]) == .emptyReply)
  }

  @Test func reset() throws {
    guard case .connectionReset = try failure([.reset]) else {
      Issue.record("expected a reset")
      return
    }
    guard case .connectionReset = try failure([.send("HTTP/1.1 200 OK\r\nX: "), .reset]) else {
      Issue.record("expected a reset inside the header")
      return
    }
  }

  @Test func truncated() throws {
    #expect(
      try failure([.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234"), .close])
        == .bodyTruncated(received: 4, expected: 10)
    )
    #expect(
      try failure([
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n1234"), .close,
      ]) == .bodyTruncated(received: 4, expected: nil)
    )
  }

  @Test(arguments: [
    "nonsense\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{28}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
  ])
  func notHTTP(answer: String) throws {
    let error = try failure([.send(answer), .close])
    guard case .malformedResponse = error else {
      Issue.record("expected a malformed response, not \(String(describing: error))")
      return
    }
  }

  @Test func waitTooLong() throws {
    let steps: [[LoopbackServer.Step]] = [
      [.hold],
      [.send("HTTP/1.1 200 OK\r\n"), .hold],
      [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n12"), .hold],
    ]
    for steps in steps {
      let server = try LoopbackServer { _ in steps }
      let request = HTTPRequest(.get, server.url, timeout: .milliseconds(150))
      #expect(failure(request) == .timedOut(after: .milliseconds(150)))
    }
  }

  @Test func connectTooLong() throws {
    // A TLS handshake that nobody answers belongs to connecting.
    let server = try LoopbackServer { _ in [.hold] }
    var request = HTTPRequest(.get, "https://127.0.0.1:\(server.port)")
    request.connectTimeout = .milliseconds(150)
    request.timeout = .seconds(20)
    #expect(failure(request) == .connectTimedOut(after: .milliseconds(150)))
    request.connectTimeout = nil
    request.timeout = .milliseconds(120)
    #expect(failure(request) == .connectTimedOut(after: .milliseconds(120)))
  }

  @Test func plainServerBehindHTTPS() throws {
    let server = try LoopbackServer(answer: "HTTP/1.1 400 Bad Request\r\n\r\n")
    // The client hello holds no empty line, so that the server waits for more; a
    // server that answers at once is what the end-to-end tests have.
    let request = HTTPRequest(.get, "https://127.0.0.1:\(server.port)", timeout: .milliseconds(200))
    #expect(failure(request)?.requestMayHaveBeenSent == false)
  }

  @Test(arguments: [
    "", "mail.example.org", "ftp://mail.example.org/", "file:///etc/passwd",
    "http://user:hunter2@127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1:99999/",
  ])
  func badURL(url: String) {
    let error = failure(HTTPRequest(.get, url))
    guard case .invalidURL(let detail) = error else {
      Issue.record("expected a bad URL, not \(String(describing: error))")
      return
    }
    #expect(!detail.contains("hunter2"))
  }

  @Test func headersCannotBeSmuggled() throws {
    let server = try LoopbackServer(answer: LoopbackServer.response())
    let injected = HTTPRequest(.get, server.url, headers: ["X": "1\r\nY: 2"])
    #expect(failure(injected) == .invalidHeader(name: "X"))
    let name = HTTPRequest(.get, server.url, headers: ["X\nY": "1"])
    #expect(failure(name) == .invalidHeader(name: "X\nY"))
    let token = HTTPRequest(.get, server.url, authorization: .bearer(Secret("a\nb")))
    #expect(failure(token) == .invalidHeader(name: "Authorization"))
    #expect(server.connectionCount == 0)
  }

  @Test func interrupted() throws {
    let flag = Atomic(false)
    let server = try LoopbackServer { _ in
      flag.store(true, ordering: .relaxed)
      return [.send("HTTP/1.1 200 OK\r\n"), .hold]
    }
    let transport = CurlTransport(
      TransportConfiguration(userAgent: "t", isInterrupted: { flag.load(ordering: .relaxed) })
    )
    #expect(throws: TransportError.interrupted(isSent: true)) {
      try transport.send(HTTPRequest(.get, server.url, timeout: .seconds(20)))
    }
  }

  /// A kept connection that dies under the next request.
  @Test(arguments: [true, false])
  func sendsTwiceOnlyWhatIsRepeatable(isRepeatable: Bool) throws {
    let server = try LoopbackServer { request in
      let isSecondOfFirst = request.connection == 1 && request.line.contains("/second")
      return isSecondOfFirst ? [.close] : [.send(LoopbackServer.response(body: "ok"))]
    }
    _ = try transport.send(HTTPRequest(.get, server.url + "/first"))
    let second = HTTPRequest(
      .post,
      server.url + "/second",
      body: Array("{}".utf8),
      isRepeatable: isRepeatable
    )
    let error = failure(second)
    if isRepeatable {
      #expect(error == nil)
      #expect(server.requests.map(\.connection) == [1, 1, 2])
    } else {
      #expect(error?.requestMayHaveBeenSent == true)
      #expect(server.requests.map(\.connection) == [1, 1])
    }
  }

  /// libcurl connects anew before it finds that it must not send again, and is refused.
  @Test func knowsThatARequestLeftWithAConnectionThatDied() throws {
    let server = try LoopbackServer { request in
      request.line.contains("/second") ? [.leave] : [.send(LoopbackServer.response(body: "ok"))]
    }
    _ = try transport.send(HTTPRequest(.get, server.url + "/first"))
    let second = HTTPRequest(
      .post,
      server.url + "/second",
      body: Array("{}".utf8),
      isRepeatable: false
    )
    let error = failure(second)
    #expect(error?.requestMayHaveBeenSent == true, "\(String(describing: error))")
    #expect(server.requests.count == 2)
    #expect(failure(second)?.requestMayHaveBeenSent == false)
  }
}
