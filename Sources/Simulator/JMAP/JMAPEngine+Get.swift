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
    let ids = try evaluator.ids(arguments.ids)
    let names = try evaluator.properties(arguments.properties)
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
      engine: self,
      type: type,
      accountID: accountID,
      ids: ids == nil ? nil : wanted,
      properties: selection(names),
      caller: caller
    )
    let (list, missing) = try type.behaviour.get(request)
    return (accountID, list, notFound + missing.map(\.text))
  }

  /// The names that are asked for; nil if none of them is the name of any property.
  private func selection(_ names: [String]?) -> Set<String>? {
    guard let names else { return nil }
    let known = names.filter { schema.propertyNames.contains($0) }
    return known.isEmpty ? nil : Set(known)
  }

  /// The ids of a type that a caller may know of, ascending.
  func visibleIDs(_ type: ObjectType, _ caller: Caller) -> [UInt64] {
    let all = store.ids(type.name)
    guard let boundary = type.boundary(for: caller) else { return all }
    return all.filter { id in
      store.object(type.name, id).map(boundary.contains) ?? false
    }
  }
}

/// What a caller sees of a type: the objects that name its tenant or its account.
struct Boundary {
  let property: String
  let id: String

  func contains(_ object: JSONObject) -> Bool { object[property]?.string == id }
}

extension ObjectType {
  /// What a caller sees of the type; nil is everything.
  func boundary(for caller: Caller) -> Boundary? {
    if isTenantScoped, let tenantID = caller.tenantID {
      return Boundary(property: "memberTenantId", id: ObjectID(value: tenantID).text)
    }
    guard facts.has(.ofAccount), !caller.may("impersonate") else { return nil }
    return Boundary(property: "accountId", id: ObjectID(value: caller.accountID).text)
  }
}

/// What is asked of a type by a `/get`.
struct GetRequest: TypeRequest {
  typealias Answer = (list: [JSONObject], notFound: [ObjectID])

  let engine: JMAPEngine
  let type: ObjectType
  let accountID: UInt64
  /// Nil asks for all.
  var ids: [ObjectID]?
  /// Nil asks for all.
  let properties: Set<String>?
  let caller: Caller

  /// The wire form of an object, as far as it is asked for.
  func read(_ object: JSONObject, id: UInt64, hiding hidden: Set<String> = []) -> JSONObject {
    ObjectReader(store: store, hidden: hidden).read(type, id, object, properties: properties)
  }

  /// Looks for the wanted objects.
  ///
  /// - Parameters:
  ///   - all: the ids that are wanted when none are named.
  ///   - hidden: properties that are never shown.
  ///   - object: what is stored under an id, as far as the caller may know of it.
  /// - Returns: the objects, and the ids under which there is nothing.
  func answer(
    all: [ObjectID],
    hiding hidden: Set<String> = [],
    object: (ObjectID) -> JSONObject?
  ) -> Answer {
    var answer: Answer = ([], [])
    answer.list.reserveCapacity(ids?.count ?? all.count)
    for id in ids ?? all {
      if let object = object(id) {
        answer.list.append(read(object, id: id.value, hiding: hidden))
      } else {
        answer.notFound.append(id)
      }
    }
    return answer
  }

  /// The answer that has one object, under the id of singletons.
  func answer(singleton: JSONObject, hiding hidden: Set<String> = []) -> Answer {
    answer(all: [.singleton], hiding: hidden) { $0 == .singleton ? singleton : nil }
  }

  /// What the store holds and the caller may know of.
  func storedObjects() -> Answer {
    guard !type.isSingleton else {
      return answer(all: store.listsSingleton(type.name) ? [.singleton] : []) { id in
        id == .singleton ? store.singleton(type.name) : nil
      }
    }
    let boundary = type.boundary(for: caller)
    let all =
      ids == nil
      ? engine.visibleIDs(type, caller).prefix(limits.maxObjectsInGet).map { ObjectID(value: $0) }
      : []
    return answer(all: all, hiding: Set([boundary?.property].compactMap(\.self))) { id in
      guard let object = store.object(type.name, id.value), boundary?.contains(object) ?? true
      else { return nil }
      return object
    }
  }
}
