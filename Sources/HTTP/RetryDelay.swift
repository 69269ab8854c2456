// SPDX-License-Identifier: MIT

internal import Text

extension HTTPResponse {
  /// How long the server asks to wait before the next request, in its field `Retry-After`
  /// (RFC 9110, section 10.2.3); nil if it does not ask, or in no form that is understood.
  ///
  /// A date is compared with the date of the response, so that no clock takes part.
  public var retryDelay: Duration? {
    guard let value = headers["retry-after"] else { return nil }
    if let delay = RetryPolicy.seconds(retryAfter: value) { return delay }
    guard let then = seconds(ofDate: value), let now = headers["date"].flatMap(seconds(ofDate:))
    else { return nil }
    return .seconds(max(0, then - now))
  }
}

/// The seconds since 1970 of a date such as
/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); nil for any other text.
private func seconds(ofDate text: String) -> Int? {
  let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
  guard parts.count == 6, parts[5].elementsEqual("GMT".utf8) else { return nil }
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let time = parts[4].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  guard let day = number(parts[1], digits: 2), (1...31).contains(day),
    let month = months.firstIndex(where: { parts[2].elementsEqual($0.utf8) }),
    let year = number(parts[3], digits: 4), year > 0,
    time.count == 3, let hour = number(time[0], digits: 2), hour < 24,
    let minute = number(time[1], digits: 2), minute < 60,
    let second = number(time[2], digits: 2), second <= 60
  else { return nil }
  let days = CivilDate(year: year, month: month + 1, day: day).daysSince1970
  return ((days * 24 + hour) * 60 + minute) * 60 + second
}

private func number(_ text: Substring.UTF8View, digits: Int) -> Int? {
  guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}
