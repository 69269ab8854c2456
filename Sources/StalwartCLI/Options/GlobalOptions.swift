// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import Registry
internal import Terminal

/// The options that every command takes, and the variables that are no options.
enum GlobalOptions {
  static let connection = "Connection options"
  static let output = "Output options"
  private static let defaults = ConnectionOptions()

  // MARK: Connection

  static let url = Option.value(
    "url",
    "Address of the server, such as https://mail.example.org",
    value: "URL",
    as: .text
  ).section(connection).variable("STALWART_URL").details(
    .paragraph(
      "A path in it, as a reverse proxy may need, is a prefix of every request. Credentials "
        + "do not belong in it."
    )
  )

  static let user = Option.value(
    "user",
    "User to sign in as, such as admin@example.org",
    value: "NAME",
    as: .text
  ).section(connection).variable("STALWART_USER").excluding(apiKey, apiKeyFile)
    .details("The password comes from an option, a variable, a file or a prompt.")

  static let password = Option.value(
    "password",
    "Password of the user; better in a file or a variable",
    value: "PASSWORD",
    as: .text
  ).section(connection).variable("STALWART_PASSWORD").secret().excluding(passwordFile).details(
    .paragraph(
      "Anyone who can list processes can read a command line. Without any password the "
        + "terminal is asked."
    )
  )

  static let passwordFile = Option.value(
    "password-file",
    "Read the password from a file",
    value: "PATH",
    as: .path
  ).section(connection).variable("STALWART_PASSWORD_FILE")

  static let apiKey = Option.value(
    "api-key",
    "API key or OAuth token to sign in with, instead of a user",
    value: "TOKEN",
    as: .text
  ).section(connection).variable("STALWART_TOKEN").secret().excluding(apiKeyFile)

  static let apiKeyFile = Option.value(
    "api-key-file",
    "Read the API key from a file",
    value: "PATH",
    as: .path
  ).section(connection).variable("STALWART_TOKEN_FILE")

  static let insecure = Option.flag("insecure", "Accept any certificate of the server")
    .short("k").section(connection)
    .details("Everything that is sent, the password too, may then reach somebody else.")

  static let authorities = Option.value(
    "cacert",
    "Trust the authorities in this PEM file, and no others",
    value: "PATH",
    as: .path
  ).section(connection).details(
    .paragraph(
      "Without it `CURL_CA_BUNDLE`, `SSL_CERT_FILE` and `SSL_CERT_DIR` are used, or "
        + "else what the system trusts."
    )
  )

  static let connectTimeout = Option.value(
    "connect-timeout",
    "Longest time to wait for a connection",
    value: "SECONDS",
    as: .seconds(),
    default: defaults.connectTimeout
  ).section(connection)

  /// The longest wait of a bare `--wait`.
  private static let longestWait = Duration.seconds(60)

  static let wait = Option.optionalValue(
    "wait",
    "Wait until the server is ready, \(longestWait.components.seconds) seconds at most unless "
      + "told otherwise",
    value: "SECONDS",
    as: .seconds(.zero),
    bare: longestWait
  ).section(connection).details(
    .paragraph(
      "Waits while nothing listens, and while the health check of the server says that it is not "
        + "ready; every other failure is reported at once."
    )
  )

  static let timeout = Option.value(
    "timeout",
    "Longest time to wait for an answer",
    value: "SECONDS",
    as: .seconds(),
    otherwise: "\(defaults.timeout.components.seconds), and "
      + "\(defaults.writeTimeout.components.seconds) for changes"
  ).section(connection)

  static let retries = Option.value(
    "retries",
    "How often to try again where that is safe",
    value: "NUMBER",
    as: .number(in: 0...100),
    default: defaults.retries.maximumRetries
  ).section(connection).details(
    .paragraph(
      "A read is tried again after a lost or refused connection, 429 and 5xx; a change "
        + "only where nothing was done: when no connection was made, or the server was "
        + "busy (429, or too many requests at once). The waits start at a quarter of a "
        + "second and grow; a server that names a time is given it, up to 60 seconds. "
        + "After a timeout (`--connect-timeout`, `--timeout`) nothing is tried again."
    )
  )

  static let refresh = Option.flag("refresh", "Check that the cached schema is the server's")
    .section(connection)

  static let schema = Option.value(
    "schema",
    "Use this schema document instead of the server's",
    value: "PATH",
    as: .path
  ).section(connection)

  // MARK: Output

  static let color = Option.value(
    "color",
    "Colour the output: auto, always or never",
    value: "WHEN",
    as: .choice(\.summary),
    default: ColorChoice.auto
  ).section(output).excluding(noColor)

  static let noColor = Option.flag("no-color", "Same as --color=never").section(output)

  static let noPager = Option.flag("no-pager", "Do not show long listings through a pager")
    .section(output)

  static let noInput = Option.flag("no-input", "Never ask anything").section(output)

  static let debug = Option.flag("debug", "Show requests and responses, without secrets")
    .section(output).variable("STALWART_DEBUG")
    .details("They go to standard error.")

  /// All of them, in the order in which help lists them.
  static let all: [any OptionDeclaration] = [
    url, user, password, passwordFile, apiKey, apiKeyFile, insecure, authorities, connectTimeout,
    wait, timeout, retries, refresh, schema, color, noColor, noPager, noInput, debug,
  ]

  // MARK: Variables

  static let schemaLifetime = Variable(
    "STALWART_SCHEMA_TTL",
    "For how many seconds a cached schema is used without asking the server",
    as: .number(in: 0...(.max)),
    default: 900
  )

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
    schemaLifetime.spec,
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

extension ColorChoice {
  var summary: String {
    switch self {
    case .auto: "on a terminal"
    case .always: "everywhere"
    case .never: "nowhere"
    }
  }
}
