// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Plans
internal import Terminal

/// `diff PLAN`: shows what `apply` would do; `diff OLD NEW`: what differs between two plans.
struct DiffCommand: Command {
  static let other = Operand.optional(
    "other",
    "A second plan, to compare the first one with instead of a server"
  ).completing(.file)

  static let spec = CommandSpec(
    name: "diff",
    group: "Plans",
    summary: "Show what a plan would change, or how two differ",
    discussion: [
      .paragraph(
        "Reads the same plans as `apply`, compares them with the server and shows each object "
          + "that would be made (`+`), changed (`~`) or removed (`-`). It changes nothing. Secrets "
          + "cannot be compared and are shown as `****`; `--skip-secrets` leaves them out."
      ),
      .paragraph(
        "With two plans, such as two snapshots, it compares what they make, object by "
          + "object: `+` is only in the second one, `-` only in the first. Objects are paired "
          + "by their match keys or else by their client ids; references are compared by what "
          + "they refer to. Nothing is sent, and the cached schema or that of --schema is "
          + "enough. `${env:NAME}` stays as it is written where the variable is not set."
      ),
      .paragraph("With `--json` there is one record for each object, and a summary:"),
      .definitions([
        Definition("action", "`create`, `update` or `destroy`"),
        Definition("op, object, index, line", "the operation, counted from 0, and where it stands"),
        Definition("id, clientId", "the object on the server, and in the plan"),
        Definition("label", "what people call an object that would be removed"),
        Definition(
          "warning",
          "what the change means, where it is of what belongs to one server alone"
        ),
        Definition("changes", "for each place `path`, `old` where there is something, and `new`"),
        Definition(
          "create, update, destroy",
          "the totals, in the summary, whose `op` is `summary`"
        ),
      ]),
    ],
    positionals: [PlanInput.plan, other],
    options: PlanInput.options + [SharedOptions.json],
    exactlyOneOf: [PlanInput.sources],
    examples: [
      Example("stalwart-cli diff plan.ndjson"),
      Example("stalwart-cli diff monday.ndjson tuesday.ndjson"),
      Example("stalwart-cli diff plan.ndjson --skip-secrets --json"),
      Example("stalwart-cli diff plan.ndjson --json | jq -r .action | sort | uniq -c"),
    ],
    exitCodes: [
      ExitCodeSpec(0, "the server is as the plan says, or the plans say the same"),
      ExitCodeSpec(1, "applying the plan would change something, or the plans differ"),
      ExitCodeSpec(2, "wrong usage, a mistake in the plan, or a refusal of the server"),
    ],
    seeAlso: ["apply", "snapshot", "plan"]
  )

  let input: PlanInput
  let other: PlanInput?
  let isJSON: Bool

  func run(in context: Context) throws(Failure) -> Outcome {
    var hasChanges = false
    do throws(Failure) {
      if let other {
        let pair = PlanPair(old: input, new: other)
        try pair.show(asJSON: isJSON, noting: &hasChanges, in: context)
      } else {
        try show(noting: &hasChanges, in: context)
      }
      try context.console.flush()
    } catch {
      // That a reader has seen enough makes nothing alike.
      if error.kind == .closedOutput, hasChanges { return .different }
      // 1 means that there are differences, and nothing else.
      var failure = error
      if failure.exitCode == .refused { failure.exitCode = .usage }
      throw failure
    }
    return hasChanges ? .different : .done
  }

  /// Shows the differences; whether there are any is known before the first of them is shown.
  private func show(noting hasChanges: inout Bool, in context: Context) throws(Failure) {
    let loaded = try input.load(in: context)
    let plan = loaded.plan
    let reporter = ApplyReporter(context, ApplyReporter.Options(), loaded.redactor)
    reporter.warnings(plan)
    let options = MatchingOptions(skipsSecrets: input.skipsSecrets)
    let session = PlanSession(plan, loaded.schema, options, in: context)
    let state = try session.read()
    let changes = session.changes(state)
    try session.refuseConflicts(changes, loaded.redactor)
    try refuse(changes, plan, loaded.redactor)
    let differences = changes.differences(of: plan, on: state, loaded.schema)
    hasChanges = !differences.isEmpty
    let view = DiffView(loaded.redactor)
    for change in differences.compactMap(MachineChange.init) {
      context.console.warn(change.warning)
    }
    for difference in differences {
      if isJSON {
        try context.console.print(json: view.record(difference))
      } else {
        for line in view.lines(difference) { try context.console.print(line) }
      }
    }
    if isJSON { try context.console.print(json: view.summary(differences)) }
  }

  /// Reports what could not be matched.
  private func refuse(
    _ changes: Changes,
    _ plan: CheckedPlan,
    _ redactor: Redactor
  ) throws(Failure) {
    let lines = plan.operations.compactMap { operation -> String? in
      let text = FailureText(operation, clientIDs: [:])
      let own = changes.operations[operation.index]
      if let id = own.missing { return text.missing(id) }
      return own.failure.map { text.line(EntryFailure($0)) }
    }
    guard let first = lines.first else { return }
    throw Failure(.refused, first, details: Array(lines.dropFirst())).redacted(redactor)
  }
}

extension DiffCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let input = PlanInput(parsed)
    self.init(
      input: input,
      other: try parsed[Self.other].map { path throws(Failure) in
        try input.compared(with: path, operand: Self.other)
      },
      isJSON: parsed[SharedOptions.json]
    )
  }
}
