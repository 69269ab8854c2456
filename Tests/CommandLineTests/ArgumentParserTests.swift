// SPDX-License-Identifier: MIT

import Testing

@testable import CommandLine

private let parser = ArgumentParser(tool: Sample.tool)

private func run(_ line: String, environment: [String: String] = [:]) throws -> ParsedArguments {
  try run(words(line), environment: environment)
}

private func run(
  _ arguments: [String],
  environment: [String: String] = [:]
) throws -> ParsedArguments {
  let outcome = try parser.parse(arguments, environment: environment)
  guard case .run(let parsed) = outcome else { throw Unexpected(outcome: outcome) }
  return parsed
}

extension ParsedArguments {
  /// The texts of an option or operand, for tables of tests that name it.
  fileprivate func values(_ name: String) -> [ArgumentValue] {
    optionValues[name] ?? operandValues[name] ?? []
  }

  fileprivate func texts(_ name: String) -> [String] { values(name).map(\.text) }
  fileprivate func value(_ name: String) -> ArgumentValue? { values(name).last }
  fileprivate func text(_ name: String) -> String? { value(name)?.text }
  fileprivate func flag(_ name: String) -> Bool { value(name) != nil }
  fileprivate func origin(of name: String) -> ArgumentOrigin? { values(name).first?.origin }
}

private struct Unexpected: Error {
  var outcome: ParseOutcome
}

/// Splits at blanks; `''` is the empty word.
private func words(_ line: String) -> [String] {
  line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
}

@Suite struct `Arguments follow the rules of getopt_long` {
  @Test(arguments: [
    ("get imap --url u", "u"), ("get imap --url=u", "u"), ("--url u get imap", "u"),
    ("get --url u imap", "u"), ("--url=u get imap", "u"), ("get imap --url=", ""),
    ("get imap --url ''", ""), ("get imap --url=a=b", "a=b"), ("get imap --url -", "-"),
    ("get imap --url=-x", "-x"), ("get imap --url=--", "--"),
  ])
  func takesLongValues(line: String, url: String) throws {
    let parsed = try run(line)
    #expect(parsed.text("url") == url)
    #expect(parsed.text("object") == "imap")
  }

  @Test(arguments: [
    ("query a -o 5", "5"), ("query a -o5", "5"), ("query a -o=5", "=5"), ("query a -qo5", "5"),
    ("query a -qko 5", "5"), ("query a -o-5", "-5"), ("query a -o -", "-"),
    ("query a -oq", "q"), ("query -o5 a", "5"),
  ])
  func takesShortValues(line: String, path: String) throws {
    let parsed = try run(line)
    #expect(parsed.text("output") == path)
    #expect(parsed.text("object") == "a")
  }

  @Test func readsClusters() throws {
    let parsed = try run("query a -qko out")
    #expect(parsed.flag("quiet"))
    #expect(parsed.flag("insecure"))
    #expect(parsed.text("output") == "out")
    #expect(!parsed.flag("json"))
  }

  @Test func takesFlagsAnywhere() throws {
    for line in ["-k get imap", "get -k imap", "get imap -k", "get imap --insecure"] {
      #expect(try run(line).flag("insecure"), "\(line)")
    }
  }

  @Test(arguments: [
    ("query a --wait", ""), ("query a --wait=5", "5"), ("query a --wait=", ""),
    ("query --wait a", ""),
  ])
  func takesOptionalValuesOnlyAttached(line: String, wait: String) throws {
    let parsed = try run(line)
    #expect(parsed.text("wait") == wait)
    #expect(parsed.origin(of: "wait") != nil)
    #expect(parsed.text("object") == "a")
  }

  @Test func tellsAnAbsentOptionFromAnEmptyOne() throws {
    #expect(try run("query a").origin(of: "wait") == nil)
    #expect(try run("query a").text("url") == nil)
    #expect(try run("query a --url=").text("url") == "")
  }

  @Test func endsOptionsAtTwoDashes() throws {
    let parsed = try run("delete domain -- -b --yes --help --")
    #expect(parsed.texts("id") == ["-b", "--yes", "--help", "--"])
    #expect(!parsed.flag("yes"))
  }

  @Test func takesASingleDashAsOperand() throws {
    #expect(try run("apply -").text("path") == "-")
  }

  @Test func oneNameMayTakeAValueOrNot() throws {
    #expect(try run("get imap --json").flag("json"))
    #expect(try run("create domain --json {}").text("json") == "{}")
  }

  @Test func keepsTheOrderOfRepeatedOptions() throws {
    #expect(
      try run("create a --field x=1 --field y=2 --field x=1").texts("field") == [
        "x=1", "y=2", "x=1",
      ]
    )
  }

  @Test func splitsListsAtCommas() throws {
    #expect(
      try run("get a --fields b,c --fields=d,,e").texts("fields") == ["b", "c", "d", "", "e"]
    )
    #expect(try run("get a --fields ''").texts("fields") == [""])
  }

  @Test func handsOperandsOutFromLeftToRight() throws {
    let parsed = try run("get a b")
    #expect(parsed.text("object") == "a")
    #expect(parsed.text("id") == "b")
    #expect(try run("delete a").texts("id") == [])
    #expect(try run("get a").text("id") == nil)
    #expect(try run("get a ''").text("id") == "")
  }

  @Test func remembersWhereThingsStood() throws {
    let parsed = try run("-k get a b --url u --fields=x")
    #expect(parsed.value("url")?.origin == .option(index: 4, spelling: "--url"))
    #expect(parsed.origin(of: "insecure") == .option(index: 0, spelling: "-k"))
    #expect(parsed.value("id")?.origin == .operand(index: 3, name: "id"))
    #expect(parsed.value("fields")?.origin == .option(index: 6, spelling: "--fields"))
    #expect(parsed.value("id")?.origin.spelling == "<id>")
  }

  @Test func understandsAliases() throws {
    #expect(try run("show a").command.name == "get")
  }

  @Test func runsHiddenCommands() throws {
    #expect(try run("secret-command").command.name == "secret-command")
  }

  @Test func acceptsHiddenOptions() throws {
    #expect(try run("create a --no-op").flag("no-op"))
  }

  @Test func comparesTextByBytes() throws {
    // é composed and decomposed are equal as Swift strings, and stay as typed.
    let parsed = try run(["get", "e\u{301}", "\u{E9}"])
    #expect(parsed.text("object")?.unicodeScalars.count == 2)
    #expect(parsed.text("id")?.unicodeScalars.count == 1)
  }
}

@Suite struct `Values have a type` {
  @Test func aDefaultStandsInWhereNothingIsGiven() throws {
    let parsed = try run("query a")
    #expect(parsed[Sample.retries] == 3)
    #expect(parsed[Sample.limit] == nil)
    #expect(parsed[Sample.wait] == nil)
    #expect(parsed[Sample.lifetime] == 900)
    #expect(try run("get a")[Sample.format] == .table)
    #expect(try run("get a")[Sample.fields] == [])
  }

  @Test func whatIsGivenIsRead() throws {
    let parsed = try run(
      "query a --retries 9 -n 0 --wait=1.5",
      environment: ["MAILCTL_TTL": "0", "MAILCTL_RETRIES": "1"]
    )
    #expect(parsed[Sample.retries] == 9)
    #expect(parsed[Sample.limit] == 0)
    #expect(parsed[Sample.wait] == .milliseconds(1500))
    #expect(parsed[Sample.lifetime] == 0)
    #expect(try run("query a --wait")[Sample.wait] == .seconds(60))
    #expect(try run("get a", environment: ["MAILCTL_RETRIES": "1"])[Sample.retries] == 1)
    #expect(try run("get a --format json --fields=x,y")[Sample.format] == .json)
    #expect(try run("get a --fields=x,y --fields z")[Sample.fields] == ["x", "y", "z"])
    #expect(try run("get a b")[Sample.id] == "b")
  }

  @Test(arguments: [
    ("query a -n 1001", "-n: '1001' is not a whole number from 0 to 1000"),
    ("query a --limit=-1", "--limit: '-1' is not a whole number from 0 to 1000"),
    ("query a --limit=", "--limit: the value is empty, it must be a whole number from 0 to 1000"),
    ("query a --wait=soon", "--wait: 'soon' is not a number of seconds from 0 to 86400"),
    ("query a --wait=nan", "--wait: 'nan' is not a number of seconds from 0 to 86400"),
    ("query a --wait=inf", "--wait: 'inf' is not a number of seconds from 0 to 86400"),
    ("query a --wait=-1", "--wait: '-1' is not a number of seconds from 0 to 86400"),
    ("query a -o ''", "-o: the value is empty, it must be a path"),
    ("describe --retries x", "--retries: 'x' is not a whole number from 0 to 9"),
  ])
  func whatBreaksARuleIsAMistake(line: String, summary: String) throws {
    let error = try #require(throws: UsageError.self) { try parser.parse(words(line)) }
    #expect(UsageMessage(error, tool: Sample.tool).summary == summary)
  }

  @Test(arguments: [
    ("MAILCTL_RETRIES", "10", "MAILCTL_RETRIES: '10' is not a whole number from 0 to 9"),
    ("MAILCTL_TTL", "abc", "MAILCTL_TTL: 'abc' is not a whole number, 0 or more"),
  ])
  func variablesHaveRulesToo(name: String, text: String, summary: String) throws {
    let error = try #require(throws: UsageError.self) {
      try parser.parse(["get", "a"], environment: [name: text])
    }
    #expect(UsageMessage(error, tool: Sample.tool).summary == summary)
    // Help is given whatever the environment holds.
    #expect(try parser.parse(["help", "get"], environment: [name: text]) != .noArguments)
  }

  @Test func aSecretIsNotRepeated() throws {
    var tool = Sample.tool
    tool.globalOptions = [
      Option.value("pin", "A secret", value: "pin", as: .number(in: 0...9)).secret().spec
    ]
    let error = try #require(throws: UsageError.self) {
      try ArgumentParser(tool: tool).parse(["get", "a", "--pin=hunter2"])
    }
    #expect(
      UsageMessage(error, tool: tool).summary == "--pin: '…' is not a whole number from 0 to 9"
    )
  }

  @Test func helpShowsBoundsAndDefault() {
    let page = HelpPage(tool: Sample.tool, width: 120).text(for: HelpRequest(.tool, .long))
    #expect(page.contains("How often to try again [range: 0 to 9] [default: 3]"))
  }

  @Test func operandsMayEndOptions() throws {
    var tool = Sample.tool
    let words = Operand.zeroOrMore("word", "A word")
    tool.commands.append(
      CommandSpec(name: "run", summary: "Run", positionals: [words], operandsEndOptions: true)
    )
    let line = ["run", "-k", "sh", "-c", "--", "--url"]
    guard case .run(let parsed) = try ArgumentParser(tool: tool).parse(line) else { return }
    #expect(parsed[words] == ["sh", "-c", "--", "--url"])
    #expect(parsed[Sample.insecure])
  }
}

@Suite struct `The environment stands in for options` {
  let environment = ["MAILCTL_URL": "e", "MAILCTL_USER": "", "MAILCTL_TOKEN": "t"]

  @Test func onlyWhereNothingWasTyped() throws {
    let parsed = try run("get a", environment: environment)
    #expect(
      parsed.value("url") == ArgumentValue("e", origin: .environment(variable: "MAILCTL_URL"))
    )
    #expect(try run("get a --url=u", environment: environment).text("url") == "u")
    #expect(try run("get a --url=", environment: environment).text("url") == "")
  }

  @Test func anEmptyVariableIsUnset() throws {
    #expect(try run("get a", environment: environment).origin(of: "user") == nil)
  }

  @Test func variablesDoNotConflict() throws {
    let parsed = try run("get a --user u", environment: environment)
    #expect(parsed.origin(of: "user")?.isCommandLine == true)
    #expect(parsed.origin(of: "api-key")?.isCommandLine == false)
  }

  @Test(arguments: [
    ("1", true), ("yes", true), ("anything", true), ("0", false), ("FALSE", false), ("off", false),
    ("no", false), ("", false),
  ])
  func flagsReadBooleans(text: String, isSet: Bool) throws {
    #expect(try run("get a", environment: ["MAILCTL_DEBUG": text])[Sample.debug] == isSet)
  }

  @Test func aTypedFlagBeatsItsVariable() throws {
    #expect(try run("get a --debug", environment: ["MAILCTL_DEBUG": "0"])[Sample.debug])
  }
}

@Suite struct `Help and version are not commands` {
  @Test(arguments: [
    ("-h", HelpRequest(.tool, .short)), ("--help", HelpRequest(.tool, .long)),
    ("help", HelpRequest(.tool, .long)), ("get -h", HelpRequest(.command("get"), .short)),
    ("get a b c d --bogus --help", HelpRequest(.command("get"), .long)),
    ("show --help", HelpRequest(.command("get"), .long)),
    ("--bogus -h get", HelpRequest(.command("get"), .short)),
    ("get -kh", HelpRequest(.command("get"), .short)),
    ("get --fields --help", HelpRequest(.command("get"), .long)),
    ("help show", HelpRequest(.command("get"), .long)),
    ("help connection", HelpRequest(.topic("connection"), .long)),
    ("help --man get", HelpRequest(.command("get"), .manual)),
    ("help get --man", HelpRequest(.command("get"), .manual)),
    ("help --man", HelpRequest(.tool, .manual)),
    ("help --mdoc plans", HelpRequest(.topic("plans"), .manualSource)),
    ("help --help", HelpRequest(.command("help"), .long)),
    ("--version --help", HelpRequest(.tool, .long)),
  ])
  func helpWins(line: String, request: HelpRequest) throws {
    #expect(try parser.parse(words(line)) == .help(request))
  }

  @Test func helpBehindTwoDashesIsAnOperand() throws {
    #expect(try run("get -- --help").text("object") == "--help")
  }

  @Test func helpAsAttachedValueIsAValue() throws {
    #expect(try run("get a --url=--help").text("url") == "--help")
  }

  @Test(arguments: ["--version", "-V", "-k --version", "--url u -V", "-kV"])
  func showsTheVersion(line: String) throws {
    #expect(try parser.parse(words(line)) == .version)
  }

  @Test func theVersionBelongsToTheTool() {
    #expect(throws: UsageError.self) { try parser.parse(["get", "--version"]) }
    #expect(throws: UsageError.self) { try parser.parse(["get", "-V"]) }
  }

  @Test func nothingTypedIsNoError() throws {
    #expect(try parser.parse([]) == .noArguments)
  }

  @Test func namesTheShell() throws {
    #expect(try parser.parse(["completion", "zsh"]) == .completionScript(.zsh))
  }
}

@Suite struct `Mistakes are data` {
  @Test(arguments: [
    ("-k", UsageError.missingCommand),
    ("--", .missingCommand),
    ("gte a", .unknownCommand(name: "gte", suggestions: ["get"])),
    ("bogus --help", .unknownCommand(name: "bogus", suggestions: [])),
    ("help nothing", .unknownTopic(name: "nothing", suggestions: [])),
    ("help format", .unknownTopic(name: "format", suggestions: ["formats"])),
    ("get a --jsno", .unknownOption(spelling: "--jsno", command: "get", suggestions: ["--json"])),
    ("get a --js", .unknownOption(spelling: "--js", command: "get", suggestions: ["--json"])),
    (
      "get a --fielsd=x",
      .unknownOption(spelling: "--fielsd", command: "get", suggestions: ["--fields"])
    ),
    ("get a -x", .unknownOption(spelling: "-x", command: "get", suggestions: [])),
    ("get a -5", .unknownOption(spelling: "-5", command: "get", suggestions: [])),
    ("--fields a get", .misplacedOption(spelling: "--fields", command: nil, owners: ["get"])),
    ("get a --where x", .misplacedOption(spelling: "--where", command: "get", owners: ["query"])),
    ("delete a -q", .misplacedOption(spelling: "-q", command: "delete", owners: ["query"])),
    ("get a --json=true", .unexpectedValue(spelling: "--json", command: "get")),
    ("get a --json=", .unexpectedValue(spelling: "--json", command: "get")),
    ("get a --help=x", .unexpectedValue(spelling: "--help", command: "get")),
    ("--version=x", .unexpectedValue(spelling: "--version", command: nil)),
    (
      "get a --url",
      .missingValue(spelling: "--url", valueName: "url", isFollowedByDash: false, command: "get")
    ),
    (
      "query a --limit -5",
      .missingValue(spelling: "--limit", valueName: "n", isFollowedByDash: true, command: "query")
    ),
    (
      "query a -n -5",
      .missingValue(spelling: "-n", valueName: "n", isFollowedByDash: true, command: "query")
    ),
    (
      "--url",
      .missingValue(spelling: "--url", valueName: "url", isFollowedByDash: false, command: nil)
    ),
    ("get a --json --json", .repeatedOption(first: "--json", second: "--json", command: "get")),
    ("-k get a --insecure", .repeatedOption(first: "-k", second: "--insecure", command: "get")),
    ("get a --url u --url v", .repeatedOption(first: "--url", second: "--url", command: "get")),
    ("query a -qq", .repeatedOption(first: "-q", second: "-q", command: "query")),
    (
      "query a --verbose -q",
      .conflict(first: "--verbose", second: "-q", command: "query")
    ),
    ("query a -qv", .conflict(first: "-q", second: "-v", command: "query")),
    (
      "get a --user u --api-key t",
      .conflict(first: "--user", second: "--api-key", command: "get")
    ),
    ("get", .missingOperand(name: "object", command: "get")),
    ("get --json", .missingOperand(name: "object", command: "get")),
    ("apply", .missingOneOf(spellings: ["<path>", "--file", "--stdin"], command: "apply")),
    ("apply --file x --stdin", .conflict(first: "--file", second: "--stdin", command: "apply")),
    ("apply --stdin x", .conflict(first: "--stdin", second: "<path>", command: "apply")),
    ("get a b c", .unexpectedOperand(text: "c", command: "get")),
    ("describe a b", .unexpectedOperand(text: "b", command: "describe")),
    (
      "get a --format jsn",
      .invalidChoice(
        spelling: "--format",
        value: "jsn",
        choices: ["table", "json", "plain"],
        suggestions: ["json"],
        command: "get"
      )
    ),
    (
      "completion csh",
      .invalidChoice(
        spelling: "<shell>",
        value: "csh",
        choices: ["bash", "zsh", "fish"],
        suggestions: ["zsh"],
        command: "completion"
      )
    ),
  ])
  func andNameWhatWasTyped(line: String, error: UsageError) {
    #expect(throws: error) { try parser.parse(words(line)) }
  }

  @Test func theFirstMistakeIsReported() {
    #expect(throws: UsageError.unknownOption(spelling: "--one", command: "get", suggestions: [])) {
      try parser.parse(words("get --one --two a b c"))
    }
  }

  @Test func environmentValuesAreCheckedToo() {
    var tool = Sample.tool
    tool.globalOptions = [
      Option.value("color", "When", value: "when", as: .text).variable("COLOR")
        .completing(.choices("auto", "never")).spec
    ]
    #expect(
      throws: UsageError.invalidChoice(
        spelling: "COLOR",
        value: "mauve",
        choices: ["auto", "never"],
        suggestions: [],
        command: "get"
      )
    ) {
      try ArgumentParser(tool: tool).parse(["get", "a"], environment: ["COLOR": "mauve"])
    }
  }

  @Test func noArgumentsTrapTheParser() {
    var generator = SplitMix(state: 42)
    let pieces = [
      "", "-", "--", "---", "=", "-=", "--=", "-h", "--help", "-V", "get", "query", "help", "--url",
      "--url=", "-k", "-n", "-n5", "-qv", "apply", "__complete", "object", "é", "-é", "--é=ü",
      "\u{0}",
      "completion", "bash", "--fields", ",", "a,b",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<6, using: &generator)
      let arguments = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
      do {
        _ = try parser.parse(arguments, environment: ["MAILCTL_URL": "x"])
      } catch {
        _ = UsageMessage(error, tool: Sample.tool).text
      }
    }
  }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

@Suite struct `Completion requests are read leniently` {
  private func request(_ words: String...) throws -> CompletionRequest? {
    guard case .complete(let request) = try parser.parse(["__complete"] + words) else {
      return nil
    }
    return request
  }

  @Test func findsTheOperands() throws {
    let request = try request("field", "na", "-k", "get", "--url", "u", "imap", "--fields")
    #expect(request?.kind == .field)
    #expect(request?.current == "na")
    #expect(request?.arguments?.command.name == "get")
    #expect(request?.arguments?.text("object") == "imap")
    #expect(request?.arguments?.text("url") == "u")
  }

  @Test func putsUpWithMistakes() throws {
    #expect(try request("object", "", "get", "--bogus", "-h")?.arguments?.command.name == "get")
    #expect(try request("object", "", "bogus")?.arguments == nil)
    #expect(try request("object")?.current == "")
    #expect(try request("nonsense", "") == nil)
    #expect(try request() == nil)
  }
}
