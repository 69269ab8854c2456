// SPDX-License-Identifier: MIT

extension [UInt8] {
  /// The bytes without the mark that some editors put before UTF-8.
  var withoutByteOrderMark: [UInt8] {
    starts(with: [0xEF, 0xBB, 0xBF]) ? Array(dropFirst(3)) : self
  }

  /// The bytes without the line end that closes a file.
  var withoutLineEnd: [UInt8] {
    guard last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") else { return self }
    var bytes = self
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return bytes
  }
}
