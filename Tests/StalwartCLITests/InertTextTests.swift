// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import JSON
import Terminal
import TestSupport
import Testing

@testable import StalwartCLI

/// Text of a server that would steer a terminal, in every place where such text is shown.
@Suite struct InertTextTests {
  /// A place where text of the server, of a file or of a person is shown.
  ///
  /// `@@` stands for the text, everywhere.
  struct Place: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    /// The one object that the server has, as JSON.
    var object = "{}"
    /// What every request is answered with; without it, what the calls ask for.
    var answer: String?
    var status = 200
    var contentType = "application/json"
    /// The file `plan`.
    var plan = ""
    var schema = SmallSchema.text
    var isJSON = false
    /// Standard output is for programs, which get all text as it is, unless it is a terminal.
    var isData = false
    var isInteractive = false
    var refusesCalls = false
    var acceptsChanges = false
    var testDescription: String { name }

    /// Standard output is JSON.
    func printingJSON() -> Place {
      with {
        $0.isJSON = true
        $0.isData = true
      }
    }
    /// Standard output is for programs.
    func printingData() -> Place { with { $0.isData = true } }
    /// A person is there to be asked.
    func askingPeople() -> Place { with { $0.isInteractive = true } }
    /// Every call is refused as a whole.
    func refusingCalls() -> Place { with { $0.refusesCalls = true } }
    /// Changes are made.
    func accepting() -> Place { with { $0.acceptsChanges = true } }
    /// Answers have another type.
    func sending(_ contentType: String) -> Place { with { $0.contentType = contentType } }
    /// The schema holds the text.
    func describing() -> Place {
      with {
        $0.schema = SmallSchema.text.replacing("Forwards mail.", with: "@@")
          .replacing(#""label":"Name""#, with: #""label":"@@""#)
      }
    }

    private func with(_ change: (inout Place) -> Void) -> Place {
      var copy = self
      change(&copy)
      return copy
    }
  }

  private static let members =
    #"{"name":"@@","owner":"c","quota":"@@","@@":{"@@":["@@"]},"id":"b"}"#

  private static let problem =
    #"{"type":"urn:x:@@","title":"@@","detail":"@@","limit":"@@","status":400}"#
  static let places: [Place] = [
    Place(name: "get", arguments: ["get", "relay", "b"], object: members),
    Place(name: "get --json", arguments: ["get", "relay", "b", "--json"], object: members)
      .printingJSON(),
    Place(name: "create", arguments: ["create", "relay", "--field", "name=x"]).accepting(),
    Place(
      name: "create --format id",
      arguments: ["create", "relay", "--field", "name=x", "--format", "id"]
    ).accepting(),
    Place(name: "update", arguments: ["update", "relay", "b", "--field", "name=x"]).accepting(),
    Place(
      name: "query --format id",
      arguments: ["query", "relay", "--format", "id"],
      object: #"{"id":"@@"}"#
    ),
    Place(
      name: "query",
      arguments: ["query", "relay", "--fields", "id,name,quota,owner"],
      object: members
    ),
    Place(name: "query --json", arguments: ["query", "relay", "--json"], object: members)
      .printingJSON(),
    Place(
      name: "query --format csv",
      arguments: ["query", "relay", "--format", "csv", "--fields", "id,name,quota"],
      object: members
    ).printingData(),
    Place(
      name: "query --format plain",
      arguments: ["query", "relay", "--format", "plain", "--fields", "id,name,quota"],
      object: members
    ).printingData(),
    Place(name: "create, refused", arguments: ["create", "relay", "--field", "name=x"]),
    Place(name: "update, refused", arguments: ["update", "relay", "b", "--field", "name=x"]),
    Place(name: "delete, refused", arguments: ["delete", "relay", "--ids", "b"]),
    Place(
      name: "delete, asked",
      arguments: ["delete", "relay", "--where", "name=x"],
      object: #"{"id":"@@"}"#
    ).askingPeople(),
    Place(name: "method error", arguments: ["get", "relay", "b"]).refusingCalls(),
    Place(name: "page", arguments: ["get", "relay", "b"], answer: "<html>@@</html>")
      .sending("text/html; @@"),
    Place(
      name: "another method",
      arguments: ["get", "relay", "b"],
      answer: #"{"methodResponses":[["@@",{},"c0"]]}"#
    ),
    Place(name: "redirect", arguments: ["get", "relay", "b"], answer: "", status: 301),
    Place(name: "problem 400", arguments: ["get", "relay", "b"], answer: problem, status: 400),
    Place(name: "problem 403", arguments: ["get", "relay", "b"], answer: problem, status: 403),
    Place(name: "problem 429", arguments: ["get", "relay", "b"], answer: problem, status: 429),
    Place(name: "problem 500", arguments: ["get", "relay", "b"], answer: problem, status: 500),
    Place(name: "describe", arguments: ["describe", "relay"]).describing(),
    Place(name: "describe --json", arguments: ["describe", "relay", "--json"]).describing()
      .printingJSON(),
    Place(name: "snapshot", arguments: ["snapshot", "relay", "tenant"], object: members)
      .printingJSON(),
    Place(
      name: "snapshot, dangling",
      arguments: ["snapshot", "relay", "tenant"],
      object: #"{"name":"x","owner":"@@","id":"@@"}"#
    ).printingJSON(),
    Place(
      name: "apply, mistakes",
      arguments: ["apply", "--file", "plan"],
      plan: #"{"@type":"create","object":"@@","value":{"@@":{"@@":"@@"}}}"# + "\n{@@\n"
    ),
    Place(name: "apply, refused", arguments: ["apply", "--file", "plan"], plan: creation),
    Place(
      name: "apply --json, refused",
      arguments: ["apply", "--file", "plan", "--json"],
      plan: creation
    ).printingJSON(),
    Place(
      name: "diff",
      arguments: ["diff", "--file", "plan"],
      object: #"{"name":"x","owner":null,"quota":5,"@@":"@@","id":"b"}"#,
      plan: #"{"@type":"upsert","object":"Relay","matchOn":["name"],"value":{"r":{"name":"x","#
        + #""quota":7},"s":{"name":"@@"}}}"#
    ),
    Place(name: "typed object", arguments: ["get", "@@"]),
    Place(name: "typed option", arguments: ["get", "relay", "--@@"]),
    Place(name: "typed field", arguments: ["create", "relay", "--field", "@@=@@"]),
    Place(name: "typed condition", arguments: ["query", "relay", "--where", "@@=x"]),
  ]

  private static let creation =
    #"{"@type":"create","object":"Relay","value":{"r":{"name":"@@"}}}"#

  @Test(arguments: places)
  func steersNothing(place: Place) throws {
    var shown = 0
    for (name, text) in Steering.attacks {
      for isTerminal in [true, false] {
        let outcome = try run(place, text, isTerminal: isTerminal)
        let what: Comment = "\(place.name): \(name): \(outcome.output) \(outcome.errors)"
        #expect(Steering.found(in: outcome.errors.utf8) == nil, what)
        #expect(Steering.found(in: outcome.asked.utf8) == nil, what)
        #expect((0...5).contains(outcome.code), what)
        if isTerminal || !place.isData {
          #expect(Steering.found(in: outcome.output.utf8) == nil, what)
        }
        if place.isJSON {
          for line in outcome.output.utf8.split(separator: 0x0A) where line.first != 0x23 {
            #expect(throws: Never.self, what) { try JSONValue(parsing: Array(line)) }
          }
        }
        // The mark before it proves that the place is reached at all.
        if (outcome.output + outcome.errors + outcome.asked).contains("«") { shown += 1 }
      }
    }
    let last = try run(place, "", isTerminal: true)
    #expect(
      shown == 2 * Steering.attacks.count,
      "the text is not shown everywhere: \(last.code) \(last.output) \(last.errors)"
    )
  }

  /// What comes as bytes that are no UTF-8 goes out as text.
  @Test func repairsBrokenText() throws {
    let place = Place(name: "page", arguments: ["get", "relay", "b"], answer: "<html>«@@»")
    for isTerminal in [true, false] {
      let outcome = try run(place, nil, isTerminal: isTerminal)
      #expect(outcome.errors.contains("«"))
      #expect(Steering.found(in: outcome.errors.utf8) == nil)
    }
  }

  private struct Outcome {
    let output: String
    let errors: String
    let asked: String
    let code: Int32
  }

  /// Says no, and keeps what it was asked.
  private final class Refuser: Prompter {
    var asked = ""

    func secret(_ prompt: String) throws(PromptError) -> String { throw .noTerminal }
    func line(_ prompt: String) throws(PromptError) -> String {
      asked += prompt
      return "n"
    }
  }

  /// Answers calls with the object of a place, and refuses changes unless told otherwise.
  private final class Server: Transport {
    let place: Place
    let fill: (String) -> [UInt8]

    init(_ place: Place, fill: @escaping (String) -> [UInt8]) {
      self.place = place
      self.fill = fill
    }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
      let text = place.answer ?? answer(to: request.body)
      let header = String(decoding: fill("@@"), as: UTF8.self)
      return HTTPResponse(
        status: place.status,
        headers: [
          "content-type": place.contentType.replacing("@@", with: header),
          "location": "http://\(header)/", "retry-after": header,
        ],
        body: fill(text)
      )
    }

    private func answer(to body: [UInt8]) -> String {
      let calls = (try? JSONValue(parsing: body))?["methodCalls"]?.array ?? []
      let responses = calls.compactMap { call -> String? in
        guard let parts = call.array, parts.count == 3, let name = parts[0].string else {
          return nil
        }
        let call = parts[2].serialized()
        guard !place.refusesCalls else {
          return #"["error",{"type":"@@","description":"@@"},\#(call)]"#
        }
        let isTenant = name.contains("Tenant")
        let object = isTenant ? #"{"id":"c","name":"@@"}"# : place.object
        let id = (try? JSONValue(parsing: object))?["id"]?.string ?? "b"
        let arguments =
          switch name.split(separator: "/").last {
          case "query": #"{"ids":["\#(id)"],"total":1,"position":0}"#
          case "get": #"{"list":[\#(object)],"notFound":[]}"#
          default: outcome(of: parts[1])
          }
        return "[\(parts[0].serialized()),\(arguments),\(call)]"
      }
      return #"{"methodResponses":[\#(responses.joined(separator: ","))]}"#
    }

    private static let refusal =
      #"{"type":"validationFailed","description":"@@","properties":["@@"],"existingId":"@@","#
      + #""objectId":{"object":"@@","id":"@@"},"linkedObjects":[{"object":"@@","id":"@@"}],"#
      + #""novel":"@@","validationErrors":[{"type":"@@","property":"@@","required":"@@","#
      + #""value":"@@"}]}"#

    private func outcome(of arguments: JSONValue) -> String {
      guard !place.acceptsChanges else {
        let keys = (arguments["create"]?.object ?? arguments["update"]?.object ?? [:]).map(\.name)
        let member = arguments["create"] == nil ? "updated" : "created"
        let objects = keys.map { #""\#($0)":{"id":"@@","name":"@@","@@":"@@"}"# }
        return "{\"\(member)\":{\(objects.joined(separator: ","))}}"
      }
      func all(_ keys: [String]) -> String {
        let members = keys.map { "\(JSONValue.string($0).serialized()):\(Self.refusal)" }
        return "{\(members.joined(separator: ","))}"
      }
      let created = all((arguments["create"]?.object ?? [:]).map(\.name))
      let updated = all((arguments["update"]?.object ?? [:]).map(\.name))
      let destroyed = all((arguments["destroy"]?.array ?? []).compactMap(\.string))
      return #"{"notCreated":\#(created),"notUpdated":\#(updated),"notDestroyed":\#(destroyed)}"#
    }
  }

  /// Runs a command; without a text bytes that are no UTF-8 take its place.
  private func run(_ place: Place, _ text: String?, isTerminal: Bool) throws -> Outcome {
    let directory = try TemporaryDirectory()
    let attack = "«\(text ?? "")»"
    let quoted = JSONValue.string(attack).serialized().dropFirst().dropLast()
    try directory.write(Array(place.schema.replacing("@@", with: quoted).utf8), to: "schema.json")
    try directory.write(Array(place.plan.replacing("@@", with: quoted).utf8), to: "plan")
    let server = Server(place) { template in
      guard text == nil else {
        let isJSON = template.first == "{"
        return Array(template.replacing("@@", with: isJSON ? quoted : attack[...]).utf8)
      }
      var bytes = Array(template.utf8)
      if let range = bytes.firstRange(of: Array("@@".utf8)) {
        bytes.replaceSubrange(range, with: Steering.brokenText)
      }
      return bytes
    }
    let (output, errors, prompter) = (MemorySink(), MemorySink(), Refuser())
    let arguments = place.arguments.map {
      $0 == "plan" ? directory.path("plan") : $0.replacing("@@", with: attack)
    }
    let code = StalwartCLI.run(
      in: Surroundings(
        arguments: arguments + ["--schema", directory.path("schema.json"), "--no-pager"],
        environment: [
          "STALWART_URL": "http://127.0.0.1:1", "STALWART_TOKEN": "hush", "NO_COLOR": "1",
          "LANG": "C.UTF-8",
        ],
        standardOutput: output,
        standardError: errors,
        standardInput: -1,
        isInputTerminal: place.isInteractive,
        isOutputTerminal: isTerminal,
        isErrorTerminal: isTerminal || place.isInteractive,
        columns: isTerminal ? 80 : nil,
        prompter: prompter,
        now: { 1_800_000_000 },
        elapsed: { .zero },
        sleep: { _ in },
        random: { 0 },
        interruption: { nil },
        makeTransport: { _ in server },
        libraryVersion: { "none" }
      )
    )
    return Outcome(output: output.text, errors: errors.text, asked: prompter.asked, code: code)
  }
}
