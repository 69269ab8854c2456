// SPDX-License-Identifier: MIT

/// Keys made of passwords: PBKDF2 (RFC 8018) and scrypt (RFC 7914).
enum KeyDerivation {
  /// PBKDF2 with HMAC.
  static func pbkdf2(
    _ function: HashFunction,
    password: [UInt8],
    salt: [UInt8],
    rounds: Int,
    length: Int
  ) -> [UInt8] {
    var key: [UInt8] = []
    var number: UInt32 = 1
    while key.count < length {
      var last = function.authenticationCode(salt + number.bigEndianBytes, key: password)
      var sum = last
      for _ in 1..<max(rounds, 2) where rounds > 1 {
        last = function.authenticationCode(last, key: password)
        for index in sum.indices { sum[index] ^= last[index] }
      }
      key += sum
      number += 1
    }
    return Array(key.prefix(length))
  }

  /// scrypt with N = 2^`logarithm`.
  static func scrypt(
    password: [UInt8],
    salt: [UInt8],
    logarithm: Int,
    blockSize: Int,
    lanes: Int,
    length: Int
  ) -> [UInt8] {
    let size = 128 * blockSize
    let bytes = pbkdf2(.sha256, password: password, salt: salt, rounds: 1, length: size * lanes)
    var mixed: [UInt8] = []
    for lane in 0..<lanes {
      var words = (0..<size / 4).map { index in
        let start = lane * size + index * 4
        return UInt32(littleEndianBytes: bytes[start..<start + 4])
      }
      mixMemory(&words, count: 1 << logarithm, blockSize)
      mixed += words.flatMap(\.littleEndianBytes)
    }
    return pbkdf2(.sha256, password: password, salt: mixed, rounds: 1, length: length)
  }

  private static func mixMemory(_ block: inout [UInt32], count: Int, _ blockSize: Int) {
    let size = block.count
    var memory = [UInt32](repeating: 0, count: size * count)
    for index in 0..<count {
      memory.replaceSubrange(index * size..<(index + 1) * size, with: block)
      mixBlock(&block, blockSize)
    }
    for _ in 0..<count {
      let place = Int(block[size - 16]) & (count - 1)
      for index in 0..<size { block[index] ^= memory[place * size + index] }
      mixBlock(&block, blockSize)
    }
  }

  private static func mixBlock(_ block: inout [UInt32], _ blockSize: Int) {
    var last = Array(block.suffix(16))
    var result = block
    for index in 0..<2 * blockSize {
      for word in 0..<16 { last[word] ^= block[index * 16 + word] }
      salsa(&last)
      let place = index / 2 + (index % 2 == 0 ? 0 : blockSize)
      for word in 0..<16 { result[place * 16 + word] = last[word] }
    }
    block = result
  }

  /// Salsa20/8.
  private static func salsa(_ words: inout [UInt32]) {
    var state = words
    func turn(_ target: Int, _ first: Int, _ second: Int, _ count: UInt32) {
      let sum = state[first] &+ state[second]
      state[target] ^= sum << count | sum >> (32 - count)
    }
    for _ in 0..<4 {
      for line in 0..<4 {
        let (a, b) = (line * 5 % 16, (line * 5 + 4) % 16)
        let (c, d) = ((line * 5 + 8) % 16, (line * 5 + 12) % 16)
        turn(b, a, d, 7)
        turn(c, b, a, 9)
        turn(d, c, b, 13)
        turn(a, d, c, 18)
      }
      for line in 0..<4 {
        let base = line * 4
        let (a, b) = (base + line, base + (line + 1) % 4)
        let (c, d) = (base + (line + 2) % 4, base + (line + 3) % 4)
        turn(b, a, d, 7)
        turn(c, b, a, 9)
        turn(d, c, b, 13)
        turn(a, d, c, 18)
      }
    }
    for index in 0..<16 { words[index] &+= state[index] }
  }
}
