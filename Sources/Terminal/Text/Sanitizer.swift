// SPDX-License-Identifier: MIT

/// Makes text from elsewhere safe to show on a terminal.
///
/// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional
/// marks, overrides and isolates, and invisible characters are replaced by visible text:
/// ESC by `^[`, DEL by `^?`, U+202E by `<U+202E>`. Joiners stay where they join.
public enum Sanitizer {
  /// The text on one line: each run of line breaks and tabs becomes one blank.
  public static func singleLine(_ text: String) -> String {
    guard needsWork(text, breaksAreFine: false) else { return text }
    return sanitized(text, keepsLines: false)
  }

  /// The text on as many lines as it has: line feeds and tabs stay, CR LF becomes a line feed.
  public static func multiLine(_ text: String) -> String {
    guard needsWork(text, breaksAreFine: true) else { return text }
    return sanitized(text, keepsLines: true)
  }

  /// Whether there is anything but printable ASCII, of which nearly all text consists.
  private static func needsWork(_ text: String, breaksAreFine: Bool) -> Bool {
    text.utf8.contains { byte in
      if byte == 0x0A || byte == 0x09 { return !breaksAreFine }
      return byte < 0x20 || byte >= 0x7F
    }
  }

  private static func sanitized(_ text: String, keepsLines: Bool) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    result.reserveCapacity(text.utf8.count)
    // The character before, where it stayed as it was.
    var before: Unicode.Scalar?
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      var stays = false
      switch scalar {
      case "\n" where keepsLines, "\t" where keepsLines:
        stays = true
      case "\r" where keepsLines && index + 1 < scalars.count && scalars[index + 1] == "\n":
        break
      case "\n" where !keepsLines, "\r" where !keepsLines, "\t" where !keepsLines:
        while index + 1 < scalars.count, ["\n", "\r", "\t"].contains(scalars[index + 1]) {
          index += 1
        }
        result += " "
      default:
        stays = isHarmless(at: index, in: scalars, after: before)
        if !stays { result += visible(scalar) }
      }
      if stays { result.unicodeScalars.append(scalar) }
      before = stays ? scalar : nil
      index += 1
    }
    return result
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x7F: return "^?"
    case 0..<0x20: return "^" + String(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    default:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return "<U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + ">"
    }
  }

  /// Whether a character may stay behind another that stayed.
  private static func isHarmless(
    at index: Int,
    in scalars: [Unicode.Scalar],
    after before: Unicode.Scalar?
  ) -> Bool {
    let scalar = scalars[index]
    if (0x20..<0x7F).contains(scalar.value) { return true }
    let after = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch scalar.value {
    case 0x200C, 0x200D:
      return joins(before, after)
    case _ where isVariationSelector(scalar):
      return before.map { DisplayWidth.of($0) > 0 } ?? false
    case 0xE0020...0xE007F:
      // Tags spell a region's flag behind the black flag, and hide text elsewhere.
      return isTagSequence(around: index, in: scalars)
    case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800:
      // Fillers look like nothing at all; 2800 is a Braille cell without dots.
      return false
    default: break
    }
    return isInert(scalar)
  }

  /// Whether a character is visible and does not control a terminal, whatever surrounds it.
  public static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    case .nonspacingMark, .enclosingMark, .spacingMark:
      // A joiner without a form, and two vowels that are never shown.
      ![0x034F, 0x17B4, 0x17B5].contains(scalar.value)
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether a character says how the one before it looks.
  private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: false
    }
  }

  /// Joiners mean something between letters of scripts that join, and inside emoji.
  private static func joins(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
    // Behind a joiner there is nothing for a selector to choose.
    guard let before, let after, !isVariationSelector(after) else { return false }
    let isAfterEmoji =
      before.value == 0xFE0F || (before.properties.isEmoji && before.value > 0x7F)
    if isAfterEmoji { return after.properties.isEmoji && after.value > 0x7F }
    return isLetterOfJoiningScript(before) && isLetterOfJoiningScript(after)
  }

  /// Arabic to Mongolian: the scripts for which Unicode gives the joiners a meaning.
  private static func isLetterOfJoiningScript(_ scalar: Unicode.Scalar) -> Bool {
    // Not those of Hangul, two of which are fillers.
    guard (0x0600...0x18AF).contains(scalar.value), !(0x1100...0x11FF).contains(scalar.value),
      isInert(scalar)
    else { return false }
    return switch scalar.properties.generalCategory {
    case .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  /// Whether the tag at `index` belongs to a flag: a black flag and up to six tags, the last
  /// of them the terminator, such as those of `gbeng` and `usca`.
  private static func isTagSequence(around index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let mostTags = 6
    let isTag = { (scalar: Unicode.Scalar) in (0xE0020...0xE007F).contains(scalar.value) }
    // No further than that: a search through all tags would be made again for each of them.
    let before = scalars[max(0, index - mostTags)..<index]
    guard let flag = before.lastIndex(where: { !isTag($0) }), scalars[flag].value == 0x1F3F4
    else { return false }
    let tags = scalars[(flag + 1)...].prefix(mostTags + 1).prefix(while: isTag)
    return tags.count <= mostTags && tags.last?.value == 0xE007F
  }
}
