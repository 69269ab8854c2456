// SPDX-License-Identifier: MIT

internal import JSON

/// A reference to the result of an earlier call (RFC 8620, section 3.7).
struct ResultReference {
  var resultOf: String
  var name: String
  var path: String
}

/// A list that is given, or taken from the result of an earlier call.
enum ListArgument {
  case values([String])
  case reference(ResultReference)
}

/// The arguments of a `/get`.
struct GetArguments {
  var accountID: String?
  var ids: ListArgument?
  var properties: ListArgument?
}

/// The arguments of a `/set`; members keep their order, and stand twice if they were sent twice.
struct SetArguments {
  var accountID: String?
  var create: [(id: String, value: JSONValue)] = []
  var update: [(id: String, value: JSONValue)] = []
  var destroy: ListArgument?
}

/// The arguments of a `/query`.
struct QueryArguments {
  /// One thing that must hold.
  struct Condition {
    var key: String
    var value: JSONValue
  }

  /// What to order by.
  struct Comparator {
    var property = ""
    var isAscending = true
  }

  var accountID: String?
  var conditions: [Condition] = []
  /// Whether another operator than AND stands in the filter.
  var hasUnsupportedOperator = false
  var sort: [Comparator] = []
  var position: Int?
  var anchor: String?
  var anchorOffset: Int?
  var limit: Int?
  var calculateTotal = false
}

/// One method call of a request.
struct MethodCall {
  /// What is asked for.
  enum Arguments {
    case get(GetArguments)
    case set(SetArguments)
    case query(QueryArguments)
    /// Any other method.
    case other(JSONObject)
    /// A scalar of the wrong kind was the last argument.
    case invalid(String)
  }

  var name: String
  /// The type without `x:`, for the methods of the registry.
  var type: ObjectType?
  var arguments: Arguments
  var callID: String
}
