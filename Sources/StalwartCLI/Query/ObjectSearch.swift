// SPDX-License-Identifier: MIT

internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Goes through the objects that conditions select, page by page.
///
/// A condition that the server refuses is applied here, if the property is known.
struct ObjectSearch {
  private let type: ObjectType
  private let accountID: String?
  private let sort: (property: String, isAscending: Bool)?
  private var limit: Int?
  private var properties: [String]?
  private var serverTerms: [FilterTerm]
  private var filtersAccount: Bool
  private var localTerms: [FilterTerm] = []
  /// The properties that the schema says the server filters by.
  private let offered: [String]
  private var listing: Listing?
  private var delivered = 0

  /// The names of what the objects refer to, where they are asked for.
  var labels: LabelLookup?
  /// Properties that are fetched for conditions alone.
  private(set) var extraProperties: Set<Name> = []

  init(
    _ type: ObjectType,
    _ filter: FilterArguments,
    properties: [String]?,
    accountID: String? = nil,
    sort: (property: String, isAscending: Bool)? = nil,
    limit: Int? = nil
  ) {
    self.type = type
    self.properties = properties
    self.accountID = accountID
    self.sort = sort
    self.limit = limit
    serverTerms = filter.terms
    offered = filter.offered
    filtersAccount = accountID != nil && type.ignoresAccountInQueries
  }

  /// Whether some conditions are applied on this side.
  var isFilteredHere: Bool { !localTerms.isEmpty }

  /// How many objects the server counted; nil before the first page, or if it does not count.
  var total: Int? { listing?.total }

  /// Begins at the first object again, without a limit, and remembers what the server refused.
  mutating func startAgain() {
    limit = nil
    listing = nil
    delivered = 0
  }

  /// The next objects, perhaps none; nil at the end.
  mutating func next(in context: Context) throws(Failure) -> [Listing.Row]? {
    if let limit, delivered >= limit { return nil }
    let connection = try context.connection()
    while true {
      var listing = listing ?? start(connection)
      if listing.isComplete { return nil }
      do throws(RegistryError) {
        var rows = try fetch(&listing, over: connection, context)
        self.listing = listing
        if !localTerms.isEmpty { rows = try selected(rows) }
        if let limit { rows = Array(rows.prefix(limit - delivered)) }
        delivered += rows.count
        return rows
      } catch .method(let error) where error.type == "unsupportedFilter" {
        try filterHere(error, context)
      } catch {
        guard connection.learnsLimits(from: error) else { throw Failure(error) }
        self.listing?.adapt(to: connection.limits)
      }
    }
  }

  private func start(_ connection: Connection) -> Listing {
    var filter = FilterTerm.filter(serverTerms)
    if let accountID, filtersAccount { filter[ObjectType.accountProperty] = .string(accountID) }
    return Listing(
      ListingQuery(
        type.name,
        filter: filter,
        sort: sort,
        properties: properties,
        accountID: accountID,
        limit: localTerms.isEmpty ? limit : nil
      ),
      limits: connection.limits
    )
  }

  /// Sends the next page or pages; the first takes the names of references along.
  private mutating func fetch(
    _ listing: inout Listing,
    over connection: Connection,
    _ context: Context
  ) throws(RegistryError) -> [Listing.Row] {
    let calls = listing.nextCalls()
    var labelCalls: [Invocation] = []
    if let labels, calls.count == 2 {
      labelCalls = labels.calls(
        following: calls[1],
        room: connection.limits.maxCallsInRequest - calls.count
      )
    }
    let (results, _) = try connection.perform(Request(calls + labelCalls), .read)
    let rows = try listing.absorb(Array(results.prefix(calls.count)))
    if var lookup = labels {
      var refused = lookup.absorb(results.dropFirst(calls.count))
      let objects = rows.lazy.compactMap { try? $0.object.value().object }
      refused += connection.complete(&lookup, for: Array(objects))
      labels = lookup
      for error in refused {
        context.console.debug("no names from \(error.method): \(error.type ?? "?")")
      }
    }
    return rows
  }

  // MARK: Filtering here

  private mutating func filterHere(
    _ error: MethodError,
    _ context: Context
  ) throws(Failure) {
    if filtersAccount, serverTerms.isEmpty {
      // Whoever may not filter by account sees the own objects only.
      filtersAccount = false
      listing = nil
      return
    }
    // First those that the schema does not offer, then all: no member of the answer names one.
    let unoffered = serverTerms.filter { !offered.contains($0.name) }
    let moved = (unoffered.isEmpty ? serverTerms : unoffered).filter {
      $0.field != nil || $0.name == "@type"
    }
    guard !moved.isEmpty else {
      throw Failure(.method(error))
    }
    serverTerms.removeAll { moved.contains($0) }
    localTerms += moved
    listing = nil
    let names = moved.map(\.name)
    if var requested = properties {
      for name in names where !requested.contains(name) {
        requested.append(name)
        extraProperties.insert(name)
      }
      properties = requested
    }
    context.console.warn(
      "the server does not filter \(type.displayName) by \(names.joined(separator: ", ")): "
        + "all objects are fetched and filtered here"
    )
  }

  private func selected(_ rows: [Listing.Row]) throws(RegistryError) -> [Listing.Row] {
    var selected: [Listing.Row] = []
    for row in rows where try isSelected(row) { selected.append(row) }
    return selected
  }

  private func isSelected(_ row: Listing.Row) throws(RegistryError) -> Bool {
    guard case .object(let object)? = try? row.object.value() else { return false }
    for term in localTerms {
      guard let holds = term.matches(object) else {
        throw .method(
          MethodError(
            method: type.name + "/query",
            type: "unsupportedFilter",
            description: term.key
          )
        )
      }
      if !holds { return false }
    }
    return true
  }
}
