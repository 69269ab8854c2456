// SPDX-License-Identifier: MIT

/// Compares what was typed with what is stored.
enum SecretVerifier {
  /// Whether a secret is the stored one.
  ///
  /// Plain text, `{PLAIN}`, `{SHA256}` and `{SHA}` are understood; hashes that were made
  /// elsewhere (`$6$…`, `$argon2…`) never match, because no code for them is at hand.
  static func matches(_ secret: String, stored: String) -> Bool {
    if let rest = rest(of: stored, after: "{plain}") ?? rest(of: stored, after: "{clear}") {
      return secret.utf8.elementsEqual(rest.utf8)
    }
    if let rest = rest(of: stored, after: "{sha256}") {
      return Base64.encode(SecureHash.sha256(Array(secret.utf8))) == rest
    }
    if let rest = rest(of: stored, after: "{sha}") {
      return Base64.encode(SHA1.hash(Array(secret.utf8))) == rest
    }
    return secret.utf8.elementsEqual(stored.utf8)
  }

  private static func rest(of text: String, after scheme: String) -> Substring? {
    guard text.lowercased().hasPrefix(scheme) else { return nil }
    return text.dropFirst(scheme.count)
  }
}
