// SPDX-License-Identifier: MIT

/// Patterns in which `*` stands for any text and `?` for any one character.
enum Glob {
  /// Whether a pattern covers the whole of a text.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var place = 0
    var index = 0
    var star: (place: Int, index: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, index)
        place += 1
      } else if place < pattern.count,
        pattern[place] == text[index] || pattern[place] == UInt8(ascii: "?")
      {
        place += 1
        index += 1
      } else if let last = star {
        star = (last.place, last.index + 1)
        place = last.place + 1
        index = last.index + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

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
