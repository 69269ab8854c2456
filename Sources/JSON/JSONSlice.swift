// SPDX-License-Identifier: MIT

internal import Text

/// A value within a text, read only as far as it is asked for.
///
/// Asking for members or elements costs a scan over them, but builds none of
/// them; the bytes of the text are shared, not copied.
public struct JSONSlice: Sendable {
  /// The whole text.
  public let bytes: [UInt8]
  /// The place of the value in ``bytes``, without white space around it.
  public let range: Range<Int>

  private static let options = JSONReadingOptions()

  /// Wraps a whole text, after checking that it is exactly one value.
  ///
  /// - Throws: ``JSONError`` with the place of the first mistake.
  public init(_ bytes: [UInt8]) throws(JSONError) {
    range = try bytes.withScanner(0..<bytes.count, Self.options) {
      (scanner: inout JSONScanner) throws(JSONError) in
      guard scanner.peek() != nil else { throw scanner.error(.unexpectedEnd) }
      let start = scanner.offset
      try scanner.skipValue()
      let end = scanner.offset
      guard scanner.peek() == nil else { throw scanner.error(.trailingContent) }
      return start..<end
    }
    self.bytes = bytes
  }

  /// Wraps a part of a text without checking that it is a value; reading it may throw.
  ///
  /// - Precondition: `range` lies within `bytes`.
  public init(_ bytes: [UInt8], trusting range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    self.range = range
  }

  /// The text of the value.
  public var text: ArraySlice<UInt8> { bytes[range] }

  /// The kind of value, judged by its first byte; nil if there is none.
  public var kind: JSONValue.Kind? {
    switch bytes[range].first {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    case .some: .number
    case nil: nil
    }
  }

  /// Reads the value into memory.
  ///
  /// - Throws: ``JSONError`` where the bytes are not one value.
  public func value() throws(JSONError) -> JSONValue {
    try bytes.withScanner(range, Self.options) {
      (scanner: inout JSONScanner) throws(JSONError) in
      let value = try scanner.value()
      guard scanner.peek() == nil else { throw scanner.error(.trailingContent) }
      return value
    }
  }

  /// The members of an object, in order, equal names included.
  ///
  /// - Throws: ``JSONError`` where the value is not an object.
  public func members() throws(JSONError) -> [(name: String, value: JSONSlice)] {
    var members: [(name: String, value: JSONSlice)] = []
    try bytes.withScanner(range, Self.options) { (scanner: inout JSONScanner) throws(JSONError) in
      try scanner.eachMember(depth: 1) { (scanner: inout JSONScanner) throws(JSONError) in
        let name = try scanner.string()
        try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
        members.append((name, JSONSlice(bytes, trusting: try scanner.rangeOfValue())))
      }
    }
    return members
  }

  /// The elements of an array, in order.
  ///
  /// - Throws: ``JSONError`` where the value is not an array.
  public func elements() throws(JSONError) -> [JSONSlice] {
    var elements: [JSONSlice] = []
    try bytes.withScanner(range, Self.options) { (scanner: inout JSONScanner) throws(JSONError) in
      try scanner.eachElement(depth: 1) { (scanner: inout JSONScanner) throws(JSONError) in
        elements.append(JSONSlice(bytes, trusting: try scanner.rangeOfValue()))
      }
    }
    return elements
  }

  /// The last member of that name; nil if there is none.
  ///
  /// - Throws: ``JSONError`` where the value is not an object.
  public func member(_ name: String) throws(JSONError) -> JSONSlice? {
    var found: JSONSlice?
    try bytes.withScanner(range, Self.options) { (scanner: inout JSONScanner) throws(JSONError) in
      try scanner.eachMember(depth: 1) { (scanner: inout JSONScanner) throws(JSONError) in
        let isMatch = try scanner.string().hasSameBytes(as: name)
        try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
        let range = try scanner.rangeOfValue()
        if isMatch { found = JSONSlice(bytes, trusting: range) }
      }
    }
    return found
  }

  /// The value that the tokens of a ``JSONPointer`` lead to; nil if there is none.
  ///
  /// Each token costs a scan of one level: meant for messages that point into a text.
  ///
  /// - Throws: ``JSONError`` where the bytes on the way are not JSON.
  public func descendant(_ tokens: [String]) throws(JSONError) -> JSONSlice? {
    var slice = self
    for token in tokens {
      switch slice.kind {
      case .object:
        guard let member = try slice.member(token) else { return nil }
        slice = member
      case .array:
        let elements = try slice.elements()
        guard let index = JSONPointer.elementIndex(token, count: elements.count) else { return nil }
        slice = elements[index]
      default: return nil
      }
    }
    return slice
  }
}

extension JSONScanner {
  fileprivate mutating func rangeOfValue() throws(JSONError) -> Range<Int> {
    guard peek() != nil else { throw error(.unexpectedEnd) }
    let start = offset
    try skipValue(depth: 1)
    return start..<offset
  }
}
