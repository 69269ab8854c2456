// SPDX-License-Identifier: MIT

internal import Glibc
internal import Terminal

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

  /// Whether the descriptor was not open at all.
  var isClosed: Bool { code == EBADF }

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

  /// The file that a path stands for; links are followed, also to what is not there yet.
  static func followingLinks(_ path: String) throws(FileError) -> String {
    var target = path
    for _ in 0..<40 {
      guard let link = link(at: target) else { return target }
      target = link.hasPrefix("/") ? link : directory(of: target) + "/" + link
    }
    throw FileError(action: .write, path: path, code: ELOOP)
  }

  private static func link(at path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The directory that a path lies in.
  private static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a new name last; that a file system cannot do so is no failure.
  static func syncDirectory(of path: String) {
    let descriptor = unsafe open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// What stands in every name of ``temporaryName(beside:)``.
  static let temporaryInfix = ".tmp."

  /// A name that no other run uses, in the same directory.
  static func temporaryName(beside path: String) -> String {
    let random = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    return "\(path)\(temporaryInfix)\(getpid()).\(random)"
  }
}
