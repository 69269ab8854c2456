// SPDX-License-Identifier: MIT

/// Breaks running text into lines.
public enum Wrapping {
  /// The lines of `text`, at most `width` cells wide, the indentation among them.
  ///
  /// Line breaks in the text stay. A word that is wider than a line stands on one by itself
  /// and is not cut. Lines after the first of each paragraph are indented by
  /// `indent` blanks, and the first by `firstIndent`.
  public static func lines(
    of text: String,
    width: Int,
    indent: Int = 0,
    firstIndent: Int? = nil
  ) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      wrapped(paragraph, width: width, indent: indent, firstIndent: firstIndent ?? indent)
    }
  }

  private static func wrapped(
    _ paragraph: Substring,
    width: Int,
    indent: Int,
    firstIndent: Int
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    var cells = 0
    for word in paragraph.split(separator: " ") {
      let wordCells = DisplayWidth.of(word)
      let margin = lines.isEmpty ? firstIndent : indent
      if line.isEmpty {
        line = String(repeating: " ", count: margin) + word
        cells = margin + wordCells
      } else if cells + 1 + wordCells <= width {
        line += " " + word
        cells += 1 + wordCells
      } else {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
        cells = indent + wordCells
      }
    }
    return lines + [line]
  }
}
