// SPDX-License-Identifier: MIT

/// Argon2 (RFC 9106), version 1.3, on one thread.
struct Argon2 {
  /// How the blocks to mix in are chosen.
  enum Kind: UInt32 {
    case d = 0
    case i = 1
    case id = 2
  }

  var kind: Kind
  /// In KiB.
  var memory: Int
  var passes: Int
  var lanes: Int
  var secret: [UInt8] = []
  var associatedData: [UInt8] = []

  private var laneLength: Int { memory / (4 * lanes) * 4 }
  private var segmentLength: Int { laneLength / 4 }

  /// How many KiB are filled at most, over all passes: what takes longer is refused.
  private static let maximumWork = 1 << 22

  /// The tag of a password, or nil if the parameters are out of bounds.
  func hash(_ password: [UInt8], salt: [UInt8], length: Int) -> [UInt8]? {
    guard (1...256).contains(lanes), length >= 4, (8 * lanes...1 << 20).contains(memory),
      (1...Self.maximumWork / memory).contains(passes)
    else { return nil }
    let start = seed(password, salt: salt, length: length)
    var blocks = [UInt64](repeating: 0, count: lanes * laneLength * 128)
    for lane in 0..<lanes {
      for column in 0..<2 {
        let input = start + UInt32(column).littleEndianBytes + UInt32(lane).littleEndianBytes
        let words = Self.words(Self.longHash(input, length: 1024))
        blocks.replaceSubrange(range(lane, column), with: words)
      }
    }
    for pass in 0..<passes {
      for slice in 0..<4 {
        for lane in 0..<lanes { fill(&blocks, pass: pass, lane: lane, slice: slice) }
      }
    }
    var last = [UInt64](repeating: 0, count: 128)
    for lane in 0..<lanes {
      for (index, word) in blocks[range(lane, laneLength - 1)].enumerated() { last[index] ^= word }
    }
    return Self.longHash(last.flatMap(\.littleEndianBytes), length: length)
  }

  private func range(_ lane: Int, _ column: Int) -> Range<Int> {
    let start = (lane * laneLength + column) * 128
    return start..<start + 128
  }

  private func seed(_ password: [UInt8], salt: [UInt8], length: Int) -> [UInt8] {
    var input: [UInt8] = []
    for number in [lanes, length, memory, passes, 0x13, Int(kind.rawValue)] {
      input += UInt32(number).littleEndianBytes
    }
    for part in [password, salt, secret, associatedData] {
      input += UInt32(part.count).littleEndianBytes + part
    }
    return Blake2b.hash(input, length: 64)
  }

  // MARK: - The blocks

  private func fill(_ blocks: inout [UInt64], pass: Int, lane: Int, slice: Int) {
    let isIndependent = kind == .i || (kind == .id && pass == 0 && slice < 2)
    var addresses = [UInt64](repeating: 0, count: 128)
    var input = [UInt64](repeating: 0, count: 128)
    for (index, value) in [
      pass, lane, slice, lanes * laneLength, passes, Int(kind.rawValue),
    ].enumerated() {
      input[index] = UInt64(value)
    }
    func nextAddresses() {
      let zero = [UInt64](repeating: 0, count: 128)
      input[6] += 1
      addresses = Self.compress(zero, Self.compress(zero, input))
    }
    let first = pass == 0 && slice == 0 ? 2 : 0
    if isIndependent, first != 0 { nextAddresses() }
    for index in first..<segmentLength {
      let column = slice * segmentLength + index
      let previous = range(lane, column == 0 ? laneLength - 1 : column - 1)
      if isIndependent, index % 128 == 0 { nextAddresses() }
      let pseudo = isIndependent ? addresses[index % 128] : blocks[previous.lowerBound]
      let source = reference(pseudo, pass: pass, lane: lane, slice: slice, index: index)
      var made = Self.compress(Array(blocks[previous]), Array(blocks[source]))
      let target = range(lane, column)
      if pass > 0 {
        for (word, place) in target.enumerated() { made[word] ^= blocks[place] }
      }
      blocks.replaceSubrange(target, with: made)
    }
  }

  /// The block that is mixed in (RFC 9106, section 3.4).
  private func reference(
    _ pseudo: UInt64,
    pass: Int,
    lane: Int,
    slice: Int,
    index: Int
  ) -> Range<Int> {
    let isFirst = pass == 0 && slice == 0
    let chosen = isFirst ? lane : Int(pseudo >> 32) % lanes
    let isOwn = chosen == lane
    var size = pass == 0 ? slice * segmentLength : 3 * segmentLength
    if isOwn { size += index - 1 } else if index == 0 { size -= 1 }
    let low = pseudo & 0xFFFF_FFFF
    let square = (low &* low) >> 32
    let offset = size - 1 - Int((UInt64(size) &* square) >> 32)
    let start = pass == 0 || slice == 3 ? 0 : (slice + 1) * segmentLength
    return range(chosen, (start + offset) % laneLength)
  }

  private static func compress(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var block = left
    for index in 0..<128 { block[index] ^= right[index] }
    let mixed = block
    for row in 0..<8 { permute(&block) { row * 16 + $0 } }
    for column in 0..<8 { permute(&block) { $0 / 2 * 16 + column * 2 + $0 % 2 } }
    for index in 0..<128 { block[index] ^= mixed[index] }
    return block
  }

  private static func permute(_ block: inout [UInt64], _ place: (Int) -> Int) {
    for (first, second, third, fourth) in Blake2b.lines {
      let (i, j, k, l) = (place(first), place(second), place(third), place(fourth))
      var (a, b, c, d) = (block[i], block[j], block[k], block[l])
      a = sum(a, b)
      d = Blake2b.rotate(d ^ a, 32)
      c = sum(c, d)
      b = Blake2b.rotate(b ^ c, 24)
      a = sum(a, b)
      d = Blake2b.rotate(d ^ a, 16)
      c = sum(c, d)
      b = Blake2b.rotate(b ^ c, 63)
      (block[i], block[j], block[k], block[l]) = (a, b, c, d)
    }
  }

  private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    left &+ right &+ 2 &* (left & 0xFFFF_FFFF) &* (right & 0xFFFF_FFFF)
  }

  // MARK: - Bytes

  /// A hash of any length (RFC 9106, section 3.3).
  private static func longHash(_ input: [UInt8], length: Int) -> [UInt8] {
    let first = UInt32(length).littleEndianBytes + input
    guard length > 64 else { return Blake2b.hash(first, length: length) }
    var last = Blake2b.hash(first, length: 64)
    var result = Array(last.prefix(32))
    while length - result.count > 64 {
      last = Blake2b.hash(last, length: 64)
      result += last.prefix(32)
    }
    return result + Blake2b.hash(last, length: length - result.count)
  }

  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    stride(from: 0, to: bytes.count, by: 8).map { start in
      UInt64(littleEndianBytes: bytes[start..<start + 8])
    }
  }
}
