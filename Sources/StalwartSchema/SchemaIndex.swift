// SPDX-License-Identifier: MIT

internal import JSON

/// Where each entry of a schema document stands.
///
/// Names are not stored: they are read from the document, where they stand anyway.
/// The serialised form is a header (magic, length and checksum of the document,
/// number of entries of each section), sixteen bytes an entry, and a checksum of
/// all that; every number is little-endian.
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

  /// One entry; offsets into the document.
  struct Entry: Sendable {
    let name: Range<Int>
    let value: Range<Int>
  }

  private static let magic = Array("STWSIX1\n".utf8)
  private static let headerLength = 8 + 8 + 8 + 4 * Section.allCases.count

  /// The entries of each section, sorted by name without regard to ASCII case.
  private var entries: [[Entry]]

  /// Scans a document.
  init(scanning document: [UInt8]) throws(SchemaError) {
    let outline: JSONOutline
    do { outline = try JSONOutline(document) } catch { throw .notJSON(error) }
    entries = Array(repeating: [], count: Section.allCases.count)
    for section in outline.sections {
      guard let place = Section(name: section.name) else { continue }
      entries[place.rawValue] = section.entries
        .map { Entry(name: $0.name, value: $0.value) }
        .sorted { Self.compare(document, $0.name, document, $1.name) < 0 }
    }
    guard !entries[Section.objects.rawValue].isEmpty else { throw .noObjects }
  }

  /// Reads the serialised form; nil unless it belongs to the document and is whole.
  init?(_ bytes: [UInt8], for document: [UInt8]) {
    guard bytes.count > Self.headerLength + 8, bytes.starts(with: Self.magic),
      Self.number(bytes, at: 8) == UInt64(document.count),
      Self.number(bytes, at: 16) == Self.checksum(document),
      Self.number(bytes, at: bytes.count - 8) == Self.checksum(bytes.dropLast(8))
    else { return nil }
    let counts = Section.allCases.map { Int(Self.word(bytes, at: 24 + 4 * $0.rawValue)) }
    guard bytes.count == Self.headerLength + 16 * counts.reduce(0, +) + 8 else { return nil }
    var entries: [[Entry]] = []
    var place = Self.headerLength
    for count in counts {
      var section: [Entry] = []
      section.reserveCapacity(count)
      for _ in 0..<count {
        let name = (Int(Self.word(bytes, at: place)), Int(Self.word(bytes, at: place + 4)))
        let value = (Int(Self.word(bytes, at: place + 8)), Int(Self.word(bytes, at: place + 12)))
        guard name.0 <= name.1, name.1 <= value.0, value.0 <= value.1, value.1 <= document.count
        else { return nil }
        section.append(Entry(name: name.0..<name.1, value: value.0..<value.1))
        place += 16
      }
      entries.append(section)
    }
    self.entries = entries
  }

  /// The serialised form.
  func serialized(for document: [UInt8]) -> [UInt8] {
    var bytes = Self.magic
    Self.append(UInt64(document.count), to: &bytes)
    Self.append(Self.checksum(document), to: &bytes)
    for section in entries { Self.append(UInt32(section.count), to: &bytes) }
    for entry in entries.joined() {
      for bound in [
        entry.name.lowerBound, entry.name.upperBound, entry.value.lowerBound,
        entry.value.upperBound,
      ] { Self.append(UInt32(truncatingIfNeeded: bound), to: &bytes) }
    }
    Self.append(Self.checksum(bytes[...]), to: &bytes)
    return bytes
  }

  /// The entry of that name, in any ASCII case.
  func entry(_ name: String, in section: Section, of document: [UInt8]) -> Entry? {
    let name = Array(name.utf8)
    let candidates = entries[section.rawValue]
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      let order = Self.compare(document, candidates[middle].name, name, 0..<name.count)
      if order == 0 { return candidates[middle] }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// The entries of a section, in the order of the document.
  func entries(of section: Section) -> [Entry] {
    entries[section.rawValue].sorted { $0.name.lowerBound < $1.name.lowerBound }
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
      let one = left[leftPlace].foldedASCII
      let other = right[rightPlace].foldedASCII
      if one != other { return one < other ? -1 : 1 }
      leftPlace += 1
      rightPlace += 1
    }
    return leftRange.count - rightRange.count
  }

  /// A fast checksum: it finds accidents, it does not stop an adversary.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 { checksum(bytes[...]) }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
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
}

extension UInt8 {
  /// An ASCII capital as a small letter, every other byte as it is.
  var foldedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension StringProtocol {
  /// Whether both texts are equal but for the case of ASCII letters.
  package func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { $0.foldedASCII == $1.foldedASCII }
  }

  /// The text with ASCII capitals as small letters.
  package var lowercasedASCII: String {
    String(decoding: utf8.map(\.foldedASCII), as: UTF8.self)
  }

  /// The text without ASCII white space at its ends.
  package var trimmedASCII: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
