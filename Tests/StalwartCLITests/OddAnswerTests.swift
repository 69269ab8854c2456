// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import Terminal
import TestSupport
import Testing

@testable import StalwartCLI

/// What a server might answer that the schema does not foresee.
@Suite struct OddAnswerTests {
  static let schema = """
    {"objects":{"x:Relay":{"type":"object","description":"Forwards mail.","permissionPrefix":"r"},
      "x:Node":{"type":"object","description":"Nodes.","permissionPrefix":"n"},
      "x:Tenant":{"type":"object","description":"Tenants.","permissionPrefix":"t"}},
     "schemas":{"x:Relay":{"type":"single","schemaName":"x:Relay"},
      "x:Tenant":{"type":"single","schemaName":"x:Tenant"},
      "x:Node":{"type":"multiple","variants":[{"name":"Edge","label":"Edge node","schemaName":"x:Edge"},
        {"name":"Idle","label":"Idle node"}]}},
     "fields":{"x:Relay":{"properties":{
        "name":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"},
        "quota":{"description":"","type":{"type":"number","format":"size"},"update":"mutable"},
        "owner":{"description":"","type":{"type":"objectId","objectName":"x:Tenant","nullable":true},
          "update":"mutable"}}},
      "x:Tenant":{"properties":{
        "name":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"}}},
      "x:Edge":{"properties":{
        "host":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"}}}},
     "forms":{},"enums":{},"dashboards":[],"layouts":[],
     "lists":{"x:Relay":{"title":"Relays","subtitle":"","labelProperty":"name","singularName":"relay",
        "pluralName":"relays","columns":[{"name":"name","label":"Name"},{"name":"quota","label":"Quota"}]},
      "x:Tenant":{"title":"","subtitle":"","labelProperty":"name","singularName":"","pluralName":"",
        "columns":[{"name":"name","label":"Name"}]}}}
    """

  struct Outcome {
    let output: String
    let errors: String
    let code: Int32
    let requests: [String]
  }

  private func run(
    _ arguments: [String],
    answers: [String],
    isInputTerminal: Bool = false
  ) throws -> Outcome {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "stalwart-cli-odd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let schema = directory.appending(path: "schema.json")
    try Self.schema.write(to: schema, atomically: true, encoding: .utf8)
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
        prompter: SilentPrompter(),
        now: { 1_800_000_000 },
        sleep: { _ in },
        random: { 0 },
        interruption: { nil },
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
}
