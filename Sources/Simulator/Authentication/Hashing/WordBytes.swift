// SPDX-License-Identifier: MIT

extension FixedWidthInteger {
  /// A number of its bytes, the highest first.
  init(bigEndianBytes bytes: ArraySlice<UInt8>) {
    var value: Self = 0
    for byte in bytes { value = value << 8 | Self(byte) }
    self = value
  }

  /// The bytes, the highest first.
  var bigEndianBytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self >> $0)
    }
  }
}
