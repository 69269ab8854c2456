// SPDX-License-Identifier: MIT

/// A line of output: stretches of text, each of them ours or from elsewhere, each in a style.
///
/// What is interpolated into a line is text from elsewhere and is made safe for a terminal, see
/// ``Sanitizer``; only what is written out in the program, or marked with `ours:`, stays as it
/// is. So no text of a server reaches a terminal unchecked:
///
///     let line: Line = "\("Updated", .green) \(type) \(id, .cyan)"
public struct Line: Hashable, Sendable {
  /// A stretch of text in one style.
  struct Run: Hashable, Sendable {
    /// Where a text is from, which decides what may be in it.
    enum Origin: Hashable, Sendable {
      /// It is written out in the program.
      case ours
      /// It is from elsewhere, and shown on one line.
      case elsewhere
      /// It is from elsewhere and was made safe already, tabs apart.
      case safe
    }

    /// The text as it came.
    let raw: String
    let origin: Origin
    var style: Style?

    /// The text, safe for a terminal.
    var text: String { origin == .elsewhere ? Sanitizer.singleLine(raw) : raw }
  }

  /// The parts, from left to right; none is empty.
  private(set) var runs: [Run] = []

  /// A line without text.
  public init() {}

  /// Text from elsewhere; runs of line breaks and tabs in it are shown as one blank.
  public init(_ text: String, _ style: Style? = nil) {
    append(Run(raw: text, origin: .elsewhere, style: style))
  }

  /// Text of the program itself.
  public init(ours text: String, _ style: Style? = nil) {
    append(Run(raw: text, origin: .ours, style: style))
  }

  /// Lines with `separator` between them.
  public init(joining parts: [Line], separator: Line) {
    runs = Array(parts.map(\.runs).joined(separator: separator.runs))
  }

  private mutating func append(_ run: Run) {
    if !run.raw.isEmpty { runs.append(run) }
  }

  /// The text without styles, safe for a terminal.
  public var plain: String { runs.reduce(into: "") { $0 += $1.text } }

  /// Whether there is no text.
  public var isEmpty: Bool { runs.isEmpty }

  /// The cells that the text takes, see ``DisplayWidth``.
  public var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// The same text, all of it in one style.
  public func styled(_ style: Style?) -> Line {
    var line = self
    for index in line.runs.indices { line.runs[index].style = style }
    return line
  }

  /// The same with the program's own marks as `spelling` writes them.
  public func spelled(_ spelling: Spelling) -> Line {
    guard spelling == .ascii else { return self }
    var line = self
    line.runs = runs.map { run in
      run.origin == .ours
        ? Run(raw: spelling.text(of: run.raw), origin: .ours, style: run.style) : run
    }
    return line
  }

  /// The text with escape sequences, each style closed where it ends.
  ///
  /// Neighbouring runs of the same style share their sequences.
  public func rendered(_ styler: Styler) -> String {
    var text = ""
    var open = (text: "", style: Style?.none)
    for run in runs {
      if run.style == open.style {
        open.text += run.text
      } else {
        text += styler.apply(open.style, to: open.text)
        open = (run.text, run.style)
      }
    }
    return text + styler.apply(open.style, to: open.text)
  }

  /// The line, or the part of it that fits into `cells` with an ellipsis after it.
  ///
  /// The ellipsis is not counted in `cells`. It has the style of the last character kept, and
  /// is there only if something is left out.
  public func truncated(to cells: Int, ellipsis: String = "…") -> Line {
    guard width > cells else { return self }
    var kept = Line()
    var room = cells
    for run in runs {
      let width = DisplayWidth.of(run.text)
      guard width > room else {
        kept.append(run)
        room -= width
        continue
      }
      let text = String(DisplayWidth.prefix(of: run.text, cells: room))
      kept.append(Run(raw: text, origin: run.origin == .ours ? .ours : .safe, style: run.style))
      kept.append(Run(raw: ellipsis, origin: .ours, style: run.style))
      break
    }
    return kept
  }

  /// The line at the line breaks in text from elsewhere; tabs stay, and empty lines at the end
  /// are left out.
  public var lines: [Line] {
    var lines = [Line()]
    for run in runs {
      let text = run.origin == .elsewhere ? Sanitizer.multiLine(run.raw) : run.raw
      let origin = run.origin == .elsewhere ? .safe : run.origin
      let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append(Line()) }
        lines[lines.count - 1].append(Run(raw: String(part), origin: origin, style: run.style))
      }
    }
    while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Puts two texts beside each other.
  public static func + (left: Line, right: Line) -> Line {
    var line = left
    line += right
    return line
  }

  /// Appends to a line.
  public static func += (left: inout Line, right: Line) {
    left.runs += right.runs
  }

  /// Whether a word is shown just as it is, so that a person can type what is seen.
  public static func isTypable(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy(Sanitizer.isInert)
  }
}

// MARK: - Literals

extension Line: ExpressibleByStringInterpolation {
  /// Collects the parts of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var line = Line()

    /// Makes room; there is nothing to prepare.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Text of the program.
    public mutating func appendLiteral(_ literal: String) { line += Line(ours: literal) }

    /// Text from elsewhere.
    public mutating func appendInterpolation(_ text: some StringProtocol, _ style: Style? = nil) {
      line += Line(String(text), style)
    }

    /// A number.
    public mutating func appendInterpolation(_ number: Int) { line += Line(ours: "\(number)") }

    /// Text of the program that does not stand in the literal itself.
    public mutating func appendInterpolation(ours text: String, _ style: Style? = nil) {
      line += Line(ours: text, style)
    }

    /// A sentence of the program, in which text from elsewhere may be quoted.
    public mutating func appendInterpolation(sentence text: String) { line += Line(sentence: text) }

    /// Another line.
    public mutating func appendInterpolation(_ line: Line) { self.line += line }
  }

  /// Text of the program.
  public init(stringLiteral value: String) { self.init(ours: value) }

  /// Takes what was collected.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.line }
}

// MARK: - Sentences

extension Line {
  /// A sentence of the program, in which text from elsewhere may be quoted.
  ///
  /// All of it is made safe, since nothing tells the two apart any more. For the same reason
  /// every mark that the program uses counts as the program's own, whoever wrote it.
  public init(sentence text: String) {
    self.init(safe: Sanitizer.singleLine(text))
  }

  /// A sentence as ``init(sentence:)`` takes it, as many lines as it has.
  public static func sentences(_ text: String) -> [Line] {
    Sanitizer.multiLine(text).split(separator: "\n", omittingEmptySubsequences: false)
      .map { Line(safe: String($0)) }
  }

  private init(safe text: String) {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else {
      append(Run(raw: text, origin: .safe))
      return
    }
    var rest = Substring(text)
    while let index = rest.firstIndex(where: Spelling.isMark) {
      append(Run(raw: String(rest[..<index]), origin: .safe))
      append(Run(raw: String(rest[index]), origin: .ours))
      rest = rest[rest.index(after: index)...]
    }
    append(Run(raw: String(rest), origin: .safe))
  }
}
