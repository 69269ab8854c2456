// SPDX-License-Identifier: MIT

internal import Text

/// Fields that are shown together.
public struct ObjectSection: Equatable, Sendable {
  /// A field and its words.
  public struct Entry: Equatable, Sendable {
    /// The field.
    public let field: Field
    /// The name for people; never empty.
    public let label: String
  }

  /// The heading; empty for none.
  public let title: String
  /// The fields, in order.
  public let entries: [Entry]

  /// The section with those fields only that are present; nil if there are none.
  public func filtered(_ isPresent: (Field) -> Bool) -> ObjectSection? {
    let entries = entries.filter { isPresent($0.field) }
    return entries.isEmpty ? nil : ObjectSection(title: title, entries: entries)
  }
}

extension Schema {
  /// All fields of a type or variant, each once, grouped as its forms group them.
  ///
  /// The main form comes first, then the forms of the views in document order;
  /// fields on no form make up a last section without heading.
  public func sections(of shape: Shape, variant: Variant? = nil) -> [ObjectSection] {
    let fields = fields(of: shape, variant: variant)
    var seen: Set<Name> = []
    var sections: [ObjectSection] = []
    for section in forms(of: shape, variant: variant).flatMap(\.sections) {
      var entries: [ObjectSection.Entry] = []
      for entry in section.fields {
        guard let field = fields[entry.name], seen.insert(field.name).inserted else { continue }
        entries.append(
          ObjectSection.Entry(
            field: field,
            label: entry.label.isEmpty ? field.name : entry.label
          )
        )
      }
      if !entries.isEmpty { sections.append(ObjectSection(title: section.title, entries: entries)) }
    }
    let rest = fields.filter { !seen.contains($0.name) }.map {
      ObjectSection.Entry(field: $0, label: $0.name)
    }
    return rest.isEmpty ? sections : sections + [ObjectSection(title: "", entries: rest)]
  }

  /// The main form of a type or variant, then the forms of its views in document order.
  private func forms(of shape: Shape, variant: Variant?) -> [Form] {
    let viewNames = views.filter { $0.object == shape.name }.map(\.name)
    var names: [String?]
    if let variant {
      names = [variant.schemaName, "\(shape.name)/\(variant.name)", shape.name]
    } else {
      names = [shape.name, shape.schemaName]
    }
    let main = names.lazy.compactMap { $0 }.first { self.form(named: $0) != nil }
    names = [main] + viewNames.filter { $0 != main }
    return names.compactMap { $0.flatMap { self.form(named: $0) } }
  }
}
