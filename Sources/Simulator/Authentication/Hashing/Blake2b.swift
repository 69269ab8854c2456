// SPDX-License-Identifier: MIT

/// BLAKE2b without a key (RFC 7693).
enum Blake2b {
  /// The hash of a message, of 1 to 64 bytes.
  static func hash(_ message: [UInt8], length: Int) -> [UInt8] {
    var state = SHA2Numbers.initial
    state[0] ^= 0x0101_0000 ^ UInt64(length)
    var place = 0
    repeat {
      let end = min(place + 128, message.count)
      let isLast = end == message.count
      var block = Array(message[place..<end])
      block += [UInt8](repeating: 0, count: 128 - block.count)
      compress(&state, block, count: UInt64(end), isLast: isLast)
      place = end
    } while place < message.count
    return Array(state.flatMap(\.littleEndianBytes).prefix(length))
  }

  private static func compress(
    _ state: inout [UInt64],
    _ block: [UInt8],
    count: UInt64,
    isLast: Bool
  ) {
    let words = (0..<16).map { index in
      UInt64(littleEndianBytes: block[index * 8..<index * 8 + 8])
    }
    var v = state + SHA2Numbers.initial
    v[12] ^= count
    if isLast { v[14] = ~v[14] }
    func mix(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: UInt64, _ y: UInt64) {
      v[a] = v[a] &+ v[b] &+ x
      v[d] = rotate(v[d] ^ v[a], 32)
      v[c] = v[c] &+ v[d]
      v[b] = rotate(v[b] ^ v[c], 24)
      v[a] = v[a] &+ v[b] &+ y
      v[d] = rotate(v[d] ^ v[a], 16)
      v[c] = v[c] &+ v[d]
      v[b] = rotate(v[b] ^ v[c], 63)
    }
    for round in 0..<12 {
      let order = orders[round % 10]
      for index in 0..<8 {
        let (a, b, c, d) = lines[index]
        mix(a, b, c, d, words[order[2 * index]], words[order[2 * index + 1]])
      }
    }
    for index in 0..<8 { state[index] ^= v[index] ^ v[index + 8] }
  }

  /// Turns a word to the right.
  static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value >> count | value << (64 - count)
  }

  /// The columns and diagonals of a square of 16 words.
  static let lines: [(Int, Int, Int, Int)] = [
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
  ]

  private static let orders: [[Int]] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ]
}
