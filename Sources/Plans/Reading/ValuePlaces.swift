// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Finds where the values of one operation stand in the text of its plan.
///
/// The bodies are looked up once: there may be as many mistakes as bodies, and a scan of all of
/// them for each would take minutes.
struct ValuePlaces {
  private let operation: JSONSlice
  /// The members of `value` and its like, by name; nothing for what is no object.
  private var members: [Name: [Name: JSONSlice]?] = [:]

  /// Looks at the operation that stands in `range`.
  init(_ range: Range<Int>, in text: PlanText) {
    operation = JSONSlice(text.bytes, trusting: range)
  }

  /// Where the value that `tokens` lead to begins, in bytes of the plan; nil if it is not there.
  mutating func offset(of tokens: [String]) -> Int? {
    guard tokens.count > 1 else { return Self.offset(of: tokens[...], below: operation) }
    if members[tokens[0]] == nil { members[tokens[0]] = .some(membersOf(tokens[0])) }
    guard case .some(.some(let bodies)) = members[tokens[0]] else {
      return Self.offset(of: tokens[...], below: operation)
    }
    return bodies[tokens[1]].flatMap { Self.offset(of: tokens.dropFirst(2), below: $0) }
  }

  /// The same, or where the closest value around it begins.
  mutating func closestOffset(of tokens: [String]) -> Int {
    var tokens = tokens
    while !tokens.isEmpty {
      if let offset = offset(of: tokens) { return offset }
      tokens.removeLast()
    }
    return operation.range.lowerBound
  }

  private func membersOf(_ name: String) -> [Name: JSONSlice]? {
    guard let value = (try? operation.member(name)) ?? nil, let members = try? value.members()
    else { return nil }
    return Dictionary(members.map { (Name($0.name), $0.value) }) { $1 }
  }

  private static func offset(of tokens: ArraySlice<String>, below slice: JSONSlice) -> Int? {
    ((try? slice.descendant(Array(tokens))) ?? nil)?.range.lowerBound
  }
}
