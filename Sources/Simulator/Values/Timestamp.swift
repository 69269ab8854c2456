// SPDX-License-Identifier: MIT

/// A point in time, to the second, as the server reads and writes it.
struct Timestamp: Comparable {
  /// Seconds since 1970.
  var seconds: Int

  /// Makes a time of seconds since 1970.
  init(seconds: Int) { self.seconds = seconds }

  /// Reads a text as leniently as the server does.
  ///
  /// Digits fill each field from its left, so that a short field is misread
  /// (`2026-1-01` is in October); a fraction is skipped, and what follows the
  /// time and is no offset is ignored.
  init?(_ text: String) {
    var fields = [Int](repeating: 0, count: 8)
    var weights = [1000, 10, 10, 10, 10, 10, 10, 10]
    var field = 0
    var isEastern = true
    var isFraction = false
    scan: for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isFraction { continue }
        guard weights[field] > 0 else { break scan }
        fields[field] += Int(byte - UInt8(ascii: "0")) * weights[field]
        weights[field] /= 10
      case UInt8(ascii: "-") where field <= 1: field += 1
      case UInt8(ascii: "-") where field == 5:
        field = 6
        isEastern = false
        isFraction = false
      case UInt8(ascii: "+") where field == 5:
        field = 6
        isFraction = false
      case UInt8(ascii: "T") where field == 2: field = 3
      case UInt8(ascii: ":") where field == 3 || field == 4 || field == 6: field += 1
      case UInt8(ascii: ".") where field == 5: isFraction = true
      default: break scan
      }
    }
    guard
      field >= 5, (1970...3000).contains(fields[0]), (1...12).contains(fields[1]),
      (1...31).contains(fields[2]), fields[3] < 24, fields[4] < 60, fields[5] < 60,
      fields[6] < 24, fields[7] < 60
    else { return nil }
    let days = Self.days(year: fields[0], month: fields[1], day: fields[2])
    let offset = (fields[6] * 60 + fields[7]) * 60
    seconds = days * 86_400 + (fields[3] * 60 + fields[4]) * 60 + fields[5]
    seconds += isEastern ? -offset : offset
  }

  /// `YYYY-MM-DDTHH:MM:SSZ`.
  var text: String {
    let (year, month, day) = date
    let time = seconds - days * 86_400
    return year.padded(to: 4) + "-" + month.padded(to: 2) + "-" + day.padded(to: 2) + "T"
      + (time / 3600).padded(to: 2) + ":" + (time / 60 % 60).padded(to: 2) + ":"
      + (time % 60).padded(to: 2) + "Z"
  }

  static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// The days since 1970-01-01, which was a Thursday.
  var days: Int { seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400 }

  /// The calendar date, by Howard Hinnant's `civil_from_days`.
  var date: (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
