// SPDX-License-Identifier: MIT

public import JMAP
public import JSON
public import StalwartSchema

/// What a plan would change on a server, operation by operation.
public struct Changes: Sendable {
  /// One for each operation, in order.
  public internal(set) var operations: [OperationChanges]

  /// How many objects would be removed.
  public var removals: Int { operations.reduce(0) { $0 + $1.destroys.count + $1.cleanup.count } }
}

/// What one operation would change.
public struct OperationChanges: Sendable {
  /// The ids of objects that a destroy removes.
  public internal(set) var destroys: [String] = []
  /// The bodies that make objects, each after those it refers to.
  public internal(set) var creates: [Creation] = []
  /// What changes objects that are there.
  public internal(set) var updates: [Update] = []
  /// The bodies that say what is so already, and the objects that they matched.
  public internal(set) var unchanged: [(entry: EntryID, id: String)] = []
  /// The objects that a reconcile removes, because it does not name them.
  public internal(set) var cleanup: [String] = []
  /// The object of an update, where the server does not have it.
  public internal(set) var missing: String?
  /// Why nothing can be done.
  public internal(set) var failure: MatchFailure?

  /// The objects that bodies matched.
  var matched: [EntryID: Identity] = [:]

  init() {}

  /// A body that makes an object.
  public struct Creation: Sendable {
    /// The body.
    public let entry: EntryID
    /// Bodies refer only to those of lower levels of the same operation.
    let level: Int
  }

  /// A patch for an object.
  public struct Update: Sendable {
    /// The body.
    public let entry: EntryID
    /// The object.
    public let target: Identity
    /// The properties that differ, or that cannot be compared.
    public let patch: JSONObject
    /// What the server holds of them; nil where the object is not there yet.
    public let current: JSONObject?
    let references: [ReferencePlace]
    /// What differs, place by place; empty where the object is not there yet.
    public let differences: [Difference]
  }
}

/// An object that is there, or that the plan makes.
public enum Identity: Hashable, Sendable {
  /// The server has it.
  case live(String)
  /// An entry of the plan makes it.
  case planned(EntryID)
}

/// Why bodies could not be matched with objects.
public enum MatchFailure: Error, Sendable {
  /// A body fits several objects.
  case ambiguous(id: String, properties: [String], matches: [String])
  /// Two bodies fit the same object.
  case sameObject(id: String, other: String, object: String)
  /// The objects could not be read.
  case unreadable(MethodError)
}

/// Objects that an operation removes.
public struct Removal: Sendable {
  /// The type without `x:`.
  public let object: String
  /// The objects.
  public let ids: [String]
  /// What people call them, by id, as far as that is known.
  public let labels: [String: String]
  /// The line of the plan that removes them.
  public let line: Int
  /// Whether nothing of the type was meant to be kept.
  public let isWhole: Bool
}

extension Changes {
  /// What would be removed, operation by operation.
  public func removals(of plan: CheckedPlan, on state: LiveState) -> [Removal] {
    plan.operations.compactMap { operation in
      let own = operations[operation.index]
      let ids = own.destroys + own.cleanup
      guard !ids.isEmpty else { return nil }
      let isWhole =
        operation.kind == .destroy
        ? operation.filter.isEmpty : operation.bodies.isEmpty && operation.scope.properties.isEmpty
      return Removal(
        object: operation.object,
        ids: ids,
        labels: state.labels(of: ids, operation),
        line: operation.line,
        isWhole: isWhole
      )
    }
  }
}
