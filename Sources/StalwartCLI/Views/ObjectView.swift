// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Terminal
internal import Text

/// Shows one object for people: sections, fields and what is embedded in them.
struct ObjectView: SchemaVisitor {
  let schema: Schema
  private let values: ValueText

  init(_ values: ValueText) {
    self.values = values
    schema = values.schema
  }

  /// The lines of an object of a type with methods.
  func lines(of object: JSONObject, type: ObjectType) -> [Line] {
    var view = self
    return view.page(of: object, type)
  }

  private mutating func page(of object: JSONObject, _ type: ObjectType) -> [Line] {
    var head: [Line] = []
    if let line = typeLine(of: object, type.shape, column: 0) { head = [line, ""] }
    guard let form = sections(of: object, as: type.shape) else {
      return head + Self.json(.object(object), column: 0)
    }
    return head + sectionLines(form, of: object, column: 0)
  }

  // MARK: Sections

  private struct Section {
    let title: String
    let fields: [Entry]
  }

  /// A property that is shown.
  private struct Entry {
    let name: String
    let type: FieldType
    let label: String
  }

  /// The sections of an object, in the order of its forms; nil where its fields are not known.
  private func sections(of object: JSONObject, as shape: Shape) -> [Section]? {
    var variant: Variant?
    if shape.isMultiVariant {
      variant = object["@type"]?.string.flatMap(shape.exactVariant(named:))
      guard let variant, variant.schemaName != nil else { return nil }
    }
    let fields = schema.fields(of: shape, variant: variant)
    if fields.isEmpty { return nil }
    var sections = schema.sections(of: shape, variant: variant)
      .compactMap { $0.filtered { object.contains($0.name) } }
      .map { section in
        Section(
          title: section.title,
          fields: section.entries.map {
            Entry(name: $0.field.name, type: $0.field.type, label: $0.label)
          }
        )
      }
    // A newer server may tell what this schema does not know.
    let unknown = object.filter { $0.name != "id" && $0.name != "@type" && fields[$0.name] == nil }
      .map { Entry(name: $0.name, type: FieldType(.opaque(.null)), label: $0.name) }
    guard !unknown.isEmpty else { return sections }
    // It stands with the fields that are on no form, which go by their names.
    var rest: [Entry] = []
    if let last = sections.last, last.title.isEmpty, last.fields.allSatisfy({ $0.label == $0.name })
    {
      rest = sections.removeLast().fields
    }
    return sections + [Section(title: "", fields: rest + unknown)]
  }

  private mutating func sectionLines(
    _ sections: [Section],
    of object: JSONObject,
    column: Int
  ) -> [Line] {
    var lines: [Line] = []
    let indentation = Self.blanks(column)
    for (index, section) in sections.enumerated() {
      if index > 0 { lines.append("") }
      if !section.title.isEmpty {
        lines.append(indentation + Line(section.title, .bold))
      }
      let width = section.fields.map { Line($0.label).width }.max() ?? 0
      for entry in section.fields {
        let value = object[entry.name] ?? .null
        let label = entry.label
        lines += fieldLines(entry.type, label, value, column: column, width: width)
      }
    }
    return lines
  }

  private func typeLine(of object: JSONObject, _ shape: Shape, column: Int) -> Line? {
    guard shape.isMultiVariant,
      let variant = object["@type"]?.string.flatMap(shape.exactVariant(named:))
    else { return nil }
    return Self.blanks(column) + Line(ours: "Type:", .bold)
      + " \(variant.label)"
  }

  // MARK: Fields

  private mutating func fieldLines(
    _ type: FieldType,
    _ label: String,
    _ value: JSONValue,
    column: Int,
    width: Int
  ) -> [Line] {
    let head = Self.blanks(column + 2) + Line(label + ":", .bold)
    if let lines = walk(value, at: SchemaPlace(type), in: column + 4) { return [head] + lines }
    let padding = Self.blanks(width - Line(label).width + 1)
    let text = values.inline(value, as: type).lines
    let continuation = Self.blanks(column + 4)
    return [head + padding + (text.first ?? "")] + text.dropFirst().map { continuation + $0 }
  }

  /// Has no lines for a value that stands beside its label.
  func visit(value: JSONValue, at place: SchemaPlace, in column: Int) -> [Line]? {
    // The schema may lack the type of an embedded object.
    guard case .object = value, case .object = place.type.kind else { return nil }
    return Self.json(value, column: column)
  }

  /// The lines of an embedded object.
  mutating func visit(object: SchemaObject, at place: SchemaPlace, in column: Int) -> [Line]? {
    let members = object.members
    var lines = typeLine(of: members, object.shape, column: column).map { [$0] } ?? []
    if let sections = sections(of: members, as: object.shape) {
      lines += sectionLines(sections, of: members, column: column)
    } else if lines.isEmpty || members.count > 1 {
      lines += Self.json(.object(members), column: column)
    }
    return lines
  }

  // MARK: Collections

  /// The lines of a list or of a map of objects.
  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in column: Int
  ) -> [Line]? {
    guard case .object(let name)? = collection.elementType?.kind else { return nil }
    if collection.entries.isEmpty { return [Self.blanks(column) + ValueText.empty] }
    let members = collection.entries.members.sorted { Self.precedes($0.name, $1.name) }
    if let shape = schema.shape(named: name), !shape.isMultiVariant,
      let lines = tableLines(members, shape, collection.keyType, column: column)
    {
      return lines
    }
    var lines: [Line] = []
    for member in members {
      let key = keyText(member.name, collection.keyType)
      let head = Self.blanks(column) + key.styled(.dim)
      if case .object = member.value {
        lines.append(head + Line(ours: ":", .dim))
        lines += walk(member.value, at: collection.entryPlace, in: column + 2) ?? []
      } else {
        lines.append("\(head): \(member.value.serialized())")
      }
    }
    return lines
  }

  /// Elements of one shape side by side; nil if the shape has nothing that fits into a cell.
  ///
  /// What does not fit, embedded objects and lists, stands below its row.
  private mutating func tableLines(
    _ members: [JSONObject.Member],
    _ shape: Shape,
    _ keyType: FieldType?,
    column: Int
  ) -> [Line]? {
    let fields = schema.fields(of: shape)
    let present = Set(
      names: members.flatMap { $0.value.object.map { Array($0.names) } ?? [] }
    )
    var columns: [(field: Field, label: String)] = []
    var composites: [(field: Field, label: String)] = []
    var seen: Set<Name> = []
    let form = schema.form(named: shape.name)
    let labelled = form?.sections.flatMap(\.fields).map { ($0.name, $0.label) } ?? []
    let rest = fields.map(\.name).filter { name in
      form == nil || (present.contains(name) && !labelled.contains { $0.0 == name })
    }
    for (name, label) in labelled + rest.map({ ($0, $0) }) {
      guard let field = fields[name], seen.insert(name).inserted else { continue }
      let entry = (field, label.isEmpty ? name : label)
      if field.type.holdsObjects { composites.append(entry) } else { columns.append(entry) }
    }
    if columns.isEmpty { return nil }
    var rows: [[Line]] = []
    for member in members {
      let object = member.value.object ?? [:]
      rows.append(
        [keyText(member.name, keyType)]
          + columns.map { cell(object[$0.field.name], $0.field.type) }
      )
    }
    let header = [Line(keyType == nil ? "#" : "Key")] + columns.map { Line($0.label) }
    let layout = TableLayout(fitting: [header] + rows)
    let indentation = Self.blanks(column)
    var lines = [indentation + layout.line(header, style: .bold)]
    for (member, row) in zip(members, rows) {
      lines.append(indentation + layout.line(row))
      guard case .object(let object) = member.value else {
        lines.append(Self.blanks(column + 2) + Line(member.value.serialized()))
        continue
      }
      for (field, label) in composites {
        guard let value = object[field.name], !value.isNull, value.object?.isEmpty != true else {
          continue
        }
        lines += fieldLines(
          field.type,
          label,
          value,
          column: column,
          width: Line(label).width
        )
      }
    }
    return lines
  }

  private func cell(_ value: JSONValue?, _ type: FieldType) -> Line {
    guard let value else { return "" }
    // Without colours, as scripts that strip them expect the widths.
    return values.inline(value, as: type).styled(nil)
  }

  private func keyText(_ key: String, _ keyType: FieldType?) -> Line {
    guard let keyType else { return Line(key) }
    return values.key(key, as: keyType).styled(nil)
  }

  /// Numbers by value, other keys by their bytes.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    if let left = Int(left), let right = Int(right) { return left < right }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  // MARK: Text

  private static func json(_ value: JSONValue, column: Int) -> [Line] {
    value.serialized(.indented).split(separator: "\n").map {
      blanks(column) + Line(String($0))
    }
  }

  private static func blanks(_ count: Int) -> Line {
    Line(ours: String(repeating: " ", count: max(0, count)))
  }
}
