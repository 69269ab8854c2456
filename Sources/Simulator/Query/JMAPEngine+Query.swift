// SPDX-License-Identifier: MIT

internal import JSON

/// The answer to a `/query`.
struct QueryResult {
  var accountID: UInt64
  var position = 0
  var ids: [String]
  var total: Int?
  var limit: Int?

  var json: JSONObject {
    var object: JSONObject = [
      "accountId": .string(ObjectID(value: accountID).text), "queryState": "n",
      "canCalculateChanges": true, "position": .number(JSONNumber(position)),
      "ids": .array(ids.map { .string($0) }),
    ]
    if let total { object["total"] = .number(JSONNumber(total)) }
    if let limit { object["limit"] = .number(JSONNumber(limit)) }
    return object
  }
}

extension JMAPEngine {
  /// Runs a `/query`.
  func query(
    _ type: ObjectType,
    _ arguments: QueryArguments,
    in context: RequestContext
  ) throws(MethodError) -> QueryResult {
    let caller = context.caller
    try checkReading(type, .query, caller)
    let accountID = try account(arguments.accountID, caller)
    try checkAvailability(type, for: .query)
    return try type.behaviour.query(
      QueryRequest(
        engine: self,
        type: type,
        arguments: arguments,
        accountID: accountID,
        caller: caller
      )
    )
  }
}

/// What is asked of a type by a `/query`.
struct QueryRequest: TypeRequest {
  let engine: JMAPEngine
  let type: ObjectType
  let arguments: QueryArguments
  let accountID: UInt64
  let caller: Caller

  /// Cuts out the page that is asked for.
  var window: QueryWindow {
    QueryWindow(
      arguments: arguments,
      maximum: limits.queryMaxResults,
      accountID: accountID
    )
  }

  /// Runs the query over the store.
  func scanStore() throws(MethodError) -> QueryResult {
    var conditions = try conditions()
    conditions.removeAll { condition in
      (condition.property == "memberTenantId" && caller.tenantID != nil)
        || (condition.property == "accountId" && !caller.may("impersonate")
          && !type.facts.has(.takesAnyOperator))
    }
    let scan = QueryScan(store: store, type: type)
    let matches = try scan.matches(
      conditions,
      of: engine.visibleIDs(type, caller),
      isScoped: type.boundary(for: caller) != nil
    )
    let comparator = arguments.sort.first
    let property = comparator?.property ?? "id"
    let isAscending = comparator?.isAscending ?? false
    guard type.facts.sorts.contains(property) else { throw unsupportedSort(property) }
    if property == "id" {
      if window.isKeyset {
        let page = window.keyset(matches, isAscending: isAscending)
        return QueryResult(accountID: accountID, ids: page.map { ObjectID(value: $0).text })
      }
      let sorted = matches.ids.sorted()
      return try window.list(isAscending ? sorted : sorted.reversed())
    }
    let ids = sorted(matches, by: property, isAscending: isAscending, scan)
    return try window.list(ids)
  }

  func unsupportedSort(_ property: String) -> MethodError {
    MethodError("unsupportedSort", "Property \(property) is not supported for sorting")
  }

  /// Refuses to sort by another property than the one by which some things are always sorted.
  func requireSort(_ property: String, of things: String) throws(MethodError) {
    guard let sort = arguments.sort.first, sort.property != property else { return }
    throw MethodError(
      "unsupportedSort",
      "Only sorting by '\(property)' is supported for \(things)"
    )
  }

  /// The conditions of a filter, with their keys understood.
  ///
  /// The extra names are no properties and can be filtered by all the same.
  func conditions(extraNames: Set<String> = []) throws(MethodError) -> [FilterCondition] {
    let names = schema.propertyNames.union(extraNames)
    guard !arguments.hasUnsupportedOperator else {
      throw MethodError("unsupportedFilter", "Only AND is supported in filters")
    }
    var conditions: [FilterCondition] = []
    for condition in arguments.conditions {
      conditions.append(try FilterCondition(condition, knownNames: names))
    }
    return conditions
  }

  /// Ids in the order of a property: without a filter the index as it is, else
  /// each id once and those without a value at the end.
  private func sorted(
    _ matches: QueryScan.Matches,
    by property: String,
    isAscending: Bool,
    _ scan: QueryScan
  ) -> [UInt64] {
    var ids = scan.walk(property, Set(matches.ids)).map(\.id)
    if !isAscending { ids.reverse() }
    guard matches.isFiltered else { return ids }
    var seen: Set<UInt64> = []
    var result = ids.filter { seen.insert($0).inserted }
    result += matches.ids.reversed().filter { seen.insert($0).inserted }
    return result
  }
}
