// SPDX-License-Identifier: MIT

/// A function that makes a digest of a message, block by block.
struct HashFunction: Sendable {
  /// The bytes of a block.
  let blockSize: Int
  /// The bytes of a digest.
  let length: Int
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  static let sha1 = HashFunction(blockSize: 64, length: 20, digest: SHA1.hash)
  static let sha256 = HashFunction(blockSize: 64, length: 32) { SHA2.sha256.hash($0) }
  static let sha512 = HashFunction(blockSize: 128, length: 64) { SHA2.sha512.hash($0) }

  /// The digest of a message.
  func hash(_ message: [UInt8]) -> [UInt8] { digest(message) }

  /// The keyed digest of a message: HMAC (RFC 2104).
  func authenticationCode(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > blockSize ? hash(key) : key
    block += [UInt8](repeating: 0, count: blockSize - block.count)
    let inner = hash(block.map { $0 ^ 0x36 } + message)
    return hash(block.map { $0 ^ 0x5C } + inner)
  }

  /// A message with a one bit and zeros behind it, so that its length ends the last block.
  static func padded(_ message: [UInt8], blockSize: Int, length: [UInt8]) -> [UInt8] {
    let used = (message.count + 1 + length.count) % blockSize
    let zeros = [UInt8](repeating: 0, count: used == 0 ? 0 : blockSize - used)
    return message + [0x80] + zeros + length
  }
}
