// SPDX-License-Identifier: MIT

internal import JSON

extension SchemaDocument {
  /// A document of an earlier or later version.
  ///
  /// The earlier one lacks the first property of the first singleton that has some; the later one
  /// has one more there, `simulatedSetting`. Nil if the document has no such type.
  func altered(isOlder: Bool) -> SchemaDocument? {
    guard var document = (try? JSONValue(parsing: text))?.object,
      var fields = document["fields"]?.object,
      let name = ["x:Imap", "x:Domain"].first(where: { fields[$0]?["properties"] != nil })
        ?? fields.first(where: { $0.value["properties"]?.object?.isEmpty == false })?.name,
      var type = fields[name]?.object, var properties = type["properties"]?.object,
      let first = properties.first
    else { return nil }
    if isOlder {
      properties.remove(first.name)
    } else {
      properties["simulatedSetting"] = first.value
    }
    type["properties"] = .object(properties)
    fields[name] = .object(type)
    document["fields"] = .object(fields)
    let text = JSONValue.object(document).serialized()
    return try? SchemaDocument(file: Array(text.utf8), path: "altered")
  }
}
