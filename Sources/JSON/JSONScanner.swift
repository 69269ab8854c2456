// SPDX-License-Identifier: MIT

/// Walks over JSON text byte by byte, checking the grammar of RFC 8259.
///
/// It works on borrowed memory: whoever makes one keeps the bytes alive.
@safe
struct JSONScanner {
  private let base: UnsafeBufferPointer<UInt8>
  private let options: JSONReadingOptions
  private(set) var offset: Int
  let end: Int

  init(_ base: UnsafeBufferPointer<UInt8>, range: Range<Int>, options: JSONReadingOptions) {
    unsafe self.base = base
    self.options = options
    offset = range.lowerBound
    end = range.upperBound
  }

  func error(_ reason: JSONError.Reason, at place: Int? = nil) -> JSONError {
    unsafe JSONError(reason, at: place ?? offset, in: base)
  }

  // MARK: White space

  /// Moves to the next byte that is not white space, and returns it; nil at the end.
  mutating func peek() -> UInt8? {
    while offset < end {
      let byte = unsafe base[offset]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      case UInt8(ascii: "#") where options.allowsCommentLines && standsAtStartOfLine: skipLine()
      case UInt8(ascii: "/")
      where options.allowsCommentLines && offset + 1 < end
        && (unsafe base[offset + 1]) == UInt8(ascii: "/") && standsAtStartOfLine:
        skipLine()
      default: return byte
      }
    }
    return nil
  }

  private var standsAtStartOfLine: Bool {
    var place = offset - 1
    while place >= 0 {
      switch unsafe base[place] {
      case 0x20, 0x09, 0x0D: place -= 1
      case 0x0A: return true
      case 0xBF where place == 2: return true  // The end of a byte order mark.
      default: return false
      }
    }
    return true
  }

  private mutating func skipLine() {
    while offset < end, unsafe base[offset] != 0x0A { offset += 1 }
  }

  mutating func expect(_ byte: UInt8, _ expected: @autoclosure () -> String) throws(JSONError) {
    guard let next = peek() else { throw error(.unexpectedEnd) }
    guard next == byte else { throw error(.unexpectedByte(next, expected: expected())) }
    offset += 1
  }

  // MARK: Values

  /// Reads one value into memory.
  mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
    guard let byte = peek() else { throw error(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    default:
      let start = offset
      try skipNumber(byte)
      let text = unsafe String(decoding: base[start..<offset], as: UTF8.self)
      return .number(JSONNumber(verified: text))
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    var object = JSONObject()
    try eachMember(depth: depth) { (scanner: inout JSONScanner) throws(JSONError) in
      let place = scanner.offset
      let name = try scanner.string()
      try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
      let value = try scanner.value(depth: depth)
      guard !object.appendIfNew(name, value) else { return }
      guard scanner.options.duplicateMembers == .lastWins else {
        throw scanner.error(.duplicateMember(name), at: place)
      }
      object[name] = value
    }
    return object
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    try eachElement(depth: depth) { (scanner: inout JSONScanner) throws(JSONError) in
      elements.append(try scanner.value(depth: depth))
    }
    return elements
  }

  /// Calls `body` before the name of each member; `body` must move past its value.
  mutating func eachMember(
    depth: Int,
    _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(depth)
    try expect(UInt8(ascii: "{"), "an object")
    if peek() == UInt8(ascii: "}") {
      offset += 1
      return
    }
    while true {
      guard let byte = peek() else { throw error(.unexpectedEnd) }
      guard byte == UInt8(ascii: "\"") else {
        throw error(.unexpectedByte(byte, expected: "a member name in double quotes"))
      }
      try body(&self)
      guard let next = peek() else { throw error(.unexpectedEnd) }
      offset += 1
      if next == UInt8(ascii: "}") { return }
      guard next == UInt8(ascii: ",") else {
        throw error(.unexpectedByte(next, expected: "',' or '}'"), at: offset - 1)
      }
    }
  }

  /// Calls `body` before each element; `body` must move past it.
  mutating func eachElement(
    depth: Int,
    _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(depth)
    try expect(UInt8(ascii: "["), "an array")
    if peek() == UInt8(ascii: "]") {
      offset += 1
      return
    }
    while true {
      try body(&self)
      guard let next = peek() else { throw error(.unexpectedEnd) }
      offset += 1
      if next == UInt8(ascii: "]") { return }
      guard next == UInt8(ascii: ",") else {
        throw error(.unexpectedByte(next, expected: "',' or ']'"), at: offset - 1)
      }
    }
  }

  private func enter(_ depth: Int) throws(JSONError) {
    guard depth <= options.maximumDepth else {
      throw error(.tooDeep(limit: options.maximumDepth))
    }
  }

  // MARK: Skipping

  /// Moves past one value, checking its grammar and building nothing.
  mutating func skipValue(depth: Int = 0) throws(JSONError) {
    guard let byte = peek() else { throw error(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "\""): _ = try skipString()
    case UInt8(ascii: "{"):
      try eachMember(depth: depth + 1) { (scanner: inout JSONScanner) throws(JSONError) in
        _ = try scanner.skipString()
        try scanner.expect(UInt8(ascii: ":"), "':' after a member name")
        try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try eachElement(depth: depth + 1) { (scanner: inout JSONScanner) throws(JSONError) in
        try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    default: try skipNumber(byte)
    }
  }

  private mutating func literal(_ word: StaticString) throws(JSONError) {
    let start = offset
    let length = word.utf8CodeUnitCount
    for index in 0..<length {
      guard offset < end else { throw error(.unexpectedEnd) }
      guard unsafe base[offset] == word.utf8Start[index] else {
        throw error(.unexpectedByte(unsafe base[start], expected: "a value"), at: start)
      }
      offset += 1
    }
  }

  private mutating func skipDigits() -> Bool {
    let start = offset
    while offset < end, case 0x30...0x39 = unsafe base[offset] { offset += 1 }
    return offset > start
  }

  private mutating func skipNumber(_ first: UInt8) throws(JSONError) {
    let start = offset
    if first == UInt8(ascii: "-") { offset += 1 }
    guard offset < end else { throw error(.unexpectedEnd) }
    switch unsafe base[offset] {
    case 0x30: offset += 1
    case 0x31...0x39: _ = skipDigits()
    default:
      if first == UInt8(ascii: "-") { throw error(.invalidNumber, at: start) }
      throw error(.unexpectedByte(first, expected: "a value"), at: start)
    }
    if offset < end, unsafe base[offset] == UInt8(ascii: ".") {
      offset += 1
      guard skipDigits() else { throw error(.invalidNumber, at: start) }
    }
    if offset < end, unsafe base[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < end {
        let sign = unsafe base[offset]
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
      }
      guard skipDigits() else { throw error(.invalidNumber, at: start) }
    }
    if offset < end, case 0x30...0x39 = unsafe base[offset] {
      throw error(.invalidNumber, at: start)  // A leading zero.
    }
  }

  // MARK: Strings

  /// Moves past a string, whose opening quote comes next, checking what is in it.
  ///
  /// - Returns: Whether it contains an escape.
  mutating func skipString() throws(JSONError) -> Bool {
    offset += 1  // The opening quote.
    var hasEscapes = false
    while offset < end {
      let byte = unsafe base[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return hasEscapes
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        offset += 1
        try skipEscape()
      } else if byte < 0x20 {
        throw error(.controlCharacter(byte))
      } else if byte < 0x80 {
        offset += 1
      } else {
        try skipUTF8(byte)
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func skipEscape() throws(JSONError) {
    guard offset < end else { throw error(.unexpectedEnd) }
    let byte = unsafe base[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      let place = offset - 2
      let unit = try hexUnit()
      switch unit {
      case 0xD800..<0xDC00:
        guard offset + 1 < end, unsafe base[offset] == UInt8(ascii: "\\"),
          unsafe base[offset + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate, at: place) }
        offset += 2
        guard case 0xDC00..<0xE000 = try hexUnit() else {
          throw error(.loneSurrogate, at: place)
        }
      case 0xDC00..<0xE000: throw error(.loneSurrogate, at: place)
      default: return
      }
    default: throw error(.invalidEscape, at: offset - 2)
    }
  }

  private mutating func hexUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard offset < end else { throw error(.unexpectedEnd) }
      let digit: UInt8
      switch unsafe base[offset] {
      case let byte where byte >= 0x30 && byte <= 0x39: digit = byte - 0x30
      case let byte where byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66: digit = (byte | 0x20) - 0x57
      default: throw error(.invalidEscape)
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }

  /// Moves past one multi-byte sequence (RFC 3629, section 4).
  private mutating func skipUTF8(_ lead: UInt8) throws(JSONError) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF1...0xF3: length = 4
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    default: throw error(.invalidUTF8)
    }
    guard offset + length <= end, second.contains(unsafe base[offset + 1]) else {
      throw error(.invalidUTF8)
    }
    for index in 2..<max(length, 2) where unsafe base[offset + index] & 0xC0 != 0x80 {
      throw error(.invalidUTF8)
    }
    offset += length
  }

  /// Reads a string, whose opening quote comes next.
  mutating func string() throws(JSONError) -> String {
    let start = offset + 1
    let hasEscapes = try skipString()
    let contents = unsafe base[start..<offset - 1]
    guard hasEscapes else { return unsafe String(decoding: contents, as: UTF8.self) }
    return unescape(start..<offset - 1)
  }

  /// The text between two quotes, already checked, with its escapes resolved.
  private func unescape(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = unsafe base[place]
      place += 1
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      let escape = unsafe base[place]
      place += 1
      switch escape {
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        var scalar = unit(at: place)
        place += 4
        if case 0xD800..<0xDC00 = scalar {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (unit(at: place + 2) - 0xDC00)
          place += 6
        }
        if let scalar = Unicode.Scalar(scalar) { bytes.append(contentsOf: String(scalar).utf8) }
      default: bytes.append(escape)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func unit(at place: Int) -> UInt32 {
    var unit: UInt32 = 0
    for index in place..<place + 4 {
      let byte = unsafe base[index]
      unit = unit << 4 | UInt32(byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
    }
    return unit
  }
}
