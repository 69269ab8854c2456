// SPDX-License-Identifier: MIT

/// What the replay of recorded traffic must reach, and what it is known not to.
enum ExchangeFloors {
  /// The least share of right answers, in percent.
  ///
  /// Those of `access-*`, `details`, `operating-zone` and `strictness` are what the simulator
  /// repeated when the recordings came; `details` and `strictness` hold only
  /// scenarios of which it missed some. Others below 100 tell of what it leaves out on purpose: it
  /// reads little of certificates, measures objects without compressing them, knows few kinds of
  /// hashes, and lists queued messages that came at the same moment in an order of its own.
  static let floors: [String: Double] = [
    "access-bootstrap.bootstrap": 62.5,
    "access-device.normal": 63.7,
    "access-escalation.normal": 80.5,
    "access-hashes.normal": 65,
    "access-identity.bootstrap": 86.6,
    "access-identity.normal": 96.2,
    "access-identity.recovery": 98.6,
    "access-keys.normal": 92.1,
    "access-minimal.normal": 71.7,
    "access-permissions.normal": 99.8,
    "access-seen-by-client.normal": 62.5,
    "access-whoami.normal": 71.4,
    "auth.normal": 100,
    "bootstrap.bootstrap": 100,
    "bootstrap.normal": 100,
    "creates.recovery": 99.8,
    "defaults.normal": 100,
    "defaults.recovery": 100,
    "details.recovery": 63.2,
    "links.recovery": 100,
    "oauth.normal": 100,
    "oauth.recovery": 100,
    "operating-zone.recovery": 79.5,
    "patches.recovery": 98,
    "queries.recovery": 98,
    "reads.recovery": 99.3,
    "references.recovery": 100,
    "reports.normal": 100,
    "special.normal": 99.3,
    "special.recovery": 99.6,
    "strictness.recovery": 36.9,
    "transport.normal": 100,
    "transport.recovery": 100,
    "validation.recovery": 99.9,
  ]

  /// What a recording that is not named above must reach.
  static let otherwise = 90.0

  /// Answers that differ and may, and why.
  static let knownDifferences: [String: String] = [
    "creates.recovery: create minimal Action/TroubleshootDmarc (derived)":
      "how long a check took is not the same twice",
    "validation.recovery: secret text: DkimSignature.privateKey (1)":
      "keys were cut out of the recording, so a good one cannot be told from another kind's",
  ]
}
