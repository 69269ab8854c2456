// SPDX-License-Identifier: MIT

/// What a snapshot could not write as it is, for the person who relies on it.
public struct SnapshotFindings: Sendable {
  /// Secrets of one object.
  public struct Secrets: Equatable, Sendable {
    /// The type, without `x:`.
    public let type: String
    /// The id; nil for a singleton.
    public let id: String?
    /// The properties, as pointers without the first slash.
    public var properties: [String]
    /// The variables that stand in their place; empty where they were left out.
    public var variables: [String]
  }

  /// A reference to an object that is not in the snapshot.
  public struct Dangling: Equatable, Sendable {
    /// The type that refers, without `x:`.
    public let type: String
    /// The id of the object that refers; nil for a singleton.
    public let id: String?
    /// The property, as a pointer without the first slash.
    public let property: String
    /// The type that is referred to, without `x:`.
    public let targetType: String
    /// The id of the object that is missing.
    public let targetID: String
    /// Whether the object cannot be made without it.
    public let isRequired: Bool
  }

  /// Objects that nothing tells apart.
  public struct Twins: Equatable, Sendable {
    /// The type, without `x:`.
    public let type: String
    /// The object that was written.
    public let id: String
    /// The object that was left out.
    public let other: String
  }

  /// Something by its name, and how often it occurs.
  public struct Tally: Equatable, Sendable {
    /// The name.
    public let name: String
    /// How often it occurs.
    public var count: Int
  }

  /// How many objects of a type are named; the rest is counted.
  static let maximumNamed = 100

  /// The secrets that are masked, left out or replaced, by object.
  public private(set) var secrets: [Secrets] = []
  /// How many objects of a type have secrets, by type.
  public private(set) var objectsWithSecrets: [Tally] = []
  /// Credentials that only the server makes, which no plan can restore.
  public private(set) var generated: [Secrets] = []
  /// References to objects that are not there; the first ones.
  public private(set) var dangling: [Dangling] = []
  /// How many such references there are.
  public private(set) var danglingCount = 0
  /// Properties that the schema lacks, as `Type.property`, and how many objects have them.
  public private(set) var unknownProperties: [Tally] = []
  /// Variants that the schema lacks, as `Type/Variant`, and how often they occur.
  public private(set) var unknownVariants: [Tally] = []
  /// Objects that were left out because another one looks exactly alike.
  public private(set) var twins: [Twins] = []

  init() {}

  mutating func noteSecret(_ type: String, _ id: String?, _ property: String, variable: String?) {
    if let last = secrets.indices.last, secrets[last].type == type, secrets[last].id == id {
      secrets[last].properties.append(property)
      if let variable { secrets[last].variables.append(variable) }
      return
    }
    let isNew = lastWithSecrets?.type != type || lastWithSecrets?.id != id
    guard isNew else { return }
    lastWithSecrets = (type, id)
    let count = Self.count(type, in: &objectsWithSecrets)
    // A variable must be known, or the plan cannot be applied.
    guard count <= Self.maximumNamed || variable != nil else { return }
    secrets.append(
      Secrets(
        type: type,
        id: id,
        properties: [property],
        variables: variable.map { [$0] } ?? []
      )
    )
  }

  private var lastWithSecrets: (type: String, id: String?)?

  mutating func noteGenerated(_ type: String, _ id: String?, _ property: String) {
    if let last = generated.indices.last, generated[last].type == type, generated[last].id == id {
      generated[last].properties.append(property)
    } else if generated.count < Self.maximumNamed {
      generated.append(Secrets(type: type, id: id, properties: [property], variables: []))
    }
  }

  mutating func note(_ reference: Dangling) {
    danglingCount += 1
    if dangling.count < Self.maximumNamed { dangling.append(reference) }
  }

  mutating func noteUnknown(property: String) {
    _ = Self.count(property, in: &unknownProperties)
  }

  mutating func noteUnknown(variant: String) { _ = Self.count(variant, in: &unknownVariants) }

  mutating func note(_ pair: Twins) { twins.append(pair) }

  private static func count(_ name: String, in list: inout [Tally]) -> Int {
    if let place = list.firstIndex(where: { $0.name == name }) {
      list[place].count += 1
      return list[place].count
    }
    list.append(Tally(name: name, count: 1))
    return 1
  }
}
