// SPDX-License-Identifier: MIT

internal import Text

/// A column of a listing.
public struct Column: Equatable, Sendable {
  /// The property, `id` or `@type`, in the schema's spelling.
  public let name: String
  /// The heading.
  public let label: String
  /// The property; nil for `id`, `@type` and what the schema lacks.
  public let field: Field?
}

extension Schema {
  /// The names that `--fields` asks for, in the schema's spelling.
  ///
  /// - Throws: ``FieldError`` for the first that the object does not have.
  public func propertyNames(
    _ typed: [String],
    of object: ObjectType
  ) throws(FieldError) -> [String] {
    let fields = fields(of: object.shape)
    var names: [String] = []
    for typed in typed {
      let name = typed.trimmedASCII
      if let special = ["id", "@type"].first(where: { $0.equalsIgnoringASCIICase(name) }) {
        names.append(special)
      } else if let field = fields.find(name) {
        names.append(field.name)
      } else {
        throw FieldError(
          path: name,
          reason: .unknownField(
            owner: object.displayName,
            suggestions: closestNames(to: name, among: fields.map(\.name))
          )
        )
      }
    }
    return names
  }

  /// The columns that `--fields` asks for, with their headings.
  ///
  /// - Throws: ``FieldError`` for the first that the object does not have.
  public func columns(
    _ typed: [String],
    of object: ObjectType
  ) throws(FieldError) -> [Column] {
    let fields = fields(of: object.shape)
    return try propertyNames(typed, of: object).map { name in
      Column(name: name, label: label(of: name, in: object), field: fields[name])
    }
  }

  /// The columns of a listing unless others are asked for; nil if it lists ids only.
  public func defaultColumns(of object: ObjectType) -> [Column]? {
    guard let list = lists(of: object).first else { return nil }
    let fields = fields(of: object.shape)
    return [Column(name: "id", label: "Id", field: nil)]
      + list.columns.filter { $0.name != "id" }
      .map { Column(name: $0.name, label: $0.label, field: fields[$0.name]) }
  }

  /// The name for people of a property: from a form, else from a list, else its own.
  public func label(of name: String, in object: ObjectType) -> String {
    let schemaNames =
      object.shape.schemaName.map { [$0] } ?? object.variants.compactMap(\.schemaName)
    for form in ([object.name] + schemaNames + viewNames(of: object)).lazy
      .compactMap({ self.form(named: $0) })
    {
      let entry = form.sections.lazy.flatMap(\.fields).first { $0.name == name && $0.label != "" }
      if let entry { return entry.label }
    }
    for list in lists(of: object) {
      if let column = list.columns.first(where: { $0.name == name }) { return column.label }
    }
    return name
  }

  /// The property that stands for an object where it is referred to; nil if the
  /// type's own list names none.
  public func labelProperty(of object: ObjectType) -> String? {
    list(named: object.name)?.labelProperty
  }
}
