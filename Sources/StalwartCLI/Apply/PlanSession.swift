// SPDX-License-Identifier: MIT

internal import HTTP
internal import JMAP
internal import JSON
internal import Plans
internal import Registry
internal import StalwartSchema
internal import Text

/// A plan on its way to a server: reads what is there, compares, and writes.
struct PlanSession {
  let plan: CheckedPlan
  let schema: Schema
  let options: MatchingOptions
  private let context: Context

  init(_ plan: CheckedPlan, _ schema: Schema, _ options: MatchingOptions, in context: Context) {
    self.plan = plan
    self.schema = schema
    self.options = options
    self.context = context
  }

  /// Reads everything that the plan has to be compared with.
  func read() throws(Failure) -> LiveState {
    let connection = try context.connection()
    var reads = PlanReads(plan, limits: connection.limits)
    while let request = reads.next() {
      do throws(RegistryError) {
        try reads.absorb(try connection.perform(request, .read).results)
      } catch {
        if case .refused(let problem, _, _, _) = error, problem.limit == "maxCallsInRequest",
          reads.takesFewerCalls()
        {
          continue
        }
        var failure = Failure(error)
        failure.details.append("nothing was changed")
        throw failure
      }
      guard context.surroundings.interruption() == nil else {
        throw Failure.interrupted("nothing was changed")
      }
    }
    for (index, names) in reads.state.filteredByClient.sorted(by: { $0.key < $1.key }) {
      context.console.warn(
        "operation #\(index + 1): the server cannot filter by \(names.joined(separator: ", ")); "
          + "the client did"
      )
    }
    return reads.state
  }

  /// What would be changed.
  func changes(_ state: LiveState, removed: [Int: Set<Name>]? = nil) -> Changes {
    var matching = Matching(plan, with: state, schema: schema, options: options, removed: removed)
    return matching.run()
  }

  /// Stops before the first write where a body would overwrite what an object holds.
  func refuseConflicts(_ changes: Changes, _ redactor: Redactor) throws(Failure) {
    var hasMasks = false
    let lines = plan.operations.compactMap { operation -> String? in
      guard let failure = changes.operations[operation.index].failure,
        case .conflict(_, let conflict) = failure
      else { return nil }
      if case .maskedSecret = conflict { hasMasks = true }
      let text = FailureText(operation, clientIDs: [:]).line(EntryFailure(failure))
      return "line \(operation.line): \(text)"
    }
    guard let first = lines.first else { return }
    var failure = Failure.usage(first, details: Array(lines.dropFirst()))
    failure.details.append("nothing was changed")
    if hasMasks { failure.hints = [Failure.secretInPlan] }
    throw failure.redacted(redactor)
  }

  /// Writes the changes, and shows what becomes of them.
  func execute(
    _ changes: Changes,
    on state: LiveState,
    continuesOnError: Bool,
    _ reporter: ApplyReporter
  ) throws(Failure) -> Execution {
    let connection = try context.connection()
    var execution = Execution(
      plan,
      changes,
      on: state,
      schema: schema,
      limits: connection.limits,
      options: ExecutionOptions(continuesOnError: continuesOnError)
    )
    context.outlastsReaders = true
    context.finishesRequests = true
    defer { context.finishesRequests = false }
    var isDone = false
    while !isDone {
      let action = execution.next()
      for event in execution.takeEvents() { try show(event, execution, reporter) }
      switch action {
      case .write(let request): perform(request, .write, over: connection, &execution)
      case .read(let request): perform(request, .read, over: connection, &execution)
      case .matchAgain(let removed):
        execution.resume(with: self.changes(state, removed: removed))
      case .done: isDone = true
      }
      if context.surroundings.interruption() != nil { execution.stop() }
    }
    for event in execution.takeEvents() { try show(event, execution, reporter) }
    return execution
  }

  private func show(
    _ event: Event,
    _ execution: Execution,
    _ reporter: ApplyReporter
  ) throws(Failure) {
    try reporter.show(event) { execution.referredClientIDs(of: $0) }
  }

  private func perform(
    _ request: Request,
    _ kind: RetryPolicy.RequestKind,
    over connection: Connection,
    _ execution: inout Execution
  ) {
    let elapsed = context.surroundings.elapsed
    let start = elapsed()
    let outcome: Execution.Outcome
    do throws(RegistryError) {
      outcome = .results(try connection.perform(request, kind).results)
    } catch {
      outcome = Self.outcome(error, kind)
    }
    execution.absorb(outcome, elapsed: elapsed() - start)
  }

  /// What is known about a request that failed.
  private static func outcome(
    _ error: RegistryError,
    _ kind: RetryPolicy.RequestKind
  ) -> Execution.Outcome {
    guard kind == .write else { return .failed(error) }
    switch error {
    case .transport(let failure, _, _):
      guard failure.requestMayHaveBeenSent else { return .failed(error) }
      switch failure {
      case .timedOut, .interrupted: return .lost(error, mayRunOn: true)
      default: return .lost(error, mayRunOn: false)
      }
    case .refused(let problem, _, _, _):
      if problem.status == 400 { return .refused(problem) }
      return problem.status >= 500 ? .lost(error, mayRunOn: true) : .failed(error)
    case .envelope: return .lost(error, mayRunOn: false)
    default: return .failed(error)
    }
  }
}
