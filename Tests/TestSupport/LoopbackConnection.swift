// SPDX-License-Identifier: MIT

internal import Glibc

/// A connection to 127.0.0.1 that sends raw bytes and reads answers, for tests of servers.
public final class LoopbackConnection {
  /// An answer, taken apart.
  public struct Answer: Sendable {
    /// The status code.
    public var status: Int
    /// The fields; names are in lower case.
    public var headers: [(name: String, value: String)]
    /// The content, without chunks.
    public var body: [UInt8]

    /// The values of a field.
    public func values(_ name: String) -> [String] {
      headers.filter { $0.name == name }.map(\.value)
    }
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Connects; nil if nobody listens.
  public init?(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // The deadline of a test that hangs, not something that a test measures.
    var timeout = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
    guard connected == 0 else { return nil }
  }

  deinit { close(descriptor) }

  /// Sends bytes.
  ///
  /// - Returns: false if the other side has gone.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.send(
          descriptor,
          bytes.baseAddress?.advanced(by: sent),
          bytes.count - sent,
          Int32(MSG_NOSIGNAL)
        )
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends text.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Says that nothing more will be sent.
  public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads what is there, or waits for it; nil at the end.
  private func receive() -> Bool {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe part.withUnsafeMutableBytes { bytes in
      unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    guard count > 0 else { return false }
    buffer += part[..<count]
    return true
  }

  /// All bytes to the end of the connection.
  public func readToEnd() -> [UInt8] {
    while receive() {}
    defer { buffer = [] }
    return buffer
  }

  /// Whether the other side has closed and nothing is left to read.
  public func isAtEnd() -> Bool { buffer.isEmpty && !receive() }

  /// Reads an answer.
  ///
  /// - Parameter method: the method of the request, as HEAD has no content.
  /// - Returns: the answer; nil if the connection ends before its end.
  public func readAnswer(to method: String = "GET") -> Answer? {
    guard let head = read(until: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count > 1, let status = Int(words[1]) else { return nil }
    var answer = Answer(status: status, headers: [], body: [])
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      answer.headers.append((parts[0].lowercased(), String(parts[1].drop { $0 == " " })))
    }
    guard method != "HEAD", status != 204, status >= 200 else { return answer }
    if answer.values("transfer-encoding") == ["chunked"] {
      while true {
        guard let line = read(until: [13, 10]),
          let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16),
          let chunk = read(count: size + 2)
        else { return nil }
        guard size > 0 else { return answer }
        answer.body += chunk.dropLast(2)
      }
    }
    guard let length = answer.values("content-length").first.flatMap({ Int($0) }),
      let body = read(count: length)
    else { return nil }
    answer.body = body
    return answer
  }

  private func read(count: Int) -> [UInt8]? {
    while buffer.count < count { guard receive() else { return nil } }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  private func read(until end: [UInt8]) -> [UInt8]? {
    var start = 0
    while true {
      var index = start
      while index + end.count <= buffer.count {
        if buffer[index..<index + end.count].elementsEqual(end) {
          return read(count: index + end.count)
        }
        index += 1
      }
      start = max(0, buffer.count - end.count)
      guard receive() else { return nil }
    }
  }
}
