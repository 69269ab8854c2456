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
/// the old contents or the new ones. Devices, pipes, and what standard output or
/// standard error go to anyway are written to as they are: nothing takes their place.
final class PendingFile {
  /// The path, as it was given.
  let path: String
  private let target: String
  /// The file that takes the name in the end; nil where the target is written to directly.
  private let temporary: String?
  private var descriptor: Int32

  /// Opens a temporary file beside `path`, or what `path` leads to if that is no file.
  init(_ path: String, mode: mode_t) throws(Failure) {
    self.path = path
    target = FileSystem.resolvingLink(path)
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard !exists || kind != S_IFDIR else {
      throw Failure(FileError(action: .write, path: path, code: EISDIR))
    }
    if exists, let stream = Self.standardStream(status) {
      temporary = nil
      descriptor = fcntl(stream, F_DUPFD_CLOEXEC, 3)
    } else if exists, kind != S_IFREG {
      temporary = nil
      descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      let name = FileSystem.temporaryName(beside: target)
      temporary = name
      descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }
    guard descriptor >= 0 else {
      throw Failure(
        FileError(action: temporary == nil ? .write : .create, path: path, code: errno)
      )
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if let temporary { _ = unsafe unlink(temporary) }
  }

  /// Standard output or standard error, if a path leads to the same.
  private static func standardStream(_ status: stat) -> Int32? {
    [STDOUT_FILENO, STDERR_FILENO].first { stream in
      var ours = Glibc.stat()
      return unsafe fstat(stream, &ours) == 0 && ours.st_dev == status.st_dev
        && ours.st_ino == status.st_ino
    }
  }

  /// Writes everything and gives the file its name.
  func commit(_ bytes: [UInt8]) throws(FileError) {
    guard FileSystem.write(bytes, to: descriptor) else {
      throw FileError(action: .write, path: path, code: errno)
    }
    if let temporary {
      guard fsync(descriptor) == 0, unsafe rename(temporary, target) == 0 else {
        throw FileError(action: .write, path: path, code: errno)
      }
    }
    close(descriptor)
    descriptor = -1
  }
}
