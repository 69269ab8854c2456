// SPDX-License-Identifier: MIT

import CommandLine
import Foundation
import HTTP
import JSON
import StalwartSchema
import Terminal
import TestSupport

@testable import Simulator
@testable import StalwartCLI

/// A simulator without sockets, whose answers a test can change.
final class SnapshotServer: Transport {
  private let service: Service
  /// Changes the answer to a request with calls; the number of the request starts from 1.
  var altering: (_ number: Int, _ answer: JSONValue) -> JSONValue = { $1 }
  /// Fails in the place of an answer.
  var failing: (_ number: Int) -> HTTP.TransportError? = { _ in nil }
  /// Answers in the place of the server.
  var replacing: (_ number: Int) -> HTTP.HTTPResponse? = { _ in nil }
  /// How many requests with calls came.
  private(set) var posts = 0

  init(_ data: JSONValue) throws {
    var configuration = Configuration()
    configuration.dataSet = data
    configuration.token = "hush"
    service = try Service(configuration, listeningOn: "http://127.0.0.1:1")
  }

  /// The text of the schema that the server has.
  var schemaText: [UInt8] { Array(service.schemaDocument.text) }

  /// The schema that the server has.
  func schema() throws -> Schema {
    try Schema(document: schemaText)
  }

  func send(_ request: HTTP.HTTPRequest) throws(HTTP.TransportError) -> HTTP.HTTPResponse {
    let path = String(request.url.dropFirst("http://127.0.0.1:1".count))
    let isCall = request.method == .post
    if isCall {
      posts += 1
      if let failure = failing(posts) { throw failure }
      if let response = replacing(posts) { return response }
    }
    let fields = [
      ("authorization", "Bearer hush"), ("content-type", "application/json"), ("host", "127.0.0.1"),
    ]
    let transaction = service.begin(
      Simulator.HTTPRequest(
        method: isCall ? "POST" : "GET",
        target: path,
        headers: Simulator.HTTPHeaders(fields),
        framing: .length(request.body.count)
      )
    )
    defer { service.end(transaction) }
    guard let answer = service.respond(transaction, body: request.body) else { throw .emptyReply }
    var headers = HTTP.HTTPHeaders()
    for field in answer.headers.fields { headers.append(field.name, field.value) }
    var body = answer.body
    if isCall, let value = try? JSONValue(parsing: body) {
      body = Array(altering(posts, value).serialized().utf8)
    }
    return HTTP.HTTPResponse(status: answer.status, headers: headers, body: body)
  }

  // MARK: Running

  /// What became of a run.
  struct Outcome {
    let output: String
    let errors: String
    let code: Int32
  }

  /// Runs a command against the server; `interruption` is asked whenever the command would be.
  func run(
    _ arguments: [String],
    in directory: TemporaryDirectory,
    interruption: @escaping @Sendable () -> Int32? = { nil }
  ) throws -> Outcome {
    let (output, errors) = (MemorySink(), MemorySink())
    let surroundings = try surroundings(
      arguments,
      in: directory,
      output: output,
      errors: errors,
      interruption: interruption
    )
    let code = StalwartCLI.run(in: surroundings)
    return Outcome(output: output.text, errors: errors.text, code: code)
  }

  /// Runs the value of a command against the server, without parsing anything.
  func run(_ command: some Command, in directory: TemporaryDirectory) throws -> RunOutcome {
    let (output, errors) = (MemorySink(), MemorySink())
    let surroundings = try surroundings(
      ["describe"],
      in: directory,
      output: output,
      errors: errors,
      interruption: { nil }
    )
    guard
      case .run(let parsed) = try ArgumentParser(tool: Tool.spec)
        .parse(surroundings.arguments, environment: surroundings.environment)
    else { throw UsageError.missingCommand }
    let context = Context(surroundings, GlobalArguments(parsed))
    let result: Result<StalwartCLI.Outcome, Failure>
    do throws(Failure) { result = .success(try command.run(in: context)) } catch {
      result = .failure(error)
    }
    try context.console.flush()
    return RunOutcome(output: output.text, errors: errors.text, result: result)
  }

  /// What became of the value of a command.
  struct RunOutcome {
    let output: String
    let errors: String
    let result: Result<StalwartCLI.Outcome, Failure>
  }

  private func surroundings(
    _ arguments: [String],
    in directory: TemporaryDirectory,
    output: MemorySink,
    errors: MemorySink,
    interruption: @escaping @Sendable () -> Int32?
  ) throws -> Surroundings {
    let schema = directory.path("schema.json")
    if !FileManager.default.fileExists(atPath: schema) {
      try directory.write(schemaText, to: "schema.json")
    }
    return Surroundings(
      arguments: arguments + ["--schema", schema],
      environment: [
        "STALWART_URL": "http://127.0.0.1:1", "STALWART_TOKEN": "hush",
        "STALWART_CACHE_DIR": directory.path("cache"),
      ],
      standardOutput: output,
      standardError: errors,
      standardInput: 0,
      prompter: AbsentPrompter(),
      now: { 1_800_000_000 },
      elapsed: { .zero },
      sleep: { _ in },
      random: { 0 },
      interruption: interruption,
      makeTransport: { _ in self },
      libraryVersion: { "none" }
    )
  }
}

extension JSONValue {
  /// The value with the members of every object in another order.
  func shuffled(using generator: inout some RandomNumberGenerator) -> JSONValue {
    switch self {
    case .array(let elements):
      return .array(elements.map { $0.shuffled(using: &generator) })
    case .object(let object):
      var members: [(String, JSONValue)] = []
      for member in object.members.shuffled(using: &generator) {
        members.append((member.name, member.value.shuffled(using: &generator)))
      }
      return .object(JSONObject(members))
    default: return self
    }
  }

  /// The value with something done to the arguments of the answers to a method.
  func answers(
    to method: String,
    _ change: (inout JSONObject) -> Void
  ) -> JSONValue {
    guard var whole = object, let responses = whole["methodResponses"]?.array else { return self }
    whole["methodResponses"] = .array(
      responses.map { response in
        guard var parts = response.array, parts[0].string == method, var arguments = parts[1].object
        else { return response }
        change(&arguments)
        parts[1] = .object(arguments)
        return .array(parts)
      }
    )
    return .object(whole)
  }
}

/// A sequence of numbers that is the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
