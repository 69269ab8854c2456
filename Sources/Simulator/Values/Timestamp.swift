// SPDX-License-Identifier: MIT

internal import Text

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
    let days = CivilDate(year: fields[0], month: fields[1], day: fields[2]).daysSince1970
    let offset = (fields[6] * 60 + fields[7]) * 60
    seconds = days * 86_400 + (fields[3] * 60 + fields[4]) * 60 + fields[5]
    seconds += isEastern ? -offset : offset
  }

  /// `YYYY-MM-DDTHH:MM:SSZ`.
  var text: String { civil.text }

  /// The date and the time of day.
  var civil: CivilTime { CivilTime(secondsSince1970: seconds) }

  static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// The days since 1970-01-01, which was a Thursday.
  var days: Int { seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400 }
}
