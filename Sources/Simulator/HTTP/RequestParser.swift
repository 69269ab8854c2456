// SPDX-License-Identifier: MIT

internal import Text

/// Finds requests in the bytes of a connection (RFC 9112), as they arrive.
struct RequestParser {
  /// How much the server reads before it gives up.
  struct Limits {
    /// Bytes of the request line and the fields together.
    var head = 417_792
    /// Fields.
    var fields = 100
    /// Bytes of the target.
    var target = 65_534
    /// Bytes of a body; the services have lower limits of their own.
    var body = 256 << 20
  }

  /// What was found.
  enum Event {
    /// Nothing yet: more bytes are needed.
    case incomplete
    /// A request whose body may follow.
    case head(HTTPRequest)
    /// The end of the body of the request that was reported before.
    case end(body: [UInt8])
    /// No HTTP; the status says how to refuse it, and the connection must end.
    case malformed(status: Int)
  }

  private enum Stage {
    case head
    case body(remaining: Int)
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd
    case trailers
    case failed
  }

  private let limits: Limits
  private var buffer: [UInt8] = []
  private var position = 0
  /// How far the buffer was searched for the end of the head.
  private var searched = 0
  private var stage = Stage.head
  private var body: [UInt8] = []
  private var trailerBytes = 0

  init(limits: Limits = Limits()) { self.limits = limits }

  /// The part of the body that has arrived, when the other side will send no more.
  var partialBody: [UInt8]? {
    switch stage {
    case .head, .failed: nil
    default: body
    }
  }

  /// Takes bytes from the connection.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    if position > 0 {
      buffer.removeFirst(position)
      searched = max(0, searched - position)
      position = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// Looks for the next event; call it until it is incomplete.
  mutating func next() -> Event {
    while true {
      switch stage {
      case .failed: return .incomplete
      case .head: return head()
      case .body(let remaining):
        let missing = takeBody(remaining)
        guard missing == 0 else {
          stage = .body(remaining: missing)
          return .incomplete
        }
        return end()
      case .chunkSize:
        guard let line = line(limit: 4096) else { return incomplete(limit: 4096) }
        guard let size = Self.chunkSize(line), body.count + size <= limits.body else {
          return fail(400)
        }
        stage = size == 0 ? .trailers : .chunkData(remaining: size)
        trailerBytes = 0
      case .chunkData(let remaining):
        let missing = takeBody(remaining)
        guard missing == 0 else {
          stage = .chunkData(remaining: missing)
          return .incomplete
        }
        stage = .chunkEnd
      case .chunkEnd:
        guard let line = line(limit: 2) else { return incomplete(limit: 2) }
        guard line.isEmpty else { return fail(400) }
        stage = .chunkSize
      case .trailers:
        guard let line = line(limit: 16_384) else { return incomplete(limit: 16_384) }
        guard !line.isEmpty else { return end() }
        trailerBytes += line.count
        guard trailerBytes <= 16_384 else { return fail(431) }
      }
    }
  }

  /// Takes so many bytes of the body, or as many as are there, and returns how many are missing.
  private mutating func takeBody(_ count: Int) -> Int {
    let taken = min(count, buffer.count - position)
    body.append(contentsOf: buffer[position..<position + taken])
    position += taken
    return count - taken
  }

  private mutating func end() -> Event {
    let whole = body
    body = []
    stage = .head
    return .end(body: whole)
  }

  private mutating func fail(_ status: Int) -> Event {
    stage = .failed
    buffer = []
    position = 0
    return .malformed(status: status)
  }

  private mutating func incomplete(limit: Int) -> Event {
    buffer.count - position > limit ? fail(400) : .incomplete
  }

  /// The next line without its end; a bare line feed counts as an end.
  private mutating func line(limit: Int) -> ArraySlice<UInt8>? {
    guard let feed = buffer[position...].prefix(limit + 2).firstIndex(of: 0x0A) else { return nil }
    var line = buffer[position..<feed]
    if line.last == 0x0D { line.removeLast() }
    position = feed + 1
    return line
  }

  private static func chunkSize(_ line: ArraySlice<UInt8>) -> Int? {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    guard (1...15).contains(digits.count), digits.allSatisfy(\.isHexDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func head() -> Event {
    // Empty lines before a request are skipped (RFC 9112, section 2.2).
    while position < buffer.count, buffer[position] == 0x0D || buffer[position] == 0x0A {
      position += 1
    }
    guard let feed = endOfHead() else {
      // What cannot become a method, such as the greeting of TLS, is refused at once.
      if let end = buffer[position...].first(where: { !$0.isTokenByte }), end != 0x20 {
        return fail(400)
      }
      let length = buffer.count - position
      guard length > limits.target else { return .incomplete }
      let hasLine = buffer[position..<position + limits.target].contains(0x0A)
      if !hasLine { return fail(414) }
      return length > limits.head ? fail(431) : .incomplete
    }
    let lines = buffer[position..<feed].split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let length = feed - position
    position = feed
    searched = position
    guard length <= limits.head else { return fail(431) }
    return request(of: lines)
  }

  /// The place after the empty line that ends the head.
  private mutating func endOfHead() -> Int? {
    var index = max(position, searched)
    while index < buffer.count {
      defer { index += 1 }
      guard buffer[index] == 0x0A, index > position else { continue }
      if buffer[index - 1] == 0x0A { return index + 1 }
      if index > position + 1, buffer[index - 1] == 0x0D, buffer[index - 2] == 0x0A {
        return index + 1
      }
    }
    searched = buffer.count
    return nil
  }

  private mutating func request(of lines: [ArraySlice<UInt8>]) -> Event {
    guard let first = lines.first else { return fail(400) }
    let parts = first.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[0].allSatisfy(\.isTokenByte), parts[1].allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return fail(400) }
    guard parts[1].count <= limits.target else { return fail(414) }
    let minorVersion: Int
    switch String(decoding: parts[2], as: UTF8.self) {
    case "HTTP/1.1": minorVersion = 1
    case "HTTP/1.0": minorVersion = 0
    default: return fail(400)
    }
    var headers = HTTPHeaders()
    for line in lines.dropFirst() where !line.isEmpty {
      guard headers.fields.count < limits.fields else { return fail(431) }
      guard let field = Self.field(line) else { return fail(400) }
      headers.add(field.name, field.value)
    }
    guard let framing = Self.framing(headers, minorVersion) else { return fail(400) }
    if case .length(let length) = framing, length > limits.body { return fail(413) }
    let options = Self.options(headers, "connection")
    var closes = minorVersion == 0 ? !options.contains("keep-alive") : options.contains("close")
    // Both ways to say the length: served, and then closed (RFC 9112, section 6.1).
    if framing == .chunked, headers.contains("content-length") { closes = true }
    switch framing {
    case .empty: stage = .body(remaining: 0)
    case .length(let length): stage = .body(remaining: length)
    case .chunked: stage = .chunkSize
    }
    return .head(
      HTTPRequest(
        method: String(decoding: parts[0], as: UTF8.self),
        target: String(decoding: parts[1], as: UTF8.self),
        minorVersion: minorVersion,
        headers: headers,
        framing: framing,
        closes: closes
      )
    )
  }

  private static func field(_ line: ArraySlice<UInt8>) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    let name = line[..<colon]
    guard name.allSatisfy(\.isTokenByte) else { return nil }
    var value = line[(colon + 1)...]
    while value.first == 0x20 || value.first == 0x09 { value.removeFirst() }
    while value.last == 0x20 || value.last == 0x09 { value.removeLast() }
    guard value.allSatisfy(\.isFieldByte) else { return nil }
    return (
      String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self)
    )
  }

  private static func framing(_ headers: HTTPHeaders, _ minorVersion: Int) -> HTTPRequest.Framing? {
    let codings = options(headers, "transfer-encoding", omittingEmpty: false)
    if let last = codings.last {
      return minorVersion > 0 && last == "chunked" ? .chunked : nil
    }
    let lengths = Set(headers.fields.filter { $0.name == "content-length" }.map(\.value))
    guard let length = lengths.first else { return .empty }
    guard lengths.count == 1, length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let bytes = Int(length)
    else { return nil }
    return .length(bytes)
  }

  /// The words between the commas in all fields of a name, in small letters.
  private static func options(
    _ headers: HTTPHeaders,
    _ name: String,
    omittingEmpty: Bool = true
  ) -> [String] {
    headers.fields.filter { $0.name == name }.flatMap { field in
      field.value.lowercased().split(separator: ",", omittingEmptySubsequences: omittingEmpty)
        .map { $0.trimmingWhitespace() }
    }
  }
}
