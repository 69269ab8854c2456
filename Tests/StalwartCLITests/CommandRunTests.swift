// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Plans
import TestSupport
import Testing

@testable import StalwartCLI

/// The run half of each command: a value against a server, without a command line.
@Suite struct `The value of a command runs by itself` {
  private let directory: TemporaryDirectory
  private let server: SnapshotServer

  init() throws {
    directory = try TemporaryDirectory()
    server = try SnapshotServer([
      "objects": [
        "Domain": [["name": "example.org", "id": "b"], ["name": "example.net", "id": "c"]]
      ]
    ])
  }

  private func run(_ command: some Command) throws -> SnapshotServer.RunOutcome {
    try server.run(command, in: directory)
  }

  private func plan(_ text: String, named name: String = "plan") throws -> PlanInput {
    try directory.write(Array(text.utf8), to: name)
    return PlanInput(source: .file(directory.path(name), option: "<plan>"))
  }

  @Test func get() throws {
    let command = GetCommand(
      object: "domain",
      operands: ["example.net"],
      fields: ["name"],
      account: nil,
      format: .json
    )
    let outcome = try run(command)
    #expect(outcome.result == .success(.done))
    #expect(try JSONValue(parsing: Array(outcome.output.utf8))["name"] == "example.net")
    var missing = command
    missing = GetCommand(
      object: "domain",
      operands: ["zz"],
      fields: [],
      account: nil,
      format: .id
    )
    guard case .failure(let failure) = try run(missing).result else {
      Issue.record("an object that is not there was found")
      return
    }
    #expect(failure.kind == .notFound)
    #expect(failure.exitCode == .notFound)
  }

  @Test func query() throws {
    let outcome = try run(
      QueryCommand(
        object: "Domain",
        filters: [],
        fields: [],
        format: .id,
        limit: 1,
        sort: "name:desc",
        isCount: false,
        hasHeader: true,
        isWide: false,
        account: nil
      )
    )
    #expect(outcome.output == "b\n")
  }

  @Test func createUpdateAndDelete() throws {
    let created = try run(
      CreateCommand(
        object: "Domain",
        source: .fields([.init(key: "name", value: .text("example.com"))]),
        format: .id,
        acceptsExisting: false,
        secretFile: nil,
        account: nil
      )
    )
    #expect(created.result == .success(.done))
    let id = String(created.output.dropLast())
    let updated = try run(
      UpdateCommand(
        object: "Domain",
        operand: id,
        source: .text(#"{"description":"new"}"#),
        account: nil
      )
    )
    #expect(updated.output == "Updated Domain \(id)\n")
    let deleted = try run(
      DeleteCommand(
        object: "Domain",
        source: .ids([id]),
        account: nil,
        ignoresMissing: false,
        isConfirmed: false
      )
    )
    #expect(deleted.output == "\(id) deleted\n1 deleted, 0 failed\n")
  }

  @Test func describe() throws {
    let outcome = try run(DescribeCommand(name: "Domain", isJSON: false))
    #expect(outcome.output.hasPrefix("Domain"))
    #expect(server.posts == 0)
  }

  @Test func diffTellsADifferenceFromAFailure() throws {
    let same =
      #"{"@type":"upsert","object":"Domain","matchOn":["name"],"value":{"a":{"name":"example.org"}}}"#
    let other = same.replacing("example.org", with: "example.edu")
    #expect(
      try run(DiffCommand(input: try plan(same), other: nil, isJSON: true)).result
        == .success(.done)
    )
    let outcome = try run(DiffCommand(input: try plan(other), other: nil, isJSON: true))
    #expect(outcome.result == .success(.different))
    #expect(StalwartCLI.Outcome.different.exitCode == .refused)
    #expect(
      try run(
        DiffCommand(input: try plan(same), other: try plan(other, named: "two"), isJSON: false)
      ).result == .success(.different)
    )
  }

  @Test func apply() throws {
    let text =
      #"{"@type":"upsert","object":"Domain","matchOn":["name"],"value":{"a":{"name":"example.edu"}}}"#
    let outcome = try run(
      ApplyCommand(
        input: try plan(text),
        isDryRun: false,
        continuesOnError: false,
        reloads: false,
        reporting: ApplyReporter.Options(isQuiet: true, isJSON: true, showsProgress: false),
        machine: MachineCheck(allowing: [], isConfirmed: false),
        removals: RemovalCheck(maximum: nil, isConfirmed: false, isForced: false)
      )
    )
    #expect(outcome.result == .success(.done))
    let lines = outcome.output.split(separator: "\n")
    let summary = try JSONValue(parsing: Array((lines.last ?? "").utf8))
    #expect(summary["done"]?["created"] == 1)
  }

  @Test func snapshot() throws {
    let outcome = try run(
      SnapshotCommand(
        arguments: SnapshotArguments(
          operands: [try SnapshotArguments.Operand("Domain:example.org")],
          selectsAll: false,
          addsDependencies: true,
          allowed: []
        ),
        typed: ["Domain:example.org"],
        output: nil,
        secrets: .omit,
        isQuiet: true
      )
    )
    #expect(outcome.result == .success(.done))
    #expect(outcome.output.contains("example.org"))
    #expect(!outcome.output.contains("example.net"))
  }
}

@Suite struct `Failures have a kind` {
  @Test func signalsChangeTheirWords() {
    let failure = Failure.interrupted("nothing was changed")
    #expect(failure.summary == "interrupted; nothing was changed")
    #expect(failure.ended(by: 15).summary == "terminated; nothing was changed")
    #expect(failure.ended(by: 15).exitCode == .terminated)
    #expect(failure.ended(by: 1).summary == "the terminal is gone; nothing was changed")
    let other = Failure(.refused, "no").ended(by: 2)
    #expect(other.summary == "interrupted" && other.details == ["no"])
    #expect(other.exitCode == .interrupted)
  }

  @Test func whatMeansNoAccessIsToldApart() {
    #expect(Failure.noServer("a").isAboutAccess && Failure.noCredential("a").isAboutAccess)
    #expect(!Failure.usage("a").isAboutAccess)
    #expect(Failure.noServer("a").exitCode == .usage)
  }
}
