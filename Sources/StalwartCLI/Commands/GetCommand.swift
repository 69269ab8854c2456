// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal

/// `get OBJECT [ID...]`: shows objects.
struct GetCommand: Command {
  static let spec = CommandSpec(
    name: "get",
    group: "Read",
    summary: "Show one object, or the settings of a singleton",
    discussion: [
      .paragraph(
        "An object is named by its id, or by its name or address where exactly one has it. "
          + "Singletons, such as Imap, need no id."
      )
    ],
    positionals: [
      SharedOptions.object,
      PositionalSpec(
        "id",
        .zeroOrMore,
        summary: "Id, name or address of the object",
        completion: .dynamic(.id)
      ),
    ],
    options: [
      SharedOptions.fields, SharedOptions.json,
      .value(
        "format",
        "NAME",
        conflicts: ["json"],
        completion: .choices([
          Choice("view", "for people"), Choice("json", "one compact object a line"),
          Choice("id", "the id alone"),
        ]),
        defaultValue: "view",
        "Form of the result: view, json or id"
      ),
      SharedOptions.account,
    ],
    examples: [
      Example("stalwart-cli get Imap"),
      Example("stalwart-cli get domain example.org"),
      Example("stalwart-cli get account b --fields name,quotas"),
      Example("stalwart-cli get Imap --json | jq .maxRequestSize"),
    ],
    seeAlso: ["query", "describe"]
  )

  private enum Format: String {
    case view
    case json
    case id
  }

  private let object: String
  private let operands: [String]
  private let fields: [String]
  private let account: String?
  private let format: Format

  init(_ parsed: ParsedArguments) throws(Failure) {
    object = parsed.text("object") ?? ""
    operands = parsed.texts("id")
    fields = parsed.texts("fields")
    account = parsed.text("account")
    format = parsed.flag("json") ? .json : parsed.text("format").flatMap(Format.init) ?? .view
    try SingleObject.refuseVariant(object)
  }

  func run(in context: Context) throws(Failure) {
    try context.withSchema { schema throws(Failure) in try run(in: context, schema) }
  }

  private func run(in context: Context, _ schema: Schema) throws(Failure) {
    let type = try SingleObject.type(object, in: schema)
    let operands = try SingleObject.operands(self.operands, of: type, command: "get")
    let properties = try FieldSelection(fields, of: type, in: schema)
    let account = try AccountArgument(self.account, for: type)
    if format == .view { context.startPager() }
    let accountID = try account.resolve(in: context, schema)
    for (index, operand) in operands.enumerated() {
      let found = try find(operand, type, properties, accountID, in: context, schema)
      if format == .view, index > 0 { try context.print() }
      try show(found, type, in: context, schema)
    }
  }

  /// An object, with the names of what it refers to.
  private struct Found {
    let slice: JSONSlice
    var labels: LabelLookup
  }

  private func find(
    _ operand: String,
    _ type: ObjectType,
    _ properties: FieldSelection,
    _ accountID: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> Found {
    let connection = try context.connection()
    var lookup = LabelLookup(
      type,
      properties: properties.requested,
      schema: schema,
      extent: .everything
    )
    var id = operand
    for attempt in 0..<2 {
      var slices: [JSONSlice] = []
      // An empty id would be that of the first object, and one that the server
      // cannot decode is never there.
      if RegistryID.canonical(id) != nil {
        slices = try fetch(id, type, properties, accountID, &lookup, over: connection, context)
      }
      if let slice = slices.first { return Found(slice: slice, labels: lookup) }
      guard attempt == 0, !type.isSingleton,
        let natural = try NaturalKeyLookup(operand, of: type, in: schema, accountID: accountID)
          .id(in: context)
      else { break }
      id = natural
    }
    throw Failure(
      .notFound,
      "\(type.displayName) \(operand) not found",
      hints: type.isSingleton ? [] : ["list them with: stalwart-cli query \(type.displayName)"]
    )
  }

  private func fetch(
    _ id: String,
    _ type: ObjectType,
    _ properties: FieldSelection,
    _ accountID: String?,
    _ lookup: inout LabelLookup,
    over connection: Connection,
    _ context: Context
  ) throws(Failure) -> [JSONSlice] {
    let get = Invocation(
      type.name + "/get",
      Connection.getArguments(
        ids: [id],
        properties: format == .view ? properties.requested : properties.names,
        accountID: accountID
      ),
      callID: "c0"
    )
    var calls = [get]
    if format == .view {
      calls += lookup.calls(following: get, room: connection.limits.maxCallsInRequest - 1)
    }
    do {
      let (results, _) = try connection.perform(Request(calls), .read)
      guard let first = results.first else { return [] }
      let response: Response.MethodResponse
      do { response = try first.get() } catch { throw RegistryError.method(error) }
      let found = try connection.decode(response, isWrite: false) {
        response throws(EnvelopeError) in
        try GetResponse(decoding: response)
      }
      for error in lookup.absorb(results.dropFirst()) {
        context.debug("no names from \(error.method): \(error.type ?? "?")")
      }
      return found.list
    } catch let error as RegistryError {
      throw Failure(error)
    } catch {
      throw Failure(.noAnswer, "no answer")
    }
  }

  private func show(
    _ found: Found,
    _ type: ObjectType,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    switch format {
    case .json:
      try context.write(
        JSONLine(found.slice, isTerminal: context.surroundings.isOutputTerminal).bytes
      )
    case .id:
      let id = ((try? found.slice.member("id")) ?? nil).flatMap { try? $0.value().string }
      try context.print(id ?? "")
    case .view:
      guard case .object(let object)? = try? found.slice.value() else { return }
      var lookup = found.labels
      for error in try context.connection().complete(&lookup, for: [object]) {
        context.debug("no names from \(error.method): \(error.type ?? "?")")
      }
      let values = ValueText(
        schema: schema,
        labels: lookup.labels,
        symbols: context.outputSymbols
      )
      for line in ObjectView(values).lines(of: object, type: type) {
        try context.print(line.rendered(context.outputStyler))
      }
    }
  }
}
