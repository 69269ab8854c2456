// SPDX-License-Identifier: MIT

import CommandLine
import Testing

@testable import Simulator

/// The command line of the simulator, as a table.
@Suite struct SimulatorToolTests {
  @Test func isSound() {
    #expect(SimulatorTool.spec.problems() == [])
  }

  /// Whoever knew an option of an earlier version finds it in the help of the tool.
  @Test(arguments: [
    "--port <N>", "--data <FILE>", "--demo", "--schema <FILE>", "--mode <MODE>",
    "--user <NAME:SECRET>", "--token <TEXT>", "--fault <RULE>", "--log <FILE>", "serve", "run",
    "dump", "approve", "restart", "latency=MS", "late-error=TYPE", "nth=N-M", "/sim/requests",
    "$argon2...$", "admin:testsecret", "recovery",
  ])
  func helpNames(text: String) {
    let page = HelpPage(tool: SimulatorTool.spec, width: 120).text(for: HelpRequest(.tool, .long))
    #expect(page.contains(text))
  }

  private func parse(_ arguments: String...) throws -> ParsedArguments {
    let outcome = try ArgumentParser(tool: SimulatorTool.spec).parse(arguments)
    guard case .run(let parsed) = outcome else { throw UsageError.missingCommand }
    return parsed
  }

  @Test func optionsBecomeAConfiguration() throws {
    let configuration = try ServeCommand(
      try parse(
        "serve",
        "--port=8080",
        "--mode",
        "normal",
        "--user",
        "root:pass:word",
        "--token=t",
        "--demo",
        "--fault",
        "close,nth=1",
        "--fault=lost"
      )
    ).configuration
    #expect(configuration.port == 8080)
    #expect(configuration.mode == .normal)
    #expect(configuration.administratorName == "root")
    #expect(configuration.administratorSecret == "pass:word")
    #expect(configuration.token == "t")
    #expect(configuration.faults.count == 2)
    #expect(configuration.dataSet != nil)
  }

  @Test func withoutOptionsItHasTheDefaults() throws {
    let configuration = try ServeCommand(try parse("serve")).configuration
    let defaults = Configuration()
    #expect(configuration.port == defaults.port)
    #expect(configuration.mode == defaults.mode)
    #expect(configuration.administratorName == defaults.administratorName)
    #expect(configuration.administratorSecret == defaults.administratorSecret)
    #expect(configuration.dataSet == nil)
  }

  @Test func theCommandKeepsItsOwnOptions() throws {
    #expect(
      try RunCommand(try parse("run", "--demo", "--", "sh", "-c", "x", "--", "--help")).command
        == ["sh", "-c", "x", "--", "--help"]
    )
    #expect(try RunCommand(try parse("run", "env", "--demo")).command == ["env", "--demo"])
  }

  @Test func restartAndApproveNeedAnAddress() throws {
    let restart = RestartCommand(try parse("restart", "--url", "u"))
    #expect(restart.url == "u")
    #expect(restart.mode == .normal)
    let approve = ApproveCommand(try parse("approve", "--url=u", "CODE", "--account=a"))
    #expect(approve.userCode == "CODE")
    #expect(approve.account == "a")
    #expect(throws: UsageError.self) { try parse("restart") }
    #expect(throws: UsageError.self) { try parse("approve", "CODE") }
  }
}
