// SPDX-License-Identifier: MIT

/// How strictly text is read.
public struct JSONReadingOptions: Sendable {
  /// What to do about the same name twice in one object.
  public enum DuplicateMembers: Sendable {
    /// The last value counts, as in most other readers.
    case lastWins
    /// ``JSONError/Reason/duplicateMember(_:)`` is thrown.
    case refuse
  }

  /// What to do about the same name twice in one object.
  public var duplicateMembers: DuplicateMembers
  /// How deeply arrays and objects may be nested.
  public var maximumDepth: Int
  /// Whether lines that begin with `#` or `//` count as white space.
  public var allowsCommentLines: Bool

  /// Makes options; the defaults are those of RFC 8259.
  public init(
    duplicateMembers: DuplicateMembers = .lastWins,
    maximumDepth: Int = 512,
    allowsCommentLines: Bool = false
  ) {
    self.duplicateMembers = duplicateMembers
    self.maximumDepth = maximumDepth
    self.allowsCommentLines = allowsCommentLines
  }
}

extension JSONValue {
  /// Reads a text that is exactly one value, apart from white space around it.
  ///
  /// - Throws: ``JSONError`` with the place of the first mistake.
  public init(
    parsing bytes: [UInt8],
    options: JSONReadingOptions = JSONReadingOptions()
  ) throws(JSONError) {
    var reader = JSONSequenceReader(bytes, options: options)
    guard let first = try reader.next() else {
      throw JSONError(.unexpectedEnd, at: bytes.count, in: bytes)
    }
    try reader.finish()
    self = first.value
  }

  /// Reads a text that is exactly one value, apart from white space around it.
  ///
  /// - Throws: ``JSONError`` with the place of the first mistake.
  public init(
    parsing text: String,
    options: JSONReadingOptions = JSONReadingOptions()
  ) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), options: options)
  }
}

/// Reads values that follow one another, with or without white space between them.
public struct JSONSequenceReader {
  private let bytes: [UInt8]
  private let options: JSONReadingOptions
  /// How many bytes of the text have been read.
  public private(set) var offset: Int

  /// Creates a reader that begins at byte `offset` of the text.
  public init(
    _ bytes: [UInt8],
    options: JSONReadingOptions = JSONReadingOptions(),
    from offset: Int = 0
  ) {
    self.bytes = bytes
    self.options = options
    self.offset = offset
  }

  /// The next value and the place of its bytes; nil at the end of the text.
  public mutating func next() throws(JSONError) -> (value: JSONValue, range: Range<Int>)? {
    let from = offset
    let result = try bytes.withScanner(from..<bytes.count, options) {
      (scanner: inout JSONScanner) throws(JSONError) -> (JSONValue, Range<Int>)? in
      guard scanner.peek() != nil else { return nil }
      let start = scanner.offset
      let value = try scanner.value()
      return (value, start..<scanner.offset)
    }
    guard let (value, range) = result else {
      offset = bytes.count
      return nil
    }
    offset = range.upperBound
    return (value, range)
  }

  /// Checks that only white space is left.
  public mutating func finish() throws(JSONError) {
    try bytes.withScanner(offset..<bytes.count, options) {
      (scanner: inout JSONScanner) throws(JSONError) in
      guard scanner.peek() == nil else { throw scanner.error(.trailingContent) }
    }
    offset = bytes.count
  }
}

extension [UInt8] {
  func withScanner<R>(
    _ range: Range<Int>,
    _ options: JSONReadingOptions,
    _ body: (inout JSONScanner) throws(JSONError) -> R
  ) throws(JSONError) -> R {
    try unsafe withUnsafeBufferPointer { (base) throws(JSONError) -> R in
      var scanner = unsafe JSONScanner(base, range: range, options: options)
      return try body(&scanner)
    }
  }
}
