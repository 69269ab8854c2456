// SPDX-License-Identifier: MIT

/// The few forms of expressions that the setting `allowedEndpoints` is used with.
enum EndpointCondition {
  /// Whether `starts_with(path, 'x')`, `ends_with`, `contains`, `matches`-free comparisons or a
  /// constant hold for a path; anything else does not.
  static func holds(_ condition: String, _ path: String) -> Bool {
    let text = condition.filter { $0 != " " }
    if text == "true" || text == "1" { return true }
    let quotes = condition.split(separator: "'", omittingEmptySubsequences: false)
    guard quotes.count == 3, text.contains("path") else { return false }
    let value = String(quotes[1])
    if text.hasPrefix("starts_with(path,") { return path.hasPrefix(value) }
    if text.hasPrefix("ends_with(path,") { return path.hasSuffix(value) }
    if text.hasPrefix("contains(path,") { return Glob.matches("*\(value)*", path) }
    if text.hasPrefix("path==") { return path == value }
    if text.hasPrefix("path!=") { return path != value }
    return false
  }
}
