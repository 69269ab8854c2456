// SPDX-License-Identifier: MIT

/// How the server enumerates objects.
///
/// Seen on 0.16.19.
public enum ListingFacts {
  /// Whether pages of the objects of a type follow an anchor: the log has neither positions nor a
  /// total.
  public static func goesByAnchor(_ name: String) -> Bool { name.withoutPrefix == "Log" }
}
