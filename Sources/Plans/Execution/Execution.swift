// SPDX-License-Identifier: MIT

public import JMAP
internal import JSON
public import Registry
public import StalwartSchema
public import Text

/// How a plan is executed.
public struct ExecutionOptions: Sendable {
  /// Whether operations after a failed one are tried.
  public var continuesOnError: Bool

  /// Creates options.
  public init(continuesOnError: Bool = false) { self.continuesOnError = continuesOnError }
}

/// Carries out the changes of a plan, and accounts for every object.
///
/// A value that performs no I/O: ask ``next()`` what to do, and tell what came of it.
public struct Execution {
  /// What to do next.
  public enum Action {
    /// Send a request that writes, and hand the outcome to ``absorb(_:elapsed:)``.
    case write(Request)
    /// Send a request that only reads, and hand the outcome to ``absorb(_:elapsed:)``.
    case read(Request)
    /// All destroys are done: match the rest again, without what was removed, and hand
    /// over the changes with ``resume(with:)``.
    case matchAgain(removed: [Int: Set<Name>])
    /// Nothing is left.
    case done
  }

  /// What came of a request.
  public enum Outcome {
    /// The server answered.
    case results([MethodResult])
    /// The server refused the whole request and did nothing of it.
    case refused(RequestProblem)
    /// No trustworthy answer came, so that nobody knows what was done; `mayRunOn`
    /// where the server may still be at it.
    case lost(RegistryError, mayRunOn: Bool)
    /// Nothing was done, and nothing more can be.
    case failed(RegistryError)
  }

  let plan: CheckedPlan
  let state: LiveState
  let options: ExecutionOptions
  let comparison: Comparison
  var changes: Changes
  var limits: CoreLimits
  var pace = Pace()

  /// What was counted so far.
  public internal(set) var totals = Totals()
  /// The error that ended everything, if one did.
  public internal(set) var fatal: RegistryError?
  var events: [Event] = []
  var ids: [EntryID: String] = [:]
  var reports: [Report]
  var failedEntries: Set<EntryID> = []
  var removed: [Int: Set<Name>] = [:]
  var phase = Phase.destroying
  var queue: [Unit] = []
  var head = 0
  var inFlight: [Call] = []
  var recovery: Recovery?
  var isStopped = false
  var isSlowInFlight = false
  var sentBytes = 0
  /// How many calls were sent.
  var sentCalls: [CallKey: Int] = [:]
  /// The operations, and the cleanups, that were reported.
  var reported: Set<CallKey> = []
  /// The names of the types of which anything was written.
  public internal(set) var changedTypes: Set<Name> = []

  enum Phase { case destroying, writing, cleaning, done }

  /// Prepares the execution of `changes`.
  public init(
    _ plan: CheckedPlan,
    _ changes: Changes,
    on state: LiveState,
    schema: Schema,
    limits: CoreLimits,
    options: ExecutionOptions
  ) {
    self.plan = plan
    self.state = state
    self.changes = changes
    self.limits = limits
    self.options = options
    comparison = Comparison(schema)
    reports = plan.operations.map { Report($0) }
    for operation in plan.operations.reversed() where operation.kind == .destroy {
      enqueueDestroys(operation)
    }
  }

  /// The operations of which something failed, in the order of the plan.
  public var failedReports: [Report] {
    reports.filter { $0.hasFailed || !$0.cleanupFailures.isEmpty }
  }

  /// What happened since the last call.
  public mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  /// Stops after the request in flight; what was not tried is not counted.
  public mutating func stop() { isStopped = true }

  // MARK: Queue

  /// One object to write.
  struct Unit {
    enum Kind: Equatable { case create, update, destroy, cleanup, end, cleanupEnd }

    let kind: Kind
    let operation: Int
    var entry: EntryID?
    /// The client id of a create, the id of a destroy.
    var key = ""
    var target: Identity?
    var body = JSONObject()
    /// What the server held before an update; nil where that is not known.
    var current: JSONObject?
    var references: [ReferencePlace] = []
    var level = 0
    var attempts = 0

    /// The entries that must be there before.
    var dependencies: [EntryID] {
      var result = references.compactMap(\.entry)
      if case .planned(let entry)? = target { result.append(entry) }
      return result
    }

    /// Whether a path of the patch removes something, such as the element at a place of a list:
    /// done twice it would remove another one.
    var removesByPath: Bool {
      kind == .update
        && body.contains { $0.value.isNull && $0.name.utf8.contains(UInt8(ascii: "/")) }
    }
  }

  /// A call in flight.
  struct Call {
    let kind: Unit.Kind
    let operation: Int
    var units: [Unit]
  }

  private mutating func enqueueDestroys(_ operation: CheckedOperation) {
    let index = operation.index
    if case .unreadable(let error)? = changes.operations[index].failure {
      queue.append(Unit(kind: .end, operation: index))
      reports[index].failures.append(EntryFailure(id: "", .method(error)))
      return
    }
    for id in changes.operations[index].destroys {
      queue.append(Unit(kind: .destroy, operation: index, key: id))
    }
    queue.append(Unit(kind: .end, operation: index))
  }

  mutating func enqueueWrites() {
    for operation in plan.operations where operation.kind != .destroy {
      let index = operation.index
      let own = changes.operations[index]
      if let failure = own.failure {
        reports[index].failures.append(EntryFailure(id: "", Self.cause(failure)))
        // Nothing of it is there for what follows.
        for place in operation.bodies.indices {
          failedEntries.insert(EntryID(operation: index, entry: place))
        }
      }
      reports[index].unchanged = own.unchanged.count
      for creation in own.creates { queue.append(unit(creation)) }
      for update in own.updates { queue.append(unit(update)) }
      queue.append(Unit(kind: .end, operation: index))
    }
  }

  private static func cause(_ failure: MatchFailure) -> EntryFailure.Cause {
    if case .unreadable(let error) = failure { return .method(error) }
    return .match(failure)
  }

  private func unit(_ creation: OperationChanges.Creation) -> Unit {
    let body = plan.body(of: creation.entry)
    return Unit(
      kind: .create,
      operation: creation.entry.operation,
      entry: creation.entry,
      key: body.clientID,
      body: body.creation,
      references: body.references + body.onCreateReferences,
      level: creation.level
    )
  }

  private func unit(_ update: OperationChanges.Update) -> Unit {
    Unit(
      kind: .update,
      operation: update.entry.operation,
      entry: update.entry,
      key: plan.body(of: update.entry).clientID,
      target: update.target,
      body: update.patch,
      current: update.current,
      references: update.references
    )
  }

  private mutating func enqueueCleanups() {
    for operation in plan.operations.reversed() where operation.kind == .reconcile {
      let index = operation.index
      guard !reports[index].hasFailed, !changes.operations[index].cleanup.isEmpty else { continue }
      for id in changes.operations[index].cleanup {
        queue.append(Unit(kind: .cleanup, operation: index, key: id))
      }
      queue.append(Unit(kind: .cleanupEnd, operation: index))
    }
  }

  // MARK: Steps

  /// What to do next.
  public mutating func next() -> Action {
    if let recovery {
      if let request = self.recovery?.next() { return .read(request) }
      finish(recovery)
      return next()
    }
    guard !isStopped else { return finished() }
    if let request = nextWrite() { return .write(request) }
    guard !isStopped else { return finished() }
    return nextPhase()
  }

  private mutating func nextPhase() -> Action {
    switch phase {
    case .destroying:
      phase = .writing
      let isComplete = plan.operations.allSatisfy { operation in
        operation.kind != .destroy || !reports[operation.index].hasFailed
      }
      // Where all went as it was foreseen, so do the matches.
      guard isComplete else { return .matchAgain(removed: removed) }
      enqueueWrites()
      return next()
    case .writing:
      phase = .cleaning
      enqueueCleanups()
      return next()
    case .cleaning, .done: return finished()
    }
  }

  private mutating func finished() -> Action {
    phase = .done
    // What ends in the middle of an operation still tells what failed of it.
    for report in reports {
      let index = report.operation.index
      guard sentCalls.keys.contains(where: { $0.operation == index }) else { continue }
      if report.hasFailed { finish(Unit(kind: .end, operation: index)) }
      if !report.cleanupFailures.isEmpty { finish(Unit(kind: .cleanupEnd, operation: index)) }
    }
    return .done
  }

  /// Goes on with what matching found after the destroys.
  public mutating func resume(with changes: Changes) {
    for operation in plan.operations where operation.kind != .destroy {
      self.changes.operations[operation.index] = changes.operations[operation.index]
    }
    enqueueWrites()
  }

  /// The id of an object that is there, or was made.
  func id(of identity: Identity) -> String? {
    switch identity {
    case .live(let id): id.text
    case .planned(let entry): knownID(of: entry)
    }
  }
}
