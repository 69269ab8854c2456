// SPDX-License-Identifier: MIT

internal import Text

/// What the server does to a text property when it is written.
public enum StringRule: Sendable {
  /// White space at both ends is dropped; the rule of all properties not named here.
  case trim
  /// Nothing.
  case verbatim
  /// Blanks are dropped, letters become capitals.
  case upper
  /// Blanks are dropped, letters become small.
  case lower
  /// The part of an address before `@`: blanks are dropped, letters become small.
  case localPart
  /// An address: as a local part and a domain.
  case email
  /// A domain: blanks are dropped, letters become small, other scripts become punycode.
  case domain
  /// An IP address as it is, or a domain.
  case hostname

  /// The rule of a property, by the name of the schema that declares it.
  public static func rule(of property: String, inSchema schemaName: String) -> StringRule {
    exceptions["\(schemaName.withoutPrefix).\(property)"] ?? .trim
  }

  private static let exceptions: [Name: StringRule] = {
    var rules: [Name: StringRule] = [:]
    for (rule, names) in table {
      for name in names.split(separator: " ") { rules[String(name)] = rule }
    }
    return rules
  }()
}

extension StringRule {
  /// The text as the server stores it; of no meaning for a text that the server would refuse.
  public func stored(_ text: String) -> String {
    switch self {
    case .verbatim: text
    case .trim: text.trimmingWhitespace()
    case .upper: text.removingWhitespace().uppercased()
    case .lower: text.removingWhitespace().lowercased()
    case .localPart: text.removingWhitespace().lowercased()
    case .domain: Self.domain(text)
    case .hostname: NetworkAddress(text) == nil ? Self.domain(text) : text
    case .email: Self.email(text)
    }
  }

  private static func domain(_ text: String) -> String {
    text.removingWhitespace().lowercased()
      .split(separator: ".", omittingEmptySubsequences: false)
      .map { Punycode.label(String($0)) }.joined(separator: ".")
  }

  private static func email(_ text: String) -> String {
    let text = text.removingWhitespace()
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text.lowercased() }
    return text[..<at].lowercased() + "@" + domain(String(text[text.utf8.index(after: at)...]))
  }
}
