// SPDX-License-Identifier: MIT

/// Writes blocks as plain text, for help pages and for manuals without a manual reader.
struct PlainRenderer {
  /// How lists are laid out.
  enum ListStyle {
    /// Terms on the left, explanations in a column beside them.
    case columns
    /// Explanations under their terms.
    case tagged
  }

  /// The widest page: longer lines are hard to read.
  static let widest = 120
  /// Terms up to this width share a line with their explanations.
  static let widestTerm = 30

  let width: Int
  let isStyled: Bool
  let listStyle: ListStyle
  private(set) var text = ""

  init(width: Int, isStyled: Bool, listStyle: ListStyle) {
    self.width = min(max(width, 40), Self.widest)
    self.isStyled = isStyled
    self.listStyle = listStyle
  }

  mutating func write(_ blocks: [PageBlock], indent: Int) {
    for (index, block) in blocks.enumerated() {
      if index > 0 { text += "\n" }
      write(block, indent: indent)
    }
  }

  mutating func writeLine(_ line: String = "") {
    text += line + "\n"
  }

  mutating func writeTitle(_ title: String) {
    writeLine(bold(title))
  }

  func bold(_ text: String) -> String {
    isStyled && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private mutating func write(_ block: PageBlock, indent: Int) {
    switch block {
    case .paragraph(let paragraph):
      write(lines: TextWrap.lines(paragraph, width: width, indent: indent))
    case .heading(let heading):
      writeLine(String(repeating: " ", count: max(0, indent - 2)) + bold(heading))
    case .literal(let lines):
      let margin = String(repeating: " ", count: indent + (listStyle == .tagged ? 6 : 2))
      write(lines: lines.map { $0.isEmpty ? "" : margin + $0 })
    case .lines(let lines):
      let margin = String(repeating: " ", count: indent)
      for line in lines {
        text += margin
        write(lines: TextWrap.lines(line, width: width, indent: indent + 2, first: indent))
      }
    case .commands(let lines):
      let indent = indent + (listStyle == .tagged ? 6 : 0)
      let margin = String(repeating: " ", count: indent)
      for line in lines {
        write(lines: CommandWrap.lines(line, width: width - indent).map { margin + $0 })
      }
    case .brief(let summary, let notes):
      let text = Self.brief(summary, notes, cells: width - indent)
      write(lines: TextWrap.lines(text, width: width, indent: indent))
    case .references(let references):
      let names = references.map(\.description).joined(separator: ", ")
      write(lines: TextWrap.lines(names, width: width, indent: indent))
    case .list(let items):
      switch listStyle {
      case .columns: writeColumns(items, indent: max(indent, 2))
      case .tagged: writeTagged(items, indent: indent)
      }
    }
  }

  private mutating func write(lines: [String]) {
    for line in lines { writeLine(line) }
  }

  private mutating func writeColumns(_ items: [PageItem], indent: Int) {
    let terms = items.map(\.term.text)
    let widest = min(Self.widestTerm, width / 2)
    let widths = terms.map(\.unicodeScalars.count)
    let column = indent + (widths.filter { $0 <= widest }.max() ?? widest) + 2
    for (item, term) in zip(items, terms) {
      text += String(repeating: " ", count: indent) + styled(term)
      let end = indent + term.unicodeScalars.count
      var rest = item.body[...]
      if let first = Self.text(of: rest.first, cells: width - column) {
        rest = rest.dropFirst()
        if end + 2 > column {
          text += "\n" + String(repeating: " ", count: column)
        } else {
          text += String(repeating: " ", count: column - end)
        }
        write(lines: TextWrap.lines(first, width: width, indent: column, first: column))
      } else {
        text += "\n"
      }
      for block in rest where block != .paragraph("") { write(block, indent: column) }
    }
  }

  /// The text that stands beside a term; nil if there is none.
  private static func text(of block: PageBlock?, cells: Int) -> String? {
    switch block {
    case .paragraph(let text): text.isEmpty ? nil : text
    case .brief(let summary, let notes): brief(summary, notes, cells: cells)
    default: nil
    }
  }

  /// A summary with as many of its notes as fit in so many cells.
  private static func brief(_ summary: String, _ notes: [String], cells: Int) -> String {
    var text = summary
    for note in notes {
      guard text.unicodeScalars.count + 1 + note.unicodeScalars.count <= cells else { break }
      text += " " + note
    }
    return text
  }

  private mutating func writeTagged(_ items: [PageItem], indent: Int) {
    let inset = 6
    for (index, item) in items.enumerated() {
      if index > 0 { text += "\n" }
      let term = String(item.term.text.drop { $0 == " " })
      var body = item.body.filter { $0 != .paragraph("") }[...]
      text += String(repeating: " ", count: indent) + styled(term)
      let column = indent + inset
      if term.count < inset, case .paragraph(let first) = body.first {
        text += String(repeating: " ", count: inset - term.count)
        write(lines: TextWrap.lines(first, width: width, indent: column, first: column))
        body = body.dropFirst()
        if !body.isEmpty { text += "\n" }
      } else {
        text += "\n"
      }
      write(Array(body), indent: column)
    }
  }

  /// The term in bold but for the blanks before it.
  private func styled(_ term: String) -> String {
    let name = term.drop { $0 == " " }
    return term.prefix(term.count - name.count) + bold(String(name))
  }
}
