// SPDX-License-Identifier: MIT

/// The number of cells that text takes on a terminal.
///
/// Control characters count as no cell; pass text through ``Sanitizer`` first.
public enum DisplayWidth {
  /// The cells of `text`.
  public static func of(_ text: some StringProtocol) -> Int {
    if let ascii = asciiWidth(text) { return ascii }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The cells of one character as a person sees it.
  ///
  /// Emoji, their variation sequences and joined sequences take two cells; every other
  /// character takes the sum of its scalars, as with `wcwidth`.
  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard scalars.count > 1 else { return scalars.first.map(of) ?? 0 }
    guard !isEmoji(scalars) else { return 2 }
    return scalars.reduce(0) { $0 + of($1) }
  }

  /// The cells of one scalar that stands alone: 0, 1 or 2.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return isControl(value) || value == 0xAD ? 0 : 1 }
    if isInvisible(scalar) { return 0 }
    if isWide(value) { return 2 }
    // A flag is a pair of indicators of one cell each.
    let isRegionalIndicator = (0x1F1E6...0x1F1FF).contains(value)
    return scalar.properties.isEmojiPresentation && !isRegionalIndicator ? 2 : 1
  }

  /// The beginning of `text` that fits into `cells`.
  public static func prefix(of text: String, cells: Int) -> Substring {
    var width = 0
    for index in text.indices {
      width += of(text[index])
      if width > cells { return text[..<index] }
    }
    return text[...]
  }

  private static func asciiWidth(_ text: some StringProtocol) -> Int? {
    var count = 0
    for byte in text.utf8 {
      if byte >= 0x80 { return nil }
      if byte >= 0x20, byte != 0x7F { count += 1 }
    }
    return count
  }

  private static func isControl(_ value: UInt32) -> Bool {
    value < 0x20 || (0x7F..<0xA0).contains(value)
  }

  private static func isEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first else { return false }
    for scalar in scalars.dropFirst() {
      switch scalar.value {
      case 0xFE0F: return first.properties.isEmoji
      case 0xFE0E: return false
      case 0x200D, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F:
        if first.properties.isEmoji { return true }
      default: break
      }
    }
    return false
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // The vowels and final consonants of Hangul join the consonant before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
    default: break
    }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator,
      .paragraphSeparator:
      true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value {
        low = middle + 1
      } else if wideRanges[middle].lowerBound > value {
        high = middle
      } else {
        return true
      }
    }
    return false
  }

  /// East Asian Wide and Fullwidth (Unicode Standard Annex 11), without emoji, which the
  /// standard library knows; ranges are joined over unassigned code points.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x2FFF, 0x3000...0x303E, 0x3041...0x3247,
    0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF1,
    0x17000...0x18CD5, 0x18D00...0x18D08, 0x1AFF0...0x1B122, 0x1B132...0x1B132,
    0x1B150...0x1B155, 0x1B164...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD,
    0x30000...0x3FFFD,
  ]
}
