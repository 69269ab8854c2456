// SPDX-License-Identifier: MIT

/// What a snapshot does about secrets.
public enum SnapshotSecrets: String, CaseIterable, Sendable {
  /// Leaves them out, and with each the smallest part that cannot be written without it.
  case omit
  /// Writes those that the server reveals; the others are left out.
  case include
  /// Writes `${env:NAME}` in their place.
  case env
}

/// The name of a variable that a plan takes a secret from.
enum SecretVariable {
  /// `ACCOUNT_D_CREDENTIALS_0_SECRET` for a type, an id and the way to a property.
  static func name(_ type: String, id: String?, path: [String]) -> String {
    ([type] + (id.map { [$0] } ?? []) + path).map(word).joined(separator: "_")
  }

  /// Capitals, with an underscore before each capital that follows a small letter or a digit
  /// and for everything that cannot stand in the name of a variable.
  private static func word(_ text: String) -> String {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): result.append(byte - 32)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): result.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(previous)
        if isSmall { result.append(UInt8(ascii: "_")) }
        result.append(byte)
      default: result.append(UInt8(ascii: "_"))
      }
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Text of a server that a plan must not take for a substitution.
enum SubstitutionEscape {
  private static let openings = ["${env:", "${file:"].map { Array($0.utf8) }

  /// The text with one more dollar sign before everything that looks like a substitution.
  static func escaping(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8)
    for (place, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "$"), openings.contains(where: bytes[place...].starts) {
        result.append(byte)
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
