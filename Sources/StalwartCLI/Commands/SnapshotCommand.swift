// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JSON
internal import Plans
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// `snapshot OBJECT...`: writes a plan that makes what the server holds.
struct SnapshotCommand: Command {
  static let objects = Operand.zeroOrMore("object", "Types to export, such as Domain or Imap")
    .completing(.dynamic(.object))
  static let all = Option.flag("all", "Export everything that configures the server")
    .details(
      .paragraph(
        "Without queues, tasks, reports, logs, metrics and personal keys, and without what "
          + "belongs to one server alone: " + MachineType.list + ". On another server these "
          + "would open foreign data or lose its own. To include them, name them too: "
          + "`snapshot --all DataStore`."
      )
    )
  static let withDependencies = Option.flag(
    "with-dependencies",
    "Add the types that the given ones refer to"
  )
  static let output = Option.value(
    "output",
    "Write to a file instead of standard output",
    value: "PATH",
    as: .path
  ).short("o")
  static let secrets = Option.value(
    "secrets",
    "Secrets: omit, include or env",
    value: "WHAT",
    as: .choice(\.summary),
    default: SnapshotSecrets.omit
  ).excluding(includeSecrets).details(
    .paragraph(
      "The server masks most secrets. With env the plan takes each from a variable, whose "
        + "name is made of type, id and property; the names are listed at the end."
    )
  )
  static let includeSecrets = Option.flag("include-secrets", "Same as --secrets=include")
    .details("The file can be read by its owner alone.")
  static let allowUnresolved = Option.list(
    "allow-unresolved",
    "Leave out references to these types",
    value: "A,B,…",
    as: .text
  ).completing(.dynamic(.object))
  static let quiet = Option.flag("quiet", "Print no progress; warnings stay").short("q")
  static let noDestroys = Option.flag(
    "no-destroys",
    "Accepted for older scripts; there are none"
  ).hidden()

  static let spec = CommandSpec(
    name: "snapshot",
    group: "Plans",
    summary: "Export objects as a plan that `apply` reads",
    discussion: [
      .paragraph(
        "The plan holds upserts in an order in which they can be made, updates for what has to "
          + "wait until everything is there, and the settings of singletons. It never destroys "
          + "anything. The same state of the server gives the same bytes."
      ),
      .paragraph(
        "A type may be followed by a colon and ids, names or conditions, separated by commas: "
          + "Domain:example.org, Account:@type=User."
      ),
      .paragraph(
        "A file appears when it is complete; until then, and after a failure, the old one stays."
      ),
    ],
    positionals: [objects],
    options: [
      all, withDependencies, output, secrets, includeSecrets, allowUnresolved, quiet, noDestroys,
    ],
    examples: [
      Example("stalwart-cli snapshot --all --output backup.ndjson"),
      Example("stalwart-cli snapshot Domain --with-dependencies > domains.ndjson"),
      Example("stalwart-cli snapshot Account:@type=Group --with-dependencies -o groups.ndjson"),
      Example("stalwart-cli snapshot --all --secrets env -o plan.ndjson"),
      Example(
        "stalwart-cli snapshot --all DataStore BlobStore -o rebuild.ndjson",
        "with what belongs to this server alone"
      ),
    ],
    seeAlso: ["apply", "diff", "plan"]
  )

  let arguments: SnapshotArguments
  /// The operands, as they were typed.
  let typed: [String]
  /// The file; nil for standard output.
  let output: String?
  let secrets: SnapshotSecrets
  let isQuiet: Bool

  func run(in context: Context) throws(Failure) -> Outcome {
    let arguments = try completed(in: context)
    try confirmSecrets(in: context)
    try context.withSchema { schema throws(Failure) in
      var job = try Job(arguments, typed, secrets, schema)
      let output = try SnapshotOutput(output, in: context, holdsSecrets: secrets == .include)
      // A backup must not miss what a newer schema knows.
      if let newer = context.schemaSource.refreshed(explains: true) {
        job = try Job(arguments, typed, secrets, newer)
      }
      try write(&job, to: output, in: context)
      try output.commit()
      SnapshotReport(job.export.findings, in: context).write()
      noteLeftOut(job.selection.leftOut, in: context)
      progress("snapshot complete", in: context)
    }
    return .done
  }

  /// Everything, where nothing was named and a person agrees.
  private func completed(in context: Context) throws(Failure) -> SnapshotArguments {
    guard arguments.operands.isEmpty, !arguments.selectsAll else { return arguments }
    guard context.console.isInteractive,
      try context.console.confirm("Export everything that configures the server?")
    else {
      throw .usage(
        "no object named",
        hints: "stalwart-cli snapshot --all exports everything that configures the server"
      )
    }
    return SnapshotArguments(
      operands: [],
      selectsAll: true,
      addsDependencies: arguments.addsDependencies,
      allowed: arguments.allowed
    )
  }

  private func confirmSecrets(in context: Context) throws(Failure) {
    guard secrets == .include, output == nil, context.console.output.isTerminal,
      context.console.isInteractive
    else { return }
    guard try context.console.confirm("Show secrets on the terminal?") else {
      throw Failure(.refused, "nothing was exported", hints: ["--output writes to a file"])
    }
  }

  // MARK: Writing

  /// What is exported, and how far that is.
  private struct Job {
    let schema: Schema
    let selection: SnapshotArguments.Selection
    let graph: SnapshotGraph
    var export: SnapshotExport

    init(
      _ arguments: SnapshotArguments,
      _ typed: [String],
      _ secrets: SnapshotSecrets,
      _ schema: Schema
    ) throws(Failure) {
      self.schema = schema
      selection = try arguments.resolve(in: schema)
      do throws(SnapshotError) {
        graph = try SnapshotGraph(selection.types, allowing: selection.allowed, in: schema)
      } catch { throw Failure(error, typed: typed) }
      export = SnapshotExport(
        schema,
        graph,
        options: SnapshotOptions(secrets: secrets, allowed: selection.allowed)
      )
    }
  }

  private func write(
    _ job: inout Job,
    to output: SnapshotOutput,
    in context: Context
  ) throws(Failure) {
    let graph = job.graph
    let upserts = Wording.count(graph.shards.count, "upsert")
    progress(
      "snapshot: \(upserts), \(Wording.count(graph.singletons.count, "singleton"))",
      in: context
    )
    if arguments.selectsAll {
      for type in CompleteSelection.unlisted(in: job.schema) {
        context.console.warn("\(type.displayName) is unknown to this version and not part of --all")
      }
    }
    var fetch = SnapshotFetch(graph.types, over: try context.connection())
    var read: Set<Name> = []
    for shard in graph.shards {
      if read.insert(shard.type.name).inserted {
        try self.read(shard.type, &fetch, &job, in: context)
      }
      let count = try job.export.writeNextShard { bytes throws(Failure) in try output.write(bytes) }
      let name = shard.variant.map { "\(shard.type.displayName) (\($0.name))" }
      if count > 0 || shard.variant == nil {
        progress("    \(name ?? shard.type.displayName): \(count)", in: context)
      }
      try checkInterruption(in: context)
    }
    try job.export.writeDeferred { bytes throws(Failure) in try output.write(bytes) }
    try fetch.read(graph.singletons) { object, type throws(Failure) in
      progress("  fetching singleton \(type.displayName)...", in: context)
      try job.export.write(type, object) { bytes throws(Failure) in try output.write(bytes) }
    }
    try checkInterruption(in: context)
  }

  private func read(
    _ type: ObjectType,
    _ fetch: inout SnapshotFetch,
    _ job: inout Job,
    in context: Context
  ) throws(Failure) {
    progress("  fetching \(type.displayName)...", in: context)
    let chosen = job.selection.conditions
    try fetch.read(type) { rows, type in
      job.export.admit(
        rows.lazy.map { ($0.id, $0.object) },
        of: type,
        conditions: chosen[type.name] ?? SnapshotConditions()
      )
    }
    let (count, accepted, unmatched) = job.export.finish(type)
    progress("    \(count) fetched", in: context)
    if let name = unmatched.first {
      throw Failure(
        .notFound,
        "\(type.displayName) \(name) not found",
        details: unmatched.dropFirst().map { "\(type.displayName) \($0) not found" }
      )
    }
    if accepted == 0, let values = chosen[type.name]?.values, !values.isEmpty {
      let wanted = values.map { "\($0.property)=\($0.text)" }.joined(separator: ",")
      context.console.warn("no \(type.displayName) has \(wanted)")
    }
    if accepted > 0, job.schema.list(named: type.name)?.labelProperty == nil {
      context.console.warn(
        "\(type.displayName) has no label property; its objects are matched by value"
      )
    }
  }

  /// Names the types that `--all` does not take along, and how to include them.
  private func noteLeftOut(_ types: [ObjectType], in context: Context) {
    guard let first = types.first else { return }
    let names = types.map(\.displayName).joined(separator: ", ")
    context.console.note(
      "left out, because they belong to this server alone: "
        + "\(names); to include them, name them: stalwart-cli snapshot --all \(first.displayName)"
    )
  }

  private func checkInterruption(in context: Context) throws(Failure) {
    if context.surroundings.interruption() != nil { throw Failure.interrupted() }
  }

  private func progress(_ line: String, in context: Context) {
    if !isQuiet { context.console.tell("\(line)") }
  }
}

extension SnapshotCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let typed = parsed[Self.objects]
    let path = parsed[Self.output]
    var operands: [SnapshotArguments.Operand] = []
    for text in typed { operands.append(try SnapshotArguments.Operand(text)) }
    let allowed = parsed[Self.allowUnresolved].map { String($0.trimmingWhitespace()) }
    self.init(
      arguments: SnapshotArguments(
        operands: operands,
        selectsAll: parsed[Self.all],
        addsDependencies: parsed[Self.withDependencies],
        allowed: allowed.filter { !$0.isEmpty }
      ),
      typed: typed,
      output: path == "-" ? nil : path,
      secrets: parsed[Self.includeSecrets] ? .include : parsed[Self.secrets],
      isQuiet: parsed[Self.quiet]
    )
  }
}

extension SnapshotSecrets {
  var summary: String {
    switch self {
    case .omit: "leave them out"
    case .include: "write what the server reveals"
    case .env: "write ${env:NAME} in their place"
    }
  }
}
