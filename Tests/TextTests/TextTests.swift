// SPDX-License-Identifier: MIT

import Testing
import Text

@Suite struct `Texts are folded and trimmed` {
  @Test func onlyASCIIIsFolded() {
    #expect("ÄbC@[".lowercasedASCII == "Äbc@[")
    #expect("Retry-After".equalsIgnoringASCIICase("RETRY-after"))
    #expect(!"Ä".equalsIgnoringASCIICase("ä"))
    #expect(!"K".equalsIgnoringASCIICase("\u{212A}"))
    #expect(!"name".equalsIgnoringASCIICase("names"))
  }

  @Test(arguments: [
    (" \t\r\n\u{B}a b\u{C} ", "a b"), ("\u{A0}a\u{A0}", "\u{A0}a\u{A0}"), (" \n", ""), ("", ""),
    ("a", "a"),
  ])
  func ofASCIISpace(text: String, expected: String) { #expect(text.trimmedASCII == expected) }

  @Test(arguments: [
    ("\u{A0}\u{2003} a\u{3000}b\n", "a\u{3000}b", "ab"), ("\u{2028}\u{85}", "", ""), ("", "", ""),
    ("\u{200B}a", "\u{200B}a", "\u{200B}a"),
  ])
  func ofWhiteSpace(text: String, trimmed: String, removed: String) {
    #expect(text.trimmingWhitespace() == trimmed)
    #expect(text.removingWhitespace() == removed)
  }

  @Test func containBytes() {
    #expect("PRIVATE KEY-----".containsBytes("KEY"))
    #expect("text".containsBytes(""))
    #expect(!"".containsBytes("t"))
    #expect(!"caf\u{E9}".containsBytes("cafe\u{301}"))
  }
}

@Suite struct `Base 64` {
  /// The vectors of RFC 4648, section 10, and bytes that need both alphabets.
  static let texts: [(bytes: [UInt8], standard: String, forURL: String)] = [
    ([], "", ""), (Array("f".utf8), "Zg==", "Zg"), (Array("fo".utf8), "Zm8=", "Zm8"),
    (Array("foo".utf8), "Zm9v", "Zm9v"), (Array("foobar".utf8), "Zm9vYmFy", "Zm9vYmFy"),
    ([0xFB, 0xEF, 0xFF], "++//", "--__"),
  ]

  @Test(arguments: texts)
  func isWrittenAndRead(bytes: [UInt8], standard: String, forURL: String) {
    #expect(Base64.encode(bytes) == standard)
    #expect(Base64.decode(standard) == bytes)
    #expect(Base64.encodeForURL(bytes) == forURL)
    #expect(Base64.decodeFromURL(forURL) == bytes)
  }

  @Test(arguments: ["Zg", "Zg=", "Z===", "====", "Zm9v\n", "Z-9v", "Zg==Zg=="])
  func refusesOtherTexts(text: String) { #expect(Base64.decode(text) == nil) }

  @Test func knowsItsDigits() {
    #expect((0...255).filter { Base64.isDigit($0) }.count == 64)
    #expect(Base64.decodeFromURL("+/==") == nil)
  }
}

@Suite struct `Dates of the calendar` {
  @Test(arguments: [
    (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1),
    (19_782, 2024, 2, 29), (-719_528, 0, 1, 1), (2_932_896, 9999, 12, 31),
    (-719_529, -1, 12, 31), (47_540, 2100, 2, 28), (47_541, 2100, 3, 1),
  ])
  func areDaysSince1970(days: Int, year: Int, month: Int, day: Int) {
    let date = CivilDate(year: year, month: month, day: day)
    #expect(CivilDate(daysSince1970: days) == date)
    #expect(date.daysSince1970 == days)
    #expect(date.isValid)
  }

  @Test func followEachOther() {
    var last = CivilDate(daysSince1970: -200_000)
    for days in -199_999...200_000 {
      let date = CivilDate(daysSince1970: days)
      let isNextDay = date.day == last.day + 1 && date.month == last.month
      let isNextMonth = date.day == 1 && date.month == last.month % 12 + 1
      guard date.isValid, isNextDay || isNextMonth, date.daysSince1970 == days else {
        Issue.record("\(date) after \(last)")
        return
      }
      last = date
    }
  }

  @Test(arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 0, 1), (2024, 13, 1)])
  func mayNotExist(year: Int, month: Int, day: Int) {
    #expect(!CivilDate(year: year, month: month, day: day).isValid)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"),
    (951_827_696, "2000-02-29T12:34:56Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    (-62_167_219_200, "0000-01-01T00:00:00Z"),
  ])
  func haveATimeOfDay(seconds: Int, text: String) {
    #expect(CivilTime(secondsSince1970: seconds).text == text)
  }
}
