// SPDX-License-Identifier: MIT

internal import Glibc

/// The time as the server sees it, which faults may set wrong.
final class ServerClock {
  /// How far the server's clock is ahead of the machine's, in milliseconds.
  var skewMilliseconds = 0

  /// Milliseconds since 1970, before which no skew reaches.
  var milliseconds: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return max(
      0,
      Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000 + skewMilliseconds
    )
  }

  /// Seconds since 1970.
  var seconds: Int { milliseconds / 1000 }
}
