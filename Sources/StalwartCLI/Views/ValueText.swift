// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal

/// Turns the values of fields into text for people.
struct ValueText {
  let schema: Schema
  let labels: ReferenceLabels

  /// What stands for no value.
  static let none = Line("<none>", .dim)
  /// What stands for a collection without members.
  static let empty = Line("<empty>", .dim)

  /// A value on one line, but for line breaks that texts hold themselves.
  func inline(_ value: JSONValue, as type: FieldType) -> Line {
    if value.isNull { return Self.none }
    return known(value, type) ?? Line(value.serialized())
  }

  /// The text of a value whose JSON type is the declared one; nil for any other.
  private func known(_ value: JSONValue, _ type: FieldType) -> Line? {
    switch (type.kind, value) {
    case (.string, .string(let text)), (.utcDateTime, .string(let text)),
      (.opaque, .string(let text)):
      return Line(text)
    case (.number(let format, _, _), .number(let number)):
      return Line(Self.text(of: number, format))
    case (.boolean, .bool(let flag)): return flag ? "Yes" : "No"
    case (.enumeration(let name), .string(let member)): return self.member(member, of: name)
    case (.blobID, .string(let id)): return Line("<blob: \(id)>")
    case (.objectID(let target), .string(let id)): return reference(id, to: target)
    case (.object(let name), .object(let object)): return embedded(object, name)
    case (_, .object(let entries)):
      return SchemaCollection(entries, at: SchemaPlace(type)).map(collection)
    default: return nil
    }
  }

  /// The key of a map or the member of a set.
  func key(_ text: String, as type: FieldType) -> Line {
    switch type.kind {
    case .enumeration(let name): member(text, of: name)
    case .objectID(let target): reference(text, to: target)
    default: Line(text)
    }
  }

  private static func text(of number: JSONNumber, _ format: NumberFormat) -> String {
    switch format {
    case .size: NumberText.size(number)
    case .duration: NumberText.duration(number)
    default: NumberText.plain(number)
    }
  }

  private func member(_ name: String, of enumeration: String) -> Line {
    guard let member = schema.enumeration(named: enumeration)?[name] else {
      return Line(name)
    }
    let label = member.label.isEmpty ? name : member.label
    return Line(label, Style(schemaColor: member.color))
  }

  private func reference(_ id: String, to target: String) -> Line {
    guard let label = labels[target, id] else { return Line(id) }
    return Line("\(label) (id: \(id))")
  }

  private func embedded(_ object: JSONObject, _ name: String) -> Line {
    if let shape = schema.shape(named: name), shape.isMultiVariant,
      let variant = object["@type"]?.string.flatMap(shape.exactVariant(named:))
    {
      return Line(variant.label)
    }
    return "<object>"
  }

  private func collection(_ collection: SchemaCollection) -> Line {
    let entries = collection.entries
    guard let keyType = collection.keyType else { return Line("<list:\(entries.count)>") }
    if entries.isEmpty { return Self.none }
    guard let valueType = collection.elementType else {
      return Line(joining: entries.map { key($0.name, as: keyType) }, separator: ", ")
    }
    if case .object = valueType.kind { return Line("<map:\(entries.count)>") }
    return Line(
      joining: entries.map { entry in
        key(entry.name, as: keyType) + " → "
          + inline(entry.value, as: valueType)
      },
      separator: ", "
    )
  }
}

extension Shape {
  /// The variant of exactly this name, as it stands in an object of the server.
  func exactVariant(named name: String) -> Variant? {
    guard let variant = variant(named: name), variant.name == name else { return nil }
    return variant
  }
}
