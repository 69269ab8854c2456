// SPDX-License-Identifier: MIT

import JSON

/// Where two values differ.
enum StructuralDifference {
  /// The places that differ, one a line, at most twelve.
  static func lines(_ expected: JSONValue, _ actual: JSONValue) -> [String] {
    var lines: [String] = []
    collect(expected, actual, "", &lines)
    return Array(lines.prefix(12))
  }

  private static func collect(
    _ expected: JSONValue?,
    _ actual: JSONValue?,
    _ path: String,
    _ lines: inout [String]
  ) {
    guard expected != actual else { return }
    if case .object(let one) = expected, case .object(let other) = actual {
      for member in one {
        collect(member.value, other[member.name], "\(path)/\(member.name)", &lines)
      }
      for member in other where !one.contains(member.name) {
        collect(nil, member.value, "\(path)/\(member.name)", &lines)
      }
    } else if case .array(let one) = expected, case .array(let other) = actual {
      for index in 0..<max(one.count, other.count) {
        collect(
          index < one.count ? one[index] : nil,
          index < other.count ? other[index] : nil,
          "\(path)/\(index)",
          &lines
        )
      }
    } else {
      lines.append("  \(path): - \(text(expected)) + \(text(actual))")
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    let text = value.serialized()
    return text.count > 600 ? text.prefix(600) + "…" : text
  }
}
