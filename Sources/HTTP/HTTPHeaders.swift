// SPDX-License-Identifier: MIT

internal import Text

/// The header fields of a message, in the order in which they were sent
/// (RFC 9110, section 5).
public struct HTTPHeaders: Equatable, Sendable {
  /// One field line.
  public struct Field: Equatable, Sendable {
    /// The name, as it was written.
    public var name: String
    /// The value, without white space around it.
    public var value: String

    /// Creates a field; nothing is validated.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Every field, in order; a name may occur more than once.
  public private(set) var fields: [Field]

  /// Creates headers from fields.
  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  /// Adds a field at the end, whether or not the name is there already.
  public mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The values of all fields of this name, in order.
  public func values(for name: String) -> [String] {
    fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
  }

  /// The first value of this name, which may be written in any case.
  ///
  /// Setting a value replaces all fields of the name; setting nil removes them.
  public subscript(name: String) -> String? {
    get { fields.first { $0.name.equalsIgnoringASCIICase(name) }?.value }
    set {
      guard let newValue else {
        fields.removeAll { $0.name.equalsIgnoringASCIICase(name) }
        return
      }
      guard let index = fields.firstIndex(where: { $0.name.equalsIgnoringASCIICase(name) }) else {
        append(name, newValue)
        return
      }
      fields[index].value = newValue
      let rest = fields[(index + 1)...].filter { !$0.name.equalsIgnoringASCIICase(name) }
      fields.replaceSubrange((index + 1)..., with: rest)
    }
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  /// Creates headers in the order of the literal.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Field(name: $0.0, value: $0.1) })
  }
}
