// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// Takes out of a body what cannot be sent.
struct Stripping: SchemaVisitor {
  let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The body without properties that only the server sets, at any depth.
  mutating func withoutServerSet(_ body: SchemaObject) -> JSONObject {
    rewriteMembers(of: body, in: ()) { $0.update != .serverSet }
  }

  mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Void) -> JSONValue? {
    .object(withoutServerSet(object))
  }
}
