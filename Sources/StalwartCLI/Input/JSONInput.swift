// SPDX-License-Identifier: MIT

internal import JSON

/// A JSON object that a person wrote.
enum JSONInput {
  /// Reads a text that must be one JSON object.
  ///
  /// - Parameters:
  ///   - bytes: The text, with or without a byte order mark.
  ///   - source: What to call it in messages, such as `--json`.
  /// - Returns: The object.
  /// - Throws: ``Failure`` where it is no object, or holds a member twice.
  static func object(_ bytes: [UInt8], from source: String) throws(Failure) -> JSONObject {
    let text = bytes.withoutByteOrderMark
    let value: JSONValue
    do {
      value = try JSONValue(
        parsing: text,
        options: JSONReadingOptions(duplicateMembers: .refuse)
      )
    } catch {
      // No excerpt: the text may hold secrets.
      throw .usage("invalid JSON in \(source): \(error)", hints: hint(text, error))
    }
    guard case .object(let object) = value else {
      throw .usage("\(source) must be a JSON object, not \(value.kind.withArticle)")
    }
    return object
  }

  private static func hint(_ bytes: [UInt8], _ error: JSONError) -> String {
    switch error.reason {
    case .duplicateMember: "give each member once"
    case .invalidUTF8: "save the text as UTF-8"
    default:
      bytes.isEmpty
        ? "nothing came: is the file empty?"
        : "names and texts stand in double quotes; in a shell put the whole into single quotes"
    }
  }
}

extension JSONValue.Kind {
  /// Its name in a sentence.
  var withArticle: String {
    switch self {
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    default: "a \(rawValue)"
    }
  }
}
