// SPDX-License-Identifier: MIT

/// What the replay of recorded traffic must reach, and what it is known not to.
enum ExchangeFloors {
  /// The least share of right answers, in percent; floors only rise.
  static let floors: [String: Double] = [
    "auth.normal": 99.7,
    "bootstrap.bootstrap": 98.5,
    "creates.recovery": 99.9,
    "defaults.normal": 100,
    "defaults.recovery": 100,
    "links.recovery": 100,
    "oauth.normal": 99,
    "oauth.recovery": 99,
    "patches.recovery": 100,
    "queries.recovery": 99.9,
    "reads.recovery": 100,
    "references.recovery": 100,
    "special.normal": 99.6,
    "special.recovery": 99.6,
    "transport.normal": 100,
    "transport.recovery": 100,
    "validation.recovery": 99.8,
  ]

  /// What a recording that is not named above must reach.
  static let otherwise = 90.0

  /// Answers that differ and may, and why.
  static let knownDifferences: [String: String] = [
    "creates.recovery: create minimal Action/TroubleshootDmarc (derived)":
      "how long a check took is not the same twice",
    "validation.recovery: secret: DnsServer/DigitalOcean.secret (1)":
      "a file that the recording's machine had may be missing on this one",
    "validation.recovery: secret: DnsServer/DigitalOcean.secret: stored":
      "a file that the recording's machine had may be missing on this one",
    "validation.recovery: secret text: DkimSignature.privateKey (1)":
      "keys were cut out of the recording, so a good one cannot be told from another kind's",
  ]
}
