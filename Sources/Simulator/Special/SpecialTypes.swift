// SPDX-License-Identifier: MIT

internal import JSON

/// What types do that are not plain storage.
extension JMAPEngine {
  /// The answer to a `/get` of a type that is not read from the store; nil for all others.
  func specialObjects(_ request: GetRequest) throws(MethodError) -> ([JSONObject], [ObjectID])? {
    nil
  }

  /// Handles a create specially; false leaves it to the store.
  func specialCreate(_ creationID: String, _ body: JSONValue, _ call: SetCall) throws -> Bool {
    false
  }

  /// Handles an update specially; false leaves it to the store.
  func specialUpdate(
    _ id: ObjectID,
    _ body: JSONValue,
    _ snapshot: JSONObject?,
    _ call: SetCall
  ) throws -> Bool {
    false
  }

  /// Handles a destroy specially; false leaves it to the store.
  func specialDestroy(_ id: ObjectID, _ call: SetCall) throws -> Bool { false }

  /// The checks of a type that come before those of the schema; they may fill in values.
  func checkSpecially(
    _ object: inout JSONObject,
    replacing old: JSONObject?,
    _ call: SetCall
  ) throws {}

  /// Compiles the expressions of an object.
  func checkExpressions(_ type: ObjectType, _ object: JSONObject) throws(SetError) {}

  /// The id that a creation id asks for.
  func forcedID(_ creationID: String, _ type: ObjectType) -> ObjectID? {
    guard mode == .recovery, type.name == "Account", creationID.hasPrefix("restore-") else {
      return nil
    }
    return UInt64(creationID.dropFirst(8)).map { ObjectID(value: $0) }
  }

  /// Follows up on a stored object.
  func didStore(
    _ type: ObjectType,
    _ id: ObjectID,
    _ object: JSONObject,
    replacing old: JSONObject?
  ) {}
}

extension JMAPEngine {
  /// The answer to a `/query` of a type that has rules of its own; nil for all others.
  func specialQuery(
    _ type: ObjectType,
    _ arguments: QueryArguments,
    _ accountID: UInt64,
    _ caller: Caller
  ) throws(MethodError) -> QueryResult? {
    guard type.name != "Action" else {
      throw MethodError("invalidArguments", "Actions cannot be queried")
    }
    return nil
  }
}
