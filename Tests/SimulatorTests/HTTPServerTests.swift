// SPDX-License-Identifier: MIT

import JSON
import Simulator
import TestSupport
import Testing

/// The HTTP side of the simulator, byte by byte.
@Suite
struct HTTPServerTests {
  static let login = "Authorization: Basic YWRtaW46dGVzdHNlY3JldA==\r\n"
  static let body = #"{"using":[],"methodCalls":[]}"#

  static func post(_ fields: String = "", body: String = body) -> String {
    "POST /jmap HTTP/1.1\r\n\(login)\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// Runs a simulator with a connection to it.
  static func serve(
    _ configuration: Configuration = Configuration(),
    _ use: (SimulatorServer, LoopbackConnection) throws -> Void
  ) throws {
    let server = try SimulatorServer.start(configuration)
    defer { server.stop() }
    try use(server, try #require(LoopbackConnection(port: server.port)))
  }

  @Test
  func keepsAConnectionForManyRequests() throws {
    try Self.serve { server, connection in
      for _ in 0..<20 {
        connection.send(Self.post())
        #expect(connection.readAnswer()?.status == 200)
      }
      #expect(server.requestCount == 20)
    }
  }

  @Test
  func answersPipelinedRequestsInOrder() throws {
    try Self.serve { _, connection in
      let live = "GET /healthz/live HTTP/1.1\r\n\r\n"
      connection.send(live + Self.post() + "GET /foo HTTP/1.1\r\n\r\n" + live)
      let statuses = (0..<4).map { _ in connection.readAnswer()?.status }
      #expect(statuses == [200, 200, 302, 200])
    }
  }

  @Test
  func takesChunksWithExtensionsAndTrailers() throws {
    try Self.serve { _, connection in
      connection.send("POST /jmap HTTP/1.1\r\n\(Self.login)Transfer-Encoding: chunked\r\n\r\n")
      connection.send("5;name=value\r\n\(Self.body.prefix(5))\r\n")
      let rest = Self.body.dropFirst(5)
      connection.send("\(String(rest.utf8.count, radix: 16))\r\n\(rest)\r\n0\r\nX-Sum: 1\r\n\r\n")
      #expect(connection.readAnswer()?.status == 200)
      connection.send(Self.post())
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test
  func continuesOnlyAfterTheLogin() throws {
    try Self.serve { server, connection in
      let fields = "Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n"
      connection.send("POST /jmap HTTP/1.1\r\n\(Self.login)\(fields)")
      let interim = connection.readAnswer(to: "HEAD")
      #expect(interim?.status == 100)
      connection.send(Self.body)
      #expect(connection.readAnswer()?.status == 200)
      let other = try #require(LoopbackConnection(port: server.port))
      other.send("POST /jmap HTTP/1.1\r\n\(fields)")
      #expect(other.readAnswer()?.status == 401)
      #expect(other.isAtEnd())
    }
  }

  @Test
  func leavesTheContentOutForHEAD() throws {
    try Self.serve { _, connection in
      connection.send("HEAD /healthz/live HTTP/1.1\r\n\r\n")
      #expect(connection.readAnswer(to: "HEAD")?.values("content-length") == ["62"])
      connection.send("GET /healthz/live HTTP/1.1\r\n\r\n")
      #expect(connection.readAnswer()?.body.count == 62)
    }
  }

  @Test
  func endsAnHTTP10ConnectionUnlessAskedToKeepIt() throws {
    try Self.serve { server, connection in
      connection.send("GET /healthz/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(connection.readAnswer()?.values("connection") == ["keep-alive"])
      connection.send("GET /healthz/live HTTP/1.0\r\n\r\n")
      #expect(connection.readAnswer()?.status == 200)
      #expect(connection.isAtEnd())
    }
  }

  @Test
  func letsNoClientWriteFieldsOfItsOwn() throws {
    try Self.serve { _, connection in
      let fields = "\(Self.login)Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
      connection.send("POST /jmap/upload/b/ HTTP/1.1\r\n\(fields)")
      let upload = try JSONValue(parsing: try #require(connection.readAnswer()).body)
      let blob = try #require(upload["blobId"]?.string)
      let target = "/jmap/download/b/\(blob)/n?accept=text/x%0d%0ax-own:%201"
      connection.send("GET \(target) HTTP/1.1\r\n\(Self.login)\r\n")
      let answer = try #require(connection.readAnswer())
      #expect(answer.values("x-own").isEmpty)
      #expect(answer.values("content-disposition") == ["attachment; filename=\"n\""])
    }
  }

  @Test
  func survivesTheLargestLimit() throws {
    var configuration = Configuration()
    configuration.dataSet = [
      "singletons": ["Jmap": ["maxRequestSize": .number(JSONNumber(Int.max))]]
    ]
    try Self.serve(configuration) { _, connection in
      connection.send("GET /jmap/session HTTP/1.1\r\n\(Self.login)\r\n")
      let session = try JSONValue(parsing: try #require(connection.readAnswer()).body)
      let core = session["capabilities"]?["urn:ietf:params:jmap:core"]
      #expect(core?["maxSizeRequest"]?.integer == Int.max)
    }
  }

  @Test
  func takesTargetsInAbsoluteForm() throws {
    try Self.serve { _, connection in
      connection.send("GET http://elsewhere.example/healthz/live?x HTTP/1.1\r\n\r\n")
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test(arguments: [
    "nonsense\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nbad field\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "POST /jmap HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "POST /jmap HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "POST /jmap HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
    "POST /jmap HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "POST /jmap HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\n\n",
  ])
  func refusesWhatIsNoHTTP(_ text: String) throws {
    try Self.serve { _, connection in
      connection.send(text)
      let answer = connection.readAnswer()
      #expect(answer?.status == 400)
      #expect(answer?.values("connection") == ["close"])
      #expect(connection.isAtEnd())
    }
  }

  @Test
  func readsStrayBytesAsTheNextRequest() throws {
    try Self.serve { _, connection in
      connection.send("GET /healthz/live HTTP/1.1\r\n\r\nstray\r\n\r\n")
      #expect(connection.readAnswer()?.status == 200)
      #expect(connection.readAnswer()?.status == 400)
      #expect(connection.isAtEnd())
    }
  }

  @Test
  func givesUpOnARequestLineOfAMegabyte() throws {
    try Self.serve { server, connection in
      connection.send("GET /" + String(repeating: "a", count: 1 << 20))
      #expect(connection.readAnswer()?.status == 414)
      let other = try #require(LoopbackConnection(port: server.port))
      other.send("GET /healthz/live HTTP/1.1\r\n\r\n")
      #expect(other.readAnswer()?.status == 200)
    }
  }

  @Test
  func givesUpOnAFloodOfFields() throws {
    try Self.serve { _, connection in
      let fields = String(repeating: "X-Flood: 1\r\n", count: 500)
      connection.send("GET /healthz/live HTTP/1.1\r\n\(fields)\r\n")
      #expect(connection.readAnswer()?.status == 431)
    }
  }

  @Test
  func answersAnUnfinishedBodyWhenTheClientHasFinished() throws {
    try Self.serve { _, connection in
      connection.send("POST /jmap HTTP/1.1\r\n\(Self.login)Content-Length: 100\r\n\r\n{\"using\":")
      connection.finishSending()
      #expect(connection.readAnswer()?.status == 400)
      #expect(connection.isAtEnd())
    }
  }

  @Test
  func takesARequestByteByByte() throws {
    try Self.serve { _, connection in
      for byte in Self.post().utf8 { connection.send([byte]) }
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test
  func servesOthersBesideAThousandIdleConnections() throws {
    try Self.serve { server, connection in
      do {
        var idle: [LoopbackConnection] = []
        for _ in 0..<1000 {
          guard let one = LoopbackConnection(port: server.port) else { break }
          one.send("GET /heal")
          idle.append(one)
        }
        #expect(idle.count == 1000)
        connection.send(Self.post())
        #expect(connection.readAnswer()?.status == 200)
      }
      connection.send(Self.post())
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test
  func refusesAFifthRequestInFlight() throws {
    var configuration = Configuration()
    configuration.dataSet = DemoData.dataSet
    try Self.serve(configuration) { server, connection in
      let login = "Authorization: Basic amFuZUBleGFtcGxlLm9yZzpjb3JyZWN0LWhvcnNlLTE=\r\n"
      let unfinished = "POST /jmap HTTP/1.1\r\n\(login)Content-Length: 100\r\n\r\n{"
      var waiting: [LoopbackConnection] = []
      for _ in 0..<4 {
        let one = try #require(LoopbackConnection(port: server.port))
        one.send(unfinished)
        waiting.append(one)
      }
      var status = 0
      // The four arrive on their own connections, so the order is not known at once.
      for _ in 0..<1000 where status != 400 {
        connection.send("GET /api/account HTTP/1.1\r\n\(login)\r\n")
        status = connection.readAnswer()?.status ?? 0
      }
      #expect(status == 400)
      waiting = []
      for _ in 0..<1000 where status != 200 {
        connection.send("GET /api/account HTTP/1.1\r\n\(login)\r\n")
        status = connection.readAnswer()?.status ?? 0
      }
      #expect(status == 200)
    }
  }

  @Test
  func refusesAnUploadBesideAnUnfinishedOne() throws {
    var configuration = Configuration()
    configuration.dataSet = DemoData.dataSet
    configuration.faults = [try FaultRule("limits=maxConcurrentUpload:1")]
    try Self.serve(configuration) { server, connection in
      let login = "Authorization: Basic amFuZUBleGFtcGxlLm9yZzpjb3JyZWN0LWhvcnNlLTE=\r\n"
      let head = "POST /jmap/upload/b/ HTTP/1.1\r\n\(login)Content-Length: 5\r\n"
      do {
        let waiting = try #require(LoopbackConnection(port: server.port))
        waiting.send("\(head)Expect: 100-continue\r\n\r\n")
        #expect(waiting.readAnswer(to: "HEAD")?.status == 100)
        connection.send("\(head)\r\nhello")
        let refusal = try #require(connection.readAnswer())
        #expect(refusal.status == 400)
        #expect(try JSONValue(parsing: refusal.body)["limit"] == "maxConcurrentUpload")
        connection.send("GET /api/account HTTP/1.1\r\n\(login)\r\n")
        #expect(connection.readAnswer()?.status == 200)
        waiting.send("hello")
        #expect(waiting.readAnswer()?.status == 200)
      }
      connection.send("\(head)\r\nhello")
      #expect(connection.readAnswer()?.status == 200)
    }
  }

  @Test
  func refusesAPortInUse() throws {
    try Self.serve { server, _ in
      var configuration = Configuration()
      configuration.port = server.port
      #expect(throws: SimulatorError.portInUse(server.port)) {
        _ = try SimulatorServer.start(configuration)
      }
    }
  }

  @Test
  func closesItsConnectionsWhenItStops() throws {
    let server = try SimulatorServer.start()
    let connection = try #require(LoopbackConnection(port: server.port))
    connection.send(Self.post())
    #expect(connection.readAnswer()?.status == 200)
    server.stop()
    server.stop()
    #expect(connection.isAtEnd())
  }
}
