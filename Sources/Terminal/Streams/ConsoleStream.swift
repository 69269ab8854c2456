// SPDX-License-Identifier: MIT

/// A stream that people may read: where it goes, and how text looks there.
public struct ConsoleStream {
  /// Where the text goes.
  public let sink: any OutputSink
  /// Whether that is a terminal.
  public let isTerminal: Bool
  /// Colours, if there are any.
  public let styler: Styler
  /// How marks are spelled.
  public let spelling: Spelling
  /// The cells of a line.
  public let columns: Int

  /// Describes a stream, as the environment wants it; `columns` is what the terminal says.
  public init(
    _ sink: any OutputSink,
    isTerminal: Bool,
    columns: Int?,
    color: ColorChoice,
    environment: [String: String]
  ) {
    self.sink = sink
    self.isTerminal = isTerminal
    styler = Styler(
      isEnabled: color.isColored(isTerminal: isTerminal, environment: environment)
    )
    spelling = .forStream(isTerminal: isTerminal, environment: environment)
    self.columns = TerminalWidth.columns(
      terminal: isTerminal ? columns : nil,
      environment: environment
    )
  }

  /// The line as this stream shows it, without a line end.
  public func text(of line: Line) -> String { line.spelled(spelling).rendered(styler) }

  /// Text that is data, and not for people: as it is, unless it goes to a terminal.
  public func text(ofData data: String) -> String {
    isTerminal ? Sanitizer.multiLine(data) : data
  }
}
