// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The place of each entry of a schema document.
///
/// The index is kept in the form of the file beside the document: a header (magic, length of
/// the document, number of entries of each section), 32 bytes for each entry (the place of
/// its name in the index, the place and the checksum of its value in the document), the
/// names, and a checksum of all that. Numbers are little-endian.
struct SchemaIndex: Sendable {
  /// The parts of the document that are maps of named entries.
  enum Section: Int, CaseIterable, Sendable {
    case objects, schemas, fields, forms, lists, enums

    init?(name: String) {
      switch name {
      case "objects": self = .objects
      case "schemas": self = .schemas
      case "fields": self = .fields
      case "forms": self = .forms
      case "lists": self = .lists
      case "enums": self = .enums
      default: return nil
      }
    }
  }

  /// One entry.
  struct Entry: Sendable {
    /// The name, as the document spells it.
    let name: String
    /// Where the value stands in the document.
    let value: Range<Int>
    /// What ``checksum(_:)`` makes of the value.
    let checksum: UInt64
  }

  private static let magic = Array("STWSIX2\n".utf8)
  private static let headerLength = 8 + 8 + 4 * Section.allCases.count
  private static let entryLength = 32

  /// The whole index in its serialised form.
  let bytes: [UInt8]
  /// The number of the first entry of each section, and of what would follow the last.
  private let starts: [Int]

  /// Scans a document.
  init(scanning document: [UInt8]) throws(SchemaError) {
    let outline: JSONOutline
    do { outline = try JSONOutline(document) } catch { throw .notJSON(error) }
    var sections = [[JSONOutline.Entry]](repeating: [], count: Section.allCases.count)
    for section in outline.sections {
      guard let place = Section(name: section.name) else { continue }
      sections[place.rawValue] = section.entries
        .sorted { Self.compare(document, $0.name, document, $1.name) < 0 }
    }
    guard !sections[Section.objects.rawValue].isEmpty else { throw .noObjects }
    var bytes = Self.magic
    Self.append(UInt64(document.count), to: &bytes)
    for section in sections { Self.append(UInt32(section.count), to: &bytes) }
    var namePlace = Self.headerLength + Self.entryLength * sections.reduce(0) { $0 + $1.count }
    for entry in sections.joined() {
      Self.append(UInt64(namePlace), to: &bytes)
      Self.append(UInt32(truncatingIfNeeded: entry.name.count), to: &bytes)
      Self.append(UInt32(truncatingIfNeeded: entry.value.count), to: &bytes)
      Self.append(UInt64(entry.value.lowerBound), to: &bytes)
      Self.append(Self.checksum(document[entry.value]), to: &bytes)
      namePlace += entry.name.count
    }
    for entry in sections.joined() { bytes += document[entry.name] }
    Self.append(Self.checksum(bytes[...]), to: &bytes)
    starts = Self.starts(sections.map(\.count))
    self.bytes = bytes
  }

  /// Takes the serialised form; nil unless it is whole and belongs to a document of that length.
  init?(_ bytes: [UInt8], documentLength: Int) {
    guard bytes.count > Self.headerLength + 8, bytes.starts(with: Self.magic),
      Self.number(bytes, at: 8) == UInt64(documentLength),
      Self.number(bytes, at: bytes.count - 8) == Self.checksum(bytes.dropLast(8))
    else { return nil }
    // The checksum guards against accidents. Forged places are harmless, because each one is
    // checked where it is used.
    let starts = Self.starts(
      Section.allCases.map { Int(Self.word(bytes, at: 16 + 4 * $0.rawValue)) }
    )
    let names = Self.headerLength + Self.entryLength * (starts.last ?? 0)
    guard names <= bytes.count - 8 else { return nil }
    self.starts = starts
    self.bytes = bytes
  }

  private static func starts(_ counts: [Int]) -> [Int] {
    counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  }

  /// The entry of that name, in any ASCII case.
  func entry(_ name: String, in section: Section) -> Entry? {
    let name = Array(name.utf8)
    var low = starts[section.rawValue]
    var high = starts[section.rawValue + 1]
    while low < high {
      let middle = (low + high) / 2
      let order = Self.compare(bytes, nameRange(middle), name, 0..<name.count)
      if order == 0 { return entry(middle) }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// The entries of a section, in the order of the document.
  func entries(of section: Section) -> [Entry] {
    (starts[section.rawValue]..<starts[section.rawValue + 1]).map { entry($0) }
      .sorted { $0.value.lowerBound < $1.value.lowerBound }
  }

  private func entry(_ number: Int) -> Entry {
    let place = Self.headerLength + Self.entryLength * number
    let start = Self.offset(bytes, at: place + 16)
    return Entry(
      name: String(decoding: bytes[nameRange(number)], as: UTF8.self),
      value: start..<start + Int(Self.word(bytes, at: place + 12)),
      checksum: Self.number(bytes, at: place + 24)
    )
  }

  /// Where the name of an entry stands in the index; empty if that is nowhere.
  private func nameRange(_ number: Int) -> Range<Int> {
    let place = Self.headerLength + Self.entryLength * number
    let start = Self.offset(bytes, at: place)
    let end = start + Int(Self.word(bytes, at: place + 8))
    return end <= bytes.count ? start..<end : 0..<0
  }

  // MARK: Bytes

  private static func compare(
    _ left: [UInt8],
    _ leftRange: Range<Int>,
    _ right: [UInt8],
    _ rightRange: Range<Int>
  ) -> Int {
    var leftPlace = leftRange.lowerBound
    var rightPlace = rightRange.lowerBound
    while leftPlace < leftRange.upperBound, rightPlace < rightRange.upperBound {
      let one = left[leftPlace].lowercasedASCII
      let other = right[rightPlace].lowercasedASCII
      if one != other { return one < other ? -1 : 1 }
      leftPlace += 1
      rightPlace += 1
    }
    return leftRange.count - rightRange.count
  }

  /// A fast checksum: it finds accidents, it does not stop an adversary.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    unsafe bytes.withUnsafeBytes { buffer in
      // Four lanes, because a multiplication has to wait for the one before it.
      var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        0x9AE1_6A3B_2F90_404F, UInt64(buffer.count), 0xCBF2_9CE4_8422_2325, 0x27D4_EB2F_1656_67C5
      )
      var place = 0
      while place + 32 <= buffer.count {
        lanes.0 = mix(lanes.0, unsafe word64(buffer, place))
        lanes.1 = mix(lanes.1, unsafe word64(buffer, place + 8))
        lanes.2 = mix(lanes.2, unsafe word64(buffer, place + 16))
        lanes.3 = mix(lanes.3, unsafe word64(buffer, place + 24))
        place += 32
      }
      while place < buffer.count {
        lanes.0 = mix(lanes.0, UInt64(unsafe buffer[place]))
        place += 1
      }
      return mix(mix(mix(lanes.0, lanes.1), lanes.2), lanes.3)
    }
  }

  private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
  }

  @unsafe private static func word64(_ buffer: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    unsafe buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private static func word(_ bytes: [UInt8], at place: Int) -> UInt32 {
    UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
      | UInt32(bytes[place + 3]) << 24
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> UInt64 {
    UInt64(word(bytes, at: place)) | UInt64(word(bytes, at: place + 4)) << 32
  }

  /// A number that is a place in a document; too large ones become one beyond all documents.
  private static func offset(_ bytes: [UInt8], at place: Int) -> Int {
    Int(min(number(bytes, at: place), UInt64(UInt32.max)))
  }
}
