// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Ids as people and programs hand them over.
enum IdentifierList {
  /// Ids separated by commas, as after `--ids`.
  static func commaSeparated(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
  }

  /// Everything that programs write to a pipe: a JSON array, or one value after
  /// another, of strings or of objects with an `id`; or bare ids between blanks and commas.
  ///
  /// - Parameter bytes: What came.
  /// - Returns: The ids, in order, with repetitions.
  /// - Throws: ``Failure`` where the text begins like JSON and is none.
  static func anyForm(_ bytes: [UInt8]) throws(Failure) -> [String] {
    let text = bytes.withoutByteOrderMark
    guard let first = text.first(where: { $0 > 0x20 }) else { return [] }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") || first == UInt8(ascii: "\"") {
      return try json(text)
    }
    guard let words = String(validating: text, as: UTF8.self) else {
      throw .usage("--stdin: what came is not UTF-8")
    }
    return words.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  private static func json(_ text: [UInt8]) throws(Failure) -> [String] {
    var reader = JSONSequenceReader(text)
    var ids: [String] = []
    do throws(JSONError) {
      while let (value, _) = try reader.next() {
        if case .array(let elements) = value {
          for element in elements { ids.append(element.identifier ?? "") }
        } else {
          ids.append(value.identifier ?? "")
        }
      }
    } catch {
      throw .usage(
        "--stdin: invalid JSON: \(error)",
        hints: "give an array of ids, one value a line, or bare ids"
      )
    }
    guard !ids.contains("") else {
      throw .usage(
        "--stdin: every value must be an id or an object with an 'id'",
        hints: "for example: stalwart-cli query Domain --fields id --json"
      )
    }
    return ids
  }
}

extension JSONValue {
  fileprivate var identifier: String? { string ?? self["id"]?.string }
}
