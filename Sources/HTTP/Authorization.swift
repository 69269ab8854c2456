// SPDX-License-Identifier: MIT

internal import Text

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
      Secret("Basic " + Base64.encode(Array("\(user):\(password.revealed)".utf8)))
    case .bearer(let token): Secret("Bearer " + token.revealed)
    }
  }
}
