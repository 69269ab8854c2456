// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// `query OBJECT`: lists objects.
struct QueryCommand: Command {
  /// How a listing is printed.
  enum Format: String, CaseIterable {
    case table
    case json
    case ndjson
    case plain
    case id
    case csv

    var summary: String {
      switch self {
      case .table: "columns for people"
      case .json: "one compact object a line"
      case .ndjson: "the same"
      case .plain: "columns separated by tabs"
      case .id: "one id a line"
      case .csv: "comma-separated values"
      }
    }
  }

  static let format = Option.value(
    "format",
    "Print table, json, ndjson, plain, id or csv",
    value: "NAME",
    as: .choice(\.summary),
    default: Format.table
  ).excluding(SharedOptions.json, countsOnly)
  static let limit = Option.value(
    "limit",
    "At most so many objects",
    value: "NUMBER",
    as: .number(in: 0...(.max))
  )
  static let sort = Option.value(
    "sort",
    "Order by a property; objects without it come last",
    value: "FIELD[:desc]",
    as: .text
  ).completing(.dynamic(.sortKey))
  static let countsOnly = Option.flag("count", "Print only how many there are")
    .excluding(SharedOptions.json)
  static let noHeaders = Option.flag("no-headers", "Leave the header out")
  static let wide = Option.flag("wide", "Show values in full length")

  static let spec = CommandSpec(
    name: "query",
    group: "Read",
    summary: "List objects, newest first",
    discussion: [
      .paragraph(
        "Without `--fields` the columns are those that the server suggests. All objects are "
          + "listed, however many there are; a listing that could not be completed is an error."
      )
    ],
    positionals: [SharedOptions.object],
    options: [
      SharedOptions.filters, SharedOptions.fields, SharedOptions.json, format, limit, sort,
      countsOnly, noHeaders, wide, SharedOptions.account,
    ],
    examples: [
      Example("stalwart-cli query account"),
      Example("stalwart-cli query account --where domainId=b --fields name,quotas"),
      Example("stalwart-cli query ApiKey --account jane@example.org --where 'expiresAt<+30d'"),
      Example("stalwart-cli query BlockedIp --format id | wc -l"),
    ],
    seeAlso: ["get", "formats"]
  )

  let object: String
  let filters: [String]
  let fields: [String]
  let format: Format
  let limit: Int?
  let sort: String?
  let isCount: Bool
  let hasHeader: Bool
  let isWide: Bool
  let account: String?

  func run(in context: Context) throws(Failure) -> Outcome {
    try context.withSchema { schema throws(Failure) in try run(in: context, schema) }
    return .done
  }

  private func run(in context: Context, _ schema: Schema) throws(Failure) {
    let type = try SingleObject.type(object, in: schema)
    guard !type.isSingleton else {
      throw .usage(
        "\(type.displayName) is a singleton and cannot be queried",
        hints: "stalwart-cli get \(type.displayName)"
      )
    }
    let columns = try columns(of: type, in: schema)
    let filter = try FilterArguments(
      filters,
      for: type,
      in: schema,
      now: context.surroundings.now()
    )
    var order: SortArgument?
    if let sort { order = try SortArgument(sort, of: type, in: schema) }
    let account = try AccountArgument(self.account, for: type)
    let query = Query(
      type: type,
      columns: columns,
      filter: filter,
      order: order,
      accountID: try account.resolve(in: context, schema)
    )
    if isCount {
      try count(query, in: context)
    } else {
      try list(query, in: context, schema)
    }
  }

  /// What is listed.
  private struct Query {
    let type: ObjectType
    let columns: [Column]?
    let filter: FilterArguments
    let order: SortArgument?
    let accountID: String?
  }

  private func columns(of type: ObjectType, in schema: Schema) throws(Failure) -> [Column]? {
    guard !fields.isEmpty else { return schema.defaultColumns(of: type) }
    do { return try schema.columns(fields, of: type) } catch {
      throw Failure(error, owner: type.displayName)
    }
  }

  // MARK: Counting

  private func count(_ query: Query, in context: Context) throws(Failure) {
    let countsDuplicates = query.filter.terms.contains { term in
      guard term.comparison != .equal, case .set? = term.field?.type.kind else { return false }
      return true
    }
    var search = ObjectSearch(
      query.type,
      query.filter,
      properties: ["id"],
      accountID: query.accountID,
      limit: countsDuplicates ? nil : 1
    )
    var count = 0
    while let rows = try search.next(in: context) {
      count += rows.count
      // A total of conditions that the server knows is the answer; the log has none.
      if let total = search.total, !search.isFilteredHere, !countsDuplicates {
        count = total
        break
      }
    }
    if search.total == nil || search.isFilteredHere {
      search.startAgain()
      count = 0
      while let rows = try search.next(in: context) { count += rows.count }
    }
    try context.console.print("\(limit.map { min($0, count) } ?? count)")
  }

  // MARK: Listing

  private func list(
    _ query: Query,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    var properties = query.columns?.map(\.name) ?? ["id"]
    var hidden: Set<Name> = []
    let order = query.order
    if let order, !order.isDoneByServer, !properties.contains(order.property) {
      properties.append(order.property)
      hidden.insert(order.property)
    }
    let sortsHere = order.map { !$0.isDoneByServer } ?? false
    var search = ObjectSearch(
      query.type,
      query.filter,
      properties: format == .id && !sortsHere ? ["id"] : properties,
      accountID: query.accountID,
      sort: order.flatMap { $0.isDoneByServer ? ("id", $0.isAscending) : nil },
      limit: sortsHere ? nil : limit
    )
    if format == .table, query.columns != nil {
      search.labels = LabelLookup(
        query.type,
        properties: properties,
        schema: schema,
        extent: .declared
      )
    }
    if format == .table { context.console.startPager() }
    var writer = writer(for: query.columns, in: context, schema)
    var count = 0
    var kept: [Listing.Row] = []
    while let rows = try search.next(in: context) {
      if count == 0, !fields.isEmpty,
        FieldSelection.isExceeded(
          properties + search.extraProperties.map(\.text),
          by: rows.first?.object
        ),
        let newer = context.schemaSource.refreshed(explains: false)
      {
        return try run(in: context, newer)
      }
      count += rows.count
      if sortsHere {
        kept += rows
      } else {
        try write(rows, search, hidden, to: &writer)
        // What is there can be read while the next page is on its way.
        if !rows.isEmpty { try context.console.flush() }
      }
    }
    if let order, sortsHere {
      kept = order.sorted(kept)
      if let limit { kept = Array(kept.prefix(limit)) }
      try write(kept, search, hidden, to: &writer)
    }
    try writer.finish()
    if count == 0, context.console.error.isTerminal {
      context.console.note("no \(query.type.displayName) objects\(filters.isEmpty ? "" : " match")")
    }
  }

  private func write(
    _ rows: [Listing.Row],
    _ search: ObjectSearch,
    _ hidden: Set<Name>,
    to writer: inout any RowWriter
  ) throws(Failure) {
    if var json = writer as? JSONWriter {
      json.hidden = hidden.union(search.extraProperties)
      writer = json
    }
    try writer.write(rows, search.labels?.labels)
  }

  private func writer(
    for columns: [Column]?,
    in context: Context,
    _ schema: Schema
  ) -> any RowWriter {
    guard let columns, format != .id else {
      return IdentifierWriter(context: context, isJSON: format == .json || format == .ndjson)
    }
    return switch format {
    case .json, .ndjson: JSONWriter(context: context)
    case .plain, .csv:
      SeparatedWriter(context, columns: columns, hasHeader: hasHeader, isCSV: format == .csv)
    case .table, .id:
      TableWriter(context, schema, columns: columns, hasHeader: hasHeader, isWide: isWide)
    }
  }
}

extension QueryCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let object = parsed[SharedOptions.object]
    try SingleObject.refuseVariant(object) { type, variant in
      "use '\(type)' with --where \(ShellWord.quoted("@type=\(variant)"))"
    }
    self.init(
      object: object,
      filters: parsed[SharedOptions.filters],
      fields: parsed[SharedOptions.fields],
      format: parsed[SharedOptions.json] ? .json : parsed[Self.format],
      limit: parsed[Self.limit],
      sort: parsed[Self.sort],
      isCount: parsed[Self.countsOnly],
      hasHeader: !parsed[Self.noHeaders],
      isWide: parsed[Self.wide],
      account: parsed[SharedOptions.account]
    )
  }
}
