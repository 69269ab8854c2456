// SPDX-License-Identifier: MIT

internal import CommandLine

/// The whole of the command line, as help, completions, manual and parser read it.
enum Tool {
  /// The version; scripts ask for at least 1.0.x.
  static let version = "1.1.0"
  /// The day of the version, which the manual pages carry.
  static let date = "November 23, 2026"

  /// The tool.
  static let spec = ToolSpec(
    name: "stalwart-cli",
    version: version,
    summary: "Administer a Stalwart mail server from the command line",
    discussion: [
      .paragraph(
        "Reads and changes the configuration, the accounts and everything else that a Stalwart "
          + "server manages. What there is to read and change comes from the schema that the "
          + "server publishes: `stalwart-cli describe` lists it."
      ),
      .paragraph(
        "Results go to standard output, everything else to standard error, so that output can be "
          + "piped. With `--json` results are JSON, one value a line."
      ),
    ],
    commands: CommandTable.all.map { $0.spec } + [
      .completion(
        tool: "stalwart-cli",
        group: "Help",
        discussion: .paragraph(
          "The script completes commands, options, object types, variants, fields and enum "
            + "values. What depends on the server comes from the schema kept in the cache; without "
            + "one, or when anything fails, nothing is offered and nothing is printed."
        )
      ), .help(tool: "stalwart-cli", group: "Help", subjects: "get", "exit-codes"),
    ],
    globalOptions: GlobalOptions.all,
    environment: GlobalOptions.environment,
    topics: HelpTopics.all,
    exitCodes: [
      ExitCodeSpec(0, "done; or nothing to do; or no results; or the reader went away"),
      ExitCodeSpec(1, "the server refused, or some operations failed"),
      ExitCodeSpec(2, "wrong usage; nothing was sent"),
      ExitCodeSpec(3, "no trustworthy answer: name, connection, TLS, timeout, 429, 5xx"),
      ExitCodeSpec(4, "not authenticated, or not allowed"),
      ExitCodeSpec(5, "no object with that id"),
      ExitCodeSpec(129, "ended by SIGHUP: the terminal is gone"),
      ExitCodeSpec(130, "interrupted by Ctrl-C"),
      ExitCodeSpec(143, "ended by SIGTERM"),
    ],
    examples: [
      Example("stalwart-cli describe", "list what can be managed"),
      Example("stalwart-cli get Imap", "show the IMAP settings"),
      Example("stalwart-cli update Imap --field allowPlainTextAuth=false", "change one of them"),
      Example("stalwart-cli query Account --json | jq -r .id", "list accounts for a script"),
    ]
  )
}
