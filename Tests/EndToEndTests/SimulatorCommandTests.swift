// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// The command line of the simulator.
@Suite
struct SimulatorCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func run(
    _ arguments: [String],
    environment: [String: String] = [:],
    showsSecrets: Bool = false
  ) throws -> Outcome {
    var launch = Launch(
      BuiltProducts.simulator,
      arguments,
      environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
      directory: directory.url
    )
    launch.showsSecrets = showsSecrets
    return try launch.run()
  }

  @Test(arguments: [
    (2, "unknown word 'nonsense'", ["serve", "--fault", "nonsense"]),
    (2, "unknown option --bogus", ["serve", "--bogus"]),
    (2, "accepted: recovery, normal, bootstrap", ["serve", "--mode", "x"]),
    (2, "'99999' is not a whole number from 0 to 65535", ["serve", "--port", "99999"]),
    (2, "is not NAME:SECRET", ["serve", "--user", "admin"]),
    (2, "unexpected argument 'extra'", ["serve", "extra"]),
    (2, "unknown command 'frobnicate'", ["frobnicate"]),
    (2, "no command", []),
    (2, "<command> is missing", ["run"]),
    (2, "needs a value", ["serve", "--data"]),
    (1, "No such file or directory", ["serve", "--data", "missing.json"]),
    (1, "no stalwart-sim answers", ["dump", "--url", "http://127.0.0.1:1"]),
    (127, "No such file or directory", ["run", "--", "./missing"]),
  ])
  func saysWhatIsWrong(_ status: Int32, _ text: String, _ arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorText.hasPrefix("error: "))
    #expect(outcome.errorText.contains(text))
  }

  @Test(arguments: [
    ("{", "line 1, column 2: no valid JSON"), ("[]", "objects"),
    (#"{"objects":{"Nope":[]}}"#, "no type has the name 'Nope'"),
    (#"{"objects":{"Domain":[5]}}"#, "Domain number 1: not an object"),
    (#"{"objects":{"Domain":[{"id":"!"}]}}"#, "Domain !: id: no id of the server's form"),
  ])
  func refusesABrokenDataSet(_ text: String, _ reason: String) throws {
    let file = directory.url.appending(path: "data.json")
    try Data(text.utf8).write(to: file)
    let outcome = try run(["serve", "--data", "data.json"])
    #expect(outcome.status == 1)
    #expect(outcome.errorText.hasPrefix("error: data.json is no data set: "))
    #expect(outcome.errorText.contains(reason))
  }

  @Test
  func tellsACommandWhereTheServerIsAndNothingElse() throws {
    let outcome = try run(
      ["run", "--user", "root:pass:word", "--", "env"],
      environment: [
        "STALWART_TOKEN": "t", "STALWART_PASSWORD_FILE": "f", "STALWART_TOKEN_FILE": "f",
        "STALWART_URL": "https://elsewhere.example", "no_proxy": "example.org",
      ]
    )
    let lines = Set(outcome.outputText.split(separator: "\n").map(String.init))
    #expect(outcome.status == 0)
    #expect(lines.contains("STALWART_USER=root"))
    #expect(lines.contains("STALWART_PASSWORD=pass:word"))
    #expect(lines.contains("no_proxy=example.org,127.0.0.1"))
    #expect(lines.contains { $0.hasPrefix("STALWART_URL=http://127.0.0.1:") })
    #expect(!lines.contains { $0.hasPrefix("STALWART_TOKEN") || $0.contains("_FILE=") })
  }

  @Test(arguments: [(0, "true"), (3, "exit 3"), (143, "kill -TERM $$")])
  func returnsTheExitCodeOfTheCommand(_ status: Int32, _ script: String) throws {
    #expect(try run(["run", "--", "/bin/sh", "-c", script]).status == status)
  }

  @Test
  func dumpsWhatItReads() throws {
    let first = try run(["dump", "--demo"])
    #expect(first.status == 0)
    let file = directory.url.appending(path: "first.json")
    try Data(first.output).write(to: file)
    let second = try run(["dump", "--data", "first.json"])
    #expect(second.output == first.output)
    let data = try JSONValue(parsing: first.output)
    #expect(data["objects"]?["Domain"]?.array?.count == 2)
  }

  @Test
  func endsWithSIGTERM() throws {
    let script = "\"$0\" serve >ready & while ! [ -s ready ]; do :; done; kill -TERM $!; wait $!"
    let outcome = try Launch(
      URL(filePath: "/bin/sh"),
      ["-c", script, BuiltProducts.simulator.path],
      environment: ["PATH": "/usr/bin:/bin"],
      directory: directory.url
    ).run()
    #expect(outcome.status == 0)
  }

  @Test
  func printsItsVersionAndItsHelp() throws {
    #expect(try run(["--version"]).outputText.hasPrefix("stalwart-sim "))
    for arguments in [["--help"], ["serve", "--help"], ["run", "-h"]] {
      // The help names the administrator's password.
      let outcome = try run(arguments, showsSecrets: true)
      #expect(outcome.status == 0)
      #expect(outcome.outputText.contains("--fault <RULE>"))
    }
  }
}
