// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

extension Execution {
  /// Takes what came of the request that ``next()`` gave.
  ///
  /// - Parameters:
  ///   - outcome: What came.
  ///   - elapsed: How long the server took.
  public mutating func absorb(_ outcome: Outcome, elapsed: Duration) {
    if recovery != nil {
      recovery?.absorb(outcome)
      return
    }
    let calls = inFlight
    inFlight = []
    var retries = Retries()
    switch outcome {
    case .results(let results):
      let count = calls.reduce(0) { $0 + ($1.isEnd ? 0 : $1.units.count) }
      pace.note(count, isSlow: isSlowInFlight, took: elapsed)
      var rest = results[...]
      for call in calls {
        if call.isEnd {
          end(call, &retries)
        } else if let result = rest.popFirst() {
          take(result, of: call, &retries)
        }
      }
    case .refused(let problem):
      let sent = calls.filter { !$0.isEnd }
      if learn(from: problem, sent) {
        for call in calls { retries.units += call.units }
      } else {
        let error = RegistryError.refused(problem, url: "", retryAfter: nil, isWrite: true)
        for call in calls { call.isEnd ? end(call, &retries) : fail(call, .request(error)) }
      }
    case .lost(let error, let mayRunOn):
      events.append(.asksAgain(error))
      let lost = calls.filter { !$0.isEnd }
      retries.units = calls.filter(\.isEnd).flatMap(\.units)
      retries.lost = lost
      retries.error = error
      retries.mayRunOn = mayRunOn
    case .failed(let error):
      fatal = error
      for call in calls where !call.isEnd { fail(call, .request(error)) }
      for call in calls { finishEarly(call) }
      isStopped = true
      return
    }
    putBack(retries)
  }

  /// What of a request has to be done again, or found out.
  struct Retries {
    var units: [Unit] = []
    var lost: [Call] = []
    var error: RegistryError?
    var mayRunOn = true
  }

  private mutating func putBack(_ retries: Retries) {
    queue.insert(contentsOf: retries.units, at: head)
    guard !retries.lost.isEmpty else { return }
    recovery = Recovery(
      retries.lost,
      of: self,
      after: retries.error ?? .method(MethodError(method: "", type: "serverUnavailable")),
      mayRunOn: retries.mayRunOn
    )
  }

  private mutating func end(_ call: Call, _ retries: inout Retries) {
    // Reports come in order: once something is done again, what follows waits.
    if retries.units.isEmpty, retries.lost.isEmpty {
      for unit in call.units { finish(unit) }
    } else {
      retries.units += call.units
    }
  }

  /// Learns a limit; true if the request can be sent again in smaller parts.
  private mutating func learn(from problem: RequestProblem, _ calls: [Call]) -> Bool {
    let count = calls.reduce(0) { $0 + $1.units.count }
    switch problem.limit {
    case "maxSizeRequest" where count > 1:
      pace.refused(bytes: sentBytes)
      return true
    case "maxCallsInRequest" where calls.count > 1:
      pace.refused(calls: calls.count)
      return true
    default: return false
    }
  }

  // MARK: Calls

  private mutating func take(_ result: MethodResult, of call: Call, _ retries: inout Retries) {
    switch result {
    case .response(let response):
      guard let set = try? SetResponse(decoding: response) else {
        retries.error = .envelope(
          .malformedResponse(method: response.name, member: "created"),
          url: response.name,
          isWrite: true
        )
        retries.lost.append(call)
        return
      }
      take(set, of: call, &retries)
    case .error(let error): take(error, of: call, &retries)
    }
  }

  private mutating func take(_ set: SetResponse, of call: Call, _ retries: inout Retries) {
    let refused: [(key: String, error: SetError)]
    switch call.kind {
    case .create: refused = set.notCreated
    case .update: refused = set.notUpdated
    default: refused = set.notDestroyed
    }
    var errors: [Name: SetError] = [:]
    for (key, error) in refused { errors[key] = error }
    let destroyed = Set(names: set.destroyed)
    var unclear: [Unit] = []
    for unit in call.units {
      let key = key(of: unit)
      let canonical = RegistryID.canonical(key) ?? key
      if let error = errors[key] ?? errors[canonical] {
        refuse(unit, error, &retries)
        continue
      }
      switch unit.kind {
      case .create:
        guard let made = set.created[unit.key] else {
          fail(unit, .unacknowledged)
          continue
        }
        if let id = made["id"]?.string, !id.isEmpty {
          succeed(unit, id: id)
        } else {
          unclear.append(unit)
        }
      case .update:
        let isDone = set.updated.contains(key) || set.updated.contains(canonical)
        if isDone { succeed(unit, id: key) } else { fail(unit, .unacknowledged) }
      default:
        let isDone = destroyed.contains(key) || destroyed.contains(canonical)
        if isDone { succeed(unit, id: key) } else { fail(unit, .unacknowledged) }
      }
    }
    guard !unclear.isEmpty else { return }
    // Without its id an object that was made is as good as lost: look for it.
    let method = plan.operations[call.operation].type.name + "/set"
    retries.error = .envelope(
      .malformedResponse(method: method, member: "created"),
      url: method,
      isWrite: true
    )
    retries.lost.append(Call(kind: call.kind, operation: call.operation, units: unclear))
  }

  /// What identifies a unit in the answer.
  func key(of unit: Unit) -> String {
    if let target = unit.target { return id(of: target) ?? unit.key }
    return unit.key
  }

  private mutating func refuse(_ unit: Unit, _ error: SetError, _ retries: inout Retries) {
    if let missing = unit.dependencies.first(where: { isFailed($0) }) {
      skip(unit, dependsOn: missing)
    } else if dependsOn(retries.units, unit), unit.attempts < 3 {
      retry(unit, &retries)
    } else {
      fail(unit, .set(error))
    }
  }

  private func dependsOn(_ units: [Unit], _ unit: Unit) -> Bool {
    let waiting = Set(units.compactMap(\.entry))
    return unit.dependencies.contains { root(of: $0).map { waiting.contains($0) } ?? false }
  }

  private mutating func retry(_ unit: Unit, _ retries: inout Retries) {
    var unit = unit
    unit.attempts += 1
    retries.units.append(unit)
  }

  private mutating func take(_ error: MethodError, of call: Call, _ retries: inout Retries) {
    switch error.type {
    case "requestTooLarge" where call.units.count > 1:
      pace.refused(objects: call.units.count)
      retries.units += call.units
    case "serverUnavailable":
      retries.error = .method(error)
      retries.mayRunOn = false
      retries.lost.append(call)
    case "invalidResultReference"
    where call.units.contains { unit in
      unit.dependencies.contains { isFailed($0) } || dependsOn(retries.units, unit)
    }:
      // Nothing of the call was done: what does not depend on a failure goes again.
      for unit in call.units {
        if let missing = unit.dependencies.first(where: { isFailed($0) }) {
          skip(unit, dependsOn: missing)
        } else if unit.attempts < 3 {
          retry(unit, &retries)
        } else {
          fail(unit, .method(error))
        }
      }
    default: fail(call, .method(error))
    }
  }

  // MARK: Units

  /// One failure for the whole call; every object of it failed.
  private mutating func fail(_ call: Call, _ cause: EntryFailure.Cause) {
    let failure = EntryFailure(id: "", cause, isCreation: call.kind == .create)
    if call.kind == .cleanup {
      reports[call.operation].cleanupFailures.append(failure)
    } else {
      reports[call.operation].failures.append(failure)
    }
    for unit in call.units where unit.kind == .create {
      if let entry = unit.entry { failedEntries.insert(entry) }
    }
  }

  mutating func fail(_ unit: Unit, _ cause: EntryFailure.Cause) {
    let failure = EntryFailure(
      id: key(of: unit),
      cause,
      isCreation: unit.kind == .create,
      isRemoval: unit.kind == .destroy || unit.kind == .cleanup
    )
    if unit.kind == .cleanup {
      reports[unit.operation].cleanupFailures.append(failure)
    } else {
      reports[unit.operation].failures.append(failure)
    }
    if unit.kind == .create, let entry = unit.entry { failedEntries.insert(entry) }
  }

  mutating func succeed(_ unit: Unit, id: String) {
    let index = unit.operation
    switch unit.kind {
    case .create:
      if let entry = unit.entry { ids[entry] = id }
      reports[index].created += 1
      totals.created += 1
      changedTypes.insert(plan.operations[index].type.name)
    case .update:
      reports[index].updated += 1
      totals.updated += 1
      changedTypes.insert(plan.operations[index].type.name)
    case .destroy:
      reports[index].destroyed += 1
      totals.destroyed += 1
      removed[index, default: []].insert(id)
      changedTypes.insert(plan.operations[index].type.name)
    case .cleanup:
      reports[index].removed += 1
      totals.destroyed += 1
      changedTypes.insert(plan.operations[index].type.name)
    case .end, .cleanupEnd: break
    }
  }

  /// Reports an operation of which nothing is left to do, once.
  mutating func finish(_ unit: Unit) {
    guard reported.insert(CallKey(operation: unit.operation, kind: unit.kind)).inserted else {
      return
    }
    let report = reports[unit.operation]
    let hasFailed: Bool
    if unit.kind == .cleanupEnd {
      hasFailed = !report.cleanupFailures.isEmpty
      events.append(.cleaned(report))
    } else {
      hasFailed = report.hasFailed
      totals.unchanged += report.unchanged
      events.append(.finished(report))
    }
    guard hasFailed else { return }
    totals.failed += 1
    if !options.continuesOnError { isStopped = true }
  }

  /// Reports an operation that ends here because everything does.
  mutating func finishEarly(_ call: Call) {
    let isCleanup = call.kind == .cleanup || call.kind == .cleanupEnd
    finish(Unit(kind: isCleanup ? .cleanupEnd : .end, operation: call.operation))
  }
}

extension Execution.Call {
  /// Whether this stands for the end of an operation and is not sent.
  var isEnd: Bool { kind == .end || kind == .cleanupEnd }
}
