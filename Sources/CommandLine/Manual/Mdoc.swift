// SPDX-License-Identifier: MIT

/// Spells text for mdoc(7), the language of manual pages; every escape is made here.
enum Mdoc {
  /// A line of text or of a literal display.
  static func line(_ text: some StringProtocol) -> String {
    let escaped = escaped(text)
    // A dot or an apostrophe at the beginning would make the line a macro.
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }

  /// A macro with its arguments, each of which stays one argument.
  static func macro(_ name: String, _ arguments: String...) -> String {
    ".\(name)" + arguments.map { " " + argument($0) }.joined()
  }

  /// An argument that is text: quoted where it must be, and never taken for a macro.
  static func argument(_ text: String) -> String {
    guard !text.isEmpty else { return #""""# }
    let escaped = escaped(text)
    if escaped.contains(" ") { return "\"\(escaped)\"" }
    return isMacroLike(text) || text.allSatisfy(isDelimiter) ? "\\&" + escaped : escaped
  }

  /// The characters of running text that roff would take for something else.
  private static func escaped(_ text: some StringProtocol) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      // The plain ones, not a hyphen, quotes and accents, so that examples can be copied.
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      case "\u{A0}": result += "\\ "
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "]"
      }
    }
  }

  static func isDelimiter(_ character: Character) -> Bool { ".,:;()[]?!|".contains(character) }

  /// Macros are called within the lines of others; their names are `Ar`, `Op`, `Fl`, ….
  private static func isMacroLike(_ text: String) -> Bool {
    let letters = Array(text)
    return (2...3).contains(letters.count) && letters[0].isUppercase
      && letters.dropFirst().allSatisfy { $0.isLowercase || $0.isNumber || $0 == "%" }
  }

  /// A paragraph: sentences on lines of their own, words between backquotes as literals.
  static func paragraph(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    let segments = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      .split(separator: "`", omittingEmptySubsequences: false)
    var skipped = 0
    for (index, segment) in segments.enumerated() {
      if index.isMultiple(of: 2) {
        line += segment.dropFirst(skipped)
        skipped = 0
        continue
      }
      let next = index + 1 < segments.count ? segments[index + 1] : ""
      let closing = next.prefix { isDelimiter($0) && $0 != "(" && $0 != "[" }
      let isBounded = next.dropFirst(closing.count).first.map { $0 == " " } ?? true
      guard isBounded, line.isEmpty || line.hasSuffix(" ") || line.hasSuffix("("),
        !segment.isEmpty
      else {
        line += "\u{2018}\(segment)\u{2019}"
        continue
      }
      var macro = ".Ql"
      if line.hasSuffix("(") {
        line.removeLast()
        macro += " ("
      }
      lines += sentences(line)
      line = ""
      macro += " " + argument(String(segment))
      macro += closing.map { " \($0)" }.joined()
      lines.append(macro)
      skipped = closing.count
      if next.dropFirst(skipped).first == " " { skipped += 1 }
    }
    return lines + sentences(line)
  }

  private static func sentences(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      line += line.isEmpty ? String(word) : " \(word)"
      if word.hasSuffix(".") || word.hasSuffix("?") {
        lines.append(Self.line(line))
        line = ""
      }
    }
    if !line.isEmpty { lines.append(Self.line(line)) }
    return lines
  }
}
