// SPDX-License-Identifier: MIT

/// Breaks documentation into lines.
///
/// Each of its characters takes one cell, which ``ToolSpec/problems()`` checks.
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

/// Breaks a command line so that a shell reads it as before.
enum CommandWrap {
  /// The lines of a command, all but the last ended by a backslash, the later ones indented.
  ///
  /// Options stay beside their values; what is in quotes is never broken.
  static func lines(_ command: String, width: Int) -> [String] {
    guard command.unicodeScalars.count > width else { return [command] }
    var lines: [String] = []
    var line = ""
    for unit in units(of: command) {
      if !line.isEmpty, line.unicodeScalars.count + unit.unicodeScalars.count + 3 > width {
        lines.append(line + " \\")
        line = "  " + unit
      } else {
        line += line.isEmpty ? unit : " " + unit
      }
    }
    return lines + [line]
  }

  /// Words, options together with what follows them.
  private static func units(of command: String) -> [String] {
    var units: [String] = []
    for word in words(of: command) {
      if let last = units.last, last.hasPrefix("-"), !last.contains(" "), !word.hasPrefix("-"),
        !isOperator(word)
      {
        units[units.count - 1] += " " + word
      } else if let last = units.last, isOperator(last) {
        units[units.count - 1] += " " + word
      } else {
        units.append(word)
      }
    }
    return units
  }

  private static func isOperator(_ word: String) -> Bool {
    ["|", "||", "&&", "<", ">"].contains(word)
  }

  /// The words of a command as a shell parts them, quotes kept.
  private static func words(of command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }
}
