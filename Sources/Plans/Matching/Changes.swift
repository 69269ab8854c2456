// SPDX-License-Identifier: MIT

public import JMAP
internal import JSON
public import StalwartSchema
public import Text

/// What a plan would change on a server, operation by operation.
public struct Changes: Sendable {
  /// One for each operation, in order.
  public internal(set) var operations: [OperationChanges]
}

/// What one operation would change.
public struct OperationChanges: Sendable {
  /// The ids of objects that a destroy removes.
  var destroys: [String] = []
  /// The bodies that make objects, each after those it refers to.
  var creates: [Creation] = []
  /// What changes objects that are there.
  var updates: [Update] = []
  /// The bodies that say what is so already, and the objects that they matched.
  var unchanged: [(entry: EntryID, id: String)] = []
  /// The objects that a reconcile removes, because it does not name them.
  var cleanup: [String] = []
  /// The object of an update, where the server does not have it.
  public internal(set) var missing: String?
  /// Why nothing can be done.
  public internal(set) var failure: MatchFailure?

  /// The objects that bodies matched.
  var matched: [EntryID: Identity] = [:]

  init() {}

  /// A body that makes an object.
  struct Creation: Sendable {
    /// The body.
    let entry: EntryID
    /// Bodies refer only to those of lower levels of the same operation.
    let level: Int
  }

  /// A patch for an object.
  struct Update: Sendable {
    /// The body.
    let entry: EntryID
    /// The object.
    let target: Identity
    /// The properties that differ, or that cannot be compared.
    let patch: JSONObject
    /// What the server holds of them; nil where the object is not there yet.
    let current: JSONObject?
    let references: [ReferencePlace]
    /// What differs, place by place; empty where the object is not there yet.
    let differences: [Difference]
    /// The credentials of an account that the patch removes.
    let removedCredentials: [PatchAdaptation.RemovedCredential]
  }
}

/// An object that is there, or that the plan makes.
enum Identity: Hashable, Sendable {
  /// The server has it.
  case live(Name)
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
  /// The object is not there.
  case missing(String)
  /// What a body says cannot be written without losing what an object holds.
  case conflict(id: String, PatchConflict)
}

/// Objects that an operation removes.
public struct Removal: Sendable {
  /// The type without `x:`.
  public let object: String
  /// The objects.
  public let ids: [String]
  /// What people call them, by id, as far as that is known.
  public let labels: [Name: String]
  /// The line of the plan that removes them.
  public let line: Int
  /// Whether nothing of the type was meant to be kept.
  public let isWhole: Bool
}

extension Changes {
  /// The credentials that updates remove from accounts that stay: the operation, the id of the
  /// account or its client id, and what goes.
  public func removedCredentials(
    of plan: CheckedPlan
  ) -> [(operation: CheckedOperation, id: String, credential: PatchAdaptation.RemovedCredential)] {
    plan.operations.flatMap { operation in
      operations[operation.index].updates.flatMap { update in
        let id =
          if case .live(let id) = update.target { id.text } else {
            plan.body(of: update.entry).clientID
          }
        return update.removedCredentials.map { (operation, id, $0) }
      }
    }
  }

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
