// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import HTTP

/// One request and what has come of its response so far; libcurl's callbacks
/// write into it.
final class Exchange {
  /// The body to send, and how often it may be sent.
  enum Upload {
    /// There is no body.
    case none
    /// libcurl may send it again on another connection.
    case repeatable([UInt8])
    /// It must not be sent a second time.
    case once([UInt8])
  }

  /// What is sent.
  let upload: Upload
  /// The field lines that are sent, and those of libcurl's own that are not.
  let headerLines: [String]
  /// Asked while the request is under way.
  let isInterrupted: (() -> Bool)?

  /// The reason phrase of the status line.
  private(set) var reason = ""
  /// The fields of the final response.
  private(set) var headers = HTTPHeaders()
  /// What has come of the body.
  private(set) var body: [UInt8] = []
  /// Whether more came than the request allows.
  private(set) var isTooLarge = false

  /// Whether a body that must not be sent twice has begun to leave.
  var hasLeft: Bool { sent > 0 }

  private let limit: Int
  private var sent = 0

  init(_ request: HTTPRequest, headerLines: [String], isInterrupted: (() -> Bool)?) {
    self.headerLines = headerLines
    self.isInterrupted = isInterrupted
    limit = request.maximumResponseBytes
    upload =
      switch (request.method, request.isRepeatable) {
      case (.post, true): .repeatable(request.body)
      case (.post, false): .once(request.body)
      default: .none
      }
  }

  /// Takes one line of the header, with its line end.
  fileprivate func receiveHeader(_ bytes: UnsafeRawBufferPointer) {
    let line = unsafe bytes.prefix { $0 != 0x0D && $0 != 0x0A }
    guard unsafe !line.starts(with: "HTTP/".utf8) else {
      // The fields of an interim response belong to that response only.
      headers = HTTPHeaders()
      let parts = unsafe String(decoding: line, as: UTF8.self)
        .split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      reason = parts.count == 3 ? String(parts[2]) : ""
      return
    }
    guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = unsafe String(decoding: line[..<colon], as: UTF8.self)
    var value = unsafe line[(colon + 1)...]
    func isBlank(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
    while unsafe isBlank(value.first) { unsafe value = value.dropFirst() }
    while unsafe isBlank(value.last) { unsafe value = value.dropLast() }
    headers.append(name, unsafe String(decoding: value, as: UTF8.self))
  }

  /// Takes a part of the body; false ends the request.
  fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= limit - body.count else {
      isTooLarge = true
      return false
    }
    if body.isEmpty, let announced = headers["content-length"].flatMap({ Int($0) }) {
      // The announced size is a claim; memory beyond a first share comes with the data.
      body.reserveCapacity(min(max(announced, bytes.count), limit, 4 << 20))
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// Hands out the next part of the body.
  fileprivate func sendBody(into space: UnsafeMutableRawBufferPointer) -> Int {
    guard case .once(let body) = upload else { return 0 }
    let part = body[sent...].prefix(space.count)
    unsafe space.copyBytes(from: part)
    sent += part.count
    return part.count
  }
}

/// Finds the exchange behind the pointer that libcurl hands back.
private func exchange(_ target: UnsafeMutableRawPointer?) -> Exchange? {
  unsafe target.map { unsafe Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

/// CURLOPT_WRITEFUNCTION: any result but the number of bytes is an error.
let receiveBody: curl_write_callback = { bytes, size, count, target in
  guard let exchange = unsafe exchange(target) else { return 0 }
  let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe exchange.receiveBody(part) ? part.count : 0
}

/// CURLOPT_HEADERFUNCTION: called once for every line.
let receiveHeader: curl_write_callback = { bytes, size, count, target in
  guard let exchange = unsafe exchange(target) else { return 0 }
  let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  unsafe exchange.receiveHeader(line)
  return line.count
}

/// CURLOPT_READFUNCTION: 0 is the end of the body.
let sendBody: curl_read_callback = { space, size, count, target in
  guard let exchange = unsafe exchange(target) else { return 0 }
  let space = unsafe UnsafeMutableRawBufferPointer(start: space, count: size * count)
  return unsafe exchange.sendBody(into: space)
}

/// CURLOPT_XFERINFOFUNCTION: called at least once a second and after every signal.
let reportProgress: curl_xferinfo_callback = { target, _, _, _, _ in
  guard let exchange = unsafe exchange(target) else { return 0 }
  return exchange.isInterrupted?() == true ? 1 : 0
}
