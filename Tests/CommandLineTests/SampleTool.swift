// SPDX-License-Identifier: MIT

import CommandLine

/// A tool with one of everything.
enum Sample {
  static let objectOperand = Operand.required("object", "Object type, as describe lists them")
    .completing(.dynamic(.object))

  enum Format: String, CaseIterable {
    case table
    case json
    case plain
  }

  static let format = Option.value(
    "format",
    "Output as table, json or plain",
    value: "name",
    as: .choice { $0 == Format.table ? "for people" : "" },
    default: .table
  ).details("Tables are cut at 60 cells; nothing else is. Scripts use `json`.")

  static let fields = Option.list(
    "fields",
    "Only these properties; may be repeated",
    value: "a,b",
    as: .text
  ).completing(.dynamic(.field))

  static let id = Operand.optional("id", "Id or name").completing(.dynamic(.id))

  static let get = CommandSpec(
    name: "get",
    aliases: ["show"],
    group: "Read",
    summary: "Show one object",
    discussion: [
      """
      Shows the object with the given id, or with the given name if no id is equal to it. \
      A singleton has no id; `singleton` may be written for it.
      """,
      .definitions([
        Definition("ID", "an id that the server made"),
        Definition("NAME", "a label, such as example.org"),
      ]),
    ],
    positionals: [
      objectOperand, id,
    ],
    options: [
      fields, format, Option.flag("json", "The same as --format json").excluding(format),
    ],
    examples: [
      Example("mailctl get domain b"),
      Example("mailctl get imap --json | jq .name", "One member of a singleton"),
    ],
    exitCodes: [ExitCodeSpec(5, "there is no such object")],
    seeAlso: ["formats", "query"]
  )

  static let limit = Option.value(
    "limit",
    "At most so many",
    value: "n",
    as: .number(in: 0...1000)
  ).short("n")
  static let quiet = Option.flag("quiet", "No note when nothing is found").short("q")
  static let wait = Option.optionalValue(
    "wait",
    "Wait for the answer, by default a minute",
    value: "seconds",
    as: .seconds(.zero),
    bare: .seconds(60)
  )

  static let query = CommandSpec(
    name: "query",
    group: "Read",
    summary: "List objects",
    positionals: [objectOperand],
    options: [
      Option.values(
        "where",
        "Only objects that match: field=value, field>=value and so on",
        value: "filter",
        as: .text
      ).completing(.dynamic(.filter)),
      limit, quiet, Option.flag("verbose", "Say more").short("v").excluding(quiet),
      Option.flag("json", "One object a line"), wait,
      Option.value("output", "Write to a file", value: "path", as: .path).short("o"),
    ],
    examples: [Example("mailctl query account --where name=jane")]
  )

  static let create = CommandSpec(
    name: "create",
    group: "Change",
    summary: "Create an object",
    positionals: [
      Operand.required("object", "Type or Type/Variant").completing(.dynamic(.objectOrVariant))
    ],
    options: [
      Option.values("field", "Set a field; may be repeated", value: "key=value", as: .text)
        .completing(.dynamic(.assignment)),
      Option.values(
        "field-file",
        "Set a field to what a file holds",
        value: "key=path",
        as: .text
      ).completing(.dynamic(.assignmentFromFile)),
      Option.value("json", "The whole object as JSON", value: "object", as: .text),
      Option.flag("no-op", "Nothing; kept for old scripts").hidden(),
    ],
    examples: [Example("mailctl create domain --field name=example.org")]
  )

  static let delete = CommandSpec(
    name: "delete",
    group: "Change",
    summary: "Delete objects",
    positionals: [
      objectOperand,
      Operand.zeroOrMore("id", "Ids or names").completing(.dynamic(.id)),
    ],
    options: [Option.flag("yes", "Answer every question with yes").short("y")],
    examples: [Example("mailctl delete domain b c")]
  )

  static let path = Operand.optional("path", "The plan").completing(.file)
  static let file = Option.value("file", "The plan", value: "path", as: .path)
  static let standardInput = Option.flag("stdin", "Read the plan from standard input")

  static let apply = CommandSpec(
    name: "apply",
    group: "Change",
    summary: "Carry out a plan",
    positionals: [path],
    options: [
      file, standardInput,
      Option.value("cache-dir", "Where to keep things", value: "path", as: .text)
        .completing(.directory),
    ],
    exactlyOneOf: [[path, file, standardInput]],
    examples: [Example("mailctl apply plan.ndjson")],
    seeAlso: ["plans"]
  )

  static let describe = CommandSpec(
    name: "describe",
    group: "Read",
    summary: "Explain what the server can hold",
    positionals: [
      Operand.optional("name", "A type, an enum or a path").completing(.dynamic(.describable))
    ],
    examples: [Example("mailctl describe account.aliases")]
  )

  private static let connection = "Connection options"

  static let url = Option.value(
    "url",
    "Address of the server, such as https://mail.example.org",
    value: "url",
    as: .text
  ).section(connection).variable("MAILCTL_URL")
  static let user = Option.value("user", "Who you are", value: "name", as: .text)
    .section(connection).variable("MAILCTL_USER").excluding(apiKey)
  static let apiKey = Option.value(
    "api-key",
    "Token in place of user and password",
    value: "token",
    as: .text
  ).section(connection).variable("MAILCTL_TOKEN").secret()
  static let insecure = Option.flag("insecure", "Accept any certificate").short("k")
    .section(connection)
    .details("Whoever sits between you and the server can then read and change everything.")

  enum When: String, CaseIterable {
    case auto
    case always
    case never
  }

  static let color = Option.value(
    "color",
    "When to use colours",
    value: "when",
    as: .choice { (_: When) in "" }
  )
  static let debug = Option.flag("debug", "Show requests on standard error")
    .variable("MAILCTL_DEBUG")
  static let retries = Option.value(
    "retries",
    "How often to try again",
    value: "n",
    as: .number(in: 0...9),
    default: 3
  ).variable("MAILCTL_RETRIES")

  static let lifetime = Variable(
    "MAILCTL_TTL",
    "How many seconds answers are kept",
    as: .number(in: 0...(.max)),
    default: 900
  )

  static let tool = ToolSpec(
    name: "mailctl",
    version: "1.2.3",
    summary: "Manage a mail server",
    discussion: [
      """
      Everything that the server stores is an object of some type. The commands read and \
      change objects; `describe` says which types there are.
      """
    ],
    commands: [
      get, query, create, delete, describe, apply,
      .completion(
        tool: "mailctl",
        group: "Help",
        discussion: """
          The script completes commands, options, object types, variants, fields and enum \
          values. What depends on the server comes from the schema kept in the cache; without \
          one, or when anything fails, nothing is offered and nothing is printed.
          """
      ), .help(tool: "mailctl", group: "Help", subjects: "get", "exit-codes"),
      CommandSpec(name: "secret-command", summary: "Not for everyone", isHidden: true),
    ],
    globalOptions: [
      url, user, apiKey, insecure, color, debug, retries,
    ],
    environment: [
      EnvironmentVariableSpec("MAILCTL_URL", "The address of the server."),
      EnvironmentVariableSpec("MAILCTL_USER", "Who you are."),
      EnvironmentVariableSpec("MAILCTL_TOKEN", "A token."),
      EnvironmentVariableSpec("MAILCTL_DEBUG", "Shows requests, unless it says no."),
      EnvironmentVariableSpec("MAILCTL_RETRIES", "How often to try again."), lifetime.spec,
      EnvironmentVariableSpec("NO_COLOR", "No colours, unless it is empty."),
    ],
    topics: [
      HelpTopic(
        name: "connection",
        summary: "How to reach the server",
        body: [
          "An option comes before a variable.",
          .globalOptions(section: "Connection options"),
        ]
      ),
      HelpTopic(
        name: "environment",
        summary: "Variables that are read",
        body: ["An empty variable is an unset one.", .environment],
        manual: ManualReference("mailctl-environment", section: 7)
      ),
      HelpTopic(
        name: "exit-codes",
        summary: "What the exit code says",
        body: [.exitCodes, "A closed standard output is no error."]
      ),
      HelpTopic(
        name: "formats",
        summary: "Output formats",
        body: [
          "One object a line:",
          .literal([#"{"id":"b","name":"example.org"}"#, "", ".leading dot, 'quotes' and \\"]),
          .heading("Tables"),
          "Cells are cut (`--wide` prevents that); see `formats`.",
        ]
      ),
      HelpTopic(
        name: "plans",
        summary: "The form of a plan",
        body: ["One operation a line."],
        manual: ManualReference("mailctl-plan", section: 5)
      ),
    ],
    exitCodes: [
      ExitCodeSpec(0, "done"),
      ExitCodeSpec(1, "the server refused"),
      ExitCodeSpec(2, "wrong usage"),
    ],
    examples: [
      Example("mailctl get imap"),
      Example("mailctl query account --json | jq .name"),
    ],
    documentationURL: "https://example.org/mailctl"
  )
}
