// SPDX-License-Identifier: MIT

internal import Glibc

/// Why a running simulator could not be told anything.
enum ControlError: Error {
  /// Nothing answers at the address, or not with success.
  case noSimulator(url: String)

  /// What the person reads.
  var sentence: String {
    switch self {
    case .noSimulator(let url): "no stalwart-sim answers at \(url)"
    }
  }
}

/// Talks to the own paths of a running simulator.
enum ControlClient {
  /// Sends a request without content and returns the content of the answer.
  ///
  /// - Throws: ``ControlError`` when nothing answers, or not with success.
  static func send(_ method: String, _ target: String, to url: String) throws -> [UInt8] {
    let scheme = "http://127.0.0.1:"
    guard url.hasPrefix(scheme),
      let port = UInt16(url.dropFirst(scheme.count).prefix { $0.isNumber })
    else { throw ControlError.noSimulator(url: url) }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw SimulatorError.socket(operation: "socket", code: errno) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw ControlError.noSimulator(url: url) }
    let request = "\(method) \(target) HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n"
    guard FileAccess.write(Array(request.utf8), to: descriptor) else {
      throw ControlError.noSimulator(url: url)
    }
    let answer = FileAccess.readAll(descriptor) ?? []
    let end = Array("\r\n\r\n".utf8)
    let text = String(decoding: answer.prefix(16), as: UTF8.self)
    guard text.hasPrefix("HTTP/1.0 2"),
      let head = answer.indices.first(where: { answer[$0...].starts(with: end) })
    else { throw ControlError.noSimulator(url: url) }
    return Array(answer[(head + end.count)...])
  }

  /// The text with all but unreserved characters as `%XX` (RFC 3986, section 2.1).
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
