// SPDX-License-Identifier: MIT

import Terminal
import Testing

@Suite struct `Lines make safe what is not the program's own` {
  let on = Styler(isEnabled: true)
  let evil = "\u{1B}[31m\u{202E}\nb"

  @Test func interpolatedTextIsMadeSafe() {
    let line: Line = "id \(evil) \(evil, .cyan)"
    #expect(line.plain == "id ^[[31m<U+202E> b ^[[31m<U+202E> b")
    #expect(line.rendered(on) == "id ^[[31m<U+202E> b \u{1B}[36m^[[31m<U+202E> b\u{1B}[0m")
    #expect(Line(evil).plain == "^[[31m<U+202E> b")
    #expect(Line(sentence: evil).plain == "^[[31m<U+202E> b")
  }

  @Test func whatIsMarkedAsOursStays() {
    let line: Line = "\(ours: "a\tb", .bold)\(3)"
    #expect(line.plain == "a\tb3")
  }

  @Test func textIsBrokenAtItsLines() {
    let line: Line = "a \("b\r\nc\td\n\n", .red)"
    #expect(line.lines.map(\.plain) == ["a b", "c\td"])
    #expect(line.lines[1].rendered(on) == "\u{1B}[31mc\td\u{1B}[0m")
    #expect(Line.sentences("a\n\u{1B}b").map(\.plain) == ["a", "^[b"])
  }

  @Test func widthIsThatOfWhatIsShown() {
    let escape = "\u{1B}"
    #expect(Line(escape).width == 2)
    #expect(Line(escape + escape).truncated(to: 3).plain == "^[^…")
  }
}

@Suite struct `The locale decides how marks are spelled` {
  @Test func onlyOurMarksAreSpelledOut() {
    let line: Line = "✓ \("→ é")…"
    #expect(line.spelled(.unicode).plain == "✓ → é…")
    #expect(line.spelled(.ascii).plain == "ok → é...")
  }

  @Test func inSentencesEveryMarkCountsAsOurs() {
    #expect(Line(sentence: "‹redacted› é → …").spelled(.ascii).plain == "<redacted> é -> ...")
  }

  @Test func nothingOfOursIsBeyondASCII() {
    for text in ["✓✗→…·‹›–", "Übermaß", "漢\u{301}"] {
      #expect(Line(ours: text).spelled(.ascii).plain.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: [
    (true, "C", "ok"), (true, "C.UTF-8", "✓"), (false, "C", "✓"), (false, "C.UTF-8", "✓"),
  ])
  func ofAStream(isTerminal: Bool, locale: String, expected: String) {
    let stream = ConsoleStream(
      MemorySink(),
      isTerminal: isTerminal,
      columns: 100,
      color: .never,
      environment: ["LC_ALL": locale]
    )
    #expect(stream.text(of: "✓") == expected)
    #expect(stream.text(ofData: "\u{1B}") == (isTerminal ? "^[" : "\u{1B}"))
    #expect(stream.columns == (isTerminal ? 100 : 80))
  }
}

/// A sink that keeps nothing.
private final class MemorySink: OutputSink {
  func write(bytes: [UInt8]) throws(OutputError) {}
  func flush() throws(OutputError) {}
}
