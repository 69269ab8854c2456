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
    try checkReading(type, "Query", caller)
    let accountID = try account(arguments.accountID, caller)
    try checkAvailability(type, verb: "queried")
    return QueryResult(
      accountID: accountID,
      ids: visibleIDs(type, caller).reversed().map { ObjectID(value: $0).text }
    )
  }
}
