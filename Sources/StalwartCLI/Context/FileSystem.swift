// SPDX-License-Identifier: MIT

internal import Terminal

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that could not be read or written.
struct FileError: Error, Equatable {
  /// What was tried.
  enum Action: String {
    case read
    case write
    case create
  }

  /// What was tried.
  let action: Action
  /// The path, as it was given.
  let path: String
  /// The `errno` of the call that failed.
  let code: Int32

  /// The words of the operating system, in lower case.
  var reason: String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    let words = unsafe String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}

/// Whole files, by path; the only place of the commands that opens any.
enum FileSystem {
  /// The bytes of a file, a pipe or a device, read to its end.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(action: .read, path: path, code: errno) }
    defer { close(descriptor) }
    return try read(descriptor, path: path)
  }

  /// Everything that an open descriptor still gives.
  static func read(_ descriptor: Int32, path: String) throws(FileError) -> [UInt8] {
    var status = stat()
    var bytes: [UInt8] = []
    if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      // As a rule one call brings the whole file, straight to where it stays.
      bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { space, count in
        guard let start = space.baseAddress, !space.isEmpty else { return }
        count = max(unsafe Glibc.read(descriptor, start, space.count), 0)
      }
    }
    // What is left, if anything: a failure shows here as well.
    var chunk = [UInt8](repeating: 0, count: bytes.isEmpty ? 1 << 16 : 1 << 12)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if count == 0 {
        return bytes
      } else if errno != EINTR || Signals.interruption != nil {
        throw FileError(action: .read, path: path, code: errno)
      }
    }
  }

  /// Replaces a file as a whole: it holds the old bytes or the new ones, never a part.
  ///
  /// A symbolic link is followed. The new file is synced before it takes the old one's name.
  static func replace(
    _ path: String,
    with bytes: [UInt8],
    mode: mode_t = 0o644,
    isSynced: Bool = true
  ) throws(FileError) {
    let target = resolvingLink(path)
    let temporary = temporaryName(beside: target)
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FileError(action: .create, path: path, code: errno) }
    var failure: Int32 = 0
    if !write(bytes, to: descriptor) { failure = errno }
    if failure == 0, isSynced, fsync(descriptor) != 0, errno != EINVAL { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, unsafe rename(temporary, target) != 0 { failure = errno }
    guard failure == 0 else {
      _ = unsafe unlink(temporary)
      throw FileError(action: .write, path: path, code: failure)
    }
  }

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String, mode: mode_t = 0o700) -> Bool {
    if unsafe mkdir(path, mode) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      return false
    }
    return makeDirectory(String(path[..<slash]), mode: mode)
      && (unsafe mkdir(path, mode) == 0 || errno == EEXIST)
  }

  /// Removes a file; that it is not there is no failure.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The names in a directory; empty where it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let stream = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// When a file was last changed, in seconds since 1970; nil where there is none.
  static func modificationTime(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_mtim.tv_sec)
  }

  /// Gives a file the present as the time of its last change.
  static func touch(_ path: String) { _ = unsafe utimes(path, nil) }

  /// Writes all bytes; false, with `errno` set, where that fails.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count > 0 {
        written += count
      } else if count < 0, errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Where a symbolic link leads, or the path itself.
  static func resolvingLink(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// A name that no other run uses, in the same directory.
  static func temporaryName(beside path: String) -> String {
    "\(path).tmp.\(getpid()).\(String(UInt32.random(in: 0...UInt32.max), radix: 36))"
  }
}
