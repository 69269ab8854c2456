// SPDX-License-Identifier: MIT

internal import JSON

/// Reads values that have no members, as strictly as the server does.
struct ScalarReader {
  /// The rule that a text is normalised by.
  let rule: StringRule

  /// The canonical form of a value.
  ///
  /// - Throws: `invalidPatch` for a value of the wrong kind or form.
  func read(
    _ kind: ValueKind,
    _ value: JSONValue,
    isNullable: Bool,
    current: JSONValue,
    at path: String
  ) throws(SetError) -> JSONValue {
    if isNullable, value.isNull { return .null }
    switch kind {
    case .boolean:
      guard value.boolean != nil else {
        throw .invalidPatch("Invalid value for boolean property (expected true or false)", path)
      }
      return value
    case .unsigned:
      guard let number = value.number, number.isInteger, number.unsigned != nil else {
        throw .invalidPatch(
          "Invalid value for unsigned integer property (expected non-negative integer)",
          path
        )
      }
      return value
    case .signed:
      guard let number = value.number, number.isInteger, Int64(number.text) != nil else {
        throw .invalidPatch("Invalid value for signed integer property (expected integer)", path)
      }
      return value
    case .float: return try float(value, at: path)
    case .duration: return try duration(value, at: path)
    case .text: return try text(value, at: path)
    case .enumeration(let enumeration):
      guard let name = value.string, enumeration.contains(name) else {
        let variant = current.string ?? enumeration.values.first ?? ""
        throw .invalidPatch(
          "Invalid value \(DebugText.of(value)) for enum type \(DebugText.variant(variant)).",
          path
        )
      }
      return value
    default: return try parsed(kind, value, at: path)
    }
  }

  private func float(_ value: JSONValue, at path: String) throws(SetError) -> JSONValue {
    guard
      let double = value.number?.double, let number = JSONNumber(text: FloatText.of(double))
    else {
      throw .invalidPatch("Invalid value for float property (expected finite number)", path)
    }
    return .number(number)
  }

  private func duration(_ value: JSONValue, at path: String) throws(SetError) -> JSONValue {
    guard let number = value.number else { throw .invalidPatch("Invalid path for Duration", path) }
    guard number.isInteger, let milliseconds = number.unsigned, milliseconds > 0 else {
      throw .invalidPatch("Invalid duration value", path)
    }
    return value
  }

  private func text(_ value: JSONValue, at path: String) throws(SetError) -> JSONValue {
    guard let text = value.string, !text.isEmpty else {
      throw .invalidPatch("Invalid value for property.", path)
    }
    do {
      return .string(try rule.apply(text))
    } catch {
      throw .invalidPatch(error.rawValue, path)
    }
  }

  /// The kinds that are texts of a form of their own.
  private func parsed(
    _ kind: ValueKind,
    _ value: JSONValue,
    at path: String
  ) throws(SetError) -> JSONValue {
    let name =
      switch kind {
      case .ipAddress: "IpAddr"
      case .ipNetwork: "IpAddrOrMask"
      case .socketAddress: "SocketAddr"
      case .dateTime: "UTCDateTime"
      case .blobID: "BlobId"
      default: "Id"
      }
    guard let text = value.string else {
      throw .invalidPatch("Invalid path for \(name), expected a string value", path)
    }
    guard let canonical = kind.canonical(text) else {
      throw .invalidPatch("Failed to parse \(name) from string", path)
    }
    return .string(canonical)
  }
}

/// The server's notation for values in error texts.
enum DebugText {
  /// A value as its debugger would show it.
  static func of(_ value: JSONValue) -> String {
    switch value {
    case .null: "Null"
    case .bool(let value): "Bool(\(value))"
    case .number(let number): "Number(\(text(of: number)))"
    case .string(let text): "Str(\(quoted(text)))"
    case .array(let elements): "Array [\(elements.map(of).joined(separator: ", "))]"
    case .object(let object):
      "Object ObjectAsVec(["
        + object.map { "(\(key($0.name)), \(of($0.value)))" }.joined(separator: ", ") + "])"
    }
  }

  /// A number as the server reads it: what fits no integer of 64 bits is a float.
  static func text(of number: JSONNumber) -> String {
    if number.isInteger, number.integer != nil || number.unsigned != nil { return number.text }
    return number.double.map { FloatText.of($0) } ?? number.text
  }

  /// The name of an enum's value in the server's code, such as `EnUS` for `en_US`.
  static func variant(_ name: String) -> String {
    var result = ""
    var startsWord = true
    for character in name {
      guard character.isLetter || character.isNumber else {
        startsWord = true
        continue
      }
      result += startsWord ? character.uppercased() : String(character)
      startsWord = false
    }
    return result.first?.isNumber == true ? "V" + result : result
  }

  private static func key(_ name: String) -> String {
    name == "@type" ? "Property(Type)" : "Borrowed(\(quoted(name)))"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
