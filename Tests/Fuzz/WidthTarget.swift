// SPDX-License-Identifier: MIT

import Terminal
import TestSupport

extension FuzzTarget {
  /// Text on its way to a terminal: harmless after the sanitiser, and as wide as measured.
  static let width = FuzzTarget(name: "width") { bytes in
    guard bytes.count < 4096 else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    try require(DisplayWidth.of(text) >= 0, "a width below zero")
    let line = Sanitizer.singleLine(text)
    if let found = Steering.found(in: line.utf8, allowsBreaks: false) {
      throw Finding(description: "a line holds \(found)")
    }
    try require(isSame(Sanitizer.singleLine(line), line), "a harmless line changes")
    let paragraph = Sanitizer.multiLine(text)
    if let found = Steering.found(in: paragraph.utf8) {
      throw Finding(description: "a text holds \(found)")
    }
    try require(isSame(Sanitizer.multiLine(paragraph), paragraph), "a harmless text changes")
    let width = DisplayWidth.of(line)
    try require(
      width == line.reduce(0) { $0 + DisplayWidth.of($1) },
      "a line is not as wide as its characters"
    )
    try require(width <= 2 * line.unicodeScalars.count, "a line is too wide")
    for cells in [0, 1, 2, 7, 40] {
      let prefix = DisplayWidth.prefix(of: line, cells: cells)
      try require(DisplayWidth.of(prefix) <= cells, "a prefix of \(cells) is wider")
      try require(line.utf8.starts(with: prefix.utf8), "a prefix is none")
      let cut = Line(line, .red).truncated(to: cells)
      try require(cut.width <= max(cells, 0) + 1, "a text cut to \(cells) is \(cut.width) wide")
    }
    try checkTable(line)
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  /// Lines of a table are equally wide, and without styles they are plain.
  private static func checkTable(_ line: String) throws {
    let cells = line.split(separator: "|").map { Line(String($0), .red) }
    let rows = [cells, ["Head", "Other"], Array(cells.reversed())]
    let layout = TableLayout(fitting: rows)
    let plain = Styler(isEnabled: false)
    let widths = rows.map { layout.line($0).width }
    // A mark at the start of a cell joins the blank before it, which measures the same.
    try require(Set(widths).count == 1, "lines of a table differ: \(widths)")
    for cell in cells {
      try require(isSame(cell.rendered(plain), cell.plain), "a plain text has a style")
    }
  }
}
