// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// How many requests a plan takes; a request for each object would be a thousand.
struct ApplyFiguresTests {
  private let simulator: RunningSimulator
  private let home: TemporaryDirectory

  init() throws {
    simulator = try RunningSimulator()
    home = try TemporaryDirectory()
  }

  private func write(_ plan: String, to name: String) throws {
    try home.write(Array(plan.utf8), to: name)
  }

  /// The requests that a command makes, and what it reports.
  private func apply(_ name: String) throws -> (requests: Int, summary: String) {
    let before = simulator.exchanges.count
    var environment = simulator.environment
    environment["HOME"] = home.url.path
    environment["STALWART_SCHEMA_TTL"] = "100000"
    let outcome = try Launch(
      BuiltProducts.client,
      ["apply", name, "--json", "--continue-on-error"],
      environment: environment,
      directory: home.url
    ).run()
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    let lines = outcome.outputText.split(separator: "\n")
    let done = lines.last?.split(separator: "\"done\":").last.map(String.init) ?? ""
    return (simulator.exchanges.count - before, done)
  }

  private static func domains(_ description: String) -> String {
    let bodies = (0..<1000).map { number in
      #""d\#(number)":{"name":"d\#(number).example.org","description":"\#(description)"}"#
    }
    return #"{"@type":"upsert","object":"Domain","value":{\#(bodies.joined(separator: ","))}}"#
  }

  @Test func aThousandObjectsTakeAFewRequests() throws {
    try write(Self.domains("one"), to: "plan")
    try write(Self.domains("two"), to: "changed")
    let first = try apply("plan")
    #expect(first.requests - 2 <= 6, "two are for the schema")
    #expect(first.summary.hasPrefix(#"{"destroyed":0,"updated":0,"created":1000,"failed":0"#))
    let second = try apply("plan")
    #expect(second.requests <= 4)
    #expect(second.summary.hasPrefix(#"{"destroyed":0,"updated":0,"created":0,"failed":0"#))
    let third = try apply("changed")
    #expect(third.requests <= 6)
    #expect(third.summary.hasPrefix(#"{"destroyed":0,"updated":1000,"created":0,"failed":0"#))
  }

  @Test func everyTypeIsReadAndWrittenTogether() throws {
    let plan = ["ClusterRole", "MtaTlsStrategy", "MtaConnectionStrategy", "Tenant"].map { type in
      let bodies = (0..<300).map { #""\#(type)\#($0)":{"name":"n\#($0)"}"# }
      return #"{"@type":"upsert","object":"\#(type)","value":{\#(bodies.joined(separator: ","))}}"#
    }
    try write(plan.joined(separator: "\n"), to: "plan")
    let first = try apply("plan")
    #expect(first.requests - 2 <= 4)
    #expect(first.summary.hasPrefix(#"{"destroyed":0,"updated":0,"created":1200,"failed":0"#))
    #expect(try apply("plan").requests == 1)
  }
}
