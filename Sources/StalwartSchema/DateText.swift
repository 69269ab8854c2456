// SPDX-License-Identifier: MIT

internal import Text

/// Points in time as people write them: RFC 3339, a date alone, `now`, `+30d`, `-1h`.
package enum DateText {
  /// The form that the server takes; nil if the text is not a point in time.
  ///
  /// A complete time stamp stays as it is. A date alone is its midnight in UTC; a time without
  /// a zone is in UTC. `now` is in seconds since 1970; without it, relative times are not
  /// understood.
  package static func wireForm(_ text: String, now: Int64?) -> String? {
    let text = text.trimmedASCII
    if let now {
      if text.equalsIgnoringASCIICase("now") { return format(seconds: now) }
      if text.hasPrefix("+") || text.hasPrefix("-") { return relative(text, now) }
    }
    return absolute(Array(text.utf8))
  }

  /// The seconds since 1970 of an absolute time, without the fraction; nil if it is not one.
  package static func seconds(_ text: String) -> Int64? {
    guard let stamp = absolute(Array(text.trimmedASCII.utf8)), let parts = Parts(Array(stamp.utf8))
    else { return nil }
    return parts.seconds
  }

  /// The seconds since 1970 at which the years 0 to 9999 begin and end.
  private static let formattable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  /// Seconds since 1970 as `YYYY-MM-DDTHH:MM:SSZ`; nil outside the years 0 to 9999.
  package static func format(seconds: Int64) -> String? {
    guard formattable.contains(seconds) else { return nil }
    return CivilTime(secondsSince1970: Int(seconds)).text
  }

  private static func relative(_ text: String, _ now: Int64) -> String? {
    let rest = String(text.dropFirst())
    guard UInt64(rest) == nil,  // A bare number has no unit to be relative in.
      let milliseconds = DurationText.milliseconds(rest), let span = Int64(exactly: milliseconds)
    else { return nil }
    let (sum, overflows) = now.addingReportingOverflow(
      text.hasPrefix("-") ? -(span / 1000) : span / 1000
    )
    return overflows ? nil : format(seconds: sum)
  }

  private static func absolute(_ bytes: [UInt8]) -> String? {
    guard let parts = Parts(bytes) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if parts.isDateOnly { return text + "T00:00:00Z" }
    guard !parts.isComplete else { return text }
    return format(seconds: parts.seconds)
  }

  /// A date and a time of day that exist.
  private struct Parts {
    let seconds: Int64
    let isDateOnly: Bool
    /// Whether it is written with `T` and seconds, as the server wants it.
    let isComplete: Bool

    init?(_ bytes: [UInt8]) {
      func number(_ range: Range<Int>) -> Int64? {
        guard range.upperBound <= bytes.count,
          bytes[range].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        return Int64(String(decoding: bytes[range], as: UTF8.self))
      }
      guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
        bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        case let civil = CivilDate(year: Int(year), month: Int(month), day: Int(day)), civil.isValid
      else { return nil }
      let date = Int64(civil.daysSince1970) * 86_400
      isDateOnly = bytes.count == 10
      guard bytes.count > 10 else {
        isComplete = false
        seconds = date
        return
      }
      guard [UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20].contains(bytes[10]),
        let hour = number(11..<13), let minute = number(14..<16), hour < 24, minute < 60,
        bytes[13] == UInt8(ascii: ":")
      else { return nil }
      var place = 16
      var second: Int64 = 0
      var hasSeconds = false
      if place < bytes.count, bytes[place] == UInt8(ascii: ":") {
        guard let value = number(17..<19), value < 60 else { return nil }
        second = value
        hasSeconds = true
        place = 19
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
          let digits = bytes[(place + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
          guard !digits.isEmpty else { return nil }
          place += 1 + digits.count
        }
      }
      guard let offset = Self.offset(bytes[place...]) else { return nil }
      isComplete = hasSeconds && bytes[10] == UInt8(ascii: "T")
      seconds = date + hour * 3600 + minute * 60 + second - offset
    }

    /// The seconds by which a zone, `Z`, `+HH`, `+HHMM` or `+HH:MM`, is ahead of UTC; no
    /// zone is UTC.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
      guard let sign = zone.first else { return 0 }
      let isNegative = sign == UInt8(ascii: "-")
      if sign | 0x20 == UInt8(ascii: "z"), zone.count == 1 { return 0 }
      guard isNegative || sign == UInt8(ascii: "+") else { return nil }
      var minutes = zone.dropFirst(3)
      if minutes.count == 3, minutes.first == UInt8(ascii: ":") { minutes = minutes.dropFirst() }
      guard let hour = twoDigits(zone.dropFirst().prefix(2)), hour < 24,
        let minute = minutes.isEmpty ? 0 : twoDigits(minutes), minute < 60
      else { return nil }
      return (isNegative ? -1 : 1) * (hour * 3600 + minute * 60)
    }

    private static func twoDigits(_ bytes: ArraySlice<UInt8>) -> Int64? {
      guard bytes.count == 2, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
      return bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
  }
}
