// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// Prints the objects of a listing as they come.
protocol RowWriter {
  /// Prints some objects.
  mutating func write(_ rows: [Listing.Row], _ labels: ReferenceLabels?) throws(Failure)

  /// Prints what stands at the end.
  mutating func finish() throws(Failure)
}

extension RowWriter {
  mutating func finish() throws(Failure) {}
}

/// One id a line.
struct IdentifierWriter: RowWriter {
  let context: Context
  /// Whether ids are JSON strings.
  let isJSON: Bool

  func write(_ rows: [Listing.Row], _ labels: ReferenceLabels?) throws(Failure) {
    for row in rows {
      if isJSON {
        try context.console.print(json: .string(row.id))
      } else {
        try context.console.print("\(row.id)")
      }
    }
  }
}

/// One compact object a line, as the server gave it.
struct JSONWriter: RowWriter {
  let context: Context
  /// Properties that were fetched and not asked for.
  var hidden: Set<Name> = []

  func write(_ rows: [Listing.Row], _ labels: ReferenceLabels?) throws(Failure) {
    for row in rows {
      if hidden.isEmpty {
        try context.console.print(json: row.object)
      } else if case .object(let object)? = try? row.object.value() {
        let shown = object.filter { !hidden.contains($0.name) }
        try context.console.print(json: .object(shown))
      }
    }
  }
}

/// Columns for people; the first page decides how wide they are.
struct TableWriter: RowWriter {
  let context: Context
  let schema: Schema
  let columns: [Column]
  let hasHeader: Bool
  let isWide: Bool
  private var layout: TableLayout?

  /// How many cells of a value are shown.
  private static let widest = 60

  init(
    _ context: Context,
    _ schema: Schema,
    columns: [Column],
    hasHeader: Bool,
    isWide: Bool
  ) {
    self.context = context
    self.schema = schema
    self.columns = columns
    self.hasHeader = hasHeader
    self.isWide = isWide
  }

  mutating func write(_ rows: [Listing.Row], _ labels: ReferenceLabels?) throws(Failure) {
    guard !rows.isEmpty else { return }
    let values = ValueText(schema: schema, labels: labels ?? ReferenceLabels())
    let lines = rows.map { cells($0, values) }
    let header = columns.map { Line($0.label) }
    let layout = layout ?? TableLayout(fitting: (hasHeader ? [header] : []) + lines)
    if self.layout == nil, hasHeader {
      try context.console.print(layout.line(header, style: .bold))
    }
    self.layout = layout
    for line in lines { try context.console.print(layout.line(line)) }
  }

  private func cells(_ row: Listing.Row, _ values: ValueText) -> [Line] {
    let object = (try? row.object.value())?.object ?? [:]
    return columns.map { column in
      if column.name == "id" { return Line(row.id) }
      guard let value = object[column.name] else { return "" }
      let text: Line =
        if let field = column.field {
          values.inline(value, as: field.type)
        } else {
          Line(value.string ?? value.serialized())
        }
      // The widths are those of what is shown.
      return (isWide ? text : text.truncated(to: Self.widest))
        .spelled(context.console.output.spelling)
    }
  }
}

/// Values as the server gives them, separated by tabs or by commas.
struct SeparatedWriter: RowWriter {
  let context: Context
  let columns: [Column]
  let hasHeader: Bool
  /// Whether values are separated by commas and quoted (RFC 4180), not by tabs.
  let isCSV: Bool
  private var isStarted = false

  init(_ context: Context, columns: [Column], hasHeader: Bool, isCSV: Bool) {
    self.context = context
    self.columns = columns
    self.hasHeader = hasHeader
    self.isCSV = isCSV
  }

  mutating func write(_ rows: [Listing.Row], _ labels: ReferenceLabels?) throws(Failure) {
    if !isStarted, hasHeader { try context.console.print(data: line(columns.map(\.name))) }
    isStarted = true
    for row in rows {
      let object = (try? row.object.value())?.object ?? [:]
      try context.console.print(
        data: line(columns.map { $0.name == "id" ? row.id : Self.plain(object[$0.name]) })
      )
    }
  }

  mutating func finish() throws(Failure) {
    if !isStarted { try write([], nil) }
  }

  private func line(_ cells: [String]) -> String {
    guard isCSV else {
      return cells.map { cell in
        String(cell.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      }.joined(separator: "\t")
    }
    return cells.map(Self.quoted).joined(separator: ",")
  }

  /// A field of RFC 4180; scalars are compared, because a quote with an accent is a quote too.
  private static func quoted(_ cell: String) -> String {
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard cell.unicodeScalars.contains(where: special.contains) else { return cell }
    var quoted = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    quoted.unicodeScalars.append("\"")
    return quoted
  }

  /// Texts and numbers as they are, the members of a set with commas between them.
  private static func plain(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case .object(let object) where object.allSatisfy({ $0.value == true }):
      object.names.joined(separator: ",")
    case .some(let other): other.serialized()
    }
  }
}
