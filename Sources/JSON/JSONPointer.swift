// SPDX-License-Identifier: MIT

internal import Text

/// A path into a value (RFC 6901).
public struct JSONPointer: Sendable, CustomStringConvertible {
  /// The member names and element numbers on the way to the value, unescaped.
  public var tokens: [String]

  /// Creates a pointer from unescaped tokens.
  public init(tokens: [String]) { self.tokens = tokens }

  /// Reads the form that patches use (RFC 8620, section 5.3): the leading `/`
  /// may be missing, `~1` is `/` and `~0` is `~`.
  public init(patchKey: String) {
    // Split by code points: as a Character, a slash with a combining mark is not a slash.
    var text = patchKey.unicodeScalars[...]
    if text.first == "/" { text.removeFirst() }
    tokens = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { Self.unescape(Substring($0)) }
  }

  /// The form that patches use, without a leading `/` unless the first token is empty.
  public var patchKey: String {
    let text = tokens.map(Self.escape).joined(separator: "/")
    return text.utf8.first == UInt8(ascii: "/") ? "/" + text : text
  }

  /// The form of RFC 6901, section 3; empty for the whole value.
  public var description: String { tokens.map { "/" + Self.escape($0) }.joined() }

  /// `~` and `/` written as `~0` and `~1`.
  public static func escape(_ token: String) -> String {
    var result = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func unescape(_ token: Substring) -> String {
    var result = ""
    var isEscaped = false
    for scalar in token.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "0": result += "~"
        case "1": result += "/"
        default:
          result += "~"
          result.unicodeScalars.append(scalar)
        }
        isEscaped = false
      } else if scalar == "~" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? result + "~" : result
  }
}

extension JSONPointer: Hashable {
  /// Compares the tokens by bytes.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.elementsEqual(right.tokens) { $0.hasSameBytes(as: $1) }
  }

  /// Hashes the bytes of the tokens.
  public func hash(into hasher: inout Hasher) {
    for token in tokens { hasher.combine(Name(token)) }
  }
}

extension JSONPointer {
  /// The element that a token selects among `count` of them (RFC 6901, section 4); nil for
  /// none of them.
  static func elementIndex(_ token: String, count: Int) -> Int? {
    // Int reads `+1` and `01` as well, which select no element.
    guard let index = Int(token), index >= 0, index < count, String(index) == token else {
      return nil
    }
    return index
  }
}

extension JSONValue {
  /// The value that a pointer leads to; nil if there is none.
  public subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let object):
        guard let next = object[token] else { return nil }
        value = next
      case .array(let elements):
        guard let index = JSONPointer.elementIndex(token, count: elements.count) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}

extension JSONValue {
  /// The value with the one that `tokens` lead to changed; nil removes it.
  ///
  /// Only objects have parts here; the value is as it was where the tokens lead nowhere.
  public func changing(
    at tokens: ArraySlice<String>,
    _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    guard let token = tokens.first else { return change(self) }
    guard case .object(var object) = self, let member = object[token] else { return self }
    object[token] = member.changing(at: tokens.dropFirst(), change)
    return .object(object)
  }
}
