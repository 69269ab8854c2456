// SPDX-License-Identifier: MIT

internal import JSON

/// Numbers as people read them.
enum NumberText {
  /// An integer as it is; anything else as the shortest decimal of the double.
  static func plain(_ number: JSONNumber) -> String {
    if number.isInteger { return number.text }
    guard let value = number.double else { return number.text }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Bytes: `0 B`, `512 B`, `1.5 GB`, `200 KB`; units are powers of 1024.
  static func size(_ number: JSONNumber) -> String {
    guard let bytes = number.double else { return number.text }
    guard bytes > 0 else { return "0 B" }
    guard bytes >= 1024 else { return "\(plain(number)) B" }
    var value = bytes
    var unit = 0
    let units = ["B", "KB", "MB", "GB", "TB"]
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(fixed(value, decimals: value < 100 ? 1 : 0)) \(units[unit])"
  }

  /// Milliseconds: the largest unit, and the next smaller one if it is not zero.
  static func duration(_ number: JSONNumber) -> String {
    guard let milliseconds = number.double else { return number.text }
    let isNegative = milliseconds < 0
    let whole = UInt64(min(abs(milliseconds), 9e18))
    let units: [(name: String, size: UInt64)] = [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    guard let index = units.firstIndex(where: { whole >= $0.size }) else { return "0 ms" }
    var text = "\(isNegative ? "-" : "")\(whole / units[index].size) \(units[index].name)"
    if index + 1 < units.count {
      let rest = whole % units[index].size / units[index + 1].size
      if rest > 0 { text += " \(rest) \(units[index + 1].name)" }
    }
    return text
  }

  /// A number with a fixed count of decimals, halves rounded to even as `printf` does.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = decimals == 0 ? 1.0 : 10.0
    let scaled = (value * scale).rounded(.toNearestOrEven)
    let whole = Int(scaled / scale)
    return decimals == 0 ? "\(whole)" : "\(whole).\(Int(scaled) - whole * 10)"
  }
}
