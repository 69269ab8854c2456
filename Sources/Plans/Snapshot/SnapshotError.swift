// SPDX-License-Identifier: MIT

/// A property that refers to a type which is not to be exported.
public struct MissingReference: Equatable, Sendable {
  /// The type that refers, without `x:`.
  public let from: String
  /// The property.
  public let property: String
  /// The type that is missing, without `x:`.
  public let to: String
}

/// Why a selection cannot become a plan.
public enum SnapshotError: Error, Equatable, Sendable {
  /// Types are referred to that are neither selected nor allowed to be missing.
  ///
  /// `closure` names all types that must be added, also those that the added ones refer to.
  case missingTypes([MissingReference], closure: [String])
  /// Types refer to each other in a circle that no later update can close.
  case immutableCycle(types: [String], closedBy: String?)
}
