// SPDX-License-Identifier: MIT

/// The two layouts in which values are written.
public enum JSONLayout: Sendable {
  /// No white space at all.
  case compact
  /// One member or element on each line, indented by two blanks for each level.
  case indented
}

extension JSONValue {
  /// The text.
  ///
  /// Only what JSON demands is escaped, so `/` and all of Unicode stay as they are.
  public func serialized(_ layout: JSONLayout = .compact) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, layout)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text, in UTF-8.
  public func write(to bytes: inout [UInt8], _ layout: JSONLayout = .compact) {
    write(to: &bytes, layout, level: 0)
  }

  private func write(to bytes: inout [UInt8], _ layout: JSONLayout, level: Int) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let value): bytes.append(contentsOf: value.text.utf8)
    case .string(let value): Self.writeString(value, to: &bytes)
    case .array(let elements):
      guard !elements.isEmpty else {
        bytes.append(contentsOf: "[]".utf8)
        return
      }
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        Self.separate(&bytes, index, layout, level + 1)
        element.write(to: &bytes, layout, level: level + 1)
      }
      Self.breakLine(&bytes, layout, level)
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      guard !object.isEmpty else {
        bytes.append(contentsOf: "{}".utf8)
        return
      }
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        Self.separate(&bytes, index, layout, level + 1)
        Self.writeString(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if layout == .indented { bytes.append(UInt8(ascii: " ")) }
        member.value.write(to: &bytes, layout, level: level + 1)
      }
      Self.breakLine(&bytes, layout, level)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func separate(
    _ bytes: inout [UInt8],
    _ index: Int,
    _ layout: JSONLayout,
    _ level: Int
  ) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    breakLine(&bytes, layout, level)
  }

  private static func breakLine(_ bytes: inout [UInt8], _ layout: JSONLayout, _ level: Int) {
    guard layout == .indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<level * 2 { bytes.append(UInt8(ascii: " ")) }
  }

  /// Appends a string with its quotes (RFC 8259, section 7).
  private static func writeString(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
      case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
      case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
      case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
      case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
      case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
      case 0..<0x20:
        bytes.append(contentsOf: #"\u00"#.utf8)
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 0xF))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
