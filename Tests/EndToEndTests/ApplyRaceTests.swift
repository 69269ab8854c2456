// SPDX-License-Identifier: MIT

import Foundation
import FoundationNetworking
import JSON
import Synchronization
import TestSupport
import Testing

/// Plans beside somebody else who changes the same objects at the same time.
@Suite struct ApplyRaceTests {
  private let directory: TemporaryDirectory
  private let simulator: RunningSimulator

  init() throws {
    directory = try TemporaryDirectory()
    let data = """
      {"objects": {"Domain": [
        {"name": "one.example.org", "description": "old", "id": "b"},
        {"name": "two.example.org", "id": "c"}, {"name": "three.example.org", "id": "d"}
      ]}}
      """
    try directory.write(Array(data.utf8), to: "data.json")
    simulator = try RunningSimulator(["--data", directory.path("data.json")])
  }

  /// A server that passes everything on, and lets somebody else write right before the first set.
  private func interposed(_ calls: String) throws -> LoopbackServer {
    let isDone = Mutex(false)
    let target = simulator.url
    return try LoopbackServer { request in
      let isSet = String(decoding: request.body, as: UTF8.self).contains("/set")
      let isFirst = isDone.withLock { done in
        defer { done = done || isSet }
        return isSet && !done
      }
      if isFirst {
        let body = #"{"using":["urn:ietf:params:jmap:core","urn:stalwart:jmap"],"methodCalls":["#
        _ = Self.forward(
          to: target,
          "POST /jmap HTTP/1.1",
          Array((body + calls + "]}").utf8),
          request["Authorization"]
        )
      }
      return Self.forward(to: target, request.line, request.body, request["Authorization"])
    }
  }

  private static func forward(
    to target: String,
    _ line: String,
    _ body: [UInt8],
    _ login: String?
  ) -> [LoopbackServer.Step] {
    let words = line.split(separator: " ").map(String.init)
    guard words.count > 1, let url = URL(string: target + words[1]) else { return [.close] }
    var request = URLRequest(url: url)
    request.httpMethod = words[0]
    request.setValue(login, forHTTPHeaderField: "Authorization")
    if words[0] == "POST" {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(body)
    }
    let answer = Mutex<(Int, [UInt8])?>(nil)
    let isThere = DispatchSemaphore(value: 0)
    let task = URLSession.shared.dataTask(with: request) { data, response, _ in
      answer.withLock {
        $0 = ((response as? HTTPURLResponse)?.statusCode ?? 0, Array(data ?? Data()))
      }
      isThere.signal()
    }
    task.resume()
    isThere.wait()
    guard let (status, content) = answer.withLock({ $0 }) else { return [.close] }
    let head =
      "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(content.count)\r\n\r\n"
    return [.send(head), .sendBytes(content)]
  }

  private func run(_ arguments: [String], at url: String? = nil) throws -> Outcome {
    var environment = simulator.environment
    environment["HOME"] = directory.url.path
    // The schema comes from where it always does, before anybody stands between.
    environment["STALWART_SCHEMA_TTL"] = "100000"
    if let url { environment["STALWART_URL"] = url }
    return try Launch(
      BuiltProducts.client,
      arguments,
      environment: environment,
      directory: directory.url
    ).run()
  }

  private func domains() throws -> [String: JSONValue] {
    let outcome = try run(["query", "Domain", "--json", "--fields", "name,description"])
    var found: [String: JSONValue] = [:]
    for line in outcome.outputText.split(separator: "\n") {
      let object = try JSONValue(parsing: Array(line.utf8))
      found[object["name"]?.string ?? ""] = object["description"]
    }
    return found
  }

  private static let plan = """
    {"@type":"upsert","object":"Domain","value":{\
    "a":{"name":"one.example.org","description":"new"},\
    "b":{"name":"two.example.org","description":"new"},\
    "c":{"name":"four.example.org","description":"new"}}}
    {"@type":"destroy","object":"Domain","value":{"name":"three.example.org"}}
    """

  @Test func writesOnlyWhatThePlanSays() throws {
    try directory.write(Array(Self.plan.utf8), to: "plan")
    let server = try interposed(
      #"["x:Domain/set",{"update":{"b":{"description":"theirs","isEnabled":false}}},"0"]"#
    )
    let outcome = try run(["apply", "plan"], at: server.url)
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    #expect(try domains()["one.example.org"] == "new")
    let object = try run(["get", "Domain", "b", "--json", "--fields", "isEnabled"])
    #expect(object.outputText == #"{"isEnabled":false,"id":"b"}"# + "\n")
  }

  @Test func tellsWhatWasTakenAway() throws {
    try directory.write(Array(Self.plan.utf8), to: "plan")
    let server = try interposed(#"["x:Domain/set",{"destroy":["c","d"]},"0"]"#)
    let outcome = try run(["apply", "plan", "--continue-on-error", "--json"], at: server.url)
    #expect(outcome.ending == .exited(1))
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.first?.contains("Domain: destroy failed for id d: error: notFound") == true)
    #expect(lines[1].contains("Domain: update failed for id c: error: notFound"))
    #expect(
      lines.last?.contains(
        #""done":{"destroyed":0,"updated":1,"created":1,"failed":2,"unchanged":0}"#
      ) == true,
      "\(outcome.outputText)"
    )
    // The second run finds what there is now and converges.
    let again = try run(["apply", "plan"], at: simulator.url)
    #expect(again.ending == .exited(0), "\(again.errorText)")
    #expect(
      try domains() == [
        "one.example.org": "new", "two.example.org": "new", "four.example.org": "new",
      ]
    )
    #expect(try run(["apply", "plan", "--json"]).outputText.contains(#""created":0,"failed":0"#))
  }

  @Test func makesNothingThatSomebodyMadeMeanwhile() throws {
    try directory.write(Array(Self.plan.utf8), to: "plan")
    let server = try interposed(
      #"["x:Domain/set",{"create":{"x":{"name":"four.example.org","description":"theirs"}}},"0"]"#
    )
    let outcome = try run(["apply", "plan", "--continue-on-error"], at: server.url)
    #expect(outcome.ending == .exited(1))
    #expect(outcome.errorText.contains("create failed for `c` (operation #1): error: primaryKey"))
    #expect(outcome.errorText.contains("1 destroyed, 2 updated, 0 created (1 failed)"))
    let again = try run(["apply", "plan"])
    #expect(again.errorText.contains("0 destroyed, 1 updated, 0 created (0 failed)"))
    #expect(try domains()["four.example.org"] == "new")
  }
}
