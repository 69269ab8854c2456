// SPDX-License-Identifier: MIT

internal import CommandLine

/// The option of the commands that speak to a running simulator.
enum ControlOptions {
  static let url = Option.value(
    "url",
    "Address of a running simulator",
    value: "URL",
    as: .text
  )
}

/// `approve USER-CODE`: lets a waiting device sign in.
struct ApproveCommand {
  static let userCode = Operand.required("user-code", "The code that the device shows")
  static let account = Option.value(
    "account",
    "Account to sign in as, the administrator if none is named",
    value: "NAME",
    as: .text
  )

  static let spec = CommandSpec(
    name: "approve",
    group: SimulatorTool.group,
    summary: "Let a waiting device sign in",
    positionals: [userCode],
    options: [ControlOptions.url, account],
    exactlyOneOf: [[ControlOptions.url]],
    examples: [Example("stalwart-sim approve --url http://127.0.0.1:8080 ABCD-EFGH")]
  )

  let url: String
  let userCode: String
  let account: String?

  init(_ parsed: ParsedArguments) {
    url = parsed[ControlOptions.url] ?? ""
    userCode = parsed[Self.userCode]
    account = parsed[Self.account]
  }

  func run() throws -> Int32 {
    var target = "/sim/approve?code=\(ControlClient.encoded(userCode))"
    if let account { target += "&account=\(ControlClient.encoded(account))" }
    _ = try ControlClient.send("POST", target, to: url)
    return 0
  }
}

/// `restart`: starts a running server again on what it holds.
struct RestartCommand {
  static let mode = Option.value(
    "mode",
    "Mode of the server from then on: recovery, normal or bootstrap",
    value: "MODE",
    as: .choice { (_: ServerMode) in "" },
    default: ServerMode.normal
  )

  static let spec = CommandSpec(
    name: "restart",
    group: SimulatorTool.group,
    summary: "Start a running server again on what it holds",
    discussion: ["It is what an operator does after the set-up in bootstrap mode."],
    options: [ControlOptions.url, mode],
    exactlyOneOf: [[ControlOptions.url]],
    examples: [Example("stalwart-sim restart --url http://127.0.0.1:8080 --mode recovery")]
  )

  let url: String
  let mode: ServerMode

  init(_ parsed: ParsedArguments) {
    url = parsed[ControlOptions.url] ?? ""
    mode = parsed[Self.mode]
  }

  func run() throws -> Int32 {
    _ = try ControlClient.send("POST", "/sim/restart?mode=\(mode.rawValue)", to: url)
    return 0
  }
}
