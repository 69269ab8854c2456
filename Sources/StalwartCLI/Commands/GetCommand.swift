// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// `get OBJECT [ID...]`: shows objects.
struct GetCommand: Command {
  static let id = Operand.zeroOrMore("id", "Id, name or address of the object")
    .completing(.dynamic(.id))
  static let format = ObjectFormat.option.excluding(SharedOptions.json)

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
    positionals: [SharedOptions.object, id],
    options: [SharedOptions.fields, SharedOptions.json, format, SharedOptions.account],
    examples: [
      Example("stalwart-cli get Imap"),
      Example("stalwart-cli get domain example.org"),
      Example("stalwart-cli get account b --fields name,quotas"),
      Example("stalwart-cli get Imap --json | jq .maxRequestSize"),
    ],
    seeAlso: ["query", "describe"]
  )

  let object: String
  let operands: [String]
  let fields: [String]
  let account: String?
  let format: ObjectFormat

  func run(in context: Context) throws(Failure) -> Outcome {
    try context.withSchema { schema throws(Failure) in try run(in: context, schema) }
    return .done
  }

  private func run(in context: Context, _ schema: Schema) throws(Failure) {
    let type = try SingleObject.type(object, in: schema)
    let operands = try SingleObject.operands(self.operands, of: type, command: "get")
    let properties = try FieldSelection(fields, of: type, in: schema)
    let account = try AccountArgument(self.account, for: type)
    if format == .view { context.console.startPager() }
    var reader = ObjectReader(
      type: type,
      properties: format == .view ? properties.requested : properties.names,
      accountID: try account.resolve(in: context, schema),
      lookup: format == .view
        ? LabelLookup(type, properties: properties.requested, schema: schema, extent: .everything)
        : nil
    )
    let objects = try reader.read(operands, in: context, schema)
    if let first = objects.lazy.compactMap(\.self).first,
      FieldSelection.isExceeded(reader.properties, by: first),
      let newer = context.schemaSource.refreshed(explains: false)
    {
      return try run(in: context, newer)
    }
    var missing: [String] = []
    var count = 0
    for (operand, object) in zip(operands, objects) {
      guard let object else {
        missing.append(operand)
        continue
      }
      if format == .view, count > 0 { try context.console.print() }
      try show(object, reader.lookup?.labels, type, in: context, schema)
      count += 1
    }
    guard let first = missing.first else { return }
    throw Failure(
      count == 0 ? .notFound : .refused,
      "\(type.displayName) \(first) not found",
      details: missing.dropFirst().map { "\(type.displayName) \($0) not found" },
      hints: type.isSingleton ? [] : ["list them with: stalwart-cli query \(type.displayName)"]
    )
  }

  private func show(
    _ slice: JSONSlice,
    _ labels: ReferenceLabels?,
    _ type: ObjectType,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    switch format {
    case .json:
      try context.console.print(json: slice)
    case .id:
      let id = ((try? slice.member("id")) ?? nil).flatMap { try? $0.value().string }
      try context.console.print("\(id ?? "")")
    case .view:
      guard case .object(let object)? = try? slice.value() else { return }
      let values = ValueText(
        schema: schema,
        labels: labels ?? ReferenceLabels()
      )
      for line in ObjectView(values).lines(of: object, type: type) {
        try context.console.print(line)
      }
    }
  }
}

extension GetCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let object = parsed[SharedOptions.object]
    try SingleObject.refuseVariant(object)
    self.init(
      object: object,
      operands: parsed[Self.id],
      fields: parsed[SharedOptions.fields],
      account: parsed[SharedOptions.account],
      format: parsed[SharedOptions.json] ? .json : parsed[Self.format]
    )
  }
}

/// Reads the objects that operands name, ids first and then names.
private struct ObjectReader {
  let type: ObjectType
  let properties: [String]?
  let accountID: String?
  var lookup: LabelLookup?

  /// The object of each operand; nil where there is none.
  mutating func read(
    _ operands: [String],
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> [JSONSlice?] {
    var found: [Name: JSONSlice] = [:]
    // What the server cannot decode is never there, and an empty id would be the first object's.
    let ids = operands.compactMap(RegistryID.canonical)
    let connection = try context.connection()
    for object in try fetch(all: ids, over: connection, context) {
      if case .string(let id)?? = try? object.member("id")?.value() { found[id] = object }
    }
    var objects: [JSONSlice?] = []
    for operand in operands {
      if let object = RegistryID.canonical(operand).flatMap({ found[$0] }) {
        objects.append(object)
      } else if type.isSingleton {
        objects.append(nil)
      } else {
        let names = NaturalKeyLookup(operand, of: type, in: schema, accountID: accountID)
        objects.append(try names.object(properties, &lookup, in: context))
      }
    }
    if var lookup {
      let values = objects.compactMap { slice in (try? slice?.value())?.object }
      for error in connection.complete(&lookup, for: values) {
        context.console.debug("no names from \(error.method): \(error.type ?? "?")")
      }
      self.lookup = lookup
    }
    return objects
  }

  /// Fetches any number of objects, in calls as large as the server takes.
  private mutating func fetch(
    all ids: [String],
    over connection: Connection,
    _ context: Context
  ) throws(Failure) -> [JSONSlice] {
    let size = connection.limits.maxObjectsInGet
    var objects: [JSONSlice] = []
    for start in stride(from: 0, to: ids.count, by: size) {
      let chunk = Array(ids[start..<min(ids.count, start + size)])
      objects += try fetch(chunk, over: connection, context)
    }
    return objects
  }

  private mutating func fetch(
    _ ids: [String],
    over connection: Connection,
    _ context: Context
  ) throws(Failure) -> [JSONSlice] {
    let get = Invocation(
      type.name + "/get",
      Connection.getArguments(ids: ids, properties: properties, accountID: accountID),
      callID: "c0"
    )
    let room = connection.limits.maxCallsInRequest - 1
    let calls = [get] + (lookup?.calls(following: get, room: room) ?? [])
    do throws(RegistryError) {
      let (results, _) = try connection.perform(Request(calls), .read)
      for error in lookup?.absorb(results.dropFirst()) ?? [] {
        context.console.debug("no names from \(error.method): \(error.type ?? "?")")
      }
      guard let first = results.first else { return [] }
      let response: Response.MethodResponse
      do throws(MethodError) { response = try first.get() } catch { throw .method(error) }
      return try connection.decode(response, isWrite: false) { response throws(EnvelopeError) in
        try GetResponse(decoding: response)
      }.list
    } catch {
      guard connection.learnsLimits(from: error) else { throw Failure(error) }
      return try fetch(all: ids, over: connection, context)
    }
  }
}
