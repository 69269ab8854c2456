// SPDX-License-Identifier: MIT

internal import Glibc

/// A file of which parts are read as they are asked for.
///
/// It stays open: a file that is replaced meanwhile goes on giving what it held.
final class FileParts: Sendable {
  /// The length in bytes.
  let length: Int
  /// The time of the last change, in nanoseconds since 1970.
  let changed: Int

  private let descriptor: Int32

  /// Opens a file; nil where it is not there or not a plain file.
  init?(_ path: String) {
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      return nil
    }
    descriptor = opened
    length = Int(status.st_size)
    changed = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  }

  deinit { close(descriptor) }

  /// The bytes of a part; nil unless all of them could be read.
  @Sendable func read(_ range: Range<Int>) -> [UInt8]? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { space, count in
      guard let start = space.baseAddress else { return }
      count = max(unsafe pread(descriptor, start, range.count, range.lowerBound), 0)
    }
    return bytes.count == range.count ? bytes : nil
  }
}
