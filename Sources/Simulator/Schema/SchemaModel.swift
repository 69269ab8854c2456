// SPDX-License-Identifier: MIT

internal import JSON

/// What a schema document says, in tables.
final class SchemaModel {
  /// Reads a document (the JSON text, not compressed).
  init(document: [UInt8]) throws(JSONError) {
    _ = try JSONValue(parsing: document)
  }
}
