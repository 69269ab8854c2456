// SPDX-License-Identifier: MIT

/// A value in DER (X.690).
struct DERValue {
  /// The tag of a sequence.
  static let sequence: UInt8 = 0x30

  let tag: UInt8
  let content: ArraySlice<UInt8>
  /// The number of bytes that the whole value takes.
  let length: Int

  /// Reads the value at the start of some bytes.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 2 else { return nil }
    tag = bytes[bytes.startIndex]
    var index = bytes.startIndex + 2
    var size = Int(bytes[bytes.startIndex + 1])
    if size & 0x80 != 0 {
      let count = size & 0x7F
      guard (1...4).contains(count), index + count <= bytes.endIndex else { return nil }
      size = bytes[index..<index + count].reduce(0) { $0 << 8 | Int($1) }
      index += count
    }
    guard size <= bytes.endIndex - index else { return nil }
    content = bytes[index..<index + size]
    length = index + size - bytes.startIndex
  }

  /// The values inside.
  var children: [DERValue] {
    var values: [DERValue] = []
    var rest = content
    while let value = DERValue(rest) {
      values.append(value)
      rest = rest.dropFirst(value.length)
    }
    return values
  }
}
