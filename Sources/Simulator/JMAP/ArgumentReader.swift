// SPDX-License-Identifier: MIT

internal import JSON

/// Why arguments cannot be read.
enum ArgumentFailure: Error {
  /// The request as a whole is refused.
  case notRequest
  /// The call alone fails if nothing but closing brackets follows in its arguments.
  ///
  /// `end` is where the server's parser stops; nil is behind the argument.
  case invalid(String, end: Int?)
}

/// Reads the arguments of calls as the server's parser does, with its messages.
///
/// A scalar of the wrong kind leaves that parser where it stands: the call
/// alone fails if nothing but closing brackets follows, else the whole request.
struct ArgumentReader {
  /// Reads the arguments of a `/get`.
  func get(_ slice: JSONSlice) throws(ArgumentFailure) -> GetArguments {
    var arguments = GetArguments()
    try eachArgument(slice) { name, value throws(ArgumentFailure) in
      switch name {
      case "accountId": arguments.accountID = try borrowedString(value)
      case "ids": arguments.ids = try list(value, of: string)
      case "#ids": arguments.ids = .reference(try reference(value))
      case "properties": arguments.properties = try list(value, of: borrowedString)
      case "#properties": arguments.properties = .reference(try reference(value))
      default: break
      }
    }
    return arguments
  }

  /// Reads the arguments of a `/set`.
  func set(_ slice: JSONSlice) throws(ArgumentFailure) -> SetArguments {
    var arguments = SetArguments()
    try eachArgument(slice) { name, value throws(ArgumentFailure) in
      switch name {
      case "accountId": arguments.accountID = try borrowedString(value)
      case "create": arguments.create = try map(value)
      case "update": arguments.update = try map(value)
      case "destroy": arguments.destroy = try list(value, of: borrowedString)
      case "#destroy": arguments.destroy = .reference(try reference(value))
      case "ifInState":
        guard value.kind != .null else { break }
        let state = try borrowedString(value)
        guard let first = state.first, "nsr".contains(first) else {
          throw Self.failure("invalid JMAP State", value, after: 1)
        }
      default: break
      }
    }
    return arguments
  }

  /// Reads the arguments of a `/query`.
  func query(_ slice: JSONSlice) throws(ArgumentFailure) -> QueryArguments {
    var arguments = QueryArguments()
    try eachArgument(slice) { name, value throws(ArgumentFailure) in
      switch name {
      case "accountId": arguments.accountID = try borrowedString(value)
      case "filter":
        if value.kind != .null { try filter(value, into: &arguments) }
      case "sort":
        if value.kind != .null { arguments.sort = try sort(value) }
      case "position":
        arguments.position = try integer(value, "i32", Int(Int32.min)...Int(Int32.max))
      case "anchor":
        arguments.anchor = value.kind == .null ? nil : try borrowedString(value)
      case "anchorOffset":
        arguments.anchorOffset = try integer(value, "i32", Int(Int32.min)...Int(Int32.max))
      case "limit": arguments.limit = try integer(value, "usize", 0...Int.max)
      case "calculateTotal":
        arguments.calculateTotal = value.kind == .null ? false : try boolean(value)
      default: break
      }
    }
    return arguments
  }

  // MARK: - Parts

  private func eachArgument(
    _ slice: JSONSlice,
    _ body: (String, JSONSlice) throws(ArgumentFailure) -> Void
  ) throws(ArgumentFailure) {
    guard let members = try? slice.members() else { throw .notRequest }
    for member in members {
      do {
        try body(member.name, member.value)
      } catch .invalid(let message, let end) {
        let end = end ?? member.value.range.upperBound
        guard slice.bytes[end..<slice.range.upperBound].allSatisfy(Self.closes) else {
          throw ArgumentFailure.notRequest
        }
        throw .invalid(message, end: end)
      } catch {
        throw error
      }
    }
  }

  /// Whether a byte is a closing bracket, or white space before one.
  private static func closes(_ byte: UInt8) -> Bool { "]} \t\r\n".utf8.contains(byte) }

  private func filter(
    _ value: JSONSlice,
    into arguments: inout QueryArguments
  ) throws(ArgumentFailure) {
    guard let members = try members(value, expected: "a filter object") else { return }
    var hasConditions = false
    var hasProperties = false
    for member in members {
      switch member.name {
      case "operator":
        guard member.value.kind == .string, !member.value.hasEscapes else { throw .notRequest }
        switch try string(member.value) {
        case "AND": break
        case "OR", "NOT": arguments.hasUnsupportedOperator = true
        default: throw .notRequest
        }
        hasConditions = true
      case "conditions":
        hasConditions = true
        guard member.value.kind == .array else {
          throw Self.wrongKind(member.value, expected: "a filter list")
        }
        for condition in (try? member.value.elements()) ?? [] {
          try filter(condition, into: &arguments)
        }
      default:
        hasProperties = true
        arguments.conditions.append(
          QueryArguments.Condition(key: member.name, value: try json(member.value))
        )
      }
    }
    if hasConditions, hasProperties {
      throw Self.failure("Cannot mix conditions with property filters", value)
    }
  }

  private func sort(_ value: JSONSlice) throws(ArgumentFailure) -> [QueryArguments.Comparator] {
    guard value.kind == .array else { throw Self.wrongKind(value, expected: "a sequence") }
    var comparators: [QueryArguments.Comparator] = []
    for element in (try? value.elements()) ?? [] {
      var comparator = QueryArguments.Comparator()
      for member in try members(element, expected: "a comparator") ?? [] {
        switch member.name {
        case "property": comparator.property = try string(member.value)
        case "isAscending": comparator.isAscending = try boolean(member.value)
        default: break
        }
      }
      comparators.append(comparator)
    }
    return comparators
  }

  private func reference(_ value: JSONSlice) throws(ArgumentFailure) -> ResultReference {
    guard
      value.kind == .object, let object = try? value.value(),
      let resultOf = object["resultOf"]?.string, let name = object["name"]?.string,
      let path = object["path"]?.string
    else { throw .notRequest }
    return ResultReference(resultOf: resultOf, name: name, path: path)
  }

  private func list(
    _ value: JSONSlice,
    of read: (JSONSlice) throws(ArgumentFailure) -> String
  ) throws(ArgumentFailure) -> ListArgument? {
    guard value.kind != .null else { return nil }
    guard value.kind == .array, let elements = try? value.elements() else {
      throw Self.wrongKind(value, expected: "a sequence")
    }
    var items: [String] = []
    items.reserveCapacity(elements.count)
    for element in elements { items.append(try read(element)) }
    return .values(items)
  }

  private func map(_ value: JSONSlice) throws(ArgumentFailure) -> [(id: String, value: JSONValue)] {
    guard value.kind != .null else { return [] }
    guard let members = try members(value, expected: "a valid map") else { return [] }
    var entries: [(id: String, value: JSONValue)] = []
    entries.reserveCapacity(members.count)
    for member in members { entries.append((member.name, try json(member.value))) }
    return entries
  }

  private func members(
    _ value: JSONSlice,
    expected: String
  ) throws(ArgumentFailure) -> [(name: String, value: JSONSlice)]? {
    guard value.kind == .object else { throw Self.wrongKind(value, expected: expected) }
    return try? value.members()
  }

  // MARK: - Scalars

  private func string(_ value: JSONSlice) throws(ArgumentFailure) -> String {
    guard let text = (try? value.value())?.string else {
      throw Self.wrongKind(value, expected: "a string")
    }
    return text
  }

  /// A string that the server takes as it stands in the request, so that it must have no escapes.
  private func borrowedString(_ value: JSONSlice) throws(ArgumentFailure) -> String {
    guard value.kind == .string, !value.hasEscapes else {
      throw Self.wrongKind(value, expected: "a borrowed string")
    }
    return try string(value)
  }

  private func boolean(_ value: JSONSlice) throws(ArgumentFailure) -> Bool {
    guard let flag = (try? value.value())?.boolean else {
      throw Self.wrongKind(value, expected: "a boolean")
    }
    return flag
  }

  private func integer(
    _ value: JSONSlice,
    _ type: String,
    _ range: ClosedRange<Int>
  ) throws(ArgumentFailure) -> Int? {
    guard value.kind != .null else { return nil }
    guard let number = (try? value.value())?.number, number.isInteger else {
      throw Self.wrongKind(value, expected: type)
    }
    guard let integer = number.integer, range.contains(integer) else {
      throw Self.failure("invalid value: \(Self.unexpected(value)), expected \(type)", value)
    }
    return integer
  }

  /// A body as it was sent, with members that stand twice.
  private func json(_ slice: JSONSlice) throws(ArgumentFailure) -> JSONValue {
    switch slice.kind {
    case .object:
      var members: [JSONObject.Member] = []
      for member in (try? slice.members()) ?? [] {
        members.append(JSONObject.Member(name: member.name, value: try json(member.value)))
      }
      return .object(JSONObject(distinct: members))
    case .array:
      var elements: [JSONValue] = []
      for element in (try? slice.elements()) ?? [] { elements.append(try json(element)) }
      return .array(elements)
    default:
      guard let value = try? slice.value() else { throw .notRequest }
      if let number = value.number, number.double == nil {
        throw .invalid(Self.message("number out of range", slice), end: nil)
      }
      return value
    }
  }

  // MARK: - Messages

  private static func wrongKind(_ value: JSONSlice, expected: String) -> ArgumentFailure {
    guard value.kind != .object, value.kind != .array else { return .notRequest }
    if let number = (try? value.value())?.number, number.double == nil {
      return failure("number out of range", value)
    }
    return failure("invalid type: \(unexpected(value)), expected \(expected)", value)
  }

  private static func failure(
    _ reason: String,
    _ value: JSONSlice,
    after: Int = 0
  ) -> ArgumentFailure {
    .invalid(message(reason, value, after: after), end: value.range.upperBound)
  }

  private static func unexpected(_ slice: JSONSlice) -> String {
    guard let value = try? slice.value() else { return "null" }
    switch value {
    case .null: return "null"
    case .bool(let flag): return "boolean `\(flag)`"
    case .number(let number):
      let isInteger = number.isInteger && (number.integer != nil || number.unsigned != nil)
      return isInteger
        ? "integer `\(number)`"
        : "floating point `\(number.double.map { FloatText.of($0) } ?? number.text)`"
    case .string(let text): return "string \(DebugText.of(.string(text)).dropFirst(4).dropLast())"
    case .array: return "sequence"
    case .object: return "map"
    }
  }

  /// A message with the place where the server's parser stands after a value; columns are bytes.
  private static func message(_ text: String, _ value: JSONSlice, after: Int = 0) -> String {
    let end = min(value.range.upperBound + after, value.bytes.count)
    var line = 1
    var column = 0
    for byte in value.bytes[..<end] {
      column += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 0
      }
    }
    return "\(text) at line \(line) column \(column)"
  }
}

extension JSONSlice {
  /// Whether the text of a string has escapes in it.
  var hasEscapes: Bool { text.contains(UInt8(ascii: "\\")) }
}
