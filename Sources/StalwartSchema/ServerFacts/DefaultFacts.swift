// SPDX-License-Identifier: MIT

internal import JSON

/// What the document does not say about defaults, or says in its own way.
///
/// Seen on 0.16.19.
extension Schema {
  /// A default that the server has and the document lacks; nil if there is none.
  func undocumentedDefault(at place: SchemaPlace) -> JSONValue? {
    // Most properties are told apart by their name alone, which is faster.
    switch place.property {
    case "event" where place.owner.withoutPrefix == "EventTracingLevel": "store.unexpected-error"
    default: nil
    }
  }

  /// A default as the document writes it, with the members that the type has.
  ///
  /// The document writes expressions as `{"default":"X"}`, or with their conditions in an array.
  func documentedDefault(_ value: JSONValue, of type: FieldType) -> JSONValue {
    guard type.isExpression, let text = value["default"] else { return value }
    return ["match": [:], "else": text]
  }
}

extension FieldType {
  /// Whether values are expressions, which the server evaluates.
  public var isExpression: Bool {
    guard case .object(let name) = kind else { return false }
    return name == TypeName.expression
  }
}
