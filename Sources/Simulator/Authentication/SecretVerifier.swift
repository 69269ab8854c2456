// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Compares secrets with stored ones.
///
/// Hashes are slow to compare: those that matched are remembered, as the server does.
final class SecretVerifier {
  private var known: Set<[UInt8]> = []

  /// Whether a secret is the stored one, which may be a hash of it.
  func matches(_ secret: String, stored: String) -> Bool {
    guard PasswordHash.isNotation(stored) else {
      // What a dump shows in place of a secret is no secret.
      return !stored.hasSameBytes(as: SpecialProperties.mask)
        && stored.hasSameBytes(as: secret)
    }
    let key = HashFunction.sha256.hash(Array("\(stored)\n\(secret)".utf8))
    if known.contains(key) { return true }
    guard PasswordHash.matches(secret, stored) else { return false }
    if known.count >= 1000 { known = [] }
    known.insert(key)
    return true
  }
}
