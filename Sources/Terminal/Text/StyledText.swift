// SPDX-License-Identifier: MIT

/// Text whose parts may be styled, measured without its escape sequences.
///
/// The texts are expected to be sanitised.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// A stretch of text in one style.
  public struct Run: Hashable, Sendable {
    /// The text.
    public var text: String
    /// Its style; `nil` is plain.
    public var style: Style?

    /// Creates a run.
    public init(_ text: String, _ style: Style? = nil) {
      self.text = text
      self.style = style
    }
  }

  /// The parts, from left to right.
  public private(set) var runs: [Run]

  /// Text of one style.
  public init(_ text: String, _ style: Style? = nil) {
    runs = text.isEmpty ? [] : [Run(text, style)]
  }

  /// Plain text.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// Text of several parts.
  public init(runs: [Run]) {
    self.runs = runs.filter { !$0.text.isEmpty }
  }

  /// The parts with `separator` between them.
  public init(joining parts: [StyledText], separator: StyledText) {
    runs = Array(parts.map(\.runs).joined(separator: separator.runs))
  }

  /// The text without styles.
  public var plain: String { runs.reduce(into: "") { $0 += $1.text } }

  /// Whether there is no text.
  public var isEmpty: Bool { runs.isEmpty }

  /// The cells that the text takes, see ``DisplayWidth``.
  public var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// The text with escape sequences, each style closed where it ends.
  ///
  /// Neighbouring runs of the same style share their sequences.
  public func rendered(_ styler: Styler) -> String {
    var text = ""
    var open = Run("")
    for run in runs {
      if run.style == open.style {
        open.text += run.text
      } else {
        text += styler.apply(open.style, to: open.text)
        open = run
      }
    }
    return text + styler.apply(open.style, to: open.text)
  }

  /// The text, or the part of it that fits into `cells` with `…` after it.
  ///
  /// The ellipsis is not counted in `cells`. It has the style of the last character kept, and
  /// is there only if something is left out.
  public func truncated(to cells: Int, ellipsis: String = "…") -> StyledText {
    guard width > cells else { return self }
    var kept: [Run] = []
    var room = cells
    for run in runs {
      let width = DisplayWidth.of(run.text)
      guard width > room else {
        kept.append(run)
        room -= width
        continue
      }
      let text = DisplayWidth.prefix(of: run.text, cells: room)
      kept.append(Run(text + ellipsis, run.style))
      break
    }
    return StyledText(runs: kept)
  }

  /// Puts two texts beside each other.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    StyledText(runs: left.runs + right.runs)
  }

  /// Appends to a text.
  public static func += (left: inout StyledText, right: StyledText) {
    left.runs += right.runs
  }
}
