// SPDX-License-Identifier: MIT

public import JSON

/// One operation of a plan, as it was written.
public struct Operation: Equatable, Sendable {
  /// What an operation does.
  public enum Kind: String, CaseIterable, Sendable {
    /// Changes properties of one object.
    case update
    /// Removes the objects that a filter finds.
    case destroy
    /// Makes objects.
    case create
    /// Makes objects or changes those that are there.
    case upsert
    /// Like ``upsert``, and removes what the operation does not name.
    case reconcile

    /// Whether `value` holds bodies by client id.
    var hasBodies: Bool { self == .create || matchesExisting }
    /// Whether bodies are matched with objects that are there.
    public var matchesExisting: Bool { self == .upsert || self == .reconcile }
  }

  /// How bodies are matched with objects.
  public enum MatchOn: Equatable, Sendable {
    /// By these properties.
    case properties([String])
    /// By everything comparable that a body says.
    case value
    /// A text other than `*`, which is refused.
    case text(String)
  }

  /// What it does.
  public let kind: Kind
  /// Its place among the operations; starts from 0.
  public let index: Int
  /// The line on which it begins; starts from 1.
  public let line: Int
  /// Where its text stands in the plan, in bytes.
  public let range: Range<Int>
  /// The type, as it was written.
  public let object: String
  /// The id of an update; nil where it is missing or null.
  public let id: String?
  /// The patch, the filter or the bodies; nil where it is missing.
  public var value: JSONValue?
  /// How bodies are matched; nil where it is missing or null.
  public let matchOn: MatchOn?
  /// What restricts the objects that are matched; nil where it is missing or null.
  public var scope: JSONValue?
  /// Properties by client id that are sent only when an object is made.
  public var onCreate: JSONObject?

  /// The number that people read.
  public var number: Int { index + 1 }
}
