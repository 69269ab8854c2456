// SPDX-License-Identifier: MIT

/// The gzip file format (RFC 1952), as far as a schema document needs it.
enum Gzip {
  /// Why a file cannot be unpacked.
  enum Failure: Error, Equatable {
    case noGzip
    case truncated
    case badData
    case badChecksum
  }

  /// Whether bytes begin as a gzip file does.
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  /// Unpacks the first member of a file.
  static func unpack(_ file: [UInt8]) throws(Failure) -> [UInt8] {
    guard isGzip(file) else { throw .noGzip }
    guard file.count >= 18 else { throw .truncated }
    let flags = file[3]
    var place = 10
    if flags & 4 != 0 { place += 2 + Int(file[place]) + Int(file[place + 1]) << 8 }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard let end = file[min(place, file.count)...].firstIndex(of: 0) else { throw .truncated }
      place = end + 1
    }
    if flags & 2 != 0 { place += 2 }
    var inflater = Inflater(file, from: place)
    let content = try inflater.run()
    let trailer = inflater.position
    guard file.count >= trailer + 8 else { throw .truncated }
    let stored = (0..<4).reduce(UInt32(0)) { $0 | UInt32(file[trailer + $1]) << UInt32(8 * $1) }
    guard stored == checksum(content) else { throw .badChecksum }
    return content
  }

  /// Wraps bytes without making them smaller.
  static func store(_ content: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var place = 0
    repeat {
      let count = min(0xFFFF, content.count - place)
      file.append(place + count == content.count ? 1 : 0)
      for value in [UInt16(count), ~UInt16(count)] {
        file += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
      }
      file += content[place..<place + count]
      place += count
    } while place < content.count
    for value in [checksum(content), UInt32(truncatingIfNeeded: content.count)] {
      for shift: UInt32 in [0, 8, 16, 24] { file.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    return file
  }

  private static let checksumTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    let table = checksumTable
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
    return ~value
  }
}
