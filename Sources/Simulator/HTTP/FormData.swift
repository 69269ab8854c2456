// SPDX-License-Identifier: MIT

/// Fields in the form `application/x-www-form-urlencoded`.
struct FormData {
  /// The names and values, decoded, in order.
  let fields: [(name: String, value: String)]

  init(_ text: some StringProtocol) {
    fields = text.split(separator: "&").map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
    }
  }

  /// The last value of a name.
  subscript(name: String) -> String? { fields.last { $0.name == name }?.value }

  /// Resolves `%XX` and `+`; a `%` that begins no such code stands for itself.
  static func decode(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        bytes[(index + 1)...(index + 2)].allSatisfy(\.isHexDigit),
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self),
          radix: 16
        )
      {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
