// SPDX-License-Identifier: MIT

internal import JSON

/// The key of a patch: a JSON pointer as the server reads it.
struct PatchPath {
  /// One step of a path.
  enum Token {
    /// A name.
    case key(String)
    /// Digits without leading zeros; what is too large counts as the largest number.
    case number(UInt64)
    /// A lone `*`, which matches no member.
    case wildcard

    /// The name that is looked for in a map or structure; nil for the wildcard.
    var name: String? {
      switch self {
      case .key(let key): key
      case .number(let number): String(number)
      case .wildcard: nil
      }
    }
  }

  var tokens: [Token]
  /// As errors name it: without a leading `/`, escaped.
  var text: String

  /// Reads a key.
  ///
  /// One leading `/` is dropped, `~0`, `~1` and a backslash
  /// escape the next character, any other `~` is lost.
  init(_ key: String) {
    var tokens: [Token] = []
    var token = String.UnicodeScalarView()
    var escape: Unicode.Scalar?
    var isLiteral = false
    var rest = Substring(key).unicodeScalars
    if rest.first == "/" { rest.removeFirst() }
    for scalar in rest {
      if let pending = escape {
        escape = nil
        switch (pending, scalar) {
        case ("~", "0"): token.append("~")
        case ("~", "1"): token.append("/")
        default: token.append(scalar)
        }
        isLiteral = true
        continue
      }
      switch scalar {
      case "~", "\\": escape = scalar
      case "/":
        tokens.append(Self.token(String(token), isLiteral: isLiteral))
        token = String.UnicodeScalarView()
        isLiteral = false
      default: token.append(scalar)
      }
    }
    tokens.append(Self.token(String(token), isLiteral: isLiteral))
    self.tokens = tokens
    text = tokens.map(Self.text).joined(separator: "/")
  }

  /// A name, escaped as errors show it.
  static func escape(_ name: String) -> String { JSONPointer.escape(name) }

  private static func token(_ text: String, isLiteral: Bool) -> Token {
    if !isLiteral, text == "*" { return .wildcard }
    let digits = text.utf8
    guard
      !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != 0x30
    else { return .key(text) }
    return .number(UInt64(text) ?? .max)
  }

  private static func text(_ token: Token) -> String {
    switch token {
    case .key(let key): escape(key)
    case .number(let number): String(number)
    case .wildcard: "*"
    }
  }
}
