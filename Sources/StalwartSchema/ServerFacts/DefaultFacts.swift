// SPDX-License-Identifier: MIT

internal import JSON

/// What the document does not say about defaults, or says in its own way.
///
/// Seen on 0.16.19.
extension Schema {
  /// A default that the server has and the document lacks; nil if there is none.
  func undocumentedDefault(at place: SchemaPlace) -> JSONValue? {
    switch (place.owner.withoutPrefix, place.property) {
    case ("EventTracingLevel", "event"): "store.unexpected-error"
    default: nil
    }
  }

  /// A default as the document writes it, with the members that the type has.
  ///
  /// The document writes expressions as `{"default":"X"}`, or with their conditions in an array.
  func documentedDefault(_ value: JSONValue, of type: FieldType) -> JSONValue {
    guard isExpression(type), let text = value["default"] else { return value }
    return ["match": [:], "else": text]
  }

  /// Whether values of a type are expressions, which the server evaluates.
  public func isExpression(_ type: FieldType) -> Bool {
    guard case .object(let name) = type.kind else { return false }
    return name == TypeName.expression
  }
}
