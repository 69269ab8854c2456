// SPDX-License-Identifier: MIT

import Foundation
import HTTP
import JMAP
import JSON
import Terminal
import TestSupport

@testable import StalwartCLI

extension FuzzTarget {
  /// What a server answers to a command: the first line holds one letter each for the
  /// command, the status, the content type and the form; the rest is the body of every
  /// answer or, in the other form, a line for the arguments of each response.
  ///
  /// Whatever it is, the command ends with one of its exit codes, says something where
  /// it fails, writes JSON where it promised JSON, and neither steers the terminal nor
  /// shows the credentials.
  static let answers = FuzzTarget(name: "answers") { bytes in
    guard bytes.count < 16_384 else { return }
    let head = bytes.prefix { $0 != 0x0A }
    let body = Array(bytes.dropFirst(head.count + 1))
    checkDecoders(body)
    let letters = Array(head) + [0, 0, 0, 0]
    let isMatched = letters[3] % 2 == 1
    let arguments = commands[Int(letters[0]) % commands.count]
    let status = statuses[Int(letters[1]) % statuses.count]
    let type = types[Int(letters[2]) % types.count]
    for isTerminal in [false, true] {
      let server = AnyAnswer(status, type, body, isMatched: isMatched)
      try checkCommand(arguments, server, body, isTerminal: isTerminal)
    }
  }

  private static let commands: [[String]] = [
    ["get", "relay", "b"], ["get", "relay", "b", "--json"], ["query", "relay"],
    ["query", "relay", "--json", "--limit", "3"],
    ["query", "node", "--fields", "id,host", "--sort", "host"],
    ["create", "relay", "--field", "name=x"],
    ["update", "relay", "b", "--field", "quota=1MB", "--json"],
    ["delete", "relay", "--ids", "b,c"], ["snapshot", "relay", "tenant"],
    ["query", "relay", "--where", "name=x"],
    ["get", "relay", "x", "--debug"], ["create", "node/Edge", "--field", "host=x"],
  ]

  private static let statuses = [200, 200, 200, 400, 401, 402, 403, 404, 429, 500, 503, 204, 301]

  private static let types = [
    "application/json", "application/json; charset=utf-8", "text/html", "application/problem+json",
    "", "application/json\u{1B}]0;x\u{7}",
  ]

  private static func checkDecoders(_ body: [UInt8]) {
    if let response = try? Response(decoding: body) {
      _ = try? response.matched(to: Request([Invocation("x:Relay/get", [:], callID: "c0")]))
      for response in response.methodResponses {
        _ = try? GetResponse(decoding: response)
        _ = try? QueryResponse(decoding: response)
        _ = try? SetResponse(decoding: response)
      }
    }
    _ = try? Session(decoding: body)
    _ = RequestProblem(status: 400, body: body).shortType
    if let value = try? JSONValue(parsing: body) { _ = SetError(decoding: value) }
  }

  /// The file of the schema, written once.
  private static let schemaFile: String? = {
    guard let directory = try? TemporaryDirectory.untilExit() else { return nil }
    try? directory.write(Array(SmallSchema.text.utf8), to: "schema.json")
    return directory.path("schema.json")
  }()

  private static func checkCommand(
    _ arguments: [String],
    _ server: AnyAnswer,
    _ body: [UInt8],
    isTerminal: Bool
  ) throws {
    guard let schemaFile else { throw Finding(description: "the schema cannot be written") }
    let token = "hush-token"
    let (output, errors) = (MemorySink(), MemorySink())
    let words =
      arguments + ["--no-pager", "--no-input", "--retries", "1", "--schema", schemaFile]
    let code = StalwartCLI.run(
      in: Surroundings(
        arguments: words,
        environment: [
          "STALWART_URL": "http://127.0.0.1:1", "STALWART_TOKEN": token, "NO_COLOR": "1",
          "LANG": "C.UTF-8",
        ],
        standardOutput: output,
        standardError: errors,
        standardInput: -1,
        isOutputTerminal: isTerminal,
        isErrorTerminal: isTerminal,
        columns: isTerminal ? 40 : nil,
        prompter: AbsentPrompter(),
        now: { 1_800_000_000 },
        elapsed: { .zero },
        sleep: { _ in },
        random: { 0.5 },
        interruption: { nil },
        makeTransport: { _ in server },
        libraryVersion: { "none" }
      )
    )
    let command = arguments.joined(separator: " ")
    try require((0...5).contains(code), "\(command): exit code \(code)")
    try require(code == 0 || !errors.bytes.isEmpty, "\(command): fails without a word")
    if let found = Steering.found(in: errors.bytes) {
      throw Finding(description: "\(command): standard error holds \(found): \(errors.text)")
    }
    let isJSON = arguments.contains("--json") || arguments.first == "snapshot"
    if isJSON {
      for line in output.bytes.split(separator: 0x0A) where !line.starts(with: [0x23]) {
        try require(
          (try? JSONValue(parsing: Array(line))) != nil,
          "\(command): no JSON: \(String(decoding: line, as: UTF8.self))"
        )
      }
    }
    if isTerminal || !isJSON, let found = Steering.found(in: output.bytes) {
      throw Finding(description: "\(command): standard output holds \(found): \(output.text)")
    }
    let isServersOwn = body.count >= 4 && String(decoding: body, as: UTF8.self).contains("hush")
    try require(
      isServersOwn || !(output.text + errors.text).contains("hush"),
      "\(command): the token is shown"
    )
  }
}

/// Gives the same answer whatever is asked, and after a hundred of them none.
private final class AnyAnswer: Transport {
  private let answer: HTTPResponse
  /// What each response holds, in turn; nil where the body is the answer itself.
  private let arguments: [[UInt8]]?
  private var count = 0
  private var given = 0

  init(_ status: Int, _ type: String, _ body: [UInt8], isMatched: Bool) {
    answer = HTTPResponse(
      status: status,
      headers: type.isEmpty
        ? [:] : ["content-type": type, "retry-after": type, "location": type],
      body: body
    )
    arguments = isMatched ? body.split(separator: 0x0A).map { Array($0) } : nil
  }

  func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    count += 1
    guard count <= 100 else { throw .connectionReset(detail: "enough") }
    guard let arguments, !arguments.isEmpty else { return answer }
    var body = Array(#"{"methodResponses":["#.utf8)
    let calls = (try? JSONValue(parsing: request.body))?["methodCalls"]?.array ?? []
    for (index, call) in calls.enumerated() {
      let line = arguments[given % arguments.count]
      given += 1
      if index > 0 { body.append(UInt8(ascii: ",")) }
      // A line that begins with an exclamation mark refuses the call.
      let isError = line.first == UInt8(ascii: "!")
      let name = isError ? "error" : call.array?.first?.string ?? ""
      body += Array("[\(JSONValue.string(name).serialized()),".utf8)
      body += line.dropFirst(isError ? 1 : 0)
      body += Array(",\((call.array?.last ?? .null).serialized())]".utf8)
    }
    var answer = answer
    answer.body = body + Array("]}".utf8)
    return answer
  }
}
