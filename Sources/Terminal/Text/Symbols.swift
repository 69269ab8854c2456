// SPDX-License-Identifier: MIT

/// The marks that accompany words, in Unicode or in ASCII.
///
/// Scripts match on the marks, so ASCII is used only on a terminal whose locale is not UTF-8.
public struct Symbols: Equatable, Sendable {
  /// Before what succeeded: `✓`.
  public let success: String
  /// Before what failed: `✗`.
  public let failure: String
  /// Between a key and its value: `→`.
  public let arrow: String
  /// After text that was cut: `…`.
  public let ellipsis: String

  /// The marks of Unicode.
  public static let unicode = Symbols(
    success: "✓",
    failure: "✗",
    arrow: "→",
    ellipsis: "…"
  )

  /// The marks of ASCII, as similar as they can be.
  public static let ascii = Symbols(
    success: "ok",
    failure: "failed",
    arrow: "->",
    ellipsis: "..."
  )

  /// The marks for a stream.
  public static func forStream(isTerminal: Bool, environment: [String: String]) -> Symbols {
    isTerminal && !isUTF8(environment) ? .ascii : .unicode
  }

  /// Whether the locale's character encoding is UTF-8 (POSIX.1-2024, section 8.2):
  /// the first of LC_ALL, LC_CTYPE and LANG that is not empty decides.
  public static func isUTF8(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let encoding = locale.lowercased().split(separator: ".", maxSplits: 1).last ?? ""
    return encoding.hasPrefix("utf-8") || encoding.hasPrefix("utf8")
  }
}
