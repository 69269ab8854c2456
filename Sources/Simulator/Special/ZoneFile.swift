// SPDX-License-Identifier: MIT

internal import JSON

/// The DNS records that a domain should have.
enum ZoneFile {
  /// The records as text.
  static func text(of id: UInt64, in store: RegistryStore) -> String { "" }
}

/// Keys to show where nobody can tell them from others.
enum DemoKeys {
  /// A public key for a DKIM signature.
  static func publicKey(for signature: JSONObject) -> String { "" }
}
