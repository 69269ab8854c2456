// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// One of the forms that a multi-variant type takes; `@type` names it.
public struct Variant: Equatable, Sendable {
  /// The value of `@type`.
  public let name: String
  /// The name for people.
  public let label: String
  /// Where its fields are declared; nil if it is only a name.
  public let schemaName: String?
}

/// How the values of a type look: one set of fields, or several variants.
///
/// Top-level objects and embedded types are described alike.
public struct Shape: Equatable, Sendable {
  /// The canonical name, such as `x:Rate`.
  public let name: String
  /// Where the fields are declared; nil for a multi-variant type.
  public let schemaName: String?
  /// The variants, in document order; the first is the default; empty for a single type.
  public let variants: [Variant]

  /// Whether `@type` selects one of several forms.
  public var isMultiVariant: Bool { schemaName == nil }
  /// The name without a leading `x:`.
  public var displayName: String { name.withoutPrefix }

  /// The variant of that name, in any case.
  public func variant(named name: String) -> Variant? {
    variants.first { $0.name.equalsIgnoringASCIICase(name) }
  }

  init(name: String, schemaName: String) {
    self.name = name
    self.schemaName = schemaName
    variants = []
  }

  init(name: String, decoding json: JSONValue) {
    self.name = name
    if let variants = json["variants"]?.array {
      schemaName = nil
      self.variants = variants.compactMap { entry in
        entry["name"]?.string.map {
          Variant(
            name: $0,
            label: entry["label"]?.string ?? $0,
            schemaName: entry["schemaName"]?.string
          )
        }
      }
    } else {
      schemaName = json["schemaName"]?.string ?? name
      variants = []
    }
  }
}

/// A type of object that has methods of its own (`x:Imap/get`).
public struct ObjectType: Equatable, Sendable {
  /// How many objects of a type there are.
  public enum Kind: String, Sendable {
    /// Any number, each with an id.
    case object
    /// Exactly one, with the id `singleton`.
    case singleton
  }

  /// The canonical name, such as `x:Imap`; methods begin with it.
  public let name: String
  /// How many there are.
  public let kind: Kind
  /// What it means, in the server's words.
  public let description: String
  /// What the names of its permissions have in common.
  public let permissionPrefix: String
  /// Whether only the Enterprise edition has it.
  public let isEnterprise: Bool
  /// Its fields or variants.
  public let shape: Shape

  /// The name as people read it: without a leading `x:`.
  public var displayName: String { name.withoutPrefix }
  /// Whether there is exactly one.
  public var isSingleton: Bool { kind == .singleton }
  /// Whether `@type` selects one of several forms.
  public var isMultiVariant: Bool { shape.isMultiVariant }
  /// The variants, in document order; empty for a single type.
  public var variants: [Variant] { shape.variants }

  /// The variant of that name, in any case.
  public func variant(named name: String) -> Variant? { shape.variant(named: name) }
}
