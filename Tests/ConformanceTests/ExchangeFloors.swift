// SPDX-License-Identifier: MIT

/// What the replay of recorded traffic must reach, and what it is known not to.
enum ExchangeFloors {
  /// The least share of right answers, in percent; floors only rise.
  static let floors: [String: Double] = [
    "auth.normal": 99.5,
    "bootstrap.bootstrap": 98.5,
    "creates.recovery": 99.5,
    "defaults.normal": 99,
    "defaults.recovery": 100,
    "links.recovery": 100,
    "oauth.normal": 100,
    "oauth.recovery": 100,
    "patches.recovery": 100,
    "queries.recovery": 99.5,
    "reads.recovery": 99.5,
    "references.recovery": 98.5,
    "special.normal": 100,
    "special.recovery": 100,
    "transport.normal": 100,
    "transport.recovery": 100,
    "validation.recovery": 99.5,
  ]

  /// What a recording that is not named above must reach.
  static let otherwise = 90.0

  /// Answers that differ and may, and why.
  static let knownDifferences: [String: String] = [
    "bootstrap.bootstrap: set store bad directory":
      "the simulator has no data store, so no directory is bad for one",
    "creates.recovery: create minimal Action/TroubleshootDmarc (derived)":
      "how long a check took is not the same twice",
  ]
}
