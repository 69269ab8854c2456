// SPDX-License-Identifier: MIT

/// Why output could not be written.
public enum OutputError: Error, Equatable, Sendable {
  /// The reader has closed its end (`EPIPE`), which is a normal end for a tool in a pipe.
  case readerClosed
  /// The system refused, such as `ENOSPC`; the value is `errno`.
  case system(code: Int32)
}

/// Where text goes.
///
/// A sink may buffer what it is given until it is flushed.
public protocol OutputSink: AnyObject {
  /// Writes bytes.
  ///
  /// - Throws: ``OutputError``; after a failure every further write fails the same way.
  func write(bytes: [UInt8]) throws(OutputError)

  /// Writes everything that is buffered.
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
