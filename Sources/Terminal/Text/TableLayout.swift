// SPDX-License-Identifier: MIT

/// The widths of a table's columns, and its lines.
///
/// Columns are two blanks apart and every cell is padded, even the last of a row. Widths
/// grow only through ``fit(_:)``, so the rows of later pages can be printed with the widths
/// of the first page: a cell that is wider than its column moves the rest of its row.
public struct TableLayout: Equatable, Sendable {
  /// The cells of each column.
  public private(set) var widths: [Int]

  /// Creates a layout of columns without any width.
  public init(columns: Int) {
    widths = Array(repeating: 0, count: columns)
  }

  /// Creates a layout that fits all of `rows`, the head among them.
  public init(fitting rows: [[Line]]) {
    self.init(columns: rows.map(\.count).max() ?? 0)
    for row in rows { fit(row) }
  }

  /// Widens the columns as far as the cells of `row` need; cells without a column are ignored.
  public mutating func fit(_ row: [Line]) {
    for (column, cell) in row.prefix(widths.count).enumerated() {
      widths[column] = max(widths[column], cell.width)
    }
  }

  /// The line of a row; missing cells are blank.
  ///
  /// With a `style` the whole line, blanks included, is in it, as heads are.
  public func line(_ row: [Line], style: Style? = nil) -> Line {
    var line = Line()
    for (column, width) in widths.enumerated() {
      let cell = column < row.count ? row[column] : ""
      if column > 0 { line += "  " }
      line += cell
      line += Line(ours: String(repeating: " ", count: max(0, width - cell.width)))
    }
    return style == nil ? line : line.styled(style)
  }
}
