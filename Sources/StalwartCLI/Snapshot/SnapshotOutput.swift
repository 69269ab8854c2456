// SPDX-License-Identifier: MIT

internal import Glibc
internal import Terminal

/// Where a snapshot goes: a file that appears whole or not at all, a pipe, or standard output.
final class SnapshotOutput {
  private enum Destination {
    /// A temporary file, and the path that it takes in the end.
    case file(DescriptorSink, temporary: String, target: String)
    /// A pipe or a device, which cannot be replaced.
    case stream(DescriptorSink)
    case standardOutput(Context)
  }

  private let destination: Destination
  private let path: String
  private var isOpen = true

  /// Opens a destination, before there is anything to write.
  ///
  /// What holds secrets is for its owner alone.
  init(_ path: String?, in context: Context, holdsSecrets: Bool) throws(Failure) {
    guard let path, path != "-", !Self.isStandardOutput(path) else {
      destination = .standardOutput(context)
      self.path = "standard output"
      return
    }
    self.path = path
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard !exists || kind != S_IFDIR else {
      throw Failure(FileError(action: .write, path: path, code: EISDIR))
    }
    if exists, kind != S_IFREG {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else {
        throw Failure(FileError(action: .write, path: path, code: errno))
      }
      destination = .stream(DescriptorSink(descriptor: descriptor))
      return
    }
    let target = try Self.target(of: path)
    let temporary = FileSystem.temporaryName(beside: target)
    let mode: mode_t = holdsSecrets ? 0o600 : exists ? status.st_mode & 0o777 : 0o666
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw Failure(FileError(action: .create, path: path, code: errno))
    }
    if exists, !holdsSecrets { fchmod(descriptor, mode) }
    destination = .file(
      DescriptorSink(descriptor: descriptor),
      temporary: temporary,
      target: target
    )
  }

  deinit {
    guard isOpen else { return }
    switch destination {
    case .file(let sink, let temporary, _):
      close(sink.descriptor)
      _ = unsafe unlink(temporary)
    case .stream(let sink): close(sink.descriptor)
    case .standardOutput: break
    }
  }

  /// Writes bytes, perhaps later.
  func write(_ bytes: [UInt8]) throws(Failure) {
    switch destination {
    case .file(let sink, _, _), .stream(let sink):
      do { try sink.write(bytes: bytes) } catch { throw failure(error) }
    case .standardOutput(let context): try context.write(bytes)
    }
  }

  /// Writes what was kept and gives a file its name.
  func commit() throws(Failure) {
    switch destination {
    case .file(let sink, let temporary, let target):
      do { try sink.flush() } catch { throw failure(error) }
      guard fsync(sink.descriptor) == 0 else { throw failure(.system(code: errno)) }
      guard unsafe rename(temporary, target) == 0 else { throw failure(.system(code: errno)) }
      isOpen = false
      close(sink.descriptor)
      Self.syncDirectory(of: target)
    case .stream(let sink):
      do { try sink.flush() } catch { throw failure(error) }
    case .standardOutput(let context): try context.flush()
    }
  }

  private func failure(_ error: OutputError) -> Failure {
    switch error {
    case .readerClosed: Failure(FileError(action: .write, path: path, code: EPIPE))
    case .system(let code): Failure(FileError(action: .write, path: path, code: code))
    }
  }

  /// Whether a path leads to where standard output goes anyway.
  private static func isStandardOutput(_ path: String) -> Bool {
    if ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path) { return true }
    var named = stat()
    var ours = stat()
    return unsafe stat(path, &named) == 0 && fstat(1, &ours) == 0
      && named.st_mode & S_IFMT == S_IFREG && named.st_dev == ours.st_dev
      && named.st_ino == ours.st_ino
  }

  /// The file that a path stands for; links are followed, also to what is not there yet.
  private static func target(of path: String) throws(Failure) -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let capacity = buffer.count
      let count = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return -1 }
        return unsafe start.withMemoryRebound(to: CChar.self, capacity: capacity) {
          unsafe readlink(path, $0, capacity)
        }
      }
      guard count > 0 else { return path }
      let link = String(decoding: buffer[..<count], as: UTF8.self)
      if link.hasPrefix("/") {
        path = link
      } else {
        path = directory(of: path) + "/" + link
      }
    }
    throw Failure(FileError(action: .write, path: path, code: ELOOP))
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the new name last; that a file system cannot do so is no failure.
  private static func syncDirectory(of path: String) {
    let descriptor = unsafe open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
