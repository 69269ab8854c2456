// SPDX-License-Identifier: MIT

public import JMAP
public import Registry

/// Why one object was not written.
public struct EntryFailure: Sendable {
  /// The client id of a body, or the id of an object; empty where the whole operation failed.
  public let id: String
  /// Why.
  public let cause: Cause
  /// Whether the object was to be made.
  public let isCreation: Bool
  /// Whether the object was to be removed.
  public let isRemoval: Bool

  init(id: String, _ cause: Cause, isCreation: Bool = false, isRemoval: Bool = false) {
    self.id = id
    self.cause = cause
    self.isCreation = isCreation
    self.isRemoval = isRemoval
  }

  /// Says that an operation could not be matched.
  public init(_ failure: MatchFailure) {
    self.init(id: "", .match(failure))
  }

  /// What can go wrong with one object.
  public enum Cause: Sendable {
    /// The server refused the object.
    case set(SetError)
    /// The server refused the call.
    case method(MethodError)
    /// The server answered, but said nothing of this object.
    case unacknowledged
    /// It needs an object that could not be written.
    case skipped(dependsOn: String, operation: Int)
    /// Matching failed.
    case match(MatchFailure)
    /// The request did not come through.
    case request(RegistryError)
    /// No answer came, and afterwards the object was not as it should be.
    case lost(RegistryError)
    /// No answer came, and the server could not be asked afterwards.
    case unknown(RegistryError)
  }
}

/// What was counted.
public struct Totals: Equatable, Sendable {
  /// Objects.
  public internal(set) var created = 0, updated = 0, destroyed = 0, unchanged = 0
  /// Operations.
  public internal(set) var failed = 0

  init(created: Int = 0, updated: Int = 0, destroyed: Int = 0, unchanged: Int = 0, failed: Int = 0)
  {
    self.created = created
    self.updated = updated
    self.destroyed = destroyed
    self.unchanged = unchanged
    self.failed = failed
  }
}

/// Something worth telling while a plan is executed.
public enum Event: Sendable {
  /// A request is about to be sent.
  case batch(operation: CheckedOperation, isCreation: Bool, number: Int, of: Int, count: Int)
  /// An operation is through.
  case finished(Report)
  /// What a reconcile did not name is gone, or not.
  case cleaned(Report)
  /// An answer was lost; the server is asked what it did.
  case asksAgain(RegistryError)
}

/// What became of one operation.
public struct Report: Sendable {
  /// The operation.
  public let operation: CheckedOperation
  /// Objects.
  public internal(set) var created = 0, updated = 0, destroyed = 0, unchanged = 0, removed = 0
  /// What went wrong, in order.
  public internal(set) var failures: [EntryFailure] = []
  /// What went wrong when leftovers were removed.
  public internal(set) var cleanupFailures: [EntryFailure] = []

  init(_ operation: CheckedOperation) { self.operation = operation }

  /// Whether anything went wrong.
  public var hasFailed: Bool { !failures.isEmpty }

  /// The number of objects that were written.
  public var count: Int {
    switch operation.kind {
    case .destroy: destroyed
    case .update: updated
    case .create: created
    case .upsert, .reconcile: created + updated
    }
  }
}
