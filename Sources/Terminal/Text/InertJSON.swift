// SPDX-License-Identifier: MIT

/// JSON that a terminal shows without being steered by it.
public enum InertJSON {
  /// Lines of JSON with escapes for what could steer a terminal, controls and changes of
  /// direction; they mean the same.
  public static func lines(_ lines: [UInt8]) -> [UInt8] {
    guard lines.contains(where: { $0 >= 0x7F }) else { return lines }
    var bytes: [UInt8] = []
    for scalar in String(decoding: lines, as: UTF8.self).unicodeScalars {
      let isHarmless = scalar == "\n" || Sanitizer.isInert(scalar)
      bytes += isHarmless ? Array(String(scalar).utf8) : escaped(scalar)
    }
    return bytes
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> [UInt8] {
    String(scalar).utf16.flatMap { unit in
      let digits = String(unit, radix: 16)
      return Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
    }
  }
}
