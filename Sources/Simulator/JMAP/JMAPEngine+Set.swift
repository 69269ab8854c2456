// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Runs a `/set`: creates, then updates, then destroys.
  func set(
    _ type: ObjectType,
    _ arguments: SetArguments,
    in context: RequestContext
  ) throws -> JSONObject {
    let destroy = try ReferenceEvaluator(context: context).ids(arguments.destroy) ?? []
    let (creates, updates) = try resolved(arguments, context)
    let caller = context.caller
    try checkWriting(type, arguments, destroy, caller)
    let accountID = try account(arguments.accountID, caller)
    try checkAvailability(type, for: .set)
    guard creates.count + updates.count + destroy.count <= limits.maxObjectsInSet else {
      throw MethodError.requestTooLarge
    }
    let call = SetCall(type: type, accountID: accountID, in: context, self)
    // What is no id is dropped without a word.
    var doomed = destroy.compactMap { ObjectID($0) }
    if type.isSingleton {
      for id in doomed { call.didNotDestroy(id, .singleton) }
      doomed = []
    }
    let doomedIDs = Set(doomed)
    let snapshots = updates.map { snapshot($0.id, type, caller) }
    for create in creates { try self.create(create.id, create.value, call) }
    for (index, update) in updates.enumerated() {
      guard let id = ObjectID(update.id) else { continue }
      guard !doomedIDs.contains(id) else {
        call.didNotUpdate(id, SetError("willDestroy", "ID will be destroyed."))
        continue
      }
      try self.update(
        ObjectChange(id: id, snapshot: snapshots[index], body: call.resolvingKeys(update.value)),
        call
      )
    }
    for id in doomed { try self.destroy(id, call) }
    return call.json
  }

  /// Bodies with the references to earlier calls resolved.
  private func resolved(
    _ arguments: SetArguments,
    _ context: RequestContext
  ) throws(MethodError) -> ([(id: String, value: JSONValue)], [(id: String, value: JSONValue)]) {
    let references = CreationReferences(
      createdIDs: context.createdIDs,
      ownIDs: Set(arguments.create.map(\.id))
    )
    var creates: [(id: String, value: JSONValue)] = []
    var graph: [String: [String]] = [:]
    for create in arguments.create {
      var found: [String] = []
      let body = try references.resolvingValues(create.value, of: create.id, found: &found)
      if !found.isEmpty { graph[create.id] = found }
      creates.append((create.id, body))
    }
    // What is too much is refused anyway; a chain of any length must not use up the stack.
    if creates.count <= limits.maxObjectsInSet { try CreationReferences.checkCycles(graph) }
    var updates: [(id: String, value: JSONValue)] = []
    for update in arguments.update {
      var found: [String] = []
      updates.append(
        (update.id, try references.resolvingValues(update.value, of: nil, found: &found))
      )
    }
    return (creates, updates)
  }

  private func checkWriting(
    _ type: ObjectType,
    _ arguments: SetArguments,
    _ destroy: [String],
    _ caller: Caller
  ) throws(MethodError) {
    let verbs =
      type.isSingleton
      ? ["Update", "Update", "Update"] : ["Create", "Update", "Destroy"]
    let may = verbs.map { caller.may(type.permissionPrefix + $0) }
    guard may.contains(true) else {
      throw .forbidden("You are not authorized to create, update or destroy objects of this type")
    }
    let asked = [!arguments.create.isEmpty, !arguments.update.isEmpty, !destroy.isEmpty]
    for (index, verb) in ["create", "update", "destroy"].enumerated()
    where asked[index] && !may[index] {
      throw .forbidden("You are not authorized to \(verb) objects of this type")
    }
  }

  /// The value of an object to change, as it is before anything is written.
  private func snapshot(_ id: String, _ type: ObjectType, _ caller: Caller) -> JSONObject? {
    guard let id = ObjectID(id) else { return nil }
    guard !type.isSingleton else { return id == .singleton ? store.singleton(type.name) : nil }
    guard let object = store.object(type.name, id.value),
      type.boundary(for: caller)?.contains(object) ?? true
    else { return nil }
    return object
  }

  // MARK: - One object

  private func create(_ creationID: String, _ body: JSONValue, _ call: SetCall) throws {
    do {
      if let refusal = call.type.facts.refusals["create"] { throw SetError.forbidden(refusal) }
      try call.type.behaviour.create(creationID, from: call.resolvingKeys(body), in: call)
    } catch let error as SetError {
      call.didNotCreate(creationID, error)
    }
  }

  private func update(_ change: ObjectChange, _ call: SetCall) throws {
    do {
      if let refusal = call.type.facts.refusals["update"] { throw SetError.forbidden(refusal) }
      try call.type.behaviour.update(change, in: call)
    } catch let error as SetError {
      call.didNotUpdate(change.id, error)
    }
  }

  private func destroy(_ id: ObjectID, _ call: SetCall) throws {
    do {
      if let refusal = call.type.facts.refusals["destroy"] { throw SetError.forbidden(refusal) }
      try call.type.behaviour.destroy(id, in: call)
    } catch let error as SetError {
      call.didNotDestroy(id, error)
    }
  }
}
