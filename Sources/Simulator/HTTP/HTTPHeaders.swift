// SPDX-License-Identifier: MIT

/// Header fields in the order in which they were sent (RFC 9110, section 5).
struct HTTPHeaders {
  /// One field; the name is in lower case.
  struct Field: Equatable {
    var name: String
    var value: String

    /// Whether it can go out: a control character, which a client's `accept` or a setting may
    /// have, would end the field and begin another (RFC 9110, section 5.5).
    var isWellFormed: Bool {
      !name.isEmpty && name.utf8.allSatisfy(\.isTokenByte) && value.utf8.allSatisfy(\.isFieldByte)
    }
  }

  /// The fields, in order.
  private(set) var fields: [Field] = []

  init(_ fields: [(String, String)] = []) {
    for (name, value) in fields { add(name, value) }
  }

  /// The value of the first field of a name (given in lower case).
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Whether there is a field of a name (given in lower case).
  func contains(_ name: String) -> Bool { fields.contains { $0.name == name } }

  /// Puts a field at the end.
  mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Gives the first field of a name a value and removes the others.
  mutating func replace(_ name: String, _ value: String) {
    let place = fields.firstIndex { $0.name == name } ?? fields.count
    remove(name)
    fields.insert(Field(name: name, value: value), at: place)
  }

  /// Removes all fields of a name.
  mutating func remove(_ name: String) { fields.removeAll { $0.name == name } }
}
