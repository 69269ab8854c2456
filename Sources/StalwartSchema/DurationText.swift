// SPDX-License-Identifier: MIT

internal import Text

/// Durations as people write them: `30m`, `1h30m`, `1.5h`, `500ms`, `1 h 30 m`.
package enum DurationText {
  private static let units: [(name: String, milliseconds: UInt64)] = [
    ("ms", 1), ("s", 1000), ("sec", 1000), ("m", 60_000), ("min", 60_000), ("h", 3_600_000),
    ("d", 86_400_000), ("w", 604_800_000),
  ]

  /// The milliseconds; a number without unit counts milliseconds; nil if it is no duration.
  package static func milliseconds(_ text: String) -> UInt64? {
    let text = text.trimmedASCII
    if let plain = UInt64(text) { return plain }
    var rest = Array(text.utf8)[...]
    guard !rest.isEmpty else { return nil }
    var total: UInt64 = 0
    while !rest.isEmpty {
      guard let quantity = Quantity(&rest) else { return nil }
      let name = rest.prefix { isLetter($0) }
      rest = rest.dropFirst(name.count).drop { $0 == 0x20 }
      let word = String(decoding: name, as: UTF8.self).lowercasedASCII
      guard let unit = units.first(where: { $0.name == word }),
        let part = quantity.multiplied(by: unit.milliseconds)
      else { return nil }
      let (sum, overflows) = total.addingReportingOverflow(part)
      guard !overflows else { return nil }
      total = sum
    }
    return total
  }
}

/// Sizes as people write them: `50MB`, `1.5 GB`, `512KiB`.
///
/// All units are powers of 1024, `KB` as well as `KiB`, because the server's
/// sizes are shown that way.
package enum SizeText {
  /// The bytes; a number without unit counts bytes; nil if it is no size.
  package static func bytes(_ text: String) -> UInt64? {
    let text = text.trimmedASCII
    if let plain = UInt64(text) { return plain }
    var rest = Array(text.utf8)[...]
    guard let quantity = Quantity(&rest) else { return nil }
    let word = String(decoding: rest, as: UTF8.self).lowercasedASCII
    let power: UInt64
    switch word {
    case "b": power = 0
    case "k", "kb", "kib": power = 1
    case "m", "mb", "mib": power = 2
    case "g", "gb", "gib": power = 3
    case "t", "tb", "tib": power = 4
    case "p", "pb", "pib": power = 5
    default: return nil
    }
    return quantity.multiplied(by: 1 << (10 * power))
  }
}

private func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

/// A decimal number without sign, kept exactly.
private struct Quantity {
  private let digits: UInt64
  private let scale: UInt64

  /// Takes the number, and the blanks behind it, off the front.
  init?(_ text: inout ArraySlice<UInt8>) {
    let isDigit: (UInt8) -> Bool = { $0 >= 0x30 && $0 <= 0x39 }
    let whole = text.prefix(while: isDigit)
    var rest = text.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty, fraction.count <= 9 else { return nil }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard !whole.isEmpty,
      let digits = UInt64(String(decoding: whole + fraction, as: UTF8.self))
    else { return nil }
    self.digits = digits
    scale = fraction.reduce(1) { scale, _ in scale * 10 }
    text = rest.drop { $0 == 0x20 }
  }

  /// The product, rounded to the nearest integer; nil where it overflows.
  func multiplied(by factor: UInt64) -> UInt64? {
    let product = digits.multipliedFullWidth(by: factor)
    guard product.high < scale else { return nil }
    let (quotient, remainder) = scale.dividingFullWidth(product)
    guard remainder >= scale - remainder, remainder > 0 else { return quotient }
    return quotient == .max ? nil : quotient + 1
  }
}
