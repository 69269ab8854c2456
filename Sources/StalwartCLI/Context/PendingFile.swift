// SPDX-License-Identifier: MIT

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that is opened before there is anything to put into it, and that
/// takes its name only when it is complete.
///
/// What cannot be written is found out in time, and whoever reads the path sees
/// the old contents or the new ones.
final class PendingFile {
  /// The path, as it was given.
  let path: String
  private let target: String
  private let temporary: String
  private var descriptor: Int32

  /// Opens a temporary file beside `path`.
  init(_ path: String, mode: mode_t) throws(Failure) {
    self.path = path
    target = FileSystem.resolvingLink(path)
    temporary = FileSystem.temporaryName(beside: target)
    var status = stat()
    if unsafe stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      descriptor = -1
      throw Failure(FileError(action: .write, path: path, code: EISDIR))
    }
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw Failure(FileError(action: .create, path: path, code: errno))
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    _ = unsafe unlink(temporary)
  }

  /// Writes everything and gives the file its name.
  func commit(_ bytes: [UInt8]) throws(FileError) {
    guard FileSystem.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      throw FileError(action: .write, path: path, code: errno)
    }
    guard unsafe rename(temporary, target) == 0 else {
      throw FileError(action: .write, path: path, code: errno)
    }
    close(descriptor)
    descriptor = -1
  }
}
