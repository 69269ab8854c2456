// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The operations of a plan, and the mistakes that its form shows.
public struct PlanReading: Sendable {
  /// The text.
  public let text: PlanText
  /// The operations that could be read, in order.
  public internal(set) var operations: [Operation] = []
  /// The mistakes, in order.
  public internal(set) var problems: [PlanProblem] = []

  private var entryCount = 0

  /// Reads a plan: objects one after another, however they are laid out, or an array of them.
  ///
  /// Lines that begin with `#` or `//` are comments. Reading goes on after a
  /// mistake where that is certain to be the start of an operation.
  public init(_ bytes: [UInt8]) {
    text = PlanText(bytes)
    if let encoding = text.foreignEncoding {
      problems.append(PlanProblem(.encoding(encoding), at: 0))
      return
    }
    let first = text.bytes.firstIndex { !Self.isBlank($0) }
    if let first, text.bytes[first] == UInt8(ascii: "[") {
      readArray()
    } else {
      readSequence()
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static let refusing = JSONReadingOptions(duplicateMembers: .refuse)

  // MARK: Layout

  private mutating func readSequence() {
    var start: Int? = skippingBlanks(from: 0)
    while let from = start {
      var reader = JSONSequenceReader(text.bytes, options: Self.refusing, from: from)
      do {
        guard let (value, range) = try reader.next() else { return }
        add(value, range)
        start = skippingBlanks(from: range.upperBound)
      } catch {
        start = recover(from: error, startOf: from)
      }
    }
  }

  /// Notes a mistake and finds where to go on.
  private mutating func recover(from error: JSONError, startOf from: Int) -> Int? {
    if case .duplicateMember = error.reason {
      // The object itself is well-formed: look at the rest of it and of the plan.
      var reader = JSONSequenceReader(text.bytes, from: from)
      if let (value, range) = try? reader.next() {
        noteDuplicates(in: JSONSlice(text.bytes, trusting: range))
        add(value, range)
        return skippingBlanks(from: range.upperBound)
      }
    }
    note(error)
    // Only a brace at the very start of a line is sure to begin an operation.
    var next = text.startOfNextLine(after: max(from, min(error.offset, text.bytes.count - 1)))
    while let place = next {
      if place < text.bytes.count, text.bytes[place] == UInt8(ascii: "{") { return place }
      next = text.startOfNextLine(after: place)
    }
    return nil
  }

  private mutating func readArray() {
    do {
      let whole = try JSONSlice(text.bytes)
      for element in try whole.elements() {
        do {
          add(try JSONValue(parsing: Array(element.text), options: Self.refusing), element.range)
        } catch {
          noteDuplicates(in: element)
          add(try element.value(), element.range)
        }
      }
    } catch {
      note(error)
    }
  }

  private mutating func note(_ error: JSONError) {
    var offset = min(error.offset, text.bytes.count)
    if case .unexpectedEnd = error.reason {
      // The line of the last text says more than that of the end.
      offset = text.bytes.lastIndex { !Self.isBlank($0) } ?? offset
    }
    problems.append(PlanProblem(.json(error.reason), at: offset))
  }

  private func skippingBlanks(from offset: Int) -> Int? {
    var place = offset
    while place < text.bytes.count, Self.isBlank(text.bytes[place]) { place += 1 }
    return place < text.bytes.count ? place : nil
  }

  private mutating func noteDuplicates(in slice: JSONSlice) {
    if let members = try? slice.members() {
      var seen: Set<[UInt8]> = []
      for (name, value) in members {
        if !seen.insert(Array(name.utf8)).inserted {
          problems.append(
            PlanProblem(.json(.duplicateMember(name)), at: value.range.lowerBound, isSecret: true)
          )
        }
        noteDuplicates(in: value)
      }
    } else if let elements = try? slice.elements() {
      for element in elements { noteDuplicates(in: element) }
    }
  }

  // MARK: Operations

  private mutating func add(_ value: JSONValue, _ range: Range<Int>) {
    var shape = OperationShape(value, at: range, index: entryCount, in: text)
    let operation = shape.read()
    entryCount += 1
    problems += shape.problems
    if let operation { operations.append(operation) }
  }
}

/// Reads one operation, and notes everything that is wrong with its form.
private struct OperationShape {
  let value: JSONValue
  let range: Range<Int>
  let index: Int
  let text: PlanText
  var problems: [PlanProblem] = []

  init(_ value: JSONValue, at range: Range<Int>, index: Int, in text: PlanText) {
    self.value = value
    self.range = range
    self.index = index
    self.text = text
  }

  mutating func read() -> Operation? {
    guard case .object(let members) = value else {
      note(.notAnOperation(value.kind), at: [])
      return nil
    }
    guard let type = members["@type"] else {
      note(.missingMember("@type"), at: [])
      return nil
    }
    guard case .string(let name) = type else {
      wrongKind("@type", "a string", type)
      return nil
    }
    guard let kind = Operation.Kind(rawValue: name) else {
      note(.unknownOperation(name), at: ["@type"])
      return nil
    }
    for member in members.members where !Self.members(of: kind).contains(member.name) {
      note(.unknownMember(member.name), at: [member.name])
    }
    let object = object(members)
    let id = kind == .update ? id(members) : nil
    let value = value(members, kind)
    let matchOn = kind.matchesExisting ? matchOn(members) : nil
    let onCreate = kind.matchesExisting ? onCreate(members) : nil
    guard problems.isEmpty, let object else { return nil }
    return Operation(
      kind: kind,
      index: index,
      line: text.line(of: range.lowerBound),
      range: range,
      object: object,
      id: id,
      value: value,
      matchOn: matchOn,
      scope: members["scope"].flatMap { $0.isNull ? nil : $0 },
      onCreate: onCreate
    )
  }

  private static func members(of kind: Operation.Kind) -> Set<Name> {
    switch kind {
    case .update: ["@type", "object", "scope", "value", "id"]
    case .destroy, .create: ["@type", "object", "scope", "value"]
    case .upsert, .reconcile: ["@type", "object", "scope", "value", "matchOn", "onCreate"]
    }
  }

  private mutating func object(_ members: JSONObject) -> String? {
    guard let value = members["object"] else {
      note(.missingMember("object"), at: [])
      return nil
    }
    guard case .string(let object) = value else {
      wrongKind("object", "a string", value)
      return nil
    }
    return object
  }

  private mutating func id(_ members: JSONObject) -> String? {
    guard let value = members["id"], !value.isNull else { return nil }
    guard case .string(let id) = value else {
      wrongKind("id", "a string", value)
      return nil
    }
    return id
  }

  private mutating func value(_ members: JSONObject, _ kind: Operation.Kind) -> JSONValue? {
    guard let value = members["value"] else { return nil }
    switch kind {
    case .create, .upsert, .reconcile:
      if value.object == nil { wrongKind("value", "an object of bodies by client id", value) }
    case .destroy:
      if value.object == nil, !value.isNull { wrongKind("value", "a filter object", value) }
      if value.isNull { return nil }
    case .update: break  // Its own check tells what a patch is.
    }
    return value
  }

  private mutating func matchOn(_ members: JSONObject) -> Operation.MatchOn? {
    guard let value = members["matchOn"], !value.isNull else { return nil }
    switch value {
    case .string("*"): return .value
    case .string(let text): return .text(text)
    case .array(let elements):
      let names = elements.compactMap(\.string)
      if names.count == elements.count { return .properties(names) }
      let other = elements.first { $0.string == nil } ?? .null
      wrongKind("matchOn", "a list of strings", other)
    default: wrongKind("matchOn", "a list of property names or \"*\"", value)
    }
    return nil
  }

  private mutating func onCreate(_ members: JSONObject) -> JSONObject? {
    guard let value = members["onCreate"], !value.isNull else { return nil }
    guard case .object(let object) = value else {
      wrongKind("onCreate", "an object of properties by client id", value)
      return nil
    }
    for member in object.members where member.value.object == nil {
      note(
        .wrongKind(member: "onCreate", expected: "an object", found: member.value.kind),
        at: ["onCreate", member.name]
      )
    }
    return object
  }

  private mutating func wrongKind(_ member: String, _ expected: String, _ value: JSONValue) {
    note(.wrongKind(member: member, expected: expected, found: value.kind), at: [member])
  }

  private mutating func note(_ reason: PlanProblem.Reason, at tokens: [String]) {
    let slice = JSONSlice(text.bytes, trusting: range)
    let place = ((try? slice.descendant(tokens)) ?? nil)?.range.lowerBound ?? range.lowerBound
    problems.append(PlanProblem(reason, at: place))
  }
}
