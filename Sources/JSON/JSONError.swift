// SPDX-License-Identifier: MIT

/// Why a text could not be read as JSON, and where.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The text ended inside a value, or there was none.
    case unexpectedEnd
    /// A byte that cannot stand here; `expected` says in words what could.
    case unexpectedByte(UInt8, expected: String)
    /// Something other than white space follows a complete value.
    case trailingContent
    /// An unescaped control character inside a string (RFC 8259, section 7).
    case controlCharacter(UInt8)
    /// A backslash followed by a character that makes no escape sequence.
    case invalidEscape
    /// A `\u` escape that is one half of a surrogate pair, without the other half.
    case loneSurrogate
    /// Bytes that are not UTF-8 (RFC 8259, section 8.1).
    case invalidUTF8
    /// A number outside the grammar, such as `01`, `1.` or `+1`.
    case invalidNumber
    /// Arrays and objects are nested more deeply than the limit allows.
    case tooDeep(limit: Int)
    /// The same name twice in one object, where the options refuse it.
    case duplicateMember(String)
  }

  /// What is wrong.
  public let reason: Reason
  /// Where it is wrong: the number of bytes before the place.
  public let offset: Int
  /// The line of ``offset``; starts from 1.
  public let line: Int
  /// The column of ``offset``, in Unicode scalars; starts from 1.
  public let column: Int

  init(_ reason: Reason, at offset: Int, in bytes: some Sequence<UInt8>) {
    self.reason = reason
    self.offset = offset
    var (line, column) = (1, 1)
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {  // Not a continuation byte of UTF-8.
        column += 1
      }
    }
    (self.line, self.column) = (line, column)
  }
}

extension JSONError: CustomStringConvertible {
  /// The reason as a fragment of a sentence, with line and column.
  public var description: String { "\(reason) at line \(line) column \(column)" }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The reason as a fragment of a sentence, without the place.
  public var description: String {
    switch self {
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte, let expected):
      "expected \(expected), found \(Self.name(of: byte))"
    case .trailingContent: "unexpected text after the value"
    case .controlCharacter(let byte):
      "control character \(Self.name(of: byte)) inside a string (write it as an escape)"
    case .invalidEscape: "invalid escape in a string"
    case .loneSurrogate: "half of a surrogate pair in a string"
    case .invalidUTF8: "not UTF-8"
    case .invalidNumber: "not a number as JSON writes it"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .duplicateMember(let name):
      "the member \(JSONValue.string(name).serialized()) stands twice"
    }
  }

  private static func name(of byte: UInt8) -> String {
    guard byte > 0x20, byte < 0x7F else {
      let digits = String(byte, radix: 16)
      return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
