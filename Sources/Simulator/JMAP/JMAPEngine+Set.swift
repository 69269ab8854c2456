// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Runs a `/set`: creates, then updates, then destroys.
  func set(
    _ type: ObjectType,
    _ arguments: SetArguments,
    in context: RequestContext
  ) throws -> JSONObject {
    var destroy: [String] = []
    switch arguments.destroy {
    case .values(let values): destroy = values
    case .reference(let reference):
      destroy = try ReferenceEvaluator(context: context).ids(reference)
    case nil: break
    }
    let (creates, updates) = try resolved(arguments, context)
    let caller = context.caller
    try checkWriting(type, arguments, destroy, caller)
    let accountID = try account(arguments.accountID, caller)
    try checkAvailability(type, for: .set)
    guard creates.count + updates.count + destroy.count <= limits.maxObjectsInSet else {
      throw MethodError.requestTooLarge
    }
    let call = SetCall(type: type, accountID: accountID, context: context)
    // What is no id is dropped without a word.
    var doomed = destroy.compactMap { ObjectID($0) }
    if type.isSingleton {
      for id in doomed { call.didNotDestroy(id, .singleton) }
      doomed = []
    }
    let doomedIDs = Set(doomed)
    let snapshots = snapshots(of: updates, type, caller)
    for create in creates { try self.create(create.id, create.value, call) }
    for (index, update) in updates.enumerated() {
      guard let id = ObjectID(update.id) else { continue }
      guard !doomedIDs.contains(id) else {
        call.didNotUpdate(id, SetError("willDestroy", "ID will be destroyed."))
        continue
      }
      try self.update(id, update.value, snapshots[index], call)
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

  /// The values of all objects to change, as they are before anything is written.
  private func snapshots(
    of updates: [(id: String, value: JSONValue)],
    _ type: ObjectType,
    _ caller: Caller
  ) -> [JSONObject?] {
    updates.map { update in
      guard let id = ObjectID(update.id) else { return nil }
      guard !type.isSingleton else {
        return id == .singleton ? store.singleton(type.name) : nil
      }
      guard
        let object = store.object(type.name, id.value), isVisible(type, object, caller)
      else { return nil }
      return object
    }
  }

  // MARK: - One object

  private func create(_ creationID: String, _ body: JSONValue, _ call: SetCall) throws {
    let body = CreationReferences(createdIDs: call.context.createdIDs).resolvingKeys(body)
    do {
      guard try !specialCreate(creationID, body, call) else { return }
      guard let members = body.object else {
        throw SetError.invalidPatch(
          call.type.shape.isChoice
            ? "Missing or invalid '@type' property in object" : "Invalid value type for object",
          ""
        )
      }
      let object = try patcher(call).create(call.type.shape, members)
      if call.type.isSingleton {
        try store(object, as: .singleton, replacing: nil, call)
        call.didCreate(creationID, .singleton)
        return
      }
      let id = try store(object, as: nil, replacing: nil, call, creationID: creationID)
      call.didCreate(creationID, id)
    } catch let error as SetError {
      call.didNotCreate(creationID, error)
    }
  }

  private func update(
    _ id: ObjectID,
    _ body: JSONValue,
    _ snapshot: JSONObject?,
    _ call: SetCall
  ) throws {
    let body = CreationReferences(createdIDs: call.context.createdIDs).resolvingKeys(body)
    do {
      guard try !specialUpdate(id, body, snapshot, call) else { return }
      guard let old = snapshot else { throw SetError.notFound }
      guard let patch = body.object else { throw ConnectionDropped() }
      let new = try patcher(call).update(call.type.shape, old, with: patch, keepsVariant: false)
      if new != old {
        guard !call.written.contains(id.value) else { throw MethodError.serverUnavailable }
        try store(new, as: id, replacing: old, call)
      }
      call.didUpdate(id)
    } catch let error as SetError {
      call.didNotUpdate(id, error)
    }
  }

  private func destroy(_ id: ObjectID, _ call: SetCall) throws {
    do {
      guard try !specialDestroy(id, call) else { return }
      let type = call.type
      guard
        let object = store.object(type.name, id.value), isVisible(type, object, call.caller)
      else { throw SetError.notFound }
      try checkHolders(of: id, call)
      store.remove(type.name, id.value)
      call.didDestroy(id)
    } catch let error as SetError {
      call.didNotDestroy(id, error)
    }
  }

  /// Refuses to destroy what others point to.
  func checkHolders(of id: ObjectID, _ call: SetCall) throws(SetError) {
    let reference = SetError.Reference(type: call.type.name, id: id.value)
    let ignored: Set<String> = call.type.name == "Account" ? ["PublicKey", "MaskedEmail"] : []
    let holders = store.holders(of: reference).filter { !ignored.contains($0.type) }
    guard !holders.isEmpty else { return }
    var error = SetError("objectIsLinked")
    error.objectID = reference
    error.linkedObjects = holders
    throw error
  }

  /// A patcher for what a caller sends.
  func patcher(_ call: SetCall) -> Patcher {
    var patcher = Patcher(knownNames: schema.propertyNames, defaults: store.defaults)
    if call.caller.tenantID != nil, TypeFacts.tenantScoped.contains(call.type.name) {
      patcher.locked["memberTenantId"] = "Cannot modify memberTenantId property"
    }
    if !call.caller.may("impersonate"), TypeFacts.accountScoped.contains(call.type.name) {
      patcher.locked["accountId"] = "Cannot modify accountId property"
    }
    return patcher
  }

  /// Checks and stores an object.
  ///
  /// - Returns: its id; a new one if none was given.
  @discardableResult
  func store(
    _ object: JSONObject,
    as known: ObjectID?,
    replacing old: JSONObject?,
    _ call: SetCall,
    creationID: String? = nil
  ) throws -> ObjectID {
    let type = call.type
    var object = object
    if let tenantID = call.caller.tenantID, TypeFacts.tenantScoped.contains(type.name) {
      object["memberTenantId"] = .string(ObjectID(value: tenantID).text)
    }
    try checkSpecially(&object, replacing: old, call)
    try checkExpressions(type, object)
    let violations = Validator.violations(type.shape, object)
    guard violations.isEmpty else { throw SetError.validationFailed(violations) }
    try checkFinally(object, call)
    let own = known.map { SetError.Reference(type: type.name, id: $0.value) }
    try checkKeys(type, object, replacing: old, own: own)
    do {
      try checkSize(object)
    } catch {
      // The id was given out before the object was found to be too large.
      if known == nil, !type.isSingleton { _ = store.makeID(type.name) }
      throw error
    }
    if type.isSingleton {
      store.putSingleton(type.name, object)
      call.written.insert(ObjectID.singleton.value)
      return .singleton
    }
    let forced = creationID.flatMap { forcedID($0, type) }
    let id = known ?? forced ?? ObjectID(value: store.makeID(type.name))
    store.put(type.name, id.value, object)
    call.written.insert(id.value)
    didStore(type, id, object, replacing: old)
    return id
  }

  /// Checks that unique keys are free and that what is pointed to is there.
  private func checkKeys(
    _ type: ObjectType,
    _ object: JSONObject,
    replacing old: JSONObject?,
    own: SetError.Reference?
  ) throws {
    let keys = ObjectKeys(type, object)
    let known = old.map { ObjectKeys(type, $0) } ?? ObjectKeys()
    let knownUnique = Set(known.unique.map(\.key))
    for unique in keys.unique where !knownUnique.contains(unique.key) {
      if let owner = store.owner(of: unique.key), owner != own {
        throw SetError.primaryKeyViolation(unique.property, owner)
      }
    }
    let knownLinks = Set(known.links)
    let tenant = object["memberTenantId"]?.string
    for link in keys.links where !knownLinks.contains(link) {
      try checkLink(link, type, object, tenant: tenant, own: own)
    }
  }

  private func checkLink(
    _ link: ObjectKeys.Link,
    _ type: ObjectType,
    _ object: JSONObject,
    tenant: String?,
    own: SetError.Reference?
  ) throws {
    var isGood = false
    let linked = link.target == own ? object : store.object(link.target.type, link.target.id)
    if let target = linked {
      isGood = link.variant.map { $0 == target["@type"]?.string } ?? true
      if tenant != nil, TypeFacts.tenantScoped.contains(link.target.type) {
        isGood = isGood && target["memberTenantId"]?.string == tenant
      }
      if type.name == "Account", TypeFacts.accountScoped.contains(link.target.type) {
        isGood = isGood && target["accountId"]?.string == own.map { ObjectID(value: $0.id).text }
      }
    }
    guard !isGood else { return }
    if type.name == "Account", link.target.type == "Role", linked == nil {
      throw MethodError.serverUnavailable
    }
    var error = SetError("invalidForeignKey")
    error.objectID = link.target
    throw error
  }

  /// The largest object that is stored.
  private static let maximumSize = 200_000

  /// Refuses what is too large by the bytes of its texts.
  ///
  /// The server compresses objects first, so that it takes longer texts that repeat.
  private func checkSize(_ object: JSONObject) throws(SetError) {
    let size = JSONValue.object(object).textLength + 8
    guard size > Self.maximumSize else { return }
    throw .validationFailed([
      SetError.Violation(
        property: "id",
        kind: .invalid("Object size \(size) exceeds maximum of \(Self.maximumSize)")
      )
    ])
  }
}

extension JSONValue {
  /// The bytes of all texts in an object.
  fileprivate var textLength: Int {
    string?.utf8.count ?? (object ?? [:]).reduce(0) { $0 + $1.value.textLength }
  }
}
