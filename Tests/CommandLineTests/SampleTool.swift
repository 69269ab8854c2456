// SPDX-License-Identifier: MIT

import CommandLine

/// A tool with one of everything.
enum Sample {
  static let objectOperand = PositionalSpec(
    "object",
    summary: "Object type, as describe lists them",
    completion: .dynamic(.object)
  )

  static let format = OptionSpec.value(
    "format",
    "name",
    completion: .choices([Choice("table", "for people"), Choice("json"), Choice("plain")]),
    defaultValue: "table on a terminal",
    "Output as table, json or plain",
    details: ["Tables are cut at 60 cells; nothing else is. Scripts use `json`."]
  )

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
      objectOperand,
      PositionalSpec("id", .optional, summary: "Id or name", completion: .dynamic(.id)),
    ],
    options: [
      .value(
        "fields",
        "a,b",
        isRepeatable: true,
        splitsAtCommas: true,
        completion: .dynamic(.field),
        "Only these properties; may be repeated"
      ),
      format,
      .flag("json", conflicts: ["format"], "The same as --format json"),
    ],
    examples: [
      Example("mailctl get domain b"),
      Example("mailctl get imap --json | jq .name", "One member of a singleton"),
    ],
    exitCodes: [ExitCodeSpec(5, "there is no such object")],
    seeAlso: ["formats", "query"]
  )

  static let query = CommandSpec(
    name: "query",
    group: "Read",
    summary: "List objects",
    positionals: [objectOperand],
    options: [
      .value(
        "where",
        "filter",
        isRepeatable: true,
        completion: .dynamic(.filter),
        "Only objects that match: field=value, field>=value and so on"
      ),
      .value("limit", "n", short: "n", "At most so many"),
      .flag("quiet", short: "q", "No note when nothing is found"),
      .flag("verbose", short: "v", conflicts: ["quiet"], "Say more"),
      .flag("json", "One object a line"),
      OptionSpec(
        long: "wait",
        argument: .optional("seconds"),
        summary: "Wait for the answer, by default without limit"
      ),
      .value("output", "path", short: "o", completion: .file, "Write to a file"),
    ],
    examples: [Example("mailctl query account --where name=jane")]
  )

  static let create = CommandSpec(
    name: "create",
    group: "Change",
    summary: "Create an object",
    positionals: [
      PositionalSpec(
        "object",
        summary: "Type or Type/Variant",
        completion: .dynamic(.objectOrVariant)
      )
    ],
    options: [
      .value(
        "field",
        "key=value",
        isRepeatable: true,
        completion: .dynamic(.assignment),
        "Set a field; may be repeated"
      ),
      .value(
        "field-file",
        "key=path",
        isRepeatable: true,
        completion: .dynamic(.assignmentFromFile),
        "Set a field to what a file holds"
      ),
      .value("json", "object", "The whole object as JSON"),
      .flag("no-op", isHidden: true, "Nothing; kept for old scripts"),
    ],
    examples: [Example("mailctl create domain --field name=example.org")]
  )

  static let delete = CommandSpec(
    name: "delete",
    group: "Change",
    summary: "Delete objects",
    positionals: [
      objectOperand,
      PositionalSpec("id", .zeroOrMore, summary: "Ids or names", completion: .dynamic(.id)),
    ],
    options: [.flag("yes", short: "y", "Answer every question with yes")],
    examples: [Example("mailctl delete domain b c")]
  )

  static let apply = CommandSpec(
    name: "apply",
    group: "Change",
    summary: "Carry out a plan",
    positionals: [PositionalSpec("path", .optional, summary: "The plan", completion: .file)],
    options: [
      .value("file", "path", completion: .file, "The plan"),
      .flag("stdin", "Read the plan from standard input"),
      .value("cache-dir", "path", completion: .directory, "Where to keep things"),
    ],
    exactlyOneOf: [["path", "file", "stdin"]],
    examples: [Example("mailctl apply plan.ndjson")],
    seeAlso: ["plans"]
  )

  static let describe = CommandSpec(
    name: "describe",
    group: "Read",
    summary: "Explain what the server can hold",
    positionals: [
      PositionalSpec(
        "name",
        .optional,
        summary: "A type, an enum or a path",
        completion: .dynamic(.describable)
      )
    ],
    examples: [Example("mailctl describe account.aliases")]
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
      .completion(tool: "mailctl", group: "Help"), .help(tool: "mailctl", group: "Help"),
      CommandSpec(name: "secret-command", summary: "Not for everyone", isHidden: true),
    ],
    globalOptions: [
      .value(
        "url",
        "url",
        section: "Connection options",
        environmentVariable: "MAILCTL_URL",
        "Address of the server, such as https://mail.example.org"
      ),
      .value(
        "user",
        "name",
        section: "Connection options",
        environmentVariable: "MAILCTL_USER",
        conflicts: ["api-key"],
        "Who you are"
      ),
      .value(
        "api-key",
        "token",
        section: "Connection options",
        environmentVariable: "MAILCTL_TOKEN",
        isSecret: true,
        "Token in place of user and password"
      ),
      .flag(
        "insecure",
        short: "k",
        section: "Connection options",
        "Accept any certificate",
        details: ["Whoever sits between you and the server can then read and change everything."]
      ),
      .value(
        "color",
        "when",
        completion: .choices("auto", "always", "never"),
        "When to use colours"
      ),
      .flag("debug", environmentVariable: "MAILCTL_DEBUG", "Show requests on standard error"),
    ],
    environment: [
      EnvironmentVariableSpec("MAILCTL_URL", "The address of the server."),
      EnvironmentVariableSpec("MAILCTL_USER", "Who you are."),
      EnvironmentVariableSpec("MAILCTL_TOKEN", "A token."),
      EnvironmentVariableSpec("MAILCTL_DEBUG", "Shows requests, unless it says no."),
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
