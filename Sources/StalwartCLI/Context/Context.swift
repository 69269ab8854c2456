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
  /// Colours for standard output.
  let outputStyler: Styler
  /// Colours for standard error.
  let errorStyler: Styler
  /// Marks for standard output.
  let outputSymbols: Symbols
  /// Marks for standard error.
  let errorSymbols: Symbols
  /// Whether a request in flight is finished although the person asked to stop.
  var finishesRequests = false
  /// Whether the command goes on although nobody reads its results.
  var outlastsReaders = false
  private let parsed: ParsedArguments
  private var openConnection: Connection?
  private var openSchema: SchemaSource?
  private var pager: PagerProcess?
  private var isPagerWanted = false
  private var isPatienceExplained = false
  /// Why results could not be written, once that could no longer stop the command.
  private var lostOutput: Failure?

  init(_ surroundings: Surroundings, _ parsed: ParsedArguments) {
    self.surroundings = surroundings
    self.parsed = parsed
    environment = Environment(surroundings.environment)
    let choice: ColorChoice =
      parsed.flag("no-color")
      ? .never : parsed.text("color").flatMap(ColorChoice.init(rawValue:)) ?? .auto
    func styler(_ isTerminal: Bool) -> Styler {
      Styler(
        isEnabled: choice.isColored(
          isTerminal: isTerminal,
          environment: surroundings.environment
        )
      )
    }
    outputStyler = styler(surroundings.isOutputTerminal)
    errorStyler = styler(surroundings.isErrorTerminal)
    outputSymbols = .forStream(
      isTerminal: surroundings.isOutputTerminal,
      environment: surroundings.environment
    )
    errorSymbols = .forStream(
      isTerminal: surroundings.isErrorTerminal,
      environment: surroundings.environment
    )
  }

  // MARK: Output

  /// The columns of the terminal that shows results.
  var columns: Int {
    TerminalWidth.columns(
      terminal: surroundings.columns,
      environment: surroundings.environment
    )
  }

  /// Writes a line of results.
  func print(_ line: String = "") throws(Failure) {
    do { try sink.writeLine(line) } catch { try lose(error) }
  }

  /// Writes bytes of results as they are.
  func write(_ bytes: [UInt8]) throws(Failure) {
    do { try sink.write(bytes: bytes) } catch { try lose(error) }
  }

  /// Hands all results on that were kept back.
  func flush() throws(Failure) {
    do { try (pager ?? surroundings.standardOutput).flush() } catch { try lose(error) }
  }

  /// Notes that results are lost; ends the command only where it has changed nothing yet.
  ///
  /// Whoever stops to read does not stop half of a change.
  private func lose(_ error: OutputError) throws(Failure) {
    guard outlastsReaders || openConnection?.hasSentChange == true else {
      throw Failure(output: error)
    }
    lostOutput = lostOutput ?? Failure(output: error)
  }

  /// Whether results could not be written, though the command goes on.
  var hasLostOutput: Bool { lostOutput != nil }

  /// What became of the results of a command that failed otherwise; nil if all of them were
  /// written, or nobody reads them.
  func lossOfOutput() -> Failure? {
    do { try flush() } catch { lostOutput = lostOutput ?? error }
    return lostOutput == .closedOutput ? nil : lostOutput
  }

  /// Hands all results on, at the end of a command that did what it was asked.
  func finishOutput() throws(Failure) {
    try flush()
    guard var failure = lostOutput else { return }
    if failure != .closedOutput {
      failure.details = ["what was asked is done; only the report of it is lost"]
    }
    throw failure
  }

  /// Where results go; opens the pager before the first of them.
  private var sink: any OutputSink {
    if isPagerWanted, pager == nil {
      isPagerWanted = false
      pager = Pager.command(
        isTerminal: surroundings.isOutputTerminal,
        environment: surroundings.environment
      ).flatMap { try? PagerProcess(command: $0, environment: surroundings.environment) }
    }
    return pager ?? surroundings.standardOutput
  }

  /// Sends results through a pager from now on, if a person reads them.
  ///
  /// It starts with the first result: until then questions may be asked, and an
  /// error needs no pager.
  func startPager() {
    isPagerWanted = !parsed.flag("no-pager") && !isUnattended
  }

  /// Waits until the person has read everything.
  func finishPager() {
    pager?.finish()
    pager = nil
  }

  // MARK: Messages

  /// Tells the person something that is no failure.
  func warn(_ text: String) { message(.warning, .yellow, text) }

  /// Tells the person something worth knowing.
  func note(_ text: String) { message(.note, .cyan, text) }

  /// Whether `--debug` asks for more.
  var isDebugging: Bool { parsed.flag("debug") }

  /// Tells whoever debugs.
  func debug(_ text: String) {
    guard isDebugging else { return }
    writeError("[debug] " + Sanitizer.singleLine(text))
  }

  /// Writes a line to standard error; that it cannot be written is nobody's concern.
  func writeError(_ line: String) {
    try? surroundings.standardOutput.flush()
    try? surroundings.standardError.writeLine(line)
    try? surroundings.standardError.flush()
  }

  private func message(_ label: Failure.Label, _ style: Style, _ text: String) {
    writeError(
      "\(errorStyler.apply(style, to: label.rawValue)) \(Sanitizer.multiLine(text))"
    )
  }

  // MARK: Questions

  /// Whether nobody may be asked anything.
  var isUnattended: Bool { parsed.flag("no-input") || environment.isOn("CI") }

  /// Whether a person sits in front of the command, who can be asked.
  var isInteractive: Bool {
    !isUnattended && surroundings.isInputTerminal && surroundings.isErrorTerminal
  }

  /// Asks for a yes.
  func confirm(_ question: String) throws(Failure) -> Bool {
    do { return try surroundings.prompter.confirm(Sanitizer.multiLine(question)) } catch {
      throw Failure(prompt: error)
    }
  }

  private func askPassword(of user: String) throws(Failure) -> Secret {
    let missing = Failure.usage(
      "no password provided and there is no terminal to ask on",
      hints: "use --password-file, or set STALWART_PASSWORD"
    )
    guard !isUnattended else { throw missing }
    do { return Secret(try surroundings.prompter.secret("Password for \(user): ")) } catch {
      switch error {
      case .noTerminal: throw missing
      default: throw Failure(prompt: error)
      }
    }
  }

  // MARK: Input

  /// Everything on standard input; before a terminal is waited for, a note says so.
  func readStandardInput(for option: String) throws(Failure) -> [UInt8] {
    if surroundings.isInputTerminal {
      guard !isUnattended else {
        throw .usage("\(option): standard input is a terminal, and nothing may be asked")
      }
      note("reading standard input; end it with Ctrl-D")
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
    guard let value = parsed.value("url") else {
      throw .usage(
        "no URL provided (use --url or STALWART_URL)",
        hints: "for example --url https://mail.example.org"
      )
    }
    do { return try BaseURL(parsing: value.text) } catch {
      throw Failure(error, of: value)
    }
  }

  /// Whether the person asked to wait until the server is ready.
  var waitsForServer: Bool { parsed.origin(of: "wait") != nil }

  /// The connection to the server.
  func connection() throws(Failure) -> Connection {
    if let openConnection { return openConnection }
    let base = try baseURL()
    let options = try connectionOptions()
    let authorization = try credentials()
    warnAboutInsecurity(base)
    let interruption = surroundings.interruption
    let sleep = surroundings.sleep
    let transport = surroundings.makeTransport(
      TransportConfiguration(
        userAgent: "stalwart-cli/\(Tool.version) (Linux)",
        trustStore: TrustStore(option: parsed.text("cacert")) { [environment] in environment[$0] },
        verifiesServer: !parsed.flag("insecure"),
        connectTimeout: options.connectTimeout,
        trace: isDebugging ? { [weak self] line in self?.debug(line) } : nil,
        isInterrupted: { [weak self] in
          guard interruption() != nil else { return false }
          guard let self, finishesRequests else { return true }
          tellThatRequestIsFinished()
          return false
        }
      )
    )
    if let readiness = try Readiness(parsed) {
      try readiness.wait(for: base, over: transport, in: surroundings)
    }
    let errorStream = surroundings.standardError
    let isWatched = surroundings.isErrorTerminal || isDebugging
    nonisolated(unsafe) let watcher = isWatched ? errorStream : nil
    let start = isDebugging ? "[debug] " : ""
    let waiting = Waiting(
      wait: { duration, reason in
        if let watcher = unsafe watcher {
          let wait = Wording.seconds(duration)
          try? watcher.writeLine("\(start)\(reason): trying again in \(wait)")
          try? watcher.flush()
        }
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
      CacheDirectory(for: base, environment: environment) { [weak self] in self?.debug($0) }
    }
    let source = SchemaSource(
      SchemaSource.Surroundings(
        cache: cache,
        file: parsed.text("schema"),
        isRefreshed: parsed.flag("refresh"),
        timeToLive: environment["STALWART_SCHEMA_TTL"].flatMap { Int($0) } ?? 900,
        now: surroundings.now,
        connection: { [unowned self] () throws(Failure) in try connection() },
        warn: { [weak self] in self?.warn($0) },
        note: { [weak self] in self?.debug($0) }
      )
    )
    openSchema = source
    return source
  }

  /// Removes a cached schema that turned out to be damaged, and says so.
  func discardDamagedSchema() {
    guard openSchema?.discardDamaged() == true else { return }
    warn("the cached schema was damaged and has been removed; run the command again")
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
    note("waiting for the server to finish the request; another signal ends this at once")
  }

  private func credentials() throws(Failure) -> Authorization {
    try Credentials(
      options: { [parsed] name in
        guard let value = parsed.value(name), value.origin.isCommandLine else { return nil }
        return value.text
      },
      environment: environment,
      read: FileSystem.read,
      prompt: { [unowned self] user throws(Failure) in try askPassword(of: user) }
    ).resolve()
  }

  private func connectionOptions() throws(Failure) -> ConnectionOptions {
    var options = ConnectionOptions()
    if let limit = try seconds("connect-timeout") { options.connectTimeout = limit }
    if let limit = try seconds("timeout") {
      options.timeout = limit
      options.writeTimeout = limit
    }
    if let value = parsed.value("retries") {
      guard let number = Int(value.text), (0...100).contains(number) else {
        throw .usage("\(value.origin.spelling): '\(value.text)' is not a number from 0 to 100")
      }
      options.retries.maximumRetries = number
    }
    return options
  }

  private func seconds(_ name: String) throws(Failure) -> Duration? {
    guard let value = parsed.value(name) else { return nil }
    guard let number = Double(value.text), number > 0, number <= 86_400 else {
      throw .usage(
        "\(value.origin.spelling): '\(value.text)' is not a number of seconds above 0 and up to 86400",
        hints: "for example \(value.origin.spelling)=30"
      )
    }
    return .milliseconds(max(1, Int(number * 1000)))
  }

  private func warnAboutInsecurity(_ base: BaseURL) {
    guard !base.isLoopback else { return }
    if base.scheme == .http {
      warn("credentials are sent in the clear to \(base.host); use https:// where you can")
    } else if parsed.flag("insecure") {
      warn("the certificate of \(base.host) is not verified (--insecure)")
    }
  }
}
