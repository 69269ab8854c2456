// SPDX-License-Identifier: MIT

internal import JSON

/// The bytes of a plan, and the lines in them.
public struct PlanText: Sendable {
  /// The text, comment lines and byte order mark blanked out, so that offsets stay.
  public let bytes: [UInt8]
  private let lineStarts: [Int]

  /// Takes the bytes of a plan.
  public init(_ bytes: [UInt8]) {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes.replaceSubrange(0..<3, with: [0x20, 0x20, 0x20])
    }
    var starts = [0]
    var isAtStart = true
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x0A {
        starts.append(place + 1)
        isAtStart = true
      } else if isAtStart, byte == UInt8(ascii: "#") || Self.isDoubleSlash(bytes, place) {
        // No text of JSON can hold a line end, so such a line is inside none.
        while place < bytes.count, bytes[place] != 0x0A {
          bytes[place] = 0x20
          place += 1
        }
        continue
      } else if byte != 0x20, byte != 0x09, byte != 0x0D {
        isAtStart = false
      }
      place += 1
    }
    self.bytes = bytes
    lineStarts = starts
  }

  private static func isDoubleSlash(_ bytes: [UInt8], _ place: Int) -> Bool {
    bytes[place] == UInt8(ascii: "/") && place + 1 < bytes.count
      && bytes[place + 1] == UInt8(ascii: "/")
  }

  /// The line of a byte; starts from 1.
  public func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Where a line begins, in bytes.
  func start(ofLine line: Int) -> Int { lineStarts[line - 1] }

  /// Where the line after the one of a byte begins; nil on the last.
  func startOfNextLine(after offset: Int) -> Int? {
    let line = line(of: offset)
    return line < lineStarts.count ? lineStarts[line] : nil
  }

  /// Where the name of the member begins whose value begins at `offset`; `offset` itself where the
  /// value has no name.
  public func startOfName(ofValueAt offset: Int) -> Int {
    var place = offset
    func skipBlanks() {
      while place > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place - 1]) { place -= 1 }
    }
    skipBlanks()
    guard place > 0, bytes[place - 1] == UInt8(ascii: ":") else { return offset }
    place -= 1
    skipBlanks()
    guard place > 0, bytes[place - 1] == UInt8(ascii: "\"") else { return offset }
    place -= 1
    while let quote = bytes[..<place].lastIndex(of: UInt8(ascii: "\"")) {
      // Inside of a name a quote has an odd number of backslashes before it.
      var first = quote
      while first > 0, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
      if (quote - first).isMultiple(of: 2) { return quote }
      place = quote
    }
    return offset
  }

  /// The encoding that this looks like instead of UTF-8; nil if it does not.
  var foreignEncoding: String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard bytes.count >= 2, (bytes[0] == 0) != (bytes[1] == 0) else { return nil }
    return "UTF-16"
  }

  // MARK: Excerpts

  /// A part of a line for people, and where in it a caret belongs.
  public struct Excerpt: Equatable, Sendable {
    /// The text, at most ``maximumWidth`` characters, ellipses included.
    public let text: String
    /// How many characters stand before the caret.
    public let caret: Int
  }

  private static let maximumWidth = 72

  /// How far before and after a place a line is looked at, in bytes: it may be as long as the plan.
  private static let reach = 4096

  /// Shows the place of a mistake, without any text of values but the one at fault.
  ///
  /// Whatever stands beside the place may be a secret, so that texts after a
  /// colon are left out; `showsValue` tells whether the value at the place may be shown.
  /// Where the text is no JSON, nothing tells what behind the mistake is a value:
  /// `endsThere` leaves all of it out.
  public func excerpt(at offset: Int, showsValue: Bool, endsThere: Bool = false) -> Excerpt {
    let line = line(of: offset)
    let start = start(ofLine: line)
    var end = start
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    let from = startOfExcerpt(at: offset, inLineFrom: start)
    var to = min(end, offset + Self.reach)
    if endsThere, offset < end { to = Self.isStructural(bytes[offset]) ? offset + 1 : offset }
    let (text, caret) = masked(from..<max(from, to), at: offset, showsValue: showsValue)
    return Self.window(text, caret, isCutBefore: from > start, isCutAfter: to < end)
  }

  /// What follows these names is no secret.
  private static let plainNames: Set<[UInt8]> = [Array("\"@type\"".utf8), Array("\"object\"".utf8)]

  /// A place not far before `offset` that stands in no text, or else where that text begins: what
  /// is inside of a text can only be told from its start.
  private func startOfExcerpt(at offset: Int, inLineFrom start: Int) -> Int {
    let wanted = offset - Self.reach
    guard wanted > start else { return start }
    var place = start
    var textStart: Int?
    while place < wanted {
      switch bytes[place] {
      case UInt8(ascii: "\\") where textStart != nil: place += 1
      case UInt8(ascii: "\""): textStart = textStart == nil ? place : nil
      default: break
      }
      place += 1
    }
    return textStart ?? Self.boundary(bytes, wanted)
  }

  private static func isStructural(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""):
      true
    default: false
    }
  }

  /// The first place from `offset` on that is not inside of a character.
  private static func boundary(_ bytes: [UInt8], _ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  private func masked(
    _ range: Range<Int>,
    at offset: Int,
    showsValue: Bool
  ) -> (text: [Character], caret: Int) {
    var text: [Character] = []
    var caret = 0
    var place = range.lowerBound
    var followsColon = false
    var name: ArraySlice<UInt8> = []
    while place < range.upperBound {
      if place <= offset { caret = text.count }
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        let end = endOfString(place, in: range)
        let isName = startsName(after: end, in: range)
        let shows =
          isName || Self.plainNames.contains(Array(name)) || (place == offset && showsValue)
        name = isName ? bytes[place..<end] : []
        if shows {
          text += String(decoding: bytes[place..<end], as: UTF8.self).map(Self.harmless)
        } else {
          text += "\"…\""
        }
        // A mistake inside the text is shown at its start.
        place = end
        followsColon = false
      case UInt8(ascii: ":"):
        followsColon = true
        text.append(":")
        place += 1
      case 0x20...0x7E where followsColon && !showsValue && Self.isScalar(byte):
        while place < range.upperBound, Self.isScalar(bytes[place]) { place += 1 }
        text.append("…")
        followsColon = false
      default:
        let next = Self.boundary(bytes, place + 1)
        text += String(decoding: bytes[place..<min(next, range.upperBound)], as: UTF8.self)
          .map(Self.harmless)
        if byte != 0x20, byte != 0x09 { followsColon = false }
        place = min(next, range.upperBound)
      }
    }
    if offset >= range.upperBound { caret = text.count }
    return (text, caret)
  }

  private static func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }

  private func endOfString(_ start: Int, in range: Range<Int>) -> Int {
    var place = start + 1
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      place += 1
      if bytes[place - 1] == UInt8(ascii: "\"") { return place }
    }
    return range.upperBound
  }

  private func startsName(after end: Int, in range: Range<Int>) -> Bool {
    var place = end
    while place < range.upperBound, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place < range.upperBound && bytes[place] == UInt8(ascii: ":")
  }

  private static func harmless(_ character: Character) -> Character {
    character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : character
  }

  private static func window(
    _ text: [Character],
    _ caret: Int,
    isCutBefore: Bool,
    isCutAfter: Bool
  ) -> Excerpt {
    var from = max(0, min(caret - maximumWidth / 3, text.count - maximumWidth))
    var to = min(text.count, from + maximumWidth)
    let hasBefore = from > 0 || isCutBefore
    let hasAfter = to < text.count || isCutAfter
    if hasBefore { from += from > 0 ? 1 : 0 }
    if hasAfter, to > from, to - from + (hasBefore ? 1 : 0) >= maximumWidth { to -= 1 }
    let shown = (hasBefore ? "…" : "") + String(text[from..<to]) + (hasAfter ? "…" : "")
    return Excerpt(text: shown, caret: max(0, caret - from) + (hasBefore ? 1 : 0))
  }
}
