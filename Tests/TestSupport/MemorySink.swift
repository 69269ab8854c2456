// SPDX-License-Identifier: MIT

public import Terminal

/// A sink that keeps what is written.
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
