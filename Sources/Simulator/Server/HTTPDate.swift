// SPDX-License-Identifier: MIT

internal import Text

/// The form of dates in header fields (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text for a time that is not before 1970.
  static func text(_ time: Timestamp) -> String {
    let date = time.civil.date
    let clock = time.text.dropFirst(11).prefix(8)
    return
      "\(days[time.days % 7]), \(date.day.padded(to: 2)) \(months[date.month - 1]) \(date.year) "
      + "\(clock) GMT"
  }
}
