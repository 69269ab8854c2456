// SPDX-License-Identifier: MIT

import Foundation
import Synchronization

/// A server on a free loopback port that answers byte for byte what a test says.
///
/// It reads requests with `Content-Length` bodies and does nothing else by itself:
/// whether an answer is HTTP, whole, or ever ends is up to the test.
public final class LoopbackServer: Sendable {
  /// One step of an answer.
  public enum Step: Sendable {
    /// Writes these bytes.
    case send(String)
    /// Writes these bytes.
    case sendBytes([UInt8])
    /// Closes the connection in order.
    case close
    /// Closes the connection with a reset.
    case reset
    /// Writes nothing and waits until the client goes away.
    case hold
    /// Takes no more connections, then closes this one in order.
    case leave
  }

  /// A request as it arrived.
  public struct Request: Sendable {
    /// Request line and fields, up to the empty line.
    public let head: String
    /// The body.
    public let body: [UInt8]
    /// Counts the connections of this server, from 1.
    public let connection: Int

    /// The first line.
    public var line: String { String(head.prefix { $0 != "\r\n" }) }

    /// The value of the first field of this name, written in any case.
    public subscript(name: String) -> String? {
      for line in head.components(separatedBy: "\r\n").dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
      return nil
    }
  }

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
    let connections = Mutex(0)
  }

  /// The port on 127.0.0.1.
  public let port: Int
  private let listener: Int32
  private let log = Log()

  /// Starts a server that answers every request with what `respond` says.
  public init(respond: @escaping @Sendable (Request) -> [Step]) throws {
    (listener, port) = try Self.listen()
    Thread.detachNewThread { [listener, log] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        let number = log.connections.withLock {
          $0 += 1
          return $0
        }
        Thread.detachNewThread {
          Self.serve(connection, of: listener, number, respond) { request in
            log.requests.withLock { $0.append(request) }
          }
        }
      }
      // Closed where it is used: elsewhere the number might be another socket's by then.
      close(listener)
    }
  }

  /// Starts a server that answers every request with the same text.
  public convenience init(answer: String) throws {
    try self.init { _ in [.send(answer)] }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// Where the server is.
  public var url: String { "http://127.0.0.1:\(port)" }

  /// The requests so far.
  public var requests: [Request] { log.requests.withLock { $0 } }

  /// The number of connections so far.
  public var connectionCount: Int { log.connections.withLock { $0 } }

  /// A port on which nothing listens, and nothing ever will while the tests run; `wanted` is the
  /// one that it shall be, which nobody uses any more, and 0 is any.
  public static func closedPort(_ wanted: Int = 0) throws -> Int {
    // Bound for good, so that no server that starts meanwhile is given it.
    try bind(wanted).port
  }

  /// A complete response with a body.
  public static func response(
    _ status: String = "200 OK",
    headers: [String] = [],
    body: String = ""
  ) -> String {
    let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)"]
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  private static func listen() throws -> (socket: Int32, port: Int) {
    let (descriptor, port) = try bind()
    guard Glibc.listen(descriptor, 64) == 0 else { throw CocoaError(.fileReadUnknown) }
    return (descriptor, port)
  }

  private static func bind(_ wanted: Int = 0) throws -> (socket: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = in_port_t(wanted).bigEndian
    if wanted != 0 {
      // Connections of the server before us may linger.
      var yes: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe Glibc.bind(descriptor, address, length) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    guard isBound else {
      close(descriptor)
      throw CocoaError(.fileReadUnknown)
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func serve(
    _ connection: Int32,
    of listener: Int32,
    _ number: Int,
    _ respond: (Request) -> [Step],
    record: (Request) -> Void
  ) {
    var buffer: [UInt8] = []
    while let request = read(&buffer, connection, number) {
      record(request)
      for step in respond(request) {
        switch step {
        case .send(let text): write(Array(text.utf8), to: connection)
        case .sendBytes(let bytes): write(bytes, to: connection)
        case .close:
          close(connection)
          return
        case .reset:
          var linger = linger(l_onoff: 1, l_linger: 0)
          let size = socklen_t(MemoryLayout<Glibc.linger>.size)
          unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, size)
          close(connection)
          return
        case .leave:
          shutdown(listener, Int32(SHUT_RDWR))
          close(connection)
          return
        case .hold:
          while receive(&buffer, connection) {}
          close(connection)
          return
        }
      }
    }
    close(connection)
  }

  private static func receive(_ buffer: inout [UInt8], _ connection: Int32) -> Bool {
    var part = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(connection, &part, part.count, 0)
    guard count > 0 else { return false }
    buffer += part[..<count]
    return true
  }

  private static func read(
    _ buffer: inout [UInt8],
    _ connection: Int32,
    _ number: Int
  ) -> Request? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
        let request = Request(head: head, body: [], connection: number)
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < range.upperBound + length {
          guard receive(&buffer, connection) else { return nil }
        }
        let body = Array(buffer[range.upperBound...].prefix(length))
        buffer.removeFirst(range.upperBound + length)
        return Request(head: head, body: body, connection: number)
      }
      guard receive(&buffer, connection) else { return nil }
    }
  }

  private static func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
