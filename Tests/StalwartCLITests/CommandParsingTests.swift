// SPDX-License-Identifier: MIT

import CommandLine
import HTTP
import Plans
import Registry
import Terminal
import Testing

@testable import StalwartCLI

/// What was typed, as the value that a command runs with.
private func parse<C: Command>(
  _ command: C.Type,
  _ arguments: String...,
  environment: [String: String] = [:]
) throws -> C {
  try command.init(parsed([C.spec.name] + arguments, environment: environment))
}

private func parsed(
  _ arguments: [String],
  environment: [String: String] = [:]
) throws -> ParsedArguments {
  let outcome = try ArgumentParser(tool: Tool.spec).parse(arguments, environment: environment)
  guard case .run(let parsed) = outcome else { throw UsageError.missingCommand }
  return parsed
}

/// What a person reads about a command line that is refused before anything is done.
private func refusal(_ arguments: String...) -> String? {
  do {
    let parsed = try parsed(arguments)
    _ = try CommandTable.command(named: parsed.command.name)?.init(parsed)
    return nil
  } catch let error as UsageError {
    return UsageMessage(error, tool: Tool.spec).summary
  } catch let failure as Failure {
    return failure.exitCode == .usage ? failure.summary : "exit code \(failure.exitCode)"
  } catch {
    return "\(error)"
  }
}

@Suite struct `A command line becomes a value` {
  @Test func get() throws {
    #expect(
      try parse(GetCommand.self, "Domain", "b", "c", "--fields", "id,name", "--account=d")
        == GetCommand(
          object: "Domain",
          operands: ["b", "c"],
          fields: ["id", "name"],
          account: "d",
          format: .view
        )
    )
    #expect(try parse(GetCommand.self, "Imap", "--json").format == .json)
    #expect(try parse(GetCommand.self, "Imap", "--format=id").format == .id)
  }

  @Test func query() throws {
    #expect(
      try parse(QueryCommand.self, "Domain", "--where", "a=1", "--where=b>2", "--limit", "0")
        == QueryCommand(
          object: "Domain",
          filters: ["a=1", "b>2"],
          fields: [],
          format: .table,
          limit: 0,
          sort: nil,
          isCount: false,
          hasHeader: true,
          isWide: false,
          account: nil
        )
    )
    let listing = try parse(
      QueryCommand.self,
      "Domain",
      "--format=csv",
      "--no-headers",
      "--wide",
      "--sort=name:desc"
    )
    #expect(listing.format == .csv && !listing.hasHeader && listing.isWide)
    #expect(listing.sort == "name:desc")
    #expect(try parse(QueryCommand.self, "Domain", "--count").isCount)
  }

  @Test func create() throws {
    #expect(
      try parse(
        CreateCommand.self,
        "Account/User",
        "--field",
        "name=jane",
        "--field-file=secret=-",
        "--field=a=b=c",
        "--if-not-exists",
        "--secret-file",
        "key"
      )
        == CreateCommand(
          object: "Account/User",
          source: .fields([
            .init(key: "name", value: .text("jane")), .init(key: "secret", value: .standardInput),
            .init(key: "a", value: .text("b=c")),
          ]),
          format: .view,
          acceptsExisting: true,
          secretFile: "key",
          account: nil
        )
    )
    #expect(try parse(CreateCommand.self, "Domain").source == .none)
    #expect(try parse(CreateCommand.self, "Domain", "--json", "{}").source == .text("{}"))
    #expect(try parse(CreateCommand.self, "Domain", "--file", "a").source == .file("a"))
    #expect(
      try parse(CreateCommand.self, "Domain", "--file=-").source
        == .standardInput(option: "--file -")
    )
    #expect(
      try parse(CreateCommand.self, "Domain", "--stdin").source == .standardInput(option: "--stdin")
    )
  }

  @Test func update() throws {
    #expect(
      try parse(UpdateCommand.self, "Domain", "b", "--json={}", "--account", "c")
        == UpdateCommand(object: "Domain", operand: "b", source: .text("{}"), account: "c")
    )
  }

  @Test func delete() throws {
    #expect(
      try parse(DeleteCommand.self, "Domain", "b", "c", "-y")
        == DeleteCommand(
          object: "Domain",
          source: .operands(["b", "c"]),
          account: nil,
          ignoresMissing: false,
          isConfirmed: true
        )
    )
    #expect(try parse(DeleteCommand.self, "Domain", "--ids", "b,c").source == .ids(["b", "c"]))
    #expect(try parse(DeleteCommand.self, "Domain", "--stdin").source == .standardInput)
    #expect(
      try parse(DeleteCommand.self, "Domain", "--where=a=1", "--where=b=2").source
        == .filters(["a=1", "b=2"])
    )
    #expect(try parse(DeleteCommand.self, "Domain", "b", "--ignore-missing").ignoresMissing)
  }

  @Test func describe() throws {
    #expect(
      try parse(DescribeCommand.self, "account.aliases", "--json")
        == DescribeCommand(name: "account.aliases", isJSON: true)
    )
    #expect(try parse(DescribeCommand.self) == DescribeCommand(name: nil, isJSON: false))
  }

  @Test func apply() throws {
    #expect(
      try parse(ApplyCommand.self, "plan", "--max-deletes=5", "--force", "--quiet", "--json")
        == ApplyCommand(
          input: PlanInput(source: .file("plan", option: "<plan>")),
          isDryRun: false,
          continuesOnError: false,
          reloads: false,
          reporting: ApplyReporter.Options(isQuiet: true, isJSON: true, showsProgress: false),
          machine: MachineCheck(allowing: [], isConfirmed: false),
          removals: RemovalCheck(maximum: 5, isConfirmed: false, isForced: true)
        )
    )
    let other = try parse(
      ApplyCommand.self,
      "--stdin",
      "--dry-run",
      "--continue-on-error",
      "--reload",
      "--no-substitute",
      "--skip-secrets"
    )
    #expect(other.isDryRun && other.continuesOnError && other.reloads)
    #expect(
      other.input
        == PlanInput(
          source: .standardInput(option: "--stdin"),
          substitutes: false,
          skipsSecrets: true
        )
    )
    #expect(other.removals.maximum == nil)
  }

  @Test func diff() throws {
    #expect(
      try parse(DiffCommand.self, "one", "two", "--skip-secrets")
        == DiffCommand(
          input: PlanInput(source: .file("one", option: "<plan>"), skipsSecrets: true),
          other: PlanInput(source: .file("two", option: "<other>"), skipsSecrets: true),
          isJSON: false
        )
    )
    #expect(try parse(DiffCommand.self, "-").other == nil)
  }

  @Test func snapshot() throws {
    let operand = try SnapshotArguments.Operand("Domain:b")
    #expect(
      try parse(
        SnapshotCommand.self,
        "Domain:b",
        "--with-dependencies",
        "-o",
        "file",
        "--secrets=env",
        "--allow-unresolved",
        "Role, Tenant",
        "-q"
      )
        == SnapshotCommand(
          arguments: SnapshotArguments(
            operands: [operand],
            selectsAll: false,
            addsDependencies: true,
            allowed: ["Role", "Tenant"]
          ),
          typed: ["Domain:b"],
          output: "file",
          secrets: .env,
          isQuiet: true
        )
    )
    #expect(try parse(SnapshotCommand.self, "--all", "--output", "-").output == nil)
    #expect(try parse(SnapshotCommand.self, "--all", "--include-secrets").secrets == .include)
    #expect(try parse(SnapshotCommand.self, "--all").secrets == SnapshotSecrets.omit)
  }
}

@Suite struct `The same mistake has the same words` {
  @Test(arguments: [
    (
      ["describe", "--timeout", "abc"], "--timeout", "abc", "a number of seconds"
    ),
    (
      ["get", "Imap", "--timeout=abc"], "--timeout", "abc", "a number of seconds"
    ),
    (["query", "A", "--limit=many"], "--limit", "many", "a whole number, 0 or more"),
    (["apply", "p", "--max-deletes=many"], "--max-deletes", "many", "a whole number, 0 or more"),
    (["describe", "--retries", "101"], "--retries", "101", "a whole number from 0 to 100"),
  ])
  func ofBounds(line: [String], option: String, value: String, expected: String) throws {
    let error = try #require(throws: UsageError.self) { try parsed(line) }
    let summary = UsageMessage(error, tool: Tool.spec).summary
    #expect(summary.hasPrefix("\(option): '\(value)' is not \(expected)"))
  }

  @Test(arguments: [
    ["create", "Domain", "--secret-file="], ["create", "Domain", "--file="],
    ["apply", "--file="], ["snapshot", "--all", "-o", ""], ["describe", "--schema="],
    ["describe", "--cacert="],
  ])
  func ofEmptyPaths(line: [String]) throws {
    let error = try #require(throws: UsageError.self) { try parsed(line) }
    let summary = UsageMessage(error, tool: Tool.spec).summary
    #expect(summary.hasSuffix(": the value is empty, it must be a path"))
  }

  @Test(arguments: [
    ["update", "Domain", "b", "--field=a=b", "--json={}"],
    ["create", "Domain", "--file=a", "--stdin"], ["delete", "Domain", "--ids=b", "--stdin"],
    ["delete", "Domain", "b", "--where=a=b"], ["apply", "plan", "--stdin"],
    ["diff", "--file=a", "b"], ["get", "Imap", "--json", "--format=id"],
    ["describe", "--user=u", "--api-key=k"], ["describe", "--password=p", "--password-file=f"],
    ["snapshot", "--all", "--secrets=env", "--include-secrets"],
  ])
  func ofExclusions(line: [String]) throws {
    let error = try #require(throws: UsageError.self) { try parsed(line) }
    #expect(UsageMessage(error, tool: Tool.spec).summary.hasSuffix(" exclude each other"))
  }

  @Test func ofVariables() throws {
    let error = try #require(throws: UsageError.self) {
      try parsed(["describe"], environment: ["STALWART_SCHEMA_TTL": "abc"])
    }
    #expect(
      UsageMessage(error, tool: Tool.spec).summary
        == "STALWART_SCHEMA_TTL: 'abc' is not a whole number, 0 or more"
    )
  }

  @Test func ofSources() {
    #expect(refusal("apply") == "one of <plan>, --file or --stdin is needed")
    #expect(refusal("delete", "Domain") == "one of <id>, --ids, --stdin or --where is needed")
    #expect(
      refusal("update", "Domain", "b")
        == "no input provided; use --field, --json, --file, or --stdin"
    )
    #expect(
      refusal("get", "Account/User")
        == "the Object/Variant syntax is only valid for `create`"
    )
    #expect(refusal("diff", "-", "-") == "only one of the two plans can come from standard input")
    #expect(refusal("get", "Imap") == nil)
  }
}

@Suite struct `Global options are typed at once` {
  @Test func withDefaults() throws {
    let arguments = GlobalArguments(try parsed(["describe"]))
    let options = arguments.connectionOptions
    #expect(options.connectTimeout == .seconds(10))
    #expect(options.timeout == .seconds(60))
    #expect(options.writeTimeout == .seconds(300))
    #expect(options.retries.maximumRetries == 3)
    #expect(arguments.wait == nil)
    #expect(arguments.schemaLifetime == 900)
    #expect(arguments.url == nil)
    #expect(arguments.verifiesServer)
  }

  @Test func asTheyWereTyped() throws {
    let arguments = GlobalArguments(
      try parsed(
        ["-k", "describe", "--timeout=1.5", "--retries", "0", "--wait", "--no-color", "--url=u"],
        environment: ["STALWART_SCHEMA_TTL": "0", "STALWART_USER": "jane", "STALWART_URL": "v"]
      )
    )
    #expect(arguments.connectionOptions.writeTimeout == .milliseconds(1500))
    #expect(arguments.retries == 0)
    #expect(arguments.wait == .seconds(60))
    #expect(arguments.schemaLifetime == 0)
    #expect(arguments.url?.text == "u")
    #expect(arguments.credentials.user?.origin == .environment(variable: "STALWART_USER"))
    #expect(!arguments.verifiesServer)
  }
}

@Suite struct `Bounds and defaults stand once` {
  static let options =
    Tool.spec.globalOptions + Tool.spec.commands.flatMap(\.options).filter { !$0.isHidden }

  /// Help takes them from the declaration that the parser reads values by.
  @Test(arguments: options.filter { $0.rule.bounds != nil || $0.defaultText != nil })
  func andHelpShowsThem(option: OptionSpec) {
    let subjects: [HelpRequest.Subject] =
      [.tool]
      + Tool.spec.commands.filter { $0.options.contains(option) }.map { .command($0.name) }
    let pages = subjects.map {
      HelpPage(tool: Tool.spec, width: 120).text(for: HelpRequest($0, .long))
    }
    if let bounds = option.rule.bounds {
      #expect(pages.contains { $0.contains("[range: \(bounds)]") })
    }
    if let text = option.defaultText {
      #expect(pages.contains { $0.contains("[default: \(text)]") })
    }
  }

  /// A summary that repeated a number would be wrong after the next change of it.
  @Test(arguments: options)
  func andNoSummaryRepeatsThem(option: OptionSpec) {
    guard let text = option.defaultText, text.contains(where: \.isNumber) else { return }
    let repeatsIt = option.summary.contains { $0.isNumber }
    #expect(!repeatsIt, "\(option.spelling)")
  }
}
