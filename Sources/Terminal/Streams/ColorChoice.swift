// SPDX-License-Identifier: MIT

/// When to write colours.
public enum ColorChoice: String, CaseIterable, Sendable {
  /// If the stream is a terminal and the environment does not object.
  case auto
  /// Always.
  case always
  /// Never.
  case never

  /// Decides for one stream.
  ///
  /// The choice itself comes first, then `NO_COLOR` (unless empty), `CLICOLOR_FORCE`
  /// (unless empty or `0`), `CLICOLOR=0`, a `TERM` that is missing or `dumb`, and at last
  /// whether the stream is a terminal.
  public func isColored(isTerminal: Bool, environment: [String: String]) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = environment["NO_COLOR"], !value.isEmpty { return false }
    if let value = environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" { return true }
    if environment["CLICOLOR"] == "0" { return false }
    guard let terminal = environment["TERM"], !terminal.isEmpty, terminal != "dumb" else {
      return false
    }
    return isTerminal
  }
}
