// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import Terminal
import TestSupport
import Testing

@testable import StalwartCLI

/// What a server might answer that the schema does not foresee.
@Suite struct OddAnswerTests {
  struct Outcome {
    let output: String
    let errors: String
    let code: Int32
    let requests: [String]
  }

  private func run(
    _ arguments: [String],
    answers: [String],
    isInputTerminal: Bool = false,
    interruption: Int32? = nil
  ) throws -> Outcome {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "stalwart-cli-odd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let schema = directory.appending(path: "schema.json")
    try SmallSchema.text.write(to: schema, atomically: true, encoding: .utf8)
    let transport = FakeTransport(answers.map { .json($0) })
    let (output, errors) = (MemorySink(), MemorySink())
    let code = StalwartCLI.run(
      in: Surroundings(
        arguments: arguments + ["--schema", schema.path],
        environment: [
          "STALWART_URL": "http://127.0.0.1:1", "STALWART_TOKEN": "hush",
          "STALWART_CACHE_DIR": directory.path,
        ],
        standardOutput: output,
        standardError: errors,
        standardInput: 0,
        isInputTerminal: isInputTerminal,
        prompter: AbsentPrompter(),
        now: { 1_800_000_000 },
        elapsed: { .zero },
        sleep: { _ in },
        random: { 0 },
        interruption: { interruption },
        makeTransport: { _ in transport },
        libraryVersion: { "none" }
      )
    )
    #expect(transport.unusedAnswers == 0)
    #expect(!(output.text + errors.text).contains("hush"))
    return Outcome(
      output: output.text,
      errors: errors.text,
      code: code,
      requests: transport.bodies
    )
  }

  private func answer(_ list: String, _ more: String = "") -> String {
    #"{"methodResponses":[["x:Relay/get",{"list":\#(list),"notFound":[]},"c0"]\#(more)]}"#
  }

  @Test func showsPropertiesThatTheSchemaLacks() throws {
    let tenants = #",["x:Tenant/get",{"list":[],"notFound":[]},"l0"]"#
    let outcome = try run(
      ["get", "relay", "b"],
      answers: [answer(#"[{"name":"eu","novel":{"a":1},"id":"b"}]"#, tenants)]
    )
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("name:  eu"))
    #expect(outcome.output.contains("novel"))
  }

  @Test func showsOtherKindsOfValuesAsJSON() throws {
    let tenants = #",["x:Tenant/get",{"list":[],"notFound":[]},"l0"]"#
    let outcome = try run(
      ["get", "relay", "b"],
      answers: [answer(#"[{"name":5,"quota":"much","owner":{"x":true},"id":"b"}]"#, tenants)]
    )
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("name:  5"))
    #expect(outcome.output.contains(#"quota: "much""#))
    #expect(outcome.output.contains(#"owner: {"x":true}"#))
  }

  @Test func showsUnknownVariantsAsJSON() throws {
    let outcome = try run(
      ["get", "node", "b"],
      answers: [
        #"{"methodResponses":[["x:Node/get",{"list":[{"host":"h","@type":"Orbit","id":"b"}],"notFound":[]},"c0"]]}"#
      ]
    )
    #expect(outcome.code == 0)
    #expect(outcome.output.contains(#""@type": "Orbit""#))
    #expect(outcome.output.contains(#""host": "h""#))
  }

  @Test func takesANullListForNothing() throws {
    let none =
      #"{"methodResponses":[["x:Relay/query",{"ids":[],"total":0},"q0"],["x:Relay/get",{"list":[]},"g0"]]}"#
    let outcome = try run(
      ["get", "relay", "b", "--json"],
      answers: [
        answer("null"), none, none.replacing("q0", with: "q").replacing("g0", with: "g"),
      ]
    )
    #expect(outcome.code == 5)
    #expect(outcome.errors.contains("Relay b not found"))
  }

  @Test func showsTheIDWhereNamesFail() throws {
    let forbidden = #",["error",{"type":"serverUnavailable"},"l0"]"#
    let again = #"{"methodResponses":[["error",{"type":"serverUnavailable"},"l0"]]}"#
    let outcome = try run(
      ["get", "relay", "b", "--debug"],
      answers: [answer(#"[{"owner":"c","id":"b"}]"#, forbidden), again]
    )
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("owner: c\n"))
    #expect(outcome.errors.contains("no names from x:Tenant/get: serverUnavailable"))
  }

  @Test func waitsForNobodyOnATerminal() throws {
    let outcome = try run(
      ["delete", "relay", "--stdin", "--no-input"],
      answers: [],
      isInputTerminal: true
    )
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("standard input is a terminal"))
    #expect(outcome.requests.isEmpty)
  }

  @Test func doesNotTakeSilenceForSuccess() throws {
    let silent = #"{"methodResponses":[["x:Tenant/set",{"created":{},"updated":{}},"c0"]]}"#
    let created = try run(["create", "tenant", "--field", "name=eu"], answers: [silent])
    #expect(created.code == 1)
    #expect(
      created.errors.contains(
        "Tenant: server did not acknowledge the create (nothing may have been made)"
      )
    )
    let updated = try run(["update", "tenant", "b", "--field", "name=eu"], answers: [silent])
    #expect(updated.code == 5)
    #expect(updated.errors.contains("Tenant: server did not acknowledge update for id `b`"))
  }

  @Test func saysThatThereIsNoSecretToWrite() throws {
    let made = #"{"methodResponses":[["x:Tenant/set",{"created":{"n0":{"id":"b"}}},"c0"]]}"#
    let outcome = try run(
      ["create", "tenant", "--field", "name=eu", "--secret-file", "/dev/null"],
      answers: [made]
    )
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("the server made no secret: /dev/null is not written"))
  }

  @Test func missesSingletonsThatAreNotThere() throws {
    let none = #"{"methodResponses":[["x:Caps/get",{"list":[],"notFound":["singleton"]},"c0"]]}"#
    let outcome = try run(["snapshot", "Caps"], answers: [none])
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("singleton Caps returned no value"))
  }

  /// Ctrl-C in the middle: what was done is told, and what was not.
  @Test func tellsWhatAnInterruptionLeft() throws {
    let gone = #"{"methodResponses":[["x:Tenant/set",{"destroyed":["b"]},"c0"]]}"#
    let deleted = try run(["delete", "tenant", "b"], answers: [gone], interruption: 2)
    #expect(deleted.code == 130)
    #expect(deleted.errors.contains("interrupted; what was not reported is still there"))
    let terminated = try run(["delete", "tenant", "b"], answers: [gone], interruption: 15)
    #expect(terminated.code == 143)
    #expect(terminated.errors.contains("terminated; what was not reported is still there"))
  }

  @Test func tellsWhatAnInterruptionLeftOfAPlan() throws {
    let directory = try TemporaryDirectory()
    func apply(_ plan: String, _ answer: String) throws -> Outcome {
      try directory.write(Array(plan.utf8), to: "plan")
      return try run(["apply", directory.path("plan")], answers: [answer], interruption: 2)
    }
    let update = try apply(
      #"{"@type":"update","object":"Tenant","id":"b","value":{"name":"eu"}}"#,
      #"{"methodResponses":[["x:Tenant/get",{"list":[{"id":"b","name":"us"}]},"r0g"]]}"#
    )
    #expect(update.code == 130)
    #expect(update.errors.contains("interrupted; nothing was changed"))
    let create = try apply(
      #"{"@type":"create","object":"Tenant","value":{"a":{"name":"eu"}}}"#,
      #"{"methodResponses":[["x:Tenant/set",{"created":{"a":{"id":"b"}}},"c0"]]}"#
    )
    #expect(create.code == 130)
    #expect(create.errors.contains("interrupted; what is not counted was not tried"))
  }
}
