// SPDX-License-Identifier: MIT

internal import JSON
internal import Terminal

/// Everything that a run writes, and the questions that it asks.
///
/// Nothing else in the client writes to a stream. Text goes out as a ``Line``, which makes safe
/// what is not the program's own; data goes out as it is, unless it goes to a terminal.
final class Console {
  /// How results look.
  let output: ConsoleStream
  /// How everything else looks.
  let error: ConsoleStream
  /// Whether nobody may be asked anything.
  let isUnattended: Bool
  /// Whether `--debug` asks for more.
  let isDebugging: Bool
  /// Whether the command goes on although nobody reads its results.
  var outlastsReaders: () -> Bool = { false }
  private let isInputTerminal: Bool
  private let allowsPager: Bool
  private let prompter: any Prompter
  private let environment: Environment
  private let variables: [String: String]
  private var pager: PagerProcess?
  private var isPagerWanted = false
  /// Why results could not be written, once that could no longer stop the command.
  private var lostOutput: Failure?

  /// Takes the streams; the arguments say how they are used.
  init(_ surroundings: Surroundings, _ settings: ConsoleSettings) {
    environment = Environment(surroundings.environment)
    variables = surroundings.environment
    output = ConsoleStream(
      surroundings.standardOutput,
      isTerminal: surroundings.isOutputTerminal,
      columns: surroundings.columns,
      color: settings.color,
      environment: surroundings.environment
    )
    error = ConsoleStream(
      surroundings.standardError,
      isTerminal: surroundings.isErrorTerminal,
      columns: surroundings.columns,
      color: settings.color,
      environment: surroundings.environment
    )
    isInputTerminal = surroundings.isInputTerminal
    prompter = surroundings.prompter
    allowsPager = settings.allowsPager
    isUnattended = !settings.allowsQuestions || environment.isOn("CI")
    isDebugging = settings.isDebugging
  }

  // MARK: Results

  /// Writes a line of results.
  func print(_ line: Line = "") throws(Failure) {
    do { try sink.writeLine(output.text(of: line)) } catch { try lose(error) }
  }

  /// Writes a value as one line of compact JSON.
  func print(json slice: JSONSlice) throws(Failure) { try write(json: JSONLine(slice).bytes) }

  /// Writes a value as one line of compact JSON.
  func print(json value: JSONValue) throws(Failure) { try write(json: JSONLine(value).bytes) }

  /// Writes a line of data that is not for people, such as one of CSV.
  func print(data: String) throws(Failure) {
    do { try sink.writeLine(output.text(ofData: data)) } catch { try lose(error) }
  }

  /// Writes lines of JSON, such as those of a plan.
  func write(json lines: [UInt8]) throws(Failure) {
    let bytes = output.isTerminal ? InertJSON.lines(lines) : lines
    do { try sink.write(bytes: bytes) } catch { try lose(error) }
  }

  /// Writes a text of the program, such as a page of help, through the pager if it is long.
  func show(ours text: String, inPager: Bool = false) throws(Failure) {
    if inPager { startPager() }
    do { try sink.write(output.spelling.text(of: text)) } catch { try lose(error) }
  }

  /// Hands all results on that were kept back.
  func flush() throws(Failure) {
    do { try (pager ?? output.sink).flush() } catch { try lose(error) }
  }

  /// Notes that results are lost; ends the command unless it outlasts its readers, so that a
  /// closed pipe never leaves a change half made.
  private func lose(_ error: OutputError) throws(Failure) {
    guard outlastsReaders() else { throw Failure(output: error) }
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

  // MARK: Pager

  /// Where results go; opens the pager before the first of them.
  private var sink: any OutputSink {
    if isPagerWanted, pager == nil {
      isPagerWanted = false
      pager = Pager.command(isTerminal: output.isTerminal, environment: variables)
        .flatMap { try? PagerProcess(command: $0, environment: variables) }
    }
    return pager ?? output.sink
  }

  /// Sends results through a pager from now on, if a person reads them.
  ///
  /// It starts with the first result: until then questions may be asked, and an
  /// error needs no pager.
  func startPager() {
    isPagerWanted = allowsPager && !isUnattended
  }

  /// Waits until the person has read everything.
  func finishPager() {
    pager?.finish()
    pager = nil
  }

  // MARK: Messages

  /// Tells the person something that is no failure.
  func warn(_ text: String) { message(.warning, text) }

  /// Tells the person something worth knowing.
  func note(_ text: String) { message(.note, text) }

  /// Tells whoever debugs.
  func debug(_ text: String) {
    if isDebugging { tell("[debug] \(sentence: text)") }
  }

  /// Tells whoever watches why nothing seems to happen.
  func progress(_ text: String) {
    guard isDebugging || error.isTerminal else { return }
    tell("\(ours: isDebugging ? "[debug] " : "")\(sentence: text)")
  }

  /// Tells what ended the command.
  func report(_ failure: Failure) {
    for (label, text) in failure.lines {
      guard let label else {
        tell("\(sentence: text)")
        continue
      }
      tell("\(ours: label.rawValue, label.style) \(sentence: text)")
    }
  }

  /// Shows a mistake in the command line, or short help.
  func tell(usage text: String) {
    var lines = Line.sentences(text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines { tell(line) }
  }

  /// Writes a line to standard error; that it cannot be written is nobody's concern.
  func tell(_ line: Line) {
    try? output.sink.flush()
    try? error.sink.writeLine(error.text(of: line))
    try? error.sink.flush()
  }

  private func message(_ label: Failure.Label, _ text: String) {
    let lines = Line.sentences(text)
    tell("\(ours: label.rawValue, label.style) \(lines.first ?? "")")
    for line in lines.dropFirst() { tell(line) }
  }

  // MARK: Questions

  /// Whether a person sits in front of the command, who can be asked.
  var isInteractive: Bool { !isUnattended && isInputTerminal && error.isTerminal }

  /// Asks for a yes.
  func confirm(_ question: Line) throws(Failure) -> Bool {
    do { return try prompter.confirm(question.spelled(error.spelling).plain) } catch {
      throw Failure(prompt: error)
    }
  }

  /// Asks for a line of text.
  func ask(_ question: Line) throws(Failure) -> String {
    do { return try prompter.line(question.spelled(error.spelling).plain) } catch {
      throw Failure(prompt: error)
    }
  }

  /// Asks for a secret, which is not shown; nil where there is no terminal.
  func askSecret(_ question: Line) throws(Failure) -> String? {
    guard !isUnattended else { return nil }
    do { return try prompter.secret(question.spelled(error.spelling).plain) } catch {
      guard case .noTerminal = error else { throw Failure(prompt: error) }
      return nil
    }
  }
}

/// How the arguments want the streams to be used.
struct ConsoleSettings: Equatable {
  /// When output is coloured.
  var color = ColorChoice.auto
  /// Whether long listings may go through a pager.
  var allowsPager = true
  /// Whether questions may be asked.
  var allowsQuestions = true
  /// Whether requests and responses are shown.
  var isDebugging = false
}

extension Failure.Label {
  /// The style in which the word stands before its sentence.
  fileprivate var style: Style {
    switch self {
    case .error: .red
    case .warning: .yellow
    case .note, .hint: .cyan
    }
  }
}
