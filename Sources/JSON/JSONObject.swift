// SPDX-License-Identifier: MIT

public import Text

/// The members of a JSON object, in the order in which they were written.
///
/// Names are unique; they are compared by bytes. A small object is searched from its first member on, a larger one
/// through a table.
public struct JSONObject: Sendable {
  /// A name and its value.
  public struct Member: Sendable, Equatable {
    /// The name, unescaped, as it is compared.
    public let key: Name
    /// The value.
    public var value: JSONValue

    /// The name, unescaped.
    public var name: String { key.text }

    /// Makes a member.
    public init(name: String, value: JSONValue) {
      key = Name(name)
      self.value = value
    }
  }

  /// The members, in order.
  public private(set) var members: [Member] = []
  private var table = PositionTable<Name>()

  /// Makes an object without members.
  public init() {}

  /// Makes an object; where a name comes twice, the first sets the position and the last
  /// the value.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    for (name, value) in members { self[name] = value }
  }

  /// Makes an object of members whose names are known to be distinct.
  package init(distinct members: [Member]) {
    self.members = members
    table.noteAll(keys)
  }

  /// The number of members.
  public var count: Int { members.count }

  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }

  /// The names, in order.
  public var names: some Sequence<String> { members.lazy.map(\.name) }

  /// Whether there is a member of that name, even if its value is `null`.
  public func contains(_ name: String) -> Bool { position(of: name) != nil }

  /// The value of a member.
  ///
  /// Setting a value under a new name appends a member; setting nil removes one.
  public subscript(name: String) -> JSONValue? {
    get { position(of: name).map { members[$0].value } }
    set {
      guard let newValue else {
        remove(name)
        return
      }
      if let position = position(of: name) {
        members[position].value = newValue
      } else {
        appendDistinct(name, newValue)
      }
    }
  }

  /// Puts a member at the end, or gives an existing one its new value in place.
  public mutating func append(_ name: String, _ value: JSONValue) { self[name] = value }

  /// Removes a member and returns its value; nil if there was none.
  @discardableResult
  public mutating func remove(_ name: String) -> JSONValue? {
    guard let position = position(of: name) else { return nil }
    let removed = members.remove(at: position)
    table.noteAll(keys)
    return removed.value
  }

  /// Keeps the members for which `isIncluded` holds.
  public func filter(_ isIncluded: (Member) -> Bool) -> JSONObject {
    JSONObject(distinct: members.filter(isIncluded))
  }

  /// Changes every value, keeping names and order.
  public func mapValues<E: Error>(
    _ transform: (JSONValue) throws(E) -> JSONValue
  ) throws(E) -> JSONObject {
    var copy = self
    for index in copy.members.indices {
      copy.members[index].value = try transform(copy.members[index].value)
    }
    return copy
  }

  /// Changes one value in place.
  ///
  /// - Returns: false if there is no such member.
  @discardableResult
  public mutating func update(_ name: String, _ change: (inout JSONValue) -> Void) -> Bool {
    guard let position = position(of: name) else { return false }
    change(&members[position].value)
    return true
  }

  /// Adds a member at the end, unless there is one of that name.
  ///
  /// - Returns: Whether the member was added.
  mutating func appendIfNew(_ name: String, _ value: JSONValue) -> Bool {
    guard position(of: name) == nil else { return false }
    appendDistinct(name, value)
    return true
  }

  private mutating func appendDistinct(_ name: String, _ value: JSONValue) {
    members.append(Member(name: name, value: value))
    table.noteLast(of: keys)
  }

  private var keys: some RandomAccessCollection<Name> { members.lazy.map(\.key) }

  private func position(of name: String) -> Int? { table.position(of: Name(name), in: keys) }
}

extension JSONObject: Equatable {
  /// Compares by content; the order of members does not matter.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object; of equal names the last counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: RandomAccessCollection {
  /// The place of the first member.
  public var startIndex: Int { 0 }
  /// The place after the last member.
  public var endIndex: Int { members.count }
  /// The member at a place.
  public subscript(position: Int) -> Member { members[position] }
}
