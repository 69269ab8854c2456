// SPDX-License-Identifier: MIT

/// A date of the Gregorian calendar, extended to years before its introduction.
public struct CivilDate: Equatable, Sendable {
  /// The year; 0 is the one before 1.
  public var year: Int
  /// The month, from 1 to 12.
  public var month: Int
  /// The day of the month, from 1; days beyond the month's last count into the next.
  public var day: Int

  /// Makes a date; whether the month has such a day is not checked.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date that is `days` after 1970-01-01; `days` is less than 2^62 either way.
  public init(daysSince1970 days: Int) {
    // An era has 400 years and begins on 1 March, so that each leap day ends a year.
    let shifted = days + Self.daysBefore1970
    let era = (shifted >= 0 ? shifted : shifted - (Self.daysInEra - 1)) / Self.daysInEra
    let dayOfEra = shifted - era * Self.daysInEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The days from 1970-01-01 to this date; the year is less than 2^50 either way.
  public var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * Self.daysInEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      - Self.daysBefore1970
  }

  private static let daysInEra = 146_097
  /// The days from the year 0's 1 March to 1970-01-01.
  private static let daysBefore1970 = 719_468

  /// Whether the month exists and has such a day.
  public var isValid: Bool {
    (1...12).contains(month) && (1...Self.days(inMonth: month, of: year)).contains(day)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A date and a time of day in UTC, to the second.
public struct CivilTime: Equatable, Sendable {
  /// The date.
  public var date: CivilDate
  /// The seconds since midnight, from 0 to 86,399.
  public var secondOfDay: Int

  /// The time that is `seconds` after 1970-01-01T00:00:00Z.
  public init(secondsSince1970 seconds: Int) {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds + 1) / 86_400 - 1
    date = CivilDate(daysSince1970: days)
    secondOfDay = seconds - days * 86_400
  }

  /// `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339); of no meaning outside the years 0 to 9999.
  public var text: String {
    "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
      + "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2))"
      + ":\(padded(secondOfDay % 60, 2))Z"
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
