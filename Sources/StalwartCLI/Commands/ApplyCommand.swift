// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JMAP
internal import Plans
internal import StalwartSchema
internal import Terminal
internal import Text

/// `apply PLAN`: makes a server as a plan says.
struct ApplyCommand: Command {
  static let dryRun = Option.flag("dry-run", "Check and count the operations; change nothing")
  static let continueOnError = Option.flag(
    "continue-on-error",
    "Go on after an operation that failed"
  )
  static let quiet = Option.flag("quiet", "Show failures and the totals only")
  static let progress = Option.flag("progress", "Show each batch as it is sent")
  static let maxDeletes = Option.value(
    "max-deletes",
    "Refuse to remove more objects than this",
    value: "NUMBER",
    as: .number(in: 0...(.max))
  ).details("Nothing at all is changed then.")
  static let force = Option.flag("force", "Remove even the account that is signed in")
  static let allowMachine = Option.list(
    "allow-machine",
    "Types of one server that the plan may change",
    value: "A,B,…",
    as: .text
  ).completing(.dynamic(.object)).details(
    .paragraph(
      "They say where a server keeps its data: " + MachineType.list + ". On another server "
        + "than the one that a plan was made for they would open foreign data or lose its "
        + "own. Without this option a plan that would change DataStore is refused, and "
        + "nothing at all is changed; on a terminal you are asked instead. The others are "
        + "asked about on a terminal and warned of elsewhere. --yes does not stand for "
        + "DataStore."
    )
  )
  static let reload = Option.flag("reload", "Afterwards, make the server use what was changed")

  static let spec = CommandSpec(
    name: "apply",
    group: "Plans",
    summary: "Bring the server to the state that a plan describes",
    discussion: [
      .paragraph(
        "A plan holds operations, one JSON object a line: `create`, `update`, `upsert`, "
          + "`reconcile` and `destroy`. What is already as planned is not written, so applying "
          + "a plan twice changes nothing the second time."
      ),
      .paragraph(
        "Every mistake that the plan alone proves is reported before anything is sent. Human "
          + "output goes to standard error, records with `--json` to standard output: one for each "
          + "operation, one for each reconcile that removed something, and a summary."
      ),
      .definitions([
        Definition("op, object, index, line", "the operation, counted from 0, and where it stands"),
        Definition("status", "`ok` or `error`; with an error `error` and `objects` tell why"),
        Definition(
          "count, unchanged",
          "how many objects were written, and how many were already as planned"
        ),
        Definition("stage, destroyed", "`cleanup`, and how many objects a reconcile removed"),
        Definition("plan, done", "the totals, in the summary, whose `op` is `summary`"),
      ]),
    ],
    positionals: [PlanInput.plan],
    options: PlanInput.options + [
      dryRun, continueOnError, quiet, SharedOptions.json, progress, maxDeletes, force,
      allowMachine, reload, SharedOptions.yes,
    ],
    exactlyOneOf: [PlanInput.sources],
    examples: [
      Example("stalwart-cli apply plan.ndjson --dry-run"),
      Example("stalwart-cli apply plan.ndjson --json | jq -s '.[-1].done'"),
      Example("stalwart-cli apply --stdin --continue-on-error < plan.ndjson"),
      Example("stalwart-cli apply plan.ndjson --max-deletes 5 --reload"),
    ],
    exitCodes: [
      ExitCodeSpec(0, "the server is as the plan says"),
      ExitCodeSpec(1, "some operations failed; the others are counted and were done"),
      ExitCodeSpec(2, "wrong usage or a mistake in the plan; nothing was changed"),
      ExitCodeSpec(3, "whatever failed got no trustworthy answer; apply the plan again"),
      ExitCodeSpec(4, "not authenticated, or whatever failed is not allowed"),
    ],
    seeAlso: ["diff", "snapshot", "plan"]
  )

  let input: PlanInput
  let isDryRun: Bool
  let continuesOnError: Bool
  let reloads: Bool
  let reporting: ApplyReporter.Options
  let machine: MachineCheck
  let removals: RemovalCheck

  func run(in context: Context) throws(Failure) -> Outcome {
    let loaded = try input.load(in: context)
    let plan = loaded.plan
    let allowed = try machine.allowed(in: loaded.schema)
    let reporter = ApplyReporter(context, reporting, loaded.redactor)
    reporter.warnings(plan)
    reporter.plan(plan.counts)
    guard !isDryRun else {
      reporter.dryRun()
      return .done
    }
    let options = MatchingOptions(skipsSecrets: input.skipsSecrets)
    let session = PlanSession(plan, loaded.schema, options, in: context)
    let state = try session.read()
    let changes = session.changes(state)
    try session.refuseConflicts(changes, loaded.redactor)
    reporter.removedCredentials(changes.removedCredentials(of: plan))
    // To describe all changes of a large plan takes time, and few plans hold such types.
    if plan.operations.contains(where: { MachineType(named: $0.object) != nil }) {
      let differences = changes.differences(of: plan, on: state, loaded.schema)
      try machine.check(differences, allowing: allowed, loaded.redactor, in: context)
    }
    try removals.check(plan, changes, on: state, in: context)
    let execution = try session.execute(
      changes,
      on: state,
      continuesOnError: continuesOnError,
      reporter
    )
    try finish(execution, loaded, reporter, in: context)
    return .done
  }

  /// What all failures have in common, if they do: that no trustworthy answer came, or that the
  /// account may not do what the plan says.
  private static func exitCode(of reports: [Report]) -> ExitCode {
    let codes = Set(
      reports.flatMap { $0.failures + $0.cleanupFailures }.compactMap { failure -> ExitCode? in
        switch failure.cause {
        case .skipped: nil
        case .set(let error): error.type == .forbidden ? .notAllowed : .refused
        case .method(let error): Failure(error).exitCode
        case .request(let error): Failure(error).exitCode
        case .lost, .unknown: .noAnswer
        case .unacknowledged, .match: .refused
        }
      }
    )
    return codes.count == 1 ? codes.first ?? .refused : .refused
  }

  /// Where in the plan the failures are.
  private static func places(_ reports: [Report]) -> [String] {
    let lines = reports.prefix(maximumPlaces).map { report in
      let ids = (report.failures + report.cleanupFailures).map(\.id).filter { !$0.isEmpty }
      let shown = ids.prefix(maximumIDs).map { "`\($0)`" }.joined(separator: ", ")
      let rest = ids.count > maximumIDs ? " and \(ids.count - maximumIDs) more" : ""
      let operation = report.operation
      return "line \(operation.line): \(operation.kind.rawValue) \(operation.object)"
        + (ids.isEmpty ? "" : " " + shown + rest)
    }
    guard reports.count > maximumPlaces else { return lines }
    return lines + ["and \(reports.count - maximumPlaces) more"]
  }

  private static let maximumPlaces = 20
  private static let maximumIDs = 5

  private func finish(
    _ execution: Execution,
    _ loaded: LoadedPlan,
    _ reporter: ApplyReporter,
    in context: Context
  ) throws(Failure) {
    try reporter.summary(loaded.plan.counts, execution.totals)
    if context.surroundings.interruption() != nil {
      throw Failure.interrupted(
        "what is not counted was not tried",
        details: execution.fatal.map { [Failure($0).summary] } ?? []
      ).redacted(loaded.redactor)
    }
    if let fatal = execution.fatal {
      var failure = Failure(fatal).redacted(loaded.redactor)
      failure.details.append("the plan was not finished; apply it again when that is fixed")
      throw failure
    }
    let failed = execution.totals.failed
    guard failed == 0 else {
      var failure = Failure(
        .partial,
        continuesOnError
          ? "apply completed with \(failed) failed operation(s)"
          : "apply stopped after \(failed) failed operation(s)",
        details: Self.places(execution.failedReports)
      ).redacted(loaded.redactor)
      failure.exitCode = Self.exitCode(of: execution.failedReports)
      throw failure
    }
    guard reloads else { return }
    try Reload(changed: execution.changedTypes, loaded.schema).run(in: context)
  }
}

extension ApplyCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    self.init(
      input: PlanInput(parsed),
      isDryRun: parsed[Self.dryRun],
      continuesOnError: parsed[Self.continueOnError],
      reloads: parsed[Self.reload],
      reporting: ApplyReporter.Options(
        isQuiet: parsed[Self.quiet],
        isJSON: parsed[SharedOptions.json],
        showsProgress: parsed[Self.progress]
      ),
      machine: MachineCheck(
        allowing: parsed[Self.allowMachine].map { String($0.trimmingWhitespace()) }
          .filter { !$0.isEmpty },
        isConfirmed: parsed[SharedOptions.yes]
      ),
      removals: RemovalCheck(
        maximum: parsed[Self.maxDeletes],
        isConfirmed: parsed[SharedOptions.yes],
        isForced: parsed[Self.force]
      )
    )
  }
}

extension Failure {
  /// The same without secrets.
  func redacted(_ redactor: Redactor) -> Failure {
    var failure = self
    failure.summary = redactor.redacting(summary)
    failure.details = details.map { redactor.redacting($0) }
    failure.hints = hints.map { redactor.redacting($0) }
    return failure
  }
}
