// SPDX-License-Identifier: MIT

/// What the server returns in place of a secret.
///
/// Seen on 0.16.19.
public let secretMask = "****"

/// Secrets that the document does not call so, and how the server shows those that it makes.
///
/// Seen on 0.16.19.
extension SchemaPlace {
  /// Whether the server masks a text although the document calls it a URI.
  var isSecretURI: Bool {
    switch property {
    case "otpUrl": owner.withoutPrefix == "OtpAuth"
    case "otpAuth": owner.withoutPrefix == "PasswordCredential"
    default: false
    }
  }
}

extension ObjectType {
  /// The property under which the server returns a secret that it made, once.
  public static let generatedSecretProperty = "secret"
}
