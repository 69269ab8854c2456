// SPDX-License-Identifier: MIT

public import JSON
public import StalwartSchema
public import Text

/// A plan in which no mistake was found, ready to be compared with a server.
public struct CheckedPlan: Sendable {
  /// The operations, in order.
  public let operations: [CheckedOperation]
  /// What people should know, though it stops nothing.
  public let warnings: [PlanWarning]
  /// Secrets that stand in the plan, which must appear in no output.
  public let secrets: Set<Name>

  /// How many operations and objects of each kind there are.
  public var counts: PlanCounts { PlanCounts(operations) }

  func body(of entry: EntryID) -> CheckedBody { operations[entry.operation].bodies[entry.entry] }
}

/// Something in a plan that is not done as it was written.
public enum PlanWarning: Equatable, Sendable {
  /// A property that holds the mask of a secret is left out.
  case maskLeftOut(operation: Int, line: Int, object: String, id: String, property: String)
  /// Objects of this type are matched by value.
  case matchedByValue(object: String)
}

/// How much a plan holds.
public struct PlanCounts: Equatable, Sendable {
  /// The number of operations.
  public var destroys = 0, updates = 0, creates = 0, upserts = 0, reconciles = 0
  /// The number of bodies.
  public var createObjects = 0, upsertObjects = 0, reconcileObjects = 0

  init(_ operations: [CheckedOperation]) {
    for operation in operations {
      switch operation.kind {
      case .destroy: destroys += 1
      case .update: updates += 1
      case .create:
        creates += 1
        createObjects += operation.bodies.count
      case .upsert:
        upserts += 1
        upsertObjects += operation.bodies.count
      case .reconcile:
        reconciles += 1
        reconcileObjects += operation.bodies.count
      }
    }
  }
}

/// An operation whose names and values are the schema's.
public struct CheckedOperation: Sendable {
  /// What it does.
  public let kind: Operation.Kind
  /// Its place among the operations; starts from 0.
  public let index: Int
  /// The line on which it begins; starts from 1.
  public let line: Int
  /// The type.
  public let type: ObjectType
  /// The object of an update.
  let target: Target?
  /// The filter of a destroy; empty finds everything.
  let filter: JSONObject
  /// The property that tells people which object is which; nil where none does.
  let label: String?
  /// The names in the filter that are properties of the type.
  let filterProperties: Set<Name>
  /// How bodies are matched.
  let match: MatchRule
  /// What restricts the objects that are matched.
  let scope: Scope
  /// The bodies, in order; the patch of an update.
  public internal(set) var bodies: [CheckedBody]

  /// The type without `x:`.
  public var object: String { type.displayName }
  /// The number that people read.
  public var number: Int { index + 1 }

  /// The object of an update.
  enum Target: Sendable, Equatable {
    case id(String)
    case entry(EntryID)
  }
}

/// How bodies are matched with objects.
enum MatchRule: Equatable, Sendable {
  case none
  case properties([String])
  case value
}

/// Properties that an object must have to be looked at.
struct Scope: Sendable {
  var properties: JSONObject = [:]
  var references: [ReferencePlace] = []
}

/// A body whose names and values are the schema's.
public struct CheckedBody: Sendable {
  /// The client id, without `#`; the id for an update.
  public let clientID: String
  /// The key as it was written, with or without `#`.
  let writtenKey: String
  /// The variant; nil for types without variants, and for an update that does not say.
  let variant: Variant?
  /// The fields of the variant, or of the type.
  let fields: FieldSet
  /// The properties, those of the scope among them, `@type` first if it was given.
  public internal(set) var properties: JSONObject
  /// What the match key is made of, server-set properties included.
  let matchProperties: JSONObject
  /// Properties that are sent only when the object is made.
  let onCreate: JSONObject
  /// Where the properties refer to objects of the plan.
  var references: [ReferencePlace]
  /// The same for ``onCreate``.
  var onCreateReferences: [ReferencePlace]
  /// The properties that hold secrets, at whatever depth.
  let secretProperties: Set<Name>
  /// Whether ``onCreate`` holds secrets.
  let onCreateHasSecrets: Bool
  /// The paths at which only the mask of a secret stands.
  let masks: [String]
  /// Whether what is sent depends on what the object holds (see ``PatchAdaptation``).
  let mustKnowObject: Bool

  /// What a new object is made of.
  var creation: JSONObject {
    var result = CredentialList.withoutRemovals(properties)
    for member in onCreate.members { result[member.name] = member.value }
    return result
  }
}
