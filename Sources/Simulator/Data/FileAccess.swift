// SPDX-License-Identifier: MIT

internal import Glibc

/// Reads and appends to files, with the system's error codes.
public enum FileAccess {
  /// The content of a file; `-` is standard input.
  ///
  /// - Throws: ``SimulatorError/file(path:code:)``.
  public static func read(_ path: String) throws(SimulatorError) -> [UInt8] {
    let descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, code: errno) }
    defer { if descriptor != 0 { close(descriptor) } }
    guard let content = readAll(descriptor) else { throw .file(path: path, code: errno) }
    return content
  }

  /// All that comes from a descriptor; nil after an error, whose code stands in `errno`.
  public static func readAll(_ descriptor: Int32) -> [UInt8]? {
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe part.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count > 0 {
        content += part[..<count]
      } else if count == 0 {
        return content
      } else if errno != EINTR {
        return nil
      }
    }
  }

  /// Opens a file to append lines to; each line is written in one piece.
  ///
  /// - Throws: ``SimulatorError/file(path:code:)``.
  public static func lineWriter(
    _ path: String
  ) throws(SimulatorError) -> @Sendable ([UInt8]) -> Void {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .file(path: path, code: errno) }
    return { line in
      write(line + [0x0A], to: descriptor)
    }
  }

  /// Writes all bytes to a descriptor; gives up at the first error.
  ///
  /// - Returns: whether everything was written.
  @discardableResult
  public static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          descriptor,
          bytes.baseAddress?.advanced(by: written),
          bytes.count - written
        )
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
