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
      .completion(tool: "stalwart-cli", group: "Help"), .help(tool: "stalwart-cli", group: "Help"),
    ],
    globalOptions: GlobalOptions.specs,
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

/// The options that every command takes.
enum GlobalOptions {
  static let connection = "Connection options"
  static let output = "Output options"

  static let specs: [OptionSpec] = [
    .value(
      "url",
      "URL",
      section: connection,
      environmentVariable: "STALWART_URL",
      "Address of the server, such as https://mail.example.org",
      details: [
        .paragraph(
          "A path in it, as a reverse proxy may need, is a prefix of every request. Credentials "
            + "do not belong in it."
        )
      ]
    ),
    .value(
      "user",
      "NAME",
      section: connection,
      environmentVariable: "STALWART_USER",
      "User to sign in as, such as admin@example.org",
      details: ["The password comes from an option, a variable, a file or a prompt."]
    ),
    .value(
      "password",
      "PASSWORD",
      section: connection,
      environmentVariable: "STALWART_PASSWORD",
      isSecret: true,
      conflicts: ["password-file"],
      "Password of the user; better in a file or a variable",
      details: [
        .paragraph(
          "Anyone who can list processes can read a command line. Without any password the "
            + "terminal is asked."
        )
      ]
    ),
    .value(
      "password-file",
      "PATH",
      section: connection,
      environmentVariable: "STALWART_PASSWORD_FILE",
      completion: .file,
      "Read the password from a file"
    ),
    .value(
      "api-key",
      "TOKEN",
      section: connection,
      environmentVariable: "STALWART_TOKEN",
      isSecret: true,
      conflicts: ["api-key-file"],
      "API key or OAuth token to sign in with, instead of a user"
    ),
    .value(
      "api-key-file",
      "PATH",
      section: connection,
      environmentVariable: "STALWART_TOKEN_FILE",
      completion: .file,
      "Read the API key from a file"
    ),
    .flag(
      "insecure",
      short: "k",
      section: connection,
      "Accept any certificate of the server",
      details: ["Everything that is sent, the password too, may then reach somebody else."]
    ),
    .value(
      "cacert",
      "PATH",
      section: connection,
      completion: .file,
      "Trust the authorities in this PEM file, and no others",
      details: [
        .paragraph(
          "Without it `CURL_CA_BUNDLE`, `SSL_CERT_FILE` and `SSL_CERT_DIR` are used, or "
            + "else what the system trusts."
        )
      ]
    ),
    .value(
      "connect-timeout",
      "SECONDS",
      section: connection,
      defaultValue: "10",
      "Longest time to wait for a connection"
    ),
    Readiness.option,
    .value(
      "timeout",
      "SECONDS",
      section: connection,
      defaultValue: "60, and 300 for changes",
      "Longest time to wait for an answer"
    ),
    .value(
      "retries",
      "NUMBER",
      section: connection,
      defaultValue: "3",
      "How often to try again where that is safe",
      details: [
        .paragraph(
          "A read is tried again after a lost or refused connection, 429 and 5xx; a change "
            + "only where nothing was done: when no connection was made, or the server was "
            + "busy (429, or too many requests at once). The waits start at a quarter of a "
            + "second and grow; a server that names a time is given it, up to 60 seconds. "
            + "After a timeout (`--connect-timeout`, `--timeout`) nothing is tried again."
        )
      ]
    ),
    .flag("refresh", section: connection, "Check that the cached schema is the server's"),
    .value(
      "schema",
      "PATH",
      section: connection,
      completion: .file,
      "Use this schema document instead of the server's"
    ),
    .value(
      "color",
      "WHEN",
      section: output,
      conflicts: ["no-color"],
      completion: .choices(
        [
          Choice("auto", "on a terminal"), Choice("always", "everywhere"),
          Choice("never", "nowhere"),
        ]
      ),
      defaultValue: "auto",
      "Colour the output: auto, always or never"
    ),
    .flag("no-color", section: output, "Same as --color=never"),
    .flag("no-pager", section: output, "Do not show long listings through a pager"),
    .flag("no-input", section: output, "Never ask anything"),
    .flag(
      "debug",
      section: output,
      environmentVariable: "STALWART_DEBUG",
      "Show requests and responses, without secrets",
      details: ["They go to standard error."]
    ),
  ]

  static let environment: [EnvironmentVariableSpec] = [
    EnvironmentVariableSpec("STALWART_URL", "Address of the server; see `--url`."),
    EnvironmentVariableSpec("STALWART_USER", "User to sign in as; see `--user`."),
    EnvironmentVariableSpec("STALWART_PASSWORD", "Password of the user."),
    EnvironmentVariableSpec("STALWART_PASSWORD_FILE", "File that holds the password."),
    EnvironmentVariableSpec("STALWART_TOKEN", "API key or OAuth token; see `--api-key`."),
    EnvironmentVariableSpec("STALWART_TOKEN_FILE", "File that holds the API key."),
    EnvironmentVariableSpec(
      "STALWART_DEBUG",
      "Switches `--debug` on, unless it is `0`, `false`, `no` or `off`."
    ),
    EnvironmentVariableSpec(
      "STALWART_SCHEMA_TTL",
      "For how many seconds a cached schema is used without asking the server; 900 if unset."
    ),
    EnvironmentVariableSpec(
      "STALWART_CACHE_DIR",
      "Directory that holds the caches of the servers; `stalwart-cli` below `XDG_CACHE_HOME` "
        + "or `~/.cache` if unset."
    ),
    EnvironmentVariableSpec("XDG_CACHE_HOME", "Directory of the user's caches."),
    EnvironmentVariableSpec("NO_COLOR", "Switches colour off."),
    EnvironmentVariableSpec("CLICOLOR_FORCE", "Switches colour on, unless it is `0`."),
    EnvironmentVariableSpec("CI", "Where it is set nothing is asked and no pager is started."),
    EnvironmentVariableSpec("PAGER", "Program that shows long listings; `less` if unset."),
    EnvironmentVariableSpec("COLUMNS", "Width of the terminal, if it cannot be asked."),
    EnvironmentVariableSpec(
      "CURL_CA_BUNDLE, SSL_CERT_FILE",
      "File of trusted certificates; see `--cacert`."
    ),
    EnvironmentVariableSpec("SSL_CERT_DIR", "Directory of trusted certificates."),
    EnvironmentVariableSpec(
      "http_proxy, https_proxy, all_proxy, no_proxy",
      "Proxies to use and hosts to reach without one, as in curl."
    ),
  ]
}
