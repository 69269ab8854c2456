// SPDX-License-Identifier: MIT

/// Why output could not be written.
public enum OutputError: Error, Equatable, Sendable {
  /// The reader has gone (`EPIPE`); a normal end for a tool in a pipe.
  case readerClosed
  /// The system refused, such as `ENOSPC`; the value is `errno`.
  case system(code: Int32)
}

/// Where text goes.
///
/// A sink may keep what it is given until it is flushed.
public protocol OutputSink: AnyObject {
  /// Writes bytes.
  ///
  /// - Throws: ``OutputError``; every write after a failed one fails alike.
  func write(bytes: [UInt8]) throws(OutputError)

  /// Hands everything on that was kept.
  ///
  /// - Throws: ``OutputError``.
  func flush() throws(OutputError)
}

extension OutputSink {
  /// Writes text.
  ///
  /// - Throws: ``OutputError``.
  public func write(_ text: String) throws(OutputError) {
    try write(bytes: Array(text.utf8))
  }

  /// Writes text and a line feed.
  ///
  /// - Throws: ``OutputError``.
  public func writeLine(_ text: String = "") throws(OutputError) {
    var bytes = Array(text.utf8)
    bytes.append(UInt8(ascii: "\n"))
    try write(bytes: bytes)
  }
}

/// Keeps what is written, for tests and for callers that want a text.
public final class MemorySink: OutputSink {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []
  /// Fails every write from now on, if set.
  public var failure: OutputError?

  /// Creates an empty sink.
  public init() {}

  /// What was written, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Keeps bytes.
  ///
  /// - Throws: ``failure``.
  public func write(bytes: [UInt8]) throws(OutputError) {
    if let failure { throw failure }
    self.bytes += bytes
  }

  /// Does nothing.
  ///
  /// - Throws: ``failure``.
  public func flush() throws(OutputError) {
    if let failure { throw failure }
  }
}
