// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import Registry
internal import StalwartSchema
internal import Terminal

/// What a command works with: streams, settings, the schema, the connection.
///
/// Whatever needs the network is made when it is first asked for.
final class Context {
  let surroundings: Surroundings
  let environment: Environment
  /// Everything that the run writes, and the questions that it asks.
  let console: Console
  /// Whether a request in flight is finished although the person asked to stop.
  var finishesRequests = false
  /// Whether the command goes on although nobody reads its results.
  var outlastsReaders = false
  private let arguments: GlobalArguments
  private var openConnection: Connection?
  private var openSchema: SchemaSource?
  private var isPatienceExplained = false

  init(_ surroundings: Surroundings, _ arguments: GlobalArguments) {
    self.surroundings = surroundings
    self.arguments = arguments
    environment = Environment(surroundings.environment)
    console = Console(surroundings, arguments.consoleSettings)
    console.outlastsReaders = { [unowned self] in
      outlastsReaders || openConnection?.hasSentChange == true
    }
  }

  private func askPassword(of user: String) throws(Failure) -> Secret {
    guard let password = try console.askSecret("Password for \(user): ") else {
      throw .noCredential(
        "no password provided and there is no terminal to ask on",
        hints: "use --password-file, or set STALWART_PASSWORD"
      )
    }
    return Secret(password)
  }

  // MARK: Input

  /// Everything on standard input; before a terminal is waited for, a note says so.
  func readStandardInput(for option: String) throws(Failure) -> [UInt8] {
    if surroundings.isInputTerminal {
      guard !console.isUnattended else {
        throw .usage("\(option): standard input is a terminal, and nothing may be asked")
      }
      console.note("reading standard input; end it with Ctrl-D")
    }
    do {
      return try FileSystem.read(surroundings.standardInput, path: "standard input")
    } catch {
      let reason = error.isClosed ? "it is closed" : error.reason
      throw .usage("\(option): cannot read standard input: \(reason)")
    }
  }

  /// A file, or standard input for `-`.
  func read(_ path: String, for option: String) throws(Failure) -> [UInt8] {
    if path == "-" { return try readStandardInput(for: option) }
    do { return try FileSystem.read(path) } catch {
      throw .usage("\(option): cannot read '\(path)': \(error.reason)")
    }
  }

  // MARK: Server

  /// The address of the server.
  func baseURL() throws(Failure) -> BaseURL {
    guard let value = arguments.url else {
      throw .noServer(
        "no URL provided (use --url or STALWART_URL)",
        hints: "for example --url https://mail.example.org"
      )
    }
    do { return try BaseURL(parsing: value.text) } catch {
      throw Failure(error, of: value)
    }
  }

  /// Whether the person asked to wait until the server is ready.
  var waitsForServer: Bool { arguments.wait != nil }

  /// The connection to the server.
  func connection() throws(Failure) -> Connection {
    if let openConnection { return openConnection }
    let base = try baseURL()
    let options = arguments.connectionOptions
    let authorization = try credentials()
    warnAboutInsecurity(base)
    let interruption = surroundings.interruption
    let sleep = surroundings.sleep
    let transport = surroundings.makeTransport(
      TransportConfiguration(
        userAgent: "stalwart-cli/\(Tool.version) (Linux)",
        trustStore: TrustStore(option: arguments.authorities) { [environment] in environment[$0] },
        verifiesServer: arguments.verifiesServer,
        connectTimeout: options.connectTimeout,
        trace: console.isDebugging ? { [console] line in console.debug(line) } : nil,
        isInterrupted: { [weak self] in
          guard interruption() != nil else { return false }
          guard let self, finishesRequests else { return true }
          tellThatRequestIsFinished()
          return false
        }
      )
    )
    if let limit = arguments.wait {
      try Readiness(limit: limit).wait(for: base, over: transport, in: surroundings)
    }
    nonisolated(unsafe) let console = console
    let waiting = Waiting(
      wait: { duration, reason in
        unsafe console.progress("\(reason): trying again in \(Wording.seconds(duration))")
        sleep(duration)
      },
      jitter: surroundings.random
    )
    let connection = Connection(
      to: base,
      authorization: authorization,
      over: transport,
      options: options,
      waiting: waiting
    )
    openConnection = connection
    return connection
  }

  /// The schema, from the cache while that is fresh.
  var schemaSource: SchemaSource {
    if let openSchema { return openSchema }
    let base = try? baseURL()
    let cache = base.flatMap { base in
      CacheDirectory(for: base, environment: environment) { [console] in console.debug($0) }
    }
    let source = SchemaSource(
      SchemaSource.Surroundings(
        cache: cache,
        file: arguments.schemaFile,
        isRefreshed: arguments.refreshesSchema,
        timeToLive: arguments.schemaLifetime,
        now: surroundings.now,
        connection: { [unowned self] () throws(Failure) in try connection() },
        warn: { [console] in console.warn($0) },
        note: { [console] in console.debug($0) }
      )
    )
    openSchema = source
    return source
  }

  /// Removes a cached schema that turned out to be damaged, and says so.
  func discardDamagedSchema() {
    guard openSchema?.discardDamaged() == true else { return }
    console.warn("the cached schema was damaged and has been removed; run the command again")
  }

  /// Runs `body` with the schema, and once more if it refuses what was typed
  /// and the server turns out to have another schema by now.
  func withSchema<T>(_ body: (Schema) throws(Failure) -> T) throws(Failure) -> T {
    let schema = try schemaSource.current()
    do { return try body(schema) } catch {
      guard error.restsOnSchema, let newer = schemaSource.refreshed(explains: true) else {
        throw error
      }
      return try body(newer)
    }
  }

  /// Says once why the command does not end although it was asked to.
  private func tellThatRequestIsFinished() {
    guard !isPatienceExplained else { return }
    isPatienceExplained = true
    console.note("waiting for the server to finish the request; another signal ends this at once")
  }

  private func credentials() throws(Failure) -> Authorization {
    try Credentials(
      arguments: arguments.credentials,
      read: FileSystem.read,
      prompt: { [unowned self] user throws(Failure) in try askPassword(of: user) }
    ).resolve()
  }

  private func warnAboutInsecurity(_ base: BaseURL) {
    guard !base.isLoopback else { return }
    if base.scheme == .http {
      console.warn("credentials are sent in the clear to \(base.host); use https:// where you can")
    } else if !arguments.verifiesServer {
      console.warn("the certificate of \(base.host) is not verified (--insecure)")
    }
  }
}
