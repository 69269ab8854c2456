// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The client on networks that fail: exit codes, causes, and what the server saw.
struct NetworkTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func client(
    _ arguments: [String],
    _ environment: [String: String]
  ) throws -> Outcome {
    try launch(arguments, environment).run()
  }

  private func launch(_ arguments: [String], _ environment: [String: String]) -> Launch {
    let base = ["PATH": "/usr/bin:/bin", "HOME": directory.url.path, "STALWART_USER": "admin"]
    return Launch(
      BuiltProducts.client,
      arguments,
      environment: base.merging(["STALWART_PASSWORD": "testsecret"]) { $1 }
        .merging(environment) { $1 },
      directory: directory.url
    )
  }

  private func posts(_ simulator: RunningSimulator) -> Int {
    simulator.exchanges.filter { $0.contains(#""method":"POST""#) }.count
  }

  /// A fault that hits every call of the IMAP settings, and what the client makes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    var status: Int32
    var cause: String
    var options: [String] = []
    /// How often a read is sent: twice where a kept connection dies under it.
    var posts = 1
    var testDescription: String { fault }
  }

  private static let cases: [Case] = [
    Case(fault: "close", status: 3, cause: "without an answer", posts: 2),
    Case(fault: "reset", status: 3, cause: "the connection broke", posts: 2),
    Case(fault: "cut", status: 3, cause: "cut off after"),
    Case(
      fault: "stall",
      status: 3,
      cause: "no complete answer within",
      options: ["--timeout", "0.3"]
    ),
    Case(fault: "html", status: 3, cause: "is not JSON but text/html"),
    Case(fault: "garbage", status: 3, cause: "could not be decompressed"),
    Case(fault: "status=401", status: 4, cause: "authentication failed"),
    Case(fault: "status=403", status: 4, cause: "permission denied"),
    Case(fault: "status=500", status: 3, cause: "500"),
    Case(fault: "status=503", status: 3, cause: "503"),
  ]

  @Test(arguments: cases)
  func readsFailWithTheirCause(_ entry: Case) throws {
    let fault = "\(entry.fault),call=x:Imap/*,nth=1-"
    let simulator = try RunningSimulator(["--fault", fault])
    let options = entry.options + ["--retries", "0"]
    let outcome = try client(["get", "Imap"] + options, simulator.environment)
    #expect(outcome.status == entry.status, "\(outcome.errorText)")
    #expect(outcome.errorText.contains(entry.cause), "\(outcome.errorText)")
    #expect(outcome.output.isEmpty)
    #expect(posts(simulator) == entry.posts)
  }

  /// Whatever happens to a change, it is sent once only.
  @Test(arguments: cases)
  func changesAreNeverRepeated(_ entry: Case) throws {
    let fault = "\(entry.fault),call=x:Imap/set,nth=1-"
    let simulator = try RunningSimulator(["--fault", fault])
    let outcome = try client(
      ["update", "Imap", "--field", "maxAuthFailures=7"] + entry.options,
      simulator.environment
    )
    #expect(outcome.status == entry.status, "\(outcome.errorText)")
    let sets = simulator.exchanges.filter { $0.contains(#"x:Imap/set"#) }
    #expect(sets.count == 1)
  }

  @Test func readsAreRepeatedAfterALostConnection() throws {
    let simulator = try RunningSimulator(["--fault", "close,call=x:Imap/*,nth=1-2"])
    let outcome = try client(["get", "Imap", "--json"], simulator.environment)
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(posts(simulator) == 3)
  }

  @Test func credentialsDoNotFollowRedirects() throws {
    let other = try LoopbackServer(answer: LoopbackServer.response())
    let fault = "redirect=\(other.url)/jmap,path=/jmap,nth=1-"
    let simulator = try RunningSimulator(["--fault", fault])
    let outcome = try client(["get", "Imap"], simulator.environment)
    #expect(outcome.status != 0)
    #expect(other.requests.isEmpty)
  }

  @Test func nothingListens() throws {
    let port = try LoopbackServer.closedPort()
    let outcome = try client(
      ["get", "Imap", "--retries", "0"],
      ["STALWART_URL": "http://127.0.0.1:\(port)"]
    )
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("connection refused by 127.0.0.1 port \(port)"))
  }

  @Test func nameUnknown() throws {
    let outcome = try client(["get", "Imap"], ["STALWART_URL": "http://nowhere.invalid"])
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("could not resolve host 'nowhere.invalid'"))
  }

  @Test func proxyRefuses() throws {
    let port = try LoopbackServer.closedPort()
    let outcome = try client(
      ["get", "Imap", "--retries", "0"],
      ["STALWART_URL": "http://mail.invalid", "http_proxy": "http://127.0.0.1:\(port)"]
    )
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("the proxy does not answer"))
  }

  @Test func answersThatAreNotHTTP() throws {
    let server = try LoopbackServer { _ in [.send("SSH-2.0-OpenSSH_9.2p1\r\n"), .close] }
    let outcome = try client(["get", "Imap", "--retries", "0"], ["STALWART_URL": server.url])
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("not HTTP"))
  }

  @Test func interruptionEndsARequest() throws {
    let simulator = try RunningSimulator(["--fault", "stall,call=x:Imap/*,nth=1-"])
    var launch = launch(["get", "Imap", "--debug"], simulator.environment)
    launch.reactions = [Launch.Reaction(to: "-> POST", .signal(SIGINT))]
    let outcome = try launch.run()
    #expect(outcome.status == 130)
    #expect(outcome.output.isEmpty)
  }

  @Test func saysThatLibcurlIsMissing() throws {
    // Files of those names that are no libraries hide the installed ones.
    for name in ["libcurl.so.4", "libcurl-gnutls.so.4"] { try directory.write([], to: name) }
    let environment = ["STALWART_URL": "http://127.0.0.1:1", "LD_LIBRARY_PATH": directory.url.path]
    let outcome = try client(["get", "Imap"], environment)
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("libcurl cannot be loaded"))
    #expect(outcome.errorText.contains("libcurl4"))
    #expect(try client(["--help"], environment).status == 0)
  }
}
