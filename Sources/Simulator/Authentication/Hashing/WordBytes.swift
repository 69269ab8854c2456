// SPDX-License-Identifier: MIT

extension FixedWidthInteger {
  /// A number of its bytes, the lowest first.
  init(littleEndianBytes bytes: ArraySlice<UInt8>) {
    var value: Self = 0
    for byte in bytes.reversed() { value = value << 8 | Self(byte) }
    self = value
  }

  /// The bytes, the lowest first.
  var littleEndianBytes: [UInt8] {
    var rest = self
    return (0..<Self.bitWidth / 8).map { _ in
      let byte = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
      return byte
    }
  }

  /// A number of its bytes, the highest first.
  init(bigEndianBytes bytes: ArraySlice<UInt8>) {
    var value: Self = 0
    for byte in bytes { value = value << 8 | Self(byte) }
    self = value
  }

  /// The bytes, the highest first.
  var bigEndianBytes: [UInt8] { byteSwapped.littleEndianBytes }
}
