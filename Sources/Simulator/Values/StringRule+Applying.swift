// SPDX-License-Identifier: MIT

internal import Text

extension StringRule {
  /// Why a text was refused.
  enum Refusal: String, Error {
    case empty = "String cannot be empty"
    case localPart = "Invalid email local part"
    case email = "Invalid email address"
    case domain = "Invalid domain name"
    case hostname = "Invalid hostname or IP address"
  }

  /// What is stored of a text that a client sent.
  func apply(_ text: String) throws(Refusal) -> String {
    switch self {
    case .verbatim: return text
    case .trim:
      let trimmed = text.trimmingWhitespace()
      guard !trimmed.isEmpty else { throw .empty }
      return trimmed
    case .upper: return text.removingWhitespace().uppercased()
    case .lower: return text.removingWhitespace().lowercased()
    case .localPart:
      guard let part = Self.localPart(text) else { throw .localPart }
      return part
    case .email:
      guard let address = Self.email(text) else { throw .email }
      return address
    case .domain:
      guard let name = Self.domain(text) else { throw .domain }
      return name
    case .hostname:
      if NetworkAddress(text) != nil { return text }
      guard let name = Self.domain(text) else { throw .hostname }
      return name
    }
  }

  /// The part before the `@` in small letters; nil if a character cannot stand there.
  static func localPart(_ text: String) -> String? {
    let part = text.removingBlanks().lowercased()
    let isValid = part.unicodeScalars.allSatisfy { scalar in
      scalar.value < 0x80
        ? localPartCharacters.contains(scalar)
        : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    return isValid && hasNoEmptyAtom(part) ? part : nil
  }

  /// An address in small letters with its domain in ASCII; nil if it is none.
  static func email(_ text: String) -> String? {
    guard let at = text.lastIndex(of: "@") else { return nil }
    guard let local = localPart(String(text[..<at])) else { return nil }
    let host = asciiHost(String(text[text.index(after: at)...]))
    guard hasNoEmptyAtom(host), hasKnownSuffix(host) else { return nil }
    return "\(local)@\(host)"
  }

  /// A domain name in small letters and ASCII; nil if it is none.
  static func domain(_ text: String) -> String? {
    let host = asciiHost(text)
    guard host.contains("."), hasNoEmptyAtom(host), hasKnownSuffix(host) else { return nil }
    guard !host.hasPrefix("*.") else { return nil }
    return host
  }

  private static func asciiHost(_ text: String) -> String {
    text.removingBlanks().lowercased()
      .split(separator: ".", omittingEmptySubsequences: false)
      .map { Punycode.encode(label: $0) }
      .joined(separator: ".")
  }

  /// Whether no dot is first, last or beside another, and there is any text.
  private static func hasNoEmptyAtom(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
  }

  private static func hasKnownSuffix(_ host: String) -> Bool {
    guard let last = host.split(separator: ".").last else { return false }
    if privateSuffixes.contains(last) { return true }
    return host.contains(".") && topLevelDomains.contains(last)
  }

  /// The top-level domains of the Internet, in their ASCII form.
  private static let topLevelDomains = Set(FactFile(PackageResources.top_level_domains_txt).words)

  private static let privateSuffixes: Set<Substring> = [
    "test", "localhost", "local", "internal", "lan", "home", "corp", "intranet", "private",
    "localdomain",
  ]

  private static let localPartCharacters = Set(
    "abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+-/=?^_`{|}~".unicodeScalars
  )
}
