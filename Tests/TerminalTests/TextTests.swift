// SPDX-License-Identifier: MIT

import Terminal
import Testing

@Suite struct `Widths are those of terminal cells` {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("a b", 3), ("\u{1B}", 0), ("\t\n", 0), ("é", 1), ("e\u{301}", 1),
    ("ß", 1), ("Ελένη", 5), ("漢字", 4), ("ｱ", 1), ("Ａ", 2), ("한글", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("かな", 4), ("\u{200B}", 0), ("a\u{200D}b", 2), ("\u{AD}", 0), ("😀", 2), ("👍🏽", 2),
    ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
    ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("☺\u{FE0E}", 1), ("क्षि", 3), ("ไทย", 3),
    ("กำ", 2), ("→✓✗…·", 5), ("\u{3000}", 2), ("𠀀", 2), ("﷽", 1), ("à̖̗̘̙", 1), ("اَلْعَرَبِيَّةُ", 7),
  ])
  func ofCharacters(text: String, cells: Int) {
    #expect(DisplayWidth.of(text) == cells)
    #expect(DisplayWidth.of(text[...]) == cells)
  }

  @Test func prefixesFit() {
    #expect(DisplayWidth.prefix(of: "漢字", cells: 3) == "漢")
    #expect(DisplayWidth.prefix(of: "漢字", cells: 4) == "漢字")
    #expect(DisplayWidth.prefix(of: "e\u{301}x", cells: 1) == "e\u{301}")
    #expect(DisplayWidth.prefix(of: "👩‍👩‍👧‍👦a", cells: 1) == "")
    #expect(DisplayWidth.prefix(of: "abc", cells: 0) == "")
  }

  @Test func randomTextIsSurvived() {
    var generator = SplitMix(state: 1)
    for _ in 0..<3000 {
      let text = randomText(using: &generator)
      let width = DisplayWidth.of(text)
      #expect(width >= 0 && width <= 2 * text.unicodeScalars.count)
      let cells = Int.random(in: 0..<12, using: &generator)
      let prefix = DisplayWidth.prefix(of: text, cells: cells)
      #expect(DisplayWidth.of(prefix) <= cells)
      #expect(text.hasPrefix(prefix))
      let cut = Line(ours: text, .red).truncated(to: cells)
      #expect(width <= cells ? cut.plain == text : cut.width <= cells + 1)
    }
  }
}

@Suite struct `The sanitiser shows what hides` {
  @Test(arguments: [
    ("plain text", "plain text"), ("Übermaß 漢字 😀 ไทย", "Übermaß 漢字 😀 ไทย"),
    ("\u{1B}[31mred\u{1B}[0m", "^[[31mred^[[0m"), ("\u{1B}]52;c;aGk=\u{7}", "^[]52;c;aGk=^G"),
    ("a\u{0}b", "a^@b"), ("\u{8}\u{C}\u{B}", "^H^L^K"), ("\u{7F}", "^?"),
    ("\u{9B}31m", "<U+009B>31m"), ("\u{85}", "<U+0085>"), ("a\u{202E}b", "a<U+202E>b"),
    ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
    ("\u{200E}\u{200F}\u{61C}", "<U+200E><U+200F><U+061C>"),
    ("a\u{2028}b\u{2029}c", "a<U+2028>b<U+2029>c"), ("pay\u{200B}pal", "pay<U+200B>pal"),
    ("\u{1820}\u{180B}", "\u{1820}\u{180B}"), ("a\u{34F}b", "a<U+034F>b"),
    ("\u{1780}\u{17B4}", "\u{1780}<U+17B4>"),
    // A joiner must not stay beside what is replaced.
    ("\u{915}\u{200D}\u{115F}", "\u{915}<U+200D><U+115F>"),
    ("\u{915}\u{200C}\u{180D}", "\u{915}<U+200C><U+180D>"),
    ("\u{17B4}\u{200D}\u{915}", "<U+17B4><U+200D>\u{915}"),
    ("\u{180B}\u{200D}\u{915}", "<U+180B><U+200D>\u{915}"),
    ("a\u{200D}b", "a<U+200D>b"), ("\u{FEFF}x", "<U+FEFF>x"), ("so\u{AD}ft", "so<U+00AD>ft"),
    ("\u{2060}\u{180E}", "<U+2060><U+180E>"), ("\u{E0041}", "<U+E0041>"), ("\u{3164}", "<U+3164>"),
    ("👩‍👩‍👧", "👩‍👩‍👧"), ("❤\u{FE0F}‍🔥", "❤\u{FE0F}‍🔥"), ("नी\u{200C}ल", "नी\u{200C}ल"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"),
    ("\u{FE0F}x", "<U+FE0F>x"), ("\u{FFF9}", "<U+FFF9>"), ("\u{FFFD}", "\u{FFFD}"),
    ("a\u{301}", "a\u{301}"),
  ])
  func inBothModes(text: String, shown: String) {
    #expect(Sanitizer.singleLine(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    #expect(Sanitizer.multiLine(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  /// What a character becomes depends on its neighbours, and they on theirs.
  @Test func changesNothingTwice() {
    let kinds: [Unicode.Scalar] = [
      "a", "\u{1B}", "\n", "\r", "\u{915}", "\u{6E4}", "\u{940}", "\u{1820}", "\u{180B}",
      "\u{115F}",
      "\u{17B4}", "\u{200D}", "\u{200C}", "\u{FE0F}", "\u{2764}", "\u{1F3F4}", "\u{E0067}",
      "\u{E007F}",
    ]
    for number in 0..<(kinds.count * kinds.count * kinds.count * kinds.count) {
      var text = String.UnicodeScalarView()
      var rest = number
      for _ in 0..<4 {
        text.append(kinds[rest % kinds.count])
        rest /= kinds.count
      }
      let line = Sanitizer.singleLine(String(text))
      let lines = Sanitizer.multiLine(String(text))
      guard Sanitizer.singleLine(line).utf8.elementsEqual(line.utf8),
        Sanitizer.multiLine(lines).utf8.elementsEqual(lines.utf8)
      else {
        Issue.record("\(text.map { String($0.value, radix: 16) })")
        return
      }
    }
  }

  /// Looking at each tag from the flag on would take time that grows with the square.
  @Test func hidesLongTextOfTags() {
    let text = "🏴" + String(repeating: "\u{E0061}", count: 200_000)
    let shown = "🏴" + String(repeating: "<U+E0061>", count: 200_000)
    #expect(Sanitizer.singleLine(text).utf8.elementsEqual(shown.utf8))
  }

  @Test(arguments: [
    ("a\nb", "a b", "a\nb"), ("a\r\n\t b", "a  b", "a\n\t b"), ("a\rb", "a b", "a^Mb"),
    ("\n", " ", "\n"), ("a\tb", "a b", "a\tb"), ("x\n\n\ny\n", "x y ", "x\n\n\ny\n"),
  ])
  func lineBreaks(text: String, single: String, multiple: String) {
    #expect(Sanitizer.singleLine(text) == single)
    #expect(Sanitizer.multiLine(text) == multiple)
  }

  @Test func nothingDangerousIsLeft() {
    var generator = SplitMix(state: 2)
    for _ in 0..<3000 {
      let text = Sanitizer.singleLine(randomText(using: &generator))
      for scalar in text.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
        #expect(
          !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        )
      }
    }
  }
}

@Suite struct `Styles are escape sequences` {
  let on = Styler(isEnabled: true)

  @Test(arguments: [
    ("red", "31"), ("RED", "31"), ("black", "30"), ("magenta", "35"), ("white", "37"),
    ("#ff0080", "38;2;255;0;128"), ("#FfF", "38;2;255;255;255"), ("#12", "34"), ("#12345", "34"),
    ("#ggg", "34"), ("#éé", "34"), ("#１２３", "34"), ("mauve", "34"), ("", "34"),
    ("#1234567", "34"),
  ])
  func ofTheSchema(color: String, parameters: String) {
    #expect(Style(schemaColor: color).parameters == parameters)
  }

  @Test func missingColorsAreBlue() {
    #expect(Style(schemaColor: nil) == .blue)
  }

  @Test func areClosed() {
    #expect(on.apply(.bold, to: "x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(on.apply(Style.bold.and(.red), to: "x") == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(on.apply(.bold, to: "") == "")
    #expect(on.apply(nil, to: "x") == "x")
    #expect(Styler.plain.apply(.bold, to: "x") == "x")
  }

  @Test func cutTextIsClosedToo() {
    let text = Line("ab", .red) + Line("cdef", .blue) + " tail"
    #expect(text.truncated(to: 4).rendered(on) == "\u{1B}[31mab\u{1B}[0m\u{1B}[34mcd…\u{1B}[0m")
    #expect(text.truncated(to: 11) == text)
    #expect(text.truncated(to: 10).plain == "abcdef tai…")
    #expect(text.truncated(to: 6).rendered(on) == "\u{1B}[31mab\u{1B}[0m\u{1B}[34mcdef\u{1B}[0m…")
    #expect(text.truncated(to: 0).plain == "…")
    #expect(text.width == 11)
  }

  @Test func sixtyCellsAreWhole() {
    let sixty = String(repeating: "x", count: 60)
    #expect(Line(sixty).truncated(to: 60).plain == sixty)
    #expect(Line(sixty + "y").truncated(to: 60).plain == sixty + "…")
    let wide = String(repeating: "漢", count: 31)
    #expect(Line(wide).truncated(to: 60).plain == String(repeating: "漢", count: 30) + "…")
    #expect(Line("a" + wide).truncated(to: 60).width == 60)
  }

  @Test func joins() {
    let parts = [Line("a", .blue), "b"]
    #expect(Line(joining: parts, separator: ", ").plain == "a, b")
    #expect(Line(joining: [], separator: ", ").isEmpty)
  }
}

@Suite struct `Tables align` {
  let on = Styler(isEnabled: true)

  @Test func asTheReferenceDoes() {
    let head: [Line] = ["Id", "Name", "Enabled", "Owner"]
    let rows: [[Line]] = [
      ["c", "eu-1", "Yes", Line("<none>", .dim)],
      ["b", "backup-relay", "No", "Acme (id: t)"],
    ]
    let layout = TableLayout(fitting: [head] + rows)
    #expect(layout.widths == [2, 12, 7, 12])
    #expect(layout.line(head).rendered(.plain) == "Id  Name          Enabled  Owner       ")
    #expect(
      layout.line(head, style: .bold).rendered(on)
        == "\u{1B}[1mId  Name          Enabled  Owner       \u{1B}[0m"
    )
    #expect(
      layout.line(rows[0]).rendered(on)
        == "c   eu-1          Yes      \u{1B}[2m<none>\u{1B}[0m      "
    )
    #expect(layout.line(rows[1]).rendered(.plain) == "b   backup-relay  No       Acme (id: t)")
  }

  @Test func byCells() {
    let layout = TableLayout(fitting: [["漢字", "x"], ["e\u{301}", "y"], ["👩‍👩‍👧", "z"]])
    #expect(layout.widths == [4, 1])
    #expect(layout.line(["e\u{301}", "y"]).rendered(.plain) == "e\u{301}     y")
    #expect(layout.line(["👩‍👩‍👧", "z"]).rendered(.plain) == "👩‍👩‍👧    z")
  }

  @Test func laterRowsKeepTheWidths() {
    let layout = TableLayout(fitting: [["a", "b"]])
    #expect(layout.line(["long", "x"]).rendered(.plain) == "long  x")
    #expect(layout.line(["a"]).rendered(.plain) == "a   ")
    #expect(layout.line(["a", "b", "c"]).rendered(.plain) == "a  b")
    #expect(TableLayout(fitting: []).line([]).plain == "")
  }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Text of all kinds of characters, joiners and controls among them.
private func randomText(using generator: inout SplitMix) -> String {
  let ranges: [ClosedRange<UInt32>] = [
    0...0x7F, 0x80...0xFF, 0x300...0x36F, 0x590...0x6FF, 0x900...0x97F, 0x1100...0x11FF,
    0x2000...0x206F, 0x2600...0x27BF, 0x3000...0x30FF, 0xAC00...0xAC80, 0xFE00...0xFE0F,
    0x1F1E6...0x1F1FF, 0x1F300...0x1F6FF, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F, 0...0x10FFFF,
  ]
  var text = ""
  for _ in 0..<Int.random(in: 0..<20, using: &generator) {
    let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
    guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) else { continue }
    text.unicodeScalars.append(scalar)
  }
  return text
}
