// SPDX-License-Identifier: MIT

/// Counts events in fixed windows that begin at multiples of the period since 1970.
struct RateLimiter<Key: Hashable> {
  private var windows: [Key: (window: Int, count: Int)] = [:]

  /// Counts one event.
  ///
  /// - Returns: nil while the rate is kept, else the seconds to the end of the window.
  mutating func take(_ key: Key, _ rate: ServerSettings.Rate, now milliseconds: Int) -> Int? {
    let window = milliseconds / rate.periodMilliseconds
    var entry = windows[key] ?? (window, 0)
    if entry.window != window { entry = (window, 0) }
    entry.count += 1
    if windows.count > 10_000 { windows = windows.filter { $0.value.window == window } }
    windows[key] = entry
    guard entry.count > rate.count else { return nil }
    let left = (window + 1) * rate.periodMilliseconds - milliseconds
    return max(1, (left + 999) / 1000)
  }
}

/// Counts what each account uploads in a clock hour.
struct UploadQuota {
  private var hour = 0
  private var used: [UInt64: (files: Int, bytes: Int)] = [:]

  /// Counts an upload.
  ///
  /// - Returns: nil if it fits, else the seconds to the end of the hour.
  mutating func take(
    account: UInt64,
    bytes: Int,
    settings: ServerSettings,
    now seconds: Int
  ) -> Int? {
    if seconds / 3600 != hour {
      hour = seconds / 3600
      used = [:]
    }
    let entry = used[account] ?? (0, 0)
    guard entry.files < settings.uploadFiles, entry.bytes + bytes <= settings.uploadBytes else {
      return 3600 - seconds % 3600
    }
    used[account] = (entry.files + 1, entry.bytes + bytes)
    return nil
  }
}
