// SPDX-License-Identifier: MIT

/// The top-level domains of the Internet, in their ASCII form.
enum TopLevelDomains {
  /// Whether a name (in small letters) is one.
  static func contains(_ name: Substring) -> Bool { names.contains(name) }

  private static let names = Set(FactFile(PackageResources.top_level_domains_txt).words)
}
