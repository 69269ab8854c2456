// SPDX-License-Identifier: MIT

/// What the replay of recorded traffic must reach, and what it is known not to.
enum ExchangeFloors {
  /// The least share of right answers, in percent; floors only rise.
  static let floors: [String: Double] = [
    "auth.normal": 100,
    "bootstrap.bootstrap": 100,
    "bootstrap.normal": 100,
    "creates.recovery": 99.9,
    "defaults.normal": 100,
    "defaults.recovery": 100,
    "links.recovery": 100,
    "oauth.normal": 100,
    "oauth.recovery": 100,
    "patches.recovery": 100,
    "queries.recovery": 100,
    "reads.recovery": 100,
    "references.recovery": 100,
    "reports.normal": 100,
    "special.normal": 100,
    "special.recovery": 100,
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
