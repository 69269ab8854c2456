// SPDX-License-Identifier: MIT

/// Punycode (RFC 3492), as host names use it (RFC 5891).
enum Punycode {
  private static let base: UInt32 = 36
  /// The most characters of a label (RFC 1035, section 2.3.4).
  ///
  /// With so few, no number of the encoding overflows (RFC 3492, section 6.4).
  private static let longestLabel = 63

  /// A label in ASCII: as it is if it is ASCII or too long for a label, or else `xn--` and
  /// its encoding.
  static func label(_ label: String) -> String {
    let isASCII = label.utf8.allSatisfy { $0 < 0x80 }
    let scalars = label.unicodeScalars.map(\.value)
    guard !isASCII, scalars.count <= longestLabel else { return label }
    return "xn--" + encode(scalars)
  }

  /// The encoding of RFC 3492, section 6.3.
  private static func encode(_ input: [UInt32]) -> String {
    var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
    let basicCount = UInt32(output.count)
    var handled = basicCount
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var next: UInt32 = 128
    var delta: UInt32 = 0
    var bias: UInt32 = 72
    while let smallest = input.lazy.filter({ $0 >= next }).min() {
      delta += (smallest - next) * (handled + 1)
      next = smallest
      for scalar in input {
        if scalar < next { delta += 1 }
        guard scalar == next else { continue }
        append(delta, bias, to: &output)
        bias = adapt(delta, handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      next += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(_ delta: UInt32, _ bias: UInt32, to output: inout [UInt8]) {
    var rest = delta
    var position = base
    while true {
      let threshold: UInt32 = position <= bias ? 1 : position >= bias + 26 ? 26 : position - bias
      guard rest >= threshold else { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
    output.append(digit(rest))
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26)
  }

  private static func adapt(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var bias: UInt32 = 0
    while delta > 455 {
      delta /= 35
      bias += base
    }
    return bias + 36 * delta / (delta + 38)
  }
}
