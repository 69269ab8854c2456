// SPDX-License-Identifier: MIT

internal import JSON

/// How a call changes the store.
extension SetCall {
  /// Applies what a caller sends.
  var patcher: Patcher {
    var patcher = Patcher(knownNames: schema.propertyNames, defaults: store.defaults)
    if let property = type.boundary(for: caller)?.property {
      patcher.locked[property] = "Cannot modify \(property) property"
    }
    return patcher
  }

  /// A body with all keys replaced that name known creation ids.
  func resolvingKeys(_ body: JSONValue) -> JSONValue {
    CreationReferences(createdIDs: context.createdIDs).resolvingKeys(body)
  }

  /// The object of a change as its patch leaves it.
  func patched(_ change: ObjectChange, keepsVariant: Bool = true) throws -> JSONObject {
    try patched(change.snapshot, with: change.body, keepsVariant: keepsVariant)
  }

  /// An object as a patch leaves it.
  ///
  /// - Throws: `notFound` without an object; ``ConnectionDropped`` for a patch that is no object.
  func patched(
    _ object: JSONObject?,
    with body: JSONValue,
    as shape: Shape? = nil,
    keepsVariant: Bool = true
  ) throws -> JSONObject {
    guard let object else { throw SetError.notFound }
    guard let patch = body.object else { throw ConnectionDropped() }
    return try patcher.update(
      shape ?? type.shape,
      object,
      with: patch,
      keepsVariant: keepsVariant
    )
  }

  /// Changes a stored object.
  func updateStored(_ change: ObjectChange) throws {
    let new = try patched(change, keepsVariant: false)
    if new != change.snapshot {
      guard !written.contains(change.id.value) else { throw MethodError.serverUnavailable }
      try save(new, as: change.id, replacing: change.snapshot)
    }
    didUpdate(change.id)
  }

  /// Destroys an object that nothing points to.
  ///
  /// - Returns: what it was.
  @discardableResult
  func destroyStored(_ id: ObjectID, ignoringHolders ignored: Set<String> = []) throws -> JSONObject
  {
    guard let object = store.object(type.name, id.value),
      type.boundary(for: caller)?.contains(object) ?? true
    else { throw SetError.notFound }
    let reference = SetError.Reference(type: type.name, id: id.value)
    let holders = store.holders(of: reference).filter { !ignored.contains($0.type) }
    guard holders.isEmpty else {
      var error = SetError("objectIsLinked")
      error.objectID = reference
      error.linkedObjects = holders
      throw error
    }
    store.remove(type.name, id.value)
    didDestroy(id)
    return object
  }

  /// Checks and stores an object, and returns its id: a new one unless it is known already.
  ///
  /// `creationID` is what the client calls a new object.
  @discardableResult
  func save(
    _ object: JSONObject,
    as known: ObjectID?,
    replacing old: JSONObject? = nil,
    _ creationID: String? = nil
  ) throws -> ObjectID {
    var object = object
    if type.isTenantScoped, let boundary = type.boundary(for: caller) {
      object[boundary.property] = .string(boundary.id)
    }
    try type.behaviour.check(&object, replacing: old, in: self)
    try ExpressionCompiler.check(object, type.shape)
    try Validator.check(object, type.shape)
    let own = known.map { SetError.Reference(type: type.name, id: $0.value) }
    try checkKeys(object, replacing: old, own: own)
    do {
      try checkSize(object)
    } catch {
      // The id was given out before the object was found to be too large.
      if known == nil { _ = store.makeID(type.name) }
      throw error
    }
    if type.isSingleton {
      store.putSingleton(type.name, object)
      written.insert(ObjectID.singleton.value)
      return .singleton
    }
    let id =
      known ?? creationID.flatMap(restoredID) ?? ObjectID(value: store.makeID(type.name))
    store.put(type.name, id.value, object)
    written.insert(id.value)
    type.behaviour.didStore(object, as: id, replacing: old, in: self)
    return id
  }

  /// The id that the creation id of an account asks for, which recovery grants.
  private func restoredID(_ creationID: String) -> ObjectID? {
    guard mode == .recovery, type.name == "Account", creationID.hasPrefix("restore-") else {
      return nil
    }
    return UInt64(creationID.dropFirst(8)).map { ObjectID(value: $0) }
  }

  /// Checks that unique keys are free and that what is pointed to is there.
  private func checkKeys(
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
    for link in keys.links where !knownLinks.contains(link) {
      try checkLink(link, of: object, own: own)
    }
  }

  private func checkLink(
    _ link: ObjectKeys.Link,
    of object: JSONObject,
    own: SetError.Reference?
  ) throws {
    var isGood = false
    let linked = link.target == own ? object : store.object(link.target.type, link.target.id)
    if let target = linked {
      isGood = link.variant.map { $0 == target["@type"]?.string } ?? true
      let targetType = schema.types[link.target.type]
      if let tenant = object["memberTenantId"]?.string, targetType?.isTenantScoped ?? false {
        isGood = isGood && target["memberTenantId"]?.string == tenant
      }
      if type.name == "Account", targetType?.facts.has(.ofAccount) ?? false {
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
