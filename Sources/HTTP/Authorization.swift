// SPDX-License-Identifier: MIT

/// A text that must not be shown: a password, a token, or a header field made of one.
///
/// Printing and reflection do not reveal it; only ``revealed`` does.
public struct Secret: Sendable {
  /// The text itself, to be sent to the server or written where it was asked for.
  public let revealed: String

  /// Wraps a text.
  public init(_ text: String) {
    self.revealed = text
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The same for every secret.
  public var description: String { "‹redacted›" }

  /// The same for every secret.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What is sent as `Authorization` (RFC 9110, section 11.6.2).
public enum Authorization: Sendable {
  /// A user and a password (RFC 7617).
  case basic(user: String, password: Secret)
  /// A token, such as an API key (RFC 6750).
  case bearer(Secret)

  /// The value of the header field.
  ///
  /// A token is used as it is; a transport refuses a request whose token contains control
  /// characters.
  public var headerValue: Secret {
    switch self {
    case .basic(let user, let password):
      Secret("Basic " + base64("\(user):\(password.revealed)".utf8))
    case .bearer(let token): Secret("Bearer " + token.revealed)
    }
  }
}

/// The standard alphabet, padded (RFC 4648, section 4).
private func base64(_ bytes: some Collection<UInt8>) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var encoded: [UInt8] = []
  encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
  var rest = bytes[...]
  while !rest.isEmpty {
    let group = Array(rest.prefix(3))
    rest = rest.dropFirst(3)
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for position in 0..<4 {
      let digit = alphabet[bits >> (18 - 6 * position) & 0x3F]
      encoded.append(position <= group.count ? digit : UInt8(ascii: "="))
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
