// SPDX-License-Identifier: MIT

/// How the program's own text writes what ASCII does not have.
///
/// Scripts match on the marks `✓` and `✗`, so ASCII is used only on a terminal whose locale is
/// not UTF-8; pipes and files get the marks in every locale.
public enum Spelling: Hashable, Sendable {
  /// As it is.
  case unicode
  /// As similar as ASCII can be.
  case ascii

  /// The spelling for a stream.
  public static func forStream(isTerminal: Bool, environment: [String: String]) -> Spelling {
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

  /// Text of the program in this spelling; ASCII has a `?` for what it cannot imitate.
  public func text(of ours: String) -> String {
    guard self == .ascii, ours.utf8.contains(where: { $0 >= 0x80 }) else { return ours }
    var text = ""
    for character in ours {
      text += character.isASCII ? String(character) : Self.marks[character] ?? "?"
    }
    return text
  }

  /// Whether the program itself writes this character, though ASCII does not have it.
  static func isMark(_ character: Character) -> Bool { marks[character] != nil }

  private static let marks: [Character: String] = [
    "✓": "ok", "✗": "failed", "→": "->", "…": "...", "·": "-", "‹": "<", "›": ">", "–": "-",
  ]
}
