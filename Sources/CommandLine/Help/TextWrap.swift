// SPDX-License-Identifier: MIT

/// Breaks documentation into lines; every character of it takes one cell, which
/// ``ToolSpec/problems()`` checks.
enum TextWrap {
  /// Between words that stay on one line.
  static let noBreakSpace = "\u{A0}"

  /// The lines of `text`, the first beginning at column `first`, which is not filled in.
  static func lines(
    _ text: String,
    width: Int,
    indent: Int,
    first: Int? = nil
  ) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = first == nil ? margin : ""
    var column = first ?? indent
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let cells = word.unicodeScalars.count
      if !isEmpty, column + 1 + cells > width {
        lines.append(line)
        (line, column, isEmpty) = (margin, indent, true)
      }
      line += isEmpty ? String(word) : " \(word)"
      column += isEmpty ? cells : cells + 1
      isEmpty = false
    }
    return (lines + [line]).map { line in
      String(line.map { $0 == "\u{A0}" ? " " : $0 })
    }
  }
}
