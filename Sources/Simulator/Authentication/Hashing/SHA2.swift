// SPDX-License-Identifier: MIT

/// SHA-256 and SHA-512 (FIPS 180-4), which differ in the size of their words and in how far they
/// turn them.
struct SHA2<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  private typealias Distances = (Int, Int, Int)

  private let initial: [Word]
  private let constants: [Word]
  /// The functions σ₀, σ₁, Σ₀ and Σ₁ of the standard; the third step of the small ones is a shift.
  private let distances: (small: (Distances, Distances), large: (Distances, Distances))

  /// The hash of a message.
  func hash(_ message: [UInt8]) -> [UInt8] {
    let wordSize = Word.bitWidth / 8
    // The length takes two words, whose first is 0 for all that fits into memory.
    let length = UInt64(message.count) * 8
    let padded = HashFunction.padded(
      message,
      blockSize: 16 * wordSize,
      length: [UInt8](repeating: 0, count: 2 * wordSize - 8) + length.bigEndianBytes
    )
    var state = initial
    var words = [Word](repeating: 0, count: constants.count)
    for start in stride(from: 0, to: padded.count, by: 16 * wordSize) {
      for index in 0..<16 {
        let place = start + index * wordSize
        words[index] = Word(bigEndianBytes: padded[place..<place + wordSize])
      }
      for index in 16..<words.count {
        words[index] =
          words[index - 16] &+ Self.small(words[index - 15], distances.small.0)
          &+ words[index - 7] &+ Self.small(words[index - 2], distances.small.1)
      }
      mix(&state, words)
    }
    return state.flatMap(\.bigEndianBytes)
  }

  private func mix(_ state: inout [Word], _ words: [Word]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in words.indices {
      let sum = Self.large(e, distances.large.1)
      let first = h &+ sum &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
      let second = Self.large(a, distances.large.0) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
  }

  private static func small(_ word: Word, _ distances: Distances) -> Word {
    turned(word, distances.0) ^ turned(word, distances.1) ^ word &>> Word(distances.2)
  }

  private static func large(_ word: Word, _ distances: Distances) -> Word {
    turned(word, distances.0) ^ turned(word, distances.1) ^ turned(word, distances.2)
  }

  private static func turned(_ word: Word, _ count: Int) -> Word {
    word &>> Word(count) | word &<< Word(Word.bitWidth - count)
  }
}

extension SHA2<UInt32> {
  /// SHA-256: its numbers are the upper halves of those of SHA-512.
  static let sha256 = SHA2(
    initial: SHA2Numbers.initial.map { UInt32($0 >> 32) },
    constants: SHA2Numbers.constants.prefix(64).map { UInt32($0 >> 32) },
    distances: (small: ((7, 18, 3), (17, 19, 10)), large: ((2, 13, 22), (6, 11, 25)))
  )
}

extension SHA2<UInt64> {
  /// SHA-512.
  static let sha512 = SHA2(
    initial: SHA2Numbers.initial,
    constants: SHA2Numbers.constants,
    distances: (small: ((1, 8, 7), (19, 61, 6)), large: ((28, 34, 39), (14, 18, 41)))
  )
}

/// The numbers that SHA-512 begins with and adds.
enum SHA2Numbers {
  /// The roots of the first eight primes.
  static let initial: [UInt64] = [
    0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]

  /// The cubic roots of the first eighty primes.
  fileprivate static let constants = FactFile(PackageResources.sha512_constants_txt).words
    .compactMap { UInt64($0, radix: 16) }
}
