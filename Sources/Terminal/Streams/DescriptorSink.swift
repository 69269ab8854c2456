// SPDX-License-Identifier: MIT

internal import Glibc

/// Writes to a file descriptor through a buffer.
///
/// The descriptor is borrowed, never closed. A process that writes to pipes calls
/// ``Signals/ignoreBrokenPipes()`` first, so that a closed pipe throws here instead of ending
/// the process. What is buffered is lost unless ``flush()`` is called.
public final class DescriptorSink: OutputSink {
  /// The descriptor.
  public let descriptor: Int32
  private let capacity: Int
  private var buffer: [UInt8] = []
  private var failure: OutputError?

  /// Creates a sink that buffers up to `capacity` bytes; with 0 it buffers none.
  public init(descriptor: Int32, capacity: Int = 64 * 1024) {
    self.descriptor = descriptor
    self.capacity = capacity
    buffer.reserveCapacity(capacity)
  }

  /// Adds bytes to the buffer, and writes it when it is full.
  ///
  /// - Throws: ``OutputError``.
  public func write(bytes: [UInt8]) throws(OutputError) {
    if let failure { throw failure }
    buffer += bytes
    if buffer.count > capacity { try flush() }
  }

  /// Writes everything that is in the buffer.
  ///
  /// Interrupted and partial writes are continued; a non-blocking descriptor is waited for.
  ///
  /// - Throws: ``OutputError``; the buffer is then dropped.
  public func flush() throws(OutputError) {
    if let failure { throw failure }
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    var start = 0
    while start < buffer.count {
      let written = unsafe buffer.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
      if written >= 0 {
        start += written
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      case EPIPE: throw fail(.readerClosed)
      case let code: throw fail(.system(code: code))
      }
    }
  }

  private func fail(_ error: OutputError) -> OutputError {
    failure = error
    return error
  }

  private func waitUntilWritable() {
    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe Glibc.poll(&poll, 1, -1)
  }
}
