// SPDX-License-Identifier: MIT

/// What text can do to a terminal that it is written to.
public enum Steering {
  /// Texts that steer terminals or deceive whoever reads them, by name.
  ///
  /// The last of them is not UTF-8; see ``bytes(_:)``.
  public static let attacks: [(name: String, text: String)] = [
    ("colour and clearing", "\u{1B}[31m\u{1B}[2J\u{1B}[H"),
    ("window title", "\u{1B}]0;title\u{7}"),
    ("clipboard", "\u{1B}]52;c;ZXZpbA==\u{7}"),
    ("link", "\u{1B}]8;;http://evil.example\u{1B}\\text\u{1B}]8;;\u{1B}\\"),
    ("device control", "\u{1B}Pq#0\u{1B}\\\u{1B}_x\u{1B}\\\u{1B}^y\u{1B}\\"),
    ("answerback", "\u{5}\u{1B}[c\u{1B}[6n\u{1B}[21t"),
    ("all of C0", String(String.UnicodeScalarView((0..<0x20).map { Unicode.Scalar(UInt8($0)) }))),
    ("delete and backspace", "\u{7F}\u{8}\u{8}\u{8}"),
    (
      "all of C1", String(String.UnicodeScalarView((0x80..<0xA0).map { Unicode.Scalar(UInt8($0)) }))
    ),
    ("C1 sequences", "\u{9B}2J\u{9D}52;c;eA==\u{9C}\u{90}q\u{9C}"),
    ("carriage return", "harmless\roverwritten"),
    ("overrides", "\u{202E}gpj.exe\u{202C}\u{202D}x\u{202C}"),
    ("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}"),
    ("marks of direction", "\u{200E}\u{200F}\u{61C}"),
    ("zero width", "ad\u{200B}min\u{200C}\u{200D}\u{2060}\u{FEFF}"),
    ("separators", "a\u{2028}b\u{2029}c\u{85}d"),
    ("tags", "x\u{E0001}\u{E0061}\u{E007F}"),
    ("interlinear", "\u{FFF9}a\u{FFFA}b\u{FFFB}"),
    ("long combination", "z" + String(repeating: "\u{301}\u{20DD}", count: 200)),
    (
      "wide emoji",
      "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{1F1E9}\u{1F1EA}\u{1F44D}\u{1F3FD}"
    ),
    ("fillers", "\u{3164}\u{115F}\u{2800}\u{FFA0}"),
    ("quotes and markup", "\"'\\`$(id)%s%n{}<b>"),
  ]

  /// Bytes that are not UTF-8: a lone C1, an overlong escape, half of a surrogate pair.
  public static let brokenText: [UInt8] = [
    0x9B, 0x32, 0x4A, 0xC0, 0x9B, 0xED, 0xA0, 0x80, 0xFF, 0xE2,
  ]

  /// Says what in a text would steer a terminal; nil if nothing does.
  ///
  /// Written apart from the sanitiser, so that one mistake cannot hide another. Line
  /// feeds and tabs are what views are made of.
  public static func found(in text: some Sequence<UInt8>, allowsBreaks: Bool = true) -> String? {
    let bytes = Array(text)
    guard String(validating: bytes, as: UTF8.self) != nil else { return "bytes that are not UTF-8" }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let steers =
        switch scalar.value {
        case 0x09, 0x0A: !allowsBreaks
        case 0x00...0x1F, 0x7F...0x9F: true
        // Directions, separators, invisible operators, annotations, the byte order mark, tags.
        case 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0001: true
        default: false
        }
      if steers { return "U+\(String(scalar.value, radix: 16, uppercase: true))" }
    }
    return nil
  }
}
