// SPDX-License-Identifier: MIT

public import JSON
internal import Text

extension Schema {
  /// A value that is the same, and has the same text, for all values that the server stores
  /// as the same; not a value to send.
  ///
  /// Texts are cleaned up as the server does it; addresses, moments and numbers have one
  /// spelling; the members of sets and objects are sorted.
  public func comparableForm(
    of value: JSONValue,
    field: Field,
    ofSchema schemaName: String
  ) -> JSONValue {
    let place = SchemaPlace(field, declaredBy: schemaName)
    guard case .object(let object) = value else { return storedForm(of: value, at: place) }
    guard let set = SchemaCollection(object, at: place), set.isSet else {
      let members = object.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      return .object(JSONObject(members.map { ($0.name, $0.value) }))
    }
    let keys = object.filter { $0.value.boolean ?? false }
      .map { storedKey($0.name, of: set) }
    return .array(Set(names: keys).sorted().map { .string($0.text) })
  }

  /// One value for all values without parts that the server stores as the same.
  func storedForm(of value: JSONValue, at place: SchemaPlace) -> JSONValue {
    switch (value, place.type.kind) {
    case (.string(let text), .string(let format, _, _)):
      if format == .ipAddress || format == .ipNetwork {
        return .string(NetworkAddress(text)?.canonicalText ?? text)
      }
      let rule = StringRule.rule(of: place.property, inSchema: place.owner)
      return .string(rule.stored(text))
    case (.string(let text), .utcDateTime):
      return DateText.seconds(text).map { .number(JSONNumber($0)) } ?? value
    case (.string(let text), .objectID): return .string(Self.canonicalID(text))
    case (.number(let number), .number(.float, _, _)):
      return number.double.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? value
    default: return value
    }
  }

  /// One text for all keys of a map, or members of a set, that the server stores as the same.
  func storedKey(_ key: String, of collection: SchemaCollection) -> String {
    guard let type = collection.keyType else { return key }
    switch type.kind {
    case .string(let format, _, _):
      if format == .ipAddress || format == .ipNetwork, let address = NetworkAddress(key) {
        return address.canonicalText
      }
      if format == .socketAddress, let address = NetworkAddress(socket: key) {
        return address.canonicalText
      }
      return key.trimmingWhitespace()
    case .objectID: return Self.canonicalID(key)
    default: return key
    }
  }

  /// One spelling for all spellings of an id: leading digits of value zero do not count.
  private static func canonicalID(_ id: String) -> String {
    let digits = id.lowercasedASCII.drop { $0 == "a" }
    return digits.isEmpty ? "a" : String(digits)
  }
}
