// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import Registry
internal import Terminal

/// What the options and variables that every command takes ask for.
struct GlobalArguments: Equatable {
  /// The address of the server.
  var url: ArgumentValue?
  /// Who signs in.
  var credentials = CredentialArguments()
  /// Whether certificates are verified.
  var verifiesServer = true
  /// The file of trusted authorities.
  var authorities: String?
  /// The limit for making a connection.
  var connectTimeout: Duration
  /// The limit for each answer; nil for those of reads and of changes.
  var timeout: Duration?
  /// How often a request is sent again.
  var retries: Int
  /// How long to wait until the server is ready; nil if it is not waited for.
  var wait: Duration?
  /// Whether the cached schema is checked however fresh it is.
  var refreshesSchema = false
  /// The file that replaces the server's schema.
  var schemaFile: String?
  /// For how many seconds a cached schema counts as fresh.
  var schemaLifetime: Int
  /// How the streams are used.
  var consoleSettings: ConsoleSettings

  init(_ parsed: ParsedArguments) {
    url = parsed.given(GlobalOptions.url).last
    credentials = CredentialArguments(
      user: parsed.given(GlobalOptions.user).last,
      password: parsed.given(GlobalOptions.password).last,
      passwordFile: parsed.given(GlobalOptions.passwordFile).last,
      token: parsed.given(GlobalOptions.apiKey).last,
      tokenFile: parsed.given(GlobalOptions.apiKeyFile).last
    )
    verifiesServer = !parsed[GlobalOptions.insecure]
    authorities = parsed[GlobalOptions.authorities]
    connectTimeout = parsed[GlobalOptions.connectTimeout]
    timeout = parsed[GlobalOptions.timeout]
    retries = parsed[GlobalOptions.retries]
    wait = parsed[GlobalOptions.wait]
    refreshesSchema = parsed[GlobalOptions.refresh]
    schemaFile = parsed[GlobalOptions.schema]
    schemaLifetime = parsed[GlobalOptions.schemaLifetime]
    consoleSettings = ConsoleSettings(
      color: parsed[GlobalOptions.noColor] ? .never : parsed[GlobalOptions.color],
      allowsPager: !parsed[GlobalOptions.noPager],
      allowsQuestions: !parsed[GlobalOptions.noInput],
      isDebugging: parsed[GlobalOptions.debug]
    )
  }

  /// The limits of the connection.
  var connectionOptions: ConnectionOptions {
    var options = ConnectionOptions()
    options.connectTimeout = connectTimeout
    if let timeout {
      options.timeout = timeout
      options.writeTimeout = timeout
    }
    options.retries.maximumRetries = retries
    return options
  }
}

/// Who signs in, as it was typed or set.
struct CredentialArguments: Equatable {
  var user: ArgumentValue?
  var password: ArgumentValue?
  var passwordFile: ArgumentValue?
  var token: ArgumentValue?
  var tokenFile: ArgumentValue?

  /// Those that were typed, or those that were set.
  func filtered(_ isIncluded: (ArgumentOrigin) -> Bool) -> CredentialArguments {
    func kept(_ value: ArgumentValue?) -> ArgumentValue? {
      value.flatMap { isIncluded($0.origin) ? $0 : nil }
    }
    return CredentialArguments(
      user: kept(user),
      password: kept(password),
      passwordFile: kept(passwordFile),
      token: kept(token),
      tokenFile: kept(tokenFile)
    )
  }
}
