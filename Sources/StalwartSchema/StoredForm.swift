// SPDX-License-Identifier: MIT

public import JSON

extension Schema {
  /// A value in the form in which the server stores it, so that equal values are equal texts.
  ///
  /// - Parameters:
  ///   - value: A value in the server's form.
  ///   - type: What the property holds.
  ///   - property: The property's name.
  ///   - schemaName: Where the property is declared.
  /// - Returns: the value cleaned up, the members of objects sorted.
  public func storedForm(
    of value: JSONValue,
    as type: FieldType,
    property: String,
    inSchema schemaName: String
  ) -> JSONValue {
    switch (value, type.kind) {
    case (.string(let text), .string(let format, _, _)):
      if format == .ipAddress || format == .ipNetwork {
        return .string(NetworkAddress(text)?.canonicalText ?? text)
      }
      return .string(StringRule.rule(of: property, inSchema: schemaName).stored(text))
    case (.string(let text), .utcDateTime):
      return DateText.seconds(text).map { .number(JSONNumber($0)) } ?? value
    case (.string(let text), .objectID): return .string(Self.shortestID(text))
    case (.number(let number), .number(.float, _, _)):
      return number.double.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? value
    case (.object(let object), .set(let member, _, _)):
      let names = object.filter { $0.value == true }.map { entry in
        storedForm(
          of: .string(entry.name),
          as: member,
          property: property,
          inSchema: schemaName
        ).string ?? entry.name
      }
      return .object(JSONObject(Self.sorted(names.map { ($0, true) })))
    case (.object(let object), _):
      return .object(JSONObject(Self.sorted(object.map { ($0.name, $0.value) })))
    default: return value
    }
  }

  private static func sorted(_ members: [(String, JSONValue)]) -> [(String, JSONValue)] {
    members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  private static func shortestID(_ id: String) -> String {
    let digits = id.lowercasedASCII.drop { $0 == "a" }
    return digits.isEmpty ? "a" : String(digits)
  }
}
