// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// `delete OBJECT ID...`: removes objects.
struct DeleteCommand: Command {
  static let id = Operand.zeroOrMore("id", "Ids, names or addresses of the objects")
    .completing(.dynamic(.id))
  static let ids = Option.value("ids", "Ids, separated by commas", value: "A,B,…", as: .text)
  static let standardInput = Option.flag("stdin", "Read ids from standard input").details(
    .paragraph(
      "A JSON array of ids or of objects with an `id`, the same one value a line, or bare "
        + "ids between blanks and commas."
    )
  )
  static let ignoreMissing = Option.flag(
    "ignore-missing",
    "Do not fail where an object is not there"
  )

  static let spec = CommandSpec(
    name: "delete",
    group: "Change",
    summary: "Delete objects",
    discussion: [
      .paragraph(
        "Each object is reported on a line of its own, and the totals at the end. On a terminal "
          + "more than one object, and whatever `--where` finds, is shown and asked about first."
      )
    ],
    positionals: [SharedOptions.object, id],
    options: [
      ids, standardInput, SharedOptions.filters, ignoreMissing, SharedOptions.yes,
      SharedOptions.account,
    ],
    exactlyOneOf: [[id, ids, standardInput, SharedOptions.filters]],
    examples: [
      Example("stalwart-cli delete domain old.example.org"),
      Example("stalwart-cli delete BlockedIp --ids jp2dpq1oalaa,jp2dpq1obbaa"),
      Example("stalwart-cli query Task --json | stalwart-cli delete Task --stdin"),
      Example("stalwart-cli delete BlockedIp --where 'address=203.0.113.7' --yes"),
    ],
    seeAlso: ["query"]
  )

  /// What names the objects.
  enum Source: Equatable {
    case operands([String])
    case ids([String])
    case standardInput
    case filters([String])
  }

  let object: String
  let source: Source
  let account: String?
  let ignoresMissing: Bool
  let isConfirmed: Bool

  func run(in context: Context) throws(Failure) -> Outcome {
    try context.withSchema { schema throws(Failure) in
      let type = try SingleObject.type(object, in: schema)
      guard !type.isSingleton else {
        throw .usage(
          "\(type.displayName) is a singleton and cannot be deleted",
          hints: "stalwart-cli update \(type.displayName) changes its settings"
        )
      }
      let account = try AccountArgument(self.account, for: type)
      if case .filters = source, !isConfirmed, !context.console.isInteractive {
        throw .usage(
          "--where needs --yes where nobody can be asked",
          hints: "look first: stalwart-cli query \(type.displayName) --where …"
        )
      }
      let accountID = try account.resolve(in: context, schema)
      let ids = try identifiers(of: type, accountID, in: context, schema)
      try delete(ids, of: type, accountID, in: context, schema)
    }
    return .done
  }

  // MARK: Which

  private func identifiers(
    of type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> [String] {
    var ids: [String]
    switch source {
    case .operands(let operands):
      ids = try resolve(operands, type, accountID, in: context, schema)
    case .ids(let given): ids = given
    case .standardInput:
      ids = try IdentifierList.anyForm(try context.readStandardInput(for: "--stdin"))
    case .filters(let filters):
      ids = try found(by: filters, type, accountID, in: context, schema)
      if ids.isEmpty { return [] }
    }
    guard !ids.isEmpty, !ids.contains("") else { throw .usage("no ids provided") }
    var seen: Set<Name> = []
    return ids.filter { seen.insert(RegistryID.canonical($0) ?? $0).inserted }
  }

  /// The ids that operands mean, as far as their spelling tells: what the server
  /// cannot decode is a name.
  private func resolve(
    _ operands: [String],
    _ type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> [String] {
    var ids: [String] = []
    for operand in operands {
      guard RegistryID.canonical(operand) == nil, !operand.isEmpty else {
        ids.append(operand)
        continue
      }
      let names = NaturalKeyLookup(operand, of: type, in: schema, accountID: accountID)
      ids.append(try names.id(in: context) ?? operand)
    }
    return ids
  }

  /// Takes operands that are no ids for names, now that the server has said so.
  ///
  /// Whatever it throws, `outcomes` holds what is known.
  private func retryAsNames(
    _ outcomes: inout [(id: String, outcome: DestroyOutcome)],
    of type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    guard case .operands = source else { return }
    var found: [(place: Int, id: String)] = []
    for (place, (id, outcome)) in outcomes.enumerated() {
      guard case .refused(let error) = outcome, error.type == .notFound else { continue }
      let names = NaturalKeyLookup(id, of: type, in: schema, accountID: accountID)
      if let named = try names.id(in: context), named != id { found.append((place, named)) }
    }
    guard !found.isEmpty else { return }
    let connection = try context.connection()
    var destruction = Destruction(
      type.name,
      ids: found.map(\.id),
      accountID: accountID,
      limits: connection.limits
    )
    var rest = found[...]
    while !destruction.isComplete {
      do throws(RegistryError) {
        for result in try destruction.sendBatch(over: connection) {
          if let place = rest.popFirst()?.place { outcomes[place] = result }
        }
      } catch {
        throw Failure(error)
      }
    }
  }

  private func found(
    by filters: [String],
    _ type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> [String] {
    let filter = try FilterArguments(
      filters,
      for: type,
      in: schema,
      now: context.surroundings.now()
    )
    var search = ObjectSearch(type, filter, properties: ["id"], accountID: accountID)
    var ids: [String] = []
    while let rows = try search.next(in: context) { ids += rows.map(\.id) }
    return ids
  }

  // MARK: Deleting

  private func delete(
    _ ids: [String],
    of type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    try confirm(ids, of: type, accountID, in: context, schema)
    var tally = Tally()
    let connection = try context.connection()
    var destruction = Destruction(
      type.name,
      ids: ids,
      accountID: accountID,
      limits: connection.limits
    )
    while !destruction.isComplete {
      var outcomes: [(id: String, outcome: DestroyOutcome)]
      do throws(RegistryError) { outcomes = try destruction.sendBatch(over: connection) } catch {
        // Of what the batch did nothing is known: 0 would be a claim.
        if tally.deleted + tally.failed > 0 { try report(tally, in: context) }
        throw Failure(error)
      }
      var trouble: Failure?
      do throws(Failure) {
        try retryAsNames(&outcomes, of: type, accountID, in: context, schema)
      } catch { trouble = error }
      for (id, outcome) in outcomes { try report(id, outcome, &tally, in: context) }
      if var trouble {
        try report(tally, in: context)
        // Wrong usage changes nothing; here something is gone already.
        if tally.deleted > 0, trouble.exitCode == .usage { trouble.exitCode = .refused }
        throw trouble
      }
      if context.surroundings.interruption() != nil {
        try report(tally, in: context)
        throw Failure.interrupted("what was not reported is still there")
      }
    }
    try report(tally, in: context)
    guard tally.failed > 0 else { return }
    throw Failure(
      tally.failed == tally.missing && tally.deleted == 0 ? .notFound : .refused,
      "one or more deletions failed",
      hints: hints(tally, type)
    )
  }

  private func hints(_ tally: Tally, _ type: ObjectType) -> [String] {
    var hints: [String] = []
    if tally.isLinked { hints.append("first remove what 'Linked by:' names") }
    if tally.isPassedOver {
      // The server passes over what no id can look like.
      let known = if case .operands = source { "neither an id nor a name" } else { "no id" }
      hints.append("what has no response is \(known) of \(type.displayName)")
    }
    if tally.missing > 0 {
      hints.append("list them with: stalwart-cli query \(type.displayName)")
    }
    return hints
  }

  private struct Tally {
    var deleted = 0
    var failed = 0
    var missing = 0
    var isLinked = false
    var isPassedOver = false
  }

  private func report(_ tally: Tally, in context: Context) throws(Failure) {
    try context.console.print("\(tally.deleted) deleted, \(tally.failed) failed")
    try context.console.flush()
  }

  private func report(
    _ id: String,
    _ outcome: DestroyOutcome,
    _ tally: inout Tally,
    in context: Context
  ) throws(Failure) {
    let console = context.console
    switch outcome {
    case .destroyed:
      tally.deleted += 1
      try console.print("\(id, .green) deleted")
    case .refused(let error) where error.type == .notFound && ignoresMissing:
      try console.print("\(id, .dim) not found, ignored")
    case .silent where ignoresMissing:
      try console.print("\(id, .dim) not found, ignored")
    case .refused(let error):
      tally.failed += 1
      if error.type == .notFound { tally.missing += 1 }
      if error.type == .objectIsLinked { tally.isLinked = true }
      let lines = SetErrorText(error).lines
      try console.print("\(id, .red) failed: error: \(lines.first ?? "")")
      for line in lines.dropFirst() { try console.print("  \(line)") }
    case .silent:
      tally.failed += 1
      tally.missing += 1
      tally.isPassedOver = true
      try console.print("\(id, .red) failed: no response from server")
    }
  }

  /// What people call objects; what cannot be found out is left out.
  private func names(
    of ids: [String],
    _ type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) -> [Name: String] {
    let fields = schema.fields(of: type.shape)
    let label = schema.list(named: type.name)?.labelProperty
    let properties = [
      NamingProperty.address, label, NamingProperty.name, NamingProperty.description,
    ]
    .compactMap(\.self)
    .filter { fields[$0] != nil }
    guard !properties.isEmpty, let connection = try? context.connection(),
      let response = try? connection.get(
        type.name,
        ids: ids,
        properties: ["id"] + properties,
        accountID: accountID
      )
    else { return [:] }
    var names: [Name: String] = [:]
    for slice in response.list {
      guard let object = try? slice.value(), let id = object["id"]?.string else { continue }
      names[id] = properties.lazy.compactMap { object[$0]?.string }.first { !$0.isEmpty }
    }
    return names
  }

  private func confirm(
    _ ids: [String],
    of type: ObjectType,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    var isFiltered = false
    if case .filters = source { isFiltered = true }
    guard !isConfirmed, context.console.isInteractive, ids.count > 1 || (isFiltered && !ids.isEmpty)
    else {
      return
    }
    let objects = Wording.count(ids.count, "\(type.displayName) object")
    context.console.tell("About to delete \(objects) on \(try context.baseURL().url):")
    let shown = Array(ids.prefix(10))
    let names = names(of: shown, type, accountID, in: context, schema)
    for id in shown {
      let line = names[id].map { $0 == id ? id : "\(id)  \($0)" } ?? id
      context.console.tell("  \(line)")
    }
    if ids.count > 10 { context.console.tell("  and \(ids.count - 10) more") }
    guard try context.console.confirm("Delete \(ids.count == 1 ? "it" : "them")?") else {
      throw Failure(.refused, "nothing was deleted")
    }
  }
}

extension DeleteCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let object = parsed[SharedOptions.object]
    try SingleObject.refuseVariant(object)
    let filters = parsed[SharedOptions.filters]
    let source: Source =
      if let ids = parsed[Self.ids] {
        .ids(IdentifierList.commaSeparated(ids))
      } else if parsed[Self.standardInput] {
        .standardInput
      } else if !filters.isEmpty { .filters(filters) } else { .operands(parsed[Self.id]) }
    self.init(
      object: object,
      source: source,
      account: parsed[SharedOptions.account],
      ignoresMissing: parsed[Self.ignoreMissing],
      isConfirmed: parsed[SharedOptions.yes]
    )
  }
}
