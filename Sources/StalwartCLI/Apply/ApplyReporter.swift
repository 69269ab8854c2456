// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import Plans
internal import StalwartSchema
internal import Terminal
internal import Text

/// Shows what becomes of a plan: lines for people on standard error, records on standard output.
struct ApplyReporter {
  /// What is shown.
  struct Options: Equatable {
    var isQuiet = false
    var isJSON = false
    var showsProgress = false
  }

  private let context: Context
  private let options: Options
  private let redactor: Redactor

  /// More of one operation would hide the rest.
  private static let maximumFailures = 20

  init(_ context: Context, _ options: Options, _ redactor: Redactor) {
    self.context = context
    self.options = options
    self.redactor = redactor
  }

  // MARK: Lines

  private func line(_ style: Style, _ mark: String, _ text: String) {
    context.console.tell("\(ours: mark, style) \(sentence: redactor.redacting(text))")
  }

  /// What the plan holds.
  func plan(_ counts: PlanCounts) {
    guard !options.isQuiet else { return }
    let objects = counts.createObjects + counts.upsertObjects + counts.reconcileObjects
    line(
      .bold,
      "Plan:",
      "\(counts.destroys) destroy, \(counts.updates) update, \(counts.creates) create, "
        + "\(counts.upserts) upsert, \(counts.reconciles) reconcile (\(objects) objects)"
    )
  }

  /// That nothing will be changed.
  func dryRun() {
    guard !options.isQuiet else { return }
    context.console.tell("(dry run: no changes will be made)")
  }

  /// What is not done as it was written.
  func warnings(_ plan: CheckedPlan) {
    var matchedByValue: Set<Name> = []  // A type may stand in several operations.
    for warning in plan.warnings {
      switch warning {
      case .maskLeftOut(_, let line, let object, let id, let property):
        context.console.warn(
          "line \(line): \(object) `\(id)`: `\(property)` is only the mask of a secret and is left "
            + "out"
        )
      case .matchedByValue(let object):
        guard !options.isQuiet, matchedByValue.insert(object).inserted else { continue }
        context.console.warn(
          "\(object) has no match key: its objects are matched by value; a `matchOn` would tell "
            + "them apart"
        )
      }
    }
  }

  /// Which API keys, app passwords and passwords go, though their account stays.
  func removedCredentials(
    _ removed: [(
      operation: CheckedOperation, id: String, credential: PatchAdaptation.RemovedCredential
    )]
  ) {
    for (operation, id, credential) in removed {
      context.console.warn(
        "line \(operation.line): \(operation.object) \(id): `\(credential.path)` is removed: "
          + credential.label
      )
    }
  }

  // MARK: Events

  /// Shows an event; `clientIDs` are those that its operation refers to.
  func show(
    _ event: Event,
    clientIDs: (CheckedOperation) -> [Name: String]
  ) throws(Failure) {
    switch event {
    case .batch(let operation, let isCreation, let number, let total, let count):
      guard options.showsProgress, !options.isQuiet else { return }
      let verb = isCreation ? "creating" : "destroying"
      let noun = isCreation ? "objects" : "ids"
      line(.dim, "·", "\(verb) \(operation.object) batch \(number)/\(total) (\(count) \(noun))")
    case .finished(let report):
      if report.hasFailed {
        try failed(report, report.failures, clientIDs(report.operation))
      } else {
        try finished(report)
      }
    case .cleaned(let report):
      if report.cleanupFailures.isEmpty {
        try cleaned(report)
      } else {
        try failed(report, report.cleanupFailures, [:])
      }
    case .asksAgain(let error):
      context.console.warn(
        redactor.redacting(
          "the answer was lost (\(Failure(error).summary)); looking at what was done"
        )
      )
    }
  }

  private func finished(_ report: Report) throws(Failure) {
    let operation = report.operation
    guard options.isJSON else {
      guard !options.isQuiet else { return }
      line(.green, "✓", "\(Self.verb(operation.kind)) \(operation.object) (\(report.count))")
      return
    }
    var record = Self.record(operation)
    record["count"] = .number(JSONNumber(report.count))
    record["status"] = "ok"
    if operation.kind.matchesExisting || operation.kind == .update {
      record["unchanged"] = .number(JSONNumber(report.unchanged))
    }
    record["line"] = .number(JSONNumber(operation.line))
    try write(record)
  }

  private func cleaned(_ report: Report) throws(Failure) {
    let operation = report.operation
    guard options.isJSON else {
      guard !options.isQuiet else { return }
      line(.green, "✓", "reconcile removed \(operation.object) (\(report.removed))")
      return
    }
    var record: JSONObject = ["op": "reconcile", "stage": "cleanup"]
    record["object"] = .string(operation.object)
    record["index"] = .number(JSONNumber(operation.index))
    record["destroyed"] = .number(JSONNumber(report.removed))
    record["status"] = "ok"
    record["line"] = .number(JSONNumber(operation.line))
    try write(record)
  }

  private func failed(
    _ report: Report,
    _ failures: [EntryFailure],
    _ clientIDs: [Name: String]
  ) throws(Failure) {
    let operation = report.operation
    let text = FailureText(operation, clientIDs: clientIDs)
    guard options.isJSON else {
      let start = "\(operation.kind.rawValue) \(operation.object): "
      for failure in failures.prefix(Self.maximumFailures) {
        line(.red, "✗", start + text.line(failure))
      }
      if failures.count > Self.maximumFailures {
        line(.red, "✗", start + "and \(failures.count - Self.maximumFailures) more")
      }
      return
    }
    var record = Self.record(operation)
    record["status"] = "error"
    record["error"] = .string(failures.first.map { text.line($0) } ?? "")
    record["count"] = .number(JSONNumber(report.count))
    record["line"] = .number(JSONNumber(operation.line))
    record["objects"] = .array(
      failures.map { failure in
        var object: JSONObject = ["id": .string(failure.id)]
        if case .set(let error) = failure.cause { object["type"] = .string(error.type.rawValue) }
        if case .skipped = failure.cause { object["type"] = "skipped" }
        object["error"] = .string(text.line(failure))
        return .object(object)
      }
    )
    try write(record)
  }

  private static func record(_ operation: CheckedOperation) -> JSONObject {
    [
      "op": .string(operation.kind.rawValue), "object": .string(operation.object),
      "index": .number(JSONNumber(operation.index)),
    ]
  }

  private static func verb(_ kind: Operation.Kind) -> String {
    switch kind {
    case .destroy: "destroyed"
    case .update: "updated"
    case .create: "created"
    case .upsert: "upserted"
    case .reconcile: "reconciled"
    }
  }

  private func write(_ record: JSONObject) throws(Failure) {
    try context.console.print(json: redactor.redacting(.object(record)))
    try context.console.flush()
  }

  // MARK: Summary

  /// What was done in all.
  func summary(_ counts: PlanCounts, _ totals: Totals) throws(Failure) {
    guard options.isJSON else {
      line(
        .bold,
        "Done:",
        "\(totals.destroyed) destroyed, \(totals.updated) updated, \(totals.created) created "
          + "(\(totals.failed) failed)"
      )
      return
    }
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    try write([
      "op": "summary",
      "plan": [
        "destroys": number(counts.destroys), "updates": number(counts.updates),
        "creates": number(counts.creates), "create_objects": number(counts.createObjects),
        "upserts": number(counts.upserts), "upsert_objects": number(counts.upsertObjects),
        "reconciles": number(counts.reconciles),
        "reconcile_objects": number(counts.reconcileObjects),
      ],
      "done": [
        "destroyed": number(totals.destroyed), "updated": number(totals.updated),
        "created": number(totals.created), "failed": number(totals.failed),
        "unchanged": number(totals.unchanged),
      ],
    ])
  }
}
