// SPDX-License-Identifier: MIT

internal import JSON

/// What the methods of a type do.
///
/// What is not said otherwise is done as for any object of the store: see the default
/// implementations.
protocol TypeBehaviour: Sendable {
  /// The answer to a `/get`: what was found, and the ids under which there is nothing.
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer

  /// Creates one object and tells the call what became of it.
  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws

  /// Changes one object and tells the call.
  func update(_ change: ObjectChange, in call: SetCall) throws

  /// Destroys one object and tells the call.
  func destroy(_ id: ObjectID, in call: SetCall) throws

  /// The answer to a `/query`.
  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult

  /// The checks that come before those of the schema; they may fill in values.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws

  /// The number that a filter of the kind `total` looks at.
  func total(_ property: String, of object: JSONObject) -> UInt64

  /// Follows up on a stored object.
  func didStore(_ object: JSONObject, as id: ObjectID, replacing old: JSONObject?, in call: SetCall)

  /// The properties that are made when an object is read.
  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject
}

/// One object that a `/set` is to change.
struct ObjectChange {
  let id: ObjectID
  /// What it was before the call; nil if there is none that the caller may know of.
  let snapshot: JSONObject?
  /// What the client sent.
  let body: JSONValue
}

/// A type whose objects are only stored.
struct StoredType: TypeBehaviour {}

extension TypeBehaviour {
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    request.storedObjects()
  }

  func create(_ creationID: String, from body: JSONValue, in call: SetCall) throws {
    guard let members = body.object else {
      throw SetError.invalidPatch(
        call.type.shape.isChoice
          ? "Missing or invalid '@type' property in object" : "Invalid value type for object",
        ""
      )
    }
    let object = try call.patcher.create(call.type.shape, members)
    let id = try call.save(object, as: call.type.isSingleton ? .singleton : nil, creationID)
    call.didCreate(creationID, id)
  }

  func update(_ change: ObjectChange, in call: SetCall) throws {
    try call.updateStored(change)
  }

  func destroy(_ id: ObjectID, in call: SetCall) throws {
    try call.destroyStored(id)
  }

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    try request.scanStore()
  }

  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {}

  func didStore(
    _ object: JSONObject,
    as id: ObjectID,
    replacing old: JSONObject?,
    in call: SetCall
  ) {}

  func total(_ property: String, of object: JSONObject) -> UInt64 { 0 }

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject { [:] }
}

/// What a method call on a type works with.
protocol TypeRequest {
  var engine: JMAPEngine { get }
}

extension TypeRequest {
  var store: RegistryStore { engine.store }
  var schema: SchemaModel { engine.schema }
  var clock: ServerClock { engine.clock }
  var mode: ServerMode { engine.mode }
  var limits: JMAPEngine.Limits { engine.limits }
}
