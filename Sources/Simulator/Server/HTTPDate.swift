// SPDX-License-Identifier: MIT

/// The form of dates in header fields (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text for a time that is not before 1970.
  static func text(_ time: Timestamp) -> String {
    let (year, month, day) = time.date
    let seconds = time.seconds
    let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(padded)
      .joined(separator: ":")
    return "\(days[time.days % 7]), \(padded(day)) \(months[month - 1]) \(year) \(clock) GMT"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
