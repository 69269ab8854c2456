// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Runs a `/get`.
  func get(
    _ type: ObjectType,
    _ arguments: GetArguments,
    in context: RequestContext
  ) throws(MethodError) -> (accountID: UInt64, list: [JSONObject], notFound: [String]) {
    let evaluator = ReferenceEvaluator(context: context)
    var ids: [String]?
    switch arguments.ids {
    case .values(let values): ids = values
    case .reference(let reference): ids = try evaluator.ids(reference)
    case nil: ids = nil
    }
    var names: [String]?
    switch arguments.properties {
    case .values(let values): names = values
    case .reference(let reference): _ = try evaluator.properties(reference)
    case nil: break
    }
    var wanted: [ObjectID] = []
    var notFound: [String] = []
    for text in ids ?? [] {
      if text.hasPrefix("#"), text != "#" {
        let name = String(text.dropFirst())
        guard let id = context.createdIDs[name] else {
          throw MethodError(
            "invalidResultReference",
            "Id reference \"\(name)\" does not exist or is invalid."
          )
        }
        wanted.append(id)
      } else if let id = ObjectID(text) {
        wanted.append(id)
      } else {
        notFound.append(text)
      }
    }
    let caller = context.caller
    try checkReading(type, .get, caller)
    let accountID = try account(arguments.accountID, caller)
    try checkAvailability(type, for: .get)
    if let ids, ids.count > limits.maxObjectsInGet { throw .requestTooLarge }
    let request = GetRequest(
      type: type,
      accountID: accountID,
      ids: ids == nil ? nil : wanted,
      properties: selection(names),
      caller: caller
    )
    let (list, missing) = try objects(request)
    return (accountID, list, notFound + missing.map(\.text))
  }

  /// What is asked of a type.
  struct GetRequest {
    let type: ObjectType
    let accountID: UInt64
    /// Nil asks for all.
    var ids: [ObjectID]?
    /// Nil asks for all.
    let properties: Set<String>?
    let caller: Caller

    /// Looks for the wanted objects.
    ///
    /// - Parameters:
    ///   - all: the ids that are wanted when none are named.
    ///   - reader: makes the wire form of what is found.
    ///   - object: what is stored under an id, as far as the caller may know of it.
    /// - Returns: the objects, and the ids under which there is nothing.
    func answer(
      all: [ObjectID],
      _ reader: ObjectReader,
      object: (ObjectID) -> JSONObject?
    ) -> ([JSONObject], [ObjectID]) {
      var list: [JSONObject] = []
      var notFound: [ObjectID] = []
      list.reserveCapacity(ids?.count ?? all.count)
      for id in ids ?? all {
        if let object = object(id) {
          list.append(reader.read(type, id.value, object, properties: properties))
        } else {
          notFound.append(id)
        }
      }
      return (list, notFound)
    }
  }

  /// The names that are asked for; nil if none of them is the name of any property.
  private func selection(_ names: [String]?) -> Set<String>? {
    guard let names else { return nil }
    let known = names.filter { schema.propertyNames.contains($0) }
    return known.isEmpty ? nil : Set(known)
  }

  private func objects(
    _ request: GetRequest
  ) throws(MethodError) -> ([JSONObject], [ObjectID]) {
    if let answer = try specialObjects(request) { return answer }
    let type = request.type
    let reader = ObjectReader(store: store, hidden: hiddenProperties(type, request.caller))
    guard !type.isSingleton else {
      return request.answer(all: store.listsSingleton(type.name) ? [.singleton] : [], reader) {
        id in
        id == .singleton ? store.singleton(type.name) : nil
      }
    }
    let all =
      request.ids == nil
      ? visibleIDs(type, request.caller).prefix(limits.maxObjectsInGet).map {
        ObjectID(value: $0)
      } : []
    return request.answer(all: all, reader) { id in
      store.object(type.name, id.value).flatMap { object in
        isVisible(type, object, request.caller) ? object : nil
      }
    }
  }

  /// The ids of a type that a caller may know of, ascending.
  func visibleIDs(_ type: ObjectType, _ caller: Caller) -> [UInt64] {
    let all = store.ids(type.name)
    guard isScoped(type, caller) else { return all }
    return all.filter { id in
      store.object(type.name, id).map { isVisible(type, $0, caller) } ?? false
    }
  }

  /// Whether a caller sees only some objects of a type.
  func isScoped(_ type: ObjectType, _ caller: Caller) -> Bool {
    (caller.tenantID != nil && TypeFacts.tenantScoped.contains(type.name))
      || (!caller.may("impersonate") && TypeFacts.accountScoped.contains(type.name))
  }

  /// Whether a caller may know of an object.
  func isVisible(_ type: ObjectType, _ object: JSONObject, _ caller: Caller) -> Bool {
    if let tenantID = caller.tenantID, TypeFacts.tenantScoped.contains(type.name) {
      return object["memberTenantId"]?.string == ObjectID(value: tenantID).text
    }
    if TypeFacts.accountScoped.contains(type.name), !caller.may("impersonate") {
      return object["accountId"]?.string == ObjectID(value: caller.accountID).text
    }
    return true
  }

  /// The properties that a caller never sees of a type.
  func hiddenProperties(_ type: ObjectType, _ caller: Caller) -> Set<String> {
    if caller.tenantID != nil, TypeFacts.tenantScoped.contains(type.name) {
      return ["memberTenantId"]
    }
    if TypeFacts.accountScoped.contains(type.name), !caller.may("impersonate") {
      return ["accountId"]
    }
    return []
  }
}
