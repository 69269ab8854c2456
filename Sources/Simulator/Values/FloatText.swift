// SPDX-License-Identifier: MIT

/// Floats in the server's notation, which differs from Swift's in where the
/// exponent begins and in its sign.
enum FloatText {
  /// The shortest digits that read back equal, always with a fraction or an exponent.
  static func of(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value.sign == .minus ? "-0.0" : "0.0" }
    let (digits, point) = decimal(abs(value))
    let sign = value < 0 ? "-" : ""
    switch point {
    case 1...16:
      guard digits.count > point else {
        return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
      }
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    case -4...0: return sign + "0." + String(repeating: "0", count: -point) + digits
    default:
      let rest = digits.dropFirst()
      return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(point - 1)"
    }
  }

  /// The digits of a positive number, and the place of the point behind the first of them.
  private static func decimal(_ value: Double) -> (digits: String, point: Int) {
    let parts = value.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = halves[0]
    let fraction = halves.count > 1 ? halves[1] : ""
    var digits = Substring(whole + fraction)
    var point = whole.count + exponent
    while digits.count > 1, digits.first == "0" {
      digits.removeFirst()
      point -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (String(digits), point)
  }
}
