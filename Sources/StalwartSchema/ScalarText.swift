// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Reads values that have no parts from text.
struct ScalarText {
  let schema: Schema
  let now: Int64?

  /// The value of a type that a text means; nil if it means none.
  func value(_ text: String, as type: FieldType) -> JSONValue? {
    switch type.kind {
    case .string: .string(text)
    case .boolean: Self.boolean(text).map(JSONValue.bool)
    case .number(let format, _, _): Self.number(text, format).map(JSONValue.number)
    case .utcDateTime: DateText.wireForm(text, now: now).map(JSONValue.string)
    case .enumeration(let name):
      if let names = schema.enumeration(named: name) {
        names.find(text.trimmedASCII).map { .string($0.name) }
      } else {
        .string(text)
      }
    case .blobID, .objectID: text.isEmpty ? nil : .string(text)
    case .object, .objectList, .set, .map: nil
    case .opaque: Self.guess(text)
    }
  }

  /// The boolean that a word means; nil if it means neither.
  static func boolean(_ text: String) -> Bool? {
    switch text.trimmedASCII.lowercasedASCII {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0": false
    default: nil
    }
  }

  /// The number that a text means, in the form that the server takes for a format.
  static func number(_ text: String, _ format: NumberFormat) -> JSONNumber? {
    let text = text.trimmedASCII
    switch format {
    case .integer: return Int64(text).map { JSONNumber($0) }
    case .unsignedInteger: return UInt64(text).map { JSONNumber($0) }
    case .size: return SizeText.bytes(text).map { JSONNumber($0) }
    case .duration: return DurationText.milliseconds(text).map { JSONNumber($0) }
    default:
      if let number = JSONNumber(text: text) { return number.double == nil ? nil : number }
      // Other spellings that people use, such as `.5` or `+2`; no hexadecimal digits.
      guard text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }),
        let value = Double(text)
      else { return nil }
      return JSONNumber(value)
    }
  }

  /// A number written as JSON in the form that the server takes for a format.
  static func number(_ number: JSONNumber, _ format: NumberFormat) -> JSONNumber? {
    switch format {
    case .integer:
      if number.integer != nil { return number }
      return number.double.flatMap { Int64(exactly: $0) }.map { JSONNumber($0) }
    case .unsignedInteger, .size, .duration:
      if number.unsigned != nil { return number }
      guard !number.isInteger else { return nil }
      return number.double.flatMap { UInt64(exactly: $0) }.map { JSONNumber($0) }
    default: return number.double == nil ? nil : number
    }
  }

  /// A value of a type that this version does not know, judged by its text alone.
  private static func guess(_ text: String) -> JSONValue {
    if text.equalsIgnoringASCIICase("true") { return true }
    if text.equalsIgnoringASCIICase("false") { return false }
    if let number = JSONNumber(text: text), number.double != nil { return .number(number) }
    return .string(text)
  }
}

extension Schema {
  /// Examples of what a person may type for a type, shortest first; empty for open texts.
  func acceptedForms(of type: FieldType) -> [String] {
    switch type.kind {
    case .string, .blobID, .objectID, .opaque: []
    case .boolean: ["true", "false", "yes", "no", "on", "off", "1", "0"]
    case .utcDateTime: ["2026-01-31T12:00:00Z", "2026-01-31", "now", "+30d"]
    case .number(let format, _, _):
      switch format {
      case .integer: ["-5", "42"]
      case .unsignedInteger: ["42"]
      case .size: ["52428800", "50MB", "1.5GB", "512KiB"]
      case .duration: ["1800000", "30m", "1h30m", "1d", "500ms"]
      default: ["2", "0.5"]
      }
    case .enumeration(let name): shortList(enumeration(named: name)?.members.map(\.name) ?? [])
    case .set(let member, let minItems, _):
      if case .string(.socketAddress, _, _) = member.kind {
        ["0.0.0.0:25,[::]:25", #"["0.0.0.0:25","[::]:25"]"#, #"{"0.0.0.0:25":true}"#]
          + empty("[]", minItems)
      } else {
        ["a,b", #"["a","b"]"#, #"{"a":true,"b":true}"#] + empty("[]", minItems)
      }
    case .map(key: _, value: _, let minItems, _): [#"{"key":value}"#] + empty("{}", minItems)
    case .objectList(_, let minItems, _):
      ["[{...},{...}]", #"{"0":{...},"1":{...}}"#] + empty("[]", minItems)
    case .object(let name):
      if let shape = shape(named: name), shape.isMultiVariant {
        shortList(shape.variants.map(\.name)) + [#"{"@type":"...",...}"#]
      } else {
        ["{...}"]
      }
    }
  }

  /// The form of a value without members, where there may be none.
  private func empty(_ form: String, _ minItems: Int?) -> [String] {
    (minItems ?? 0) == 0 ? [form] : []
  }

  private func shortList(_ names: [String]) -> [String] { names.count <= 8 ? names : [] }
}
