// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// A system call failed.
public struct SystemCallError: Error, CustomStringConvertible {
  /// The call's name.
  public var call: String
  /// The error's number.
  public var number: Int32

  /// Remembers what failed.
  public init(_ call: String, number: Int32) {
    self.call = call
    self.number = number
  }

  /// Remembers what failed, with the number that the last call left.
  init(_ call: String) { self.init(call, number: errno) }

  /// The call and the system's text.
  public var description: String { "\(call): \(unsafe String(cString: strerror(number)))" }
}

/// A file descriptor that closes itself; programs that the tests start do not inherit it.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens a file, which is made if need be.
  static func open(_ path: String, _ flags: Int32) throws -> Descriptor {
    let number = unsafe Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600)
    guard number >= 0 else { throw SystemCallError("open \(path)") }
    return Descriptor(number)
  }

  /// Held while a program is started, and while there are descriptors that it would inherit.
  static let inheritance = NSLock()

  /// Makes a pipe.
  static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [0, 0]
    try inheritance.withLock {
      guard unsafe Glibc.pipe(&ends) == 0 else { throw SystemCallError("pipe") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  /// Makes reads and writes return instead of waiting.
  func becomeNonblocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }

  /// Reads what is there; empty at the end, `nil` when there is nothing yet.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe Glibc.read(number, &buffer, buffer.count)
    if count < 0 { return errno == EAGAIN || errno == EINTR ? nil : [] }
    return Array(buffer.prefix(count))
  }

  /// Writes as much as fits and drops it from the bytes; false when nobody reads any more.
  func write(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    let count = unsafe bytes.withUnsafeBufferPointer {
      unsafe Glibc.write(number, $0.baseAddress, $0.count)
    }
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    bytes = bytes.dropFirst(count)
    return true
  }
}
