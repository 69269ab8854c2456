// SPDX-License-Identifier: MIT

internal import Glibc
internal import Terminal

/// A file that is opened before there is anything to put into it, and that
/// takes its name only when it is complete.
///
/// What cannot be written is found out in time, and whoever reads the path sees
/// the old contents or the new ones. Devices, pipes, and what standard output or
/// standard error go to anyway are written to as they are: nothing takes their place.
/// A file that is given up before ``commit(isSynced:)`` leaves nothing behind.
final class PendingFile {
  /// Who may read the file.
  enum Access {
    /// Its owner alone, even where there is a file that others may read.
    case owner
    /// Whoever could read what is there; of a new file, whom the process allows.
    case kept
  }

  /// The path, as it was given.
  let path: String
  private let target: String
  /// The file that takes the name in the end; nil where the target is written to directly.
  private let temporary: String?
  private let sink: DescriptorSink
  private var isOpen = false
  /// Whether a second signal removes ``temporary``.
  private let isRemovedIfKilled: Bool

  /// Opens a temporary file beside `path`, or what `path` leads to if that is no file.
  init(_ path: String, _ access: Access) throws(FileError) {
    self.path = path
    target = try FileSystem.followingLinks(path)
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard !exists || kind != S_IFDIR else {
      throw FileError(action: .write, path: path, code: EISDIR)
    }
    let descriptor: Int32
    if exists, let stream = Self.standardStream(status) {
      temporary = nil
      descriptor = fcntl(stream, F_DUPFD_CLOEXEC, 3)
    } else if exists, kind != S_IFREG {
      temporary = nil
      descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      // The name could be taken over although the file itself must not be written.
      if exists, unsafe Glibc.access(path, W_OK) != 0 {
        throw FileError(action: .write, path: path, code: errno)
      }
      let mode: mode_t =
        switch access {
        case .owner: 0o600
        case .kept: exists ? status.st_mode & 0o777 : 0o666
        }
      let name = FileSystem.temporaryName(beside: target)
      temporary = name
      descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0, exists, case .kept = access { fchmod(descriptor, mode) }
    }
    guard descriptor >= 0 else {
      throw FileError(action: temporary == nil ? .write : .create, path: path, code: errno)
    }
    sink = DescriptorSink(descriptor: descriptor)
    isRemovedIfKilled = temporary.map(Signals.removeIfKilled) ?? false
    isOpen = true
  }

  deinit {
    if isOpen {
      close(sink.descriptor)
      if let temporary { _ = unsafe unlink(temporary) }
    }
    if isRemovedIfKilled { Signals.forgetFile() }
  }

  /// Standard output or standard error, if a path leads to the same.
  static func standardStream(_ path: String) -> Int32? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? standardStream(status) : nil
  }

  private static func standardStream(_ status: stat) -> Int32? {
    [STDOUT_FILENO, STDERR_FILENO].first { stream in
      var ours = Glibc.stat()
      return unsafe fstat(stream, &ours) == 0 && ours.st_dev == status.st_dev
        && ours.st_ino == status.st_ino
    }
  }

  /// Writes bytes, perhaps later.
  func write(_ bytes: [UInt8]) throws(FileError) {
    do { try sink.write(bytes: bytes) } catch { throw failure(error) }
  }

  /// Writes what was kept and gives the file its name.
  ///
  /// Unless `isSynced`, a loss of power may leave an empty file.
  func commit(isSynced: Bool = true) throws(FileError) {
    do { try sink.flush() } catch { throw failure(error) }
    if let temporary {
      if isSynced, fsync(sink.descriptor) != 0, errno != EINVAL { throw failure(errno) }
      guard unsafe rename(temporary, target) == 0 else { throw failure(errno) }
    }
    isOpen = false
    // Some file systems tell only now that there is no space.
    guard close(sink.descriptor) == 0 || errno == EINTR else { throw failure(errno) }
    if temporary != nil, isSynced { FileSystem.syncDirectory(of: target) }
  }

  private func failure(_ error: OutputError) -> FileError {
    switch error {
    case .readerClosed: failure(EPIPE)
    case .system(let code): failure(code)
    }
  }

  private func failure(_ code: Int32) -> FileError {
    FileError(action: .write, path: path, code: code)
  }
}
