// SPDX-License-Identifier: MIT

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
