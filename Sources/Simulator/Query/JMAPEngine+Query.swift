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
    if let answer = try specialQuery(type, arguments, accountID, caller) { return answer }
    var conditions = try conditions(arguments)
    conditions.removeAll { condition in
      (condition.property == "memberTenantId" && caller.tenantID != nil)
        || (condition.property == "accountId" && !caller.may("impersonate")
          && type.name != "SpamTrainingSample")
    }
    let scan = QueryScan(store: store, type: type)
    let matches = try scan.matches(
      conditions,
      of: visibleIDs(type, caller),
      isScoped: isScoped(type, caller)
    )
    let comparator = arguments.sort.first
    let property = comparator?.property ?? "id"
    let isAscending = comparator?.isAscending ?? false
    guard scan.facts.sorts.contains(property) else {
      throw MethodError("unsupportedSort", "Property \(property) is not supported for sorting")
    }
    let window = QueryWindow(arguments: arguments, maximum: limits.queryMaxResults)
    if property == "id" {
      if window.isKeyset {
        let page = window.keyset(matches, isAscending: isAscending)
        return QueryResult(accountID: accountID, ids: page.map { ObjectID(value: $0).text })
      }
      let sorted = matches.ids.sorted()
      return try window.list(isAscending ? sorted : sorted.reversed(), accountID: accountID)
    }
    let ids = sorted(matches, by: property, isAscending: isAscending, scan)
    return try window.list(ids, accountID: accountID)
  }

  /// The conditions of a filter, with their keys understood.
  ///
  /// The extra names are no properties and can be filtered by all the same.
  func conditions(
    _ arguments: QueryArguments,
    extraNames: Set<String> = []
  ) throws(MethodError) -> [FilterCondition] {
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
