// SPDX-License-Identifier: MIT

public import JMAP
internal import JSON
public import Registry
internal import StalwartSchema
internal import Text

/// Reads what a plan has to be compared with, in as few requests as the server's limits allow.
///
/// A value that performs no I/O: ask it for a request, hand it the results.
public struct PlanReads {
  /// What was read so far.
  public private(set) var state = LiveState()

  private enum Purpose {
    case type(String)
    case destroy(Int, clientFilter: JSONObject)
    case single(String, ids: [String])
  }

  private struct Task {
    let purpose: Purpose
    var listing: Listing?
    var calls: [Invocation] = []
    var rows: [LiveState.Object] = []
    var isDone = false
  }

  private let plan: CheckedPlan
  private var limits: CoreLimits
  private var tasks: [Task] = []
  private var inFlight: [(task: Int, callCount: Int)] = []

  /// Plans to read what `plan` needs.
  public init(_ plan: CheckedPlan, limits: CoreLimits) {
    self.plan = plan
    self.limits = limits
    let needs = ReadNeeds(plan)
    for type in needs.matchedTypes {
      let query = ListingQuery(type, properties: needs.properties(of: type))
      tasks.append(Task(purpose: .type(type), listing: Listing(query, limits: limits)))
    }
    for operation in plan.operations where operation.kind == .destroy {
      let query = ListingQuery(
        operation.type.name,
        filter: operation.filter,
        properties: ["id", operation.label].compactMap { $0 }
      )
      tasks.append(
        Task(
          purpose: .destroy(operation.index, clientFilter: [:]),
          listing: Listing(query, limits: limits)
        )
      )
    }
    for (type, ids) in needs.single {
      var rest = ids[...]
      while !rest.isEmpty {
        let batch = Array(rest.prefix(limits.maxObjectsInGet))
        rest = rest.dropFirst(batch.count)
        tasks.append(
          Task(
            purpose: .single(type, ids: batch),
            calls: [
              Invocation(
                type + "/get",
                Connection.getArguments(ids: batch, properties: needs.properties(of: type)),
                callID: "g"
              )
            ]
          )
        )
      }
    }
  }

  /// The next request; nil when everything was read.
  public mutating func next() -> Request? {
    inFlight = []
    var calls: [Invocation] = []
    for place in tasks.indices where !tasks[place].isDone {
      var own = tasks[place].listing?.nextCalls() ?? tasks[place].calls
      if calls.count + own.count > limits.maxCallsInRequest {
        // Two calls of a page stay together; further pages may wait.
        own = Array(own.prefix((limits.maxCallsInRequest - calls.count) / 2 * 2))
        guard !own.isEmpty, tasks[place].listing != nil else { continue }
      }
      calls += own.map { renamed($0, place) }
      inFlight.append((place, own.count))
    }
    return calls.isEmpty ? nil : Request(calls)
  }

  /// Learns that the server takes fewer calls in a request; false where it cannot be fewer.
  ///
  /// Ask ``next()`` again: nothing of the request was done.
  public mutating func takesFewerCalls() -> Bool {
    guard limits.maxCallsInRequest > 2 else { return false }
    limits.maxCallsInRequest = max(2, limits.maxCallsInRequest / 2)
    for place in tasks.indices where !tasks[place].isDone {
      guard let query = tasks[place].listing?.query else { continue }
      tasks[place].listing = Listing(query, limits: limits)
      tasks[place].rows = []
    }
    return true
  }

  /// Call ids are unique in a request; those of several listings are the same.
  private func renamed(_ call: Invocation, _ place: Int) -> Invocation {
    let prefix = "r\(place)"
    var call = call
    call.callID = prefix + call.callID
    if case .object(var reference)? = call.arguments["#ids"],
      let target = reference["resultOf"]?.string
    {
      reference["resultOf"] = .string(prefix + target)
      call.arguments["#ids"] = .object(reference)
    }
    return call
  }

  /// Takes the results of the request that ``next()`` gave.
  ///
  /// - Throws: ``RegistryError`` where nothing can be made of them. A refusal of
  ///   one type is kept for the operations on it.
  public mutating func absorb(_ results: [MethodResult]) throws(RegistryError) {
    var rest = results[...]
    for (place, count) in inFlight {
      let own = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      noteAccount(own)
      if tasks[place].listing != nil {
        try absorbPages(own, place)
      } else {
        try absorbObjects(own, place)
      }
    }
  }

  private mutating func noteAccount(_ results: [MethodResult]) {
    guard state.accountID == nil, case .response(let response)? = results.first,
      case .string(let id)?? = try? response.arguments.member("accountId")?.value()
    else { return }
    state.accountID = id
  }

  private mutating func absorbPages(_ own: [MethodResult], _ place: Int) throws(RegistryError) {
    guard var listing = tasks[place].listing else { return }
    let received = tasks[place].rows.count
    do {
      for row in try listing.absorb(own) {
        guard case .object(let properties)? = try? row.object.value() else { continue }
        tasks[place].rows.append(LiveState.Object(id: row.id, properties: properties))
      }
    } catch {
      guard case .method(let refusal) = error else { throw error }
      if refusal.type == "requestTooLarge", limits.maxObjectsInGet > 1, received == 0 {
        limits.maxObjectsInGet = max(1, limits.maxObjectsInGet / 2)
        tasks[place].listing = Listing(listing.query, limits: limits)
        return
      }
      refuse(place, refusal)
      return
    }
    tasks[place].listing = listing
    guard listing.isComplete else { return }
    tasks[place].isDone = true
    switch tasks[place].purpose {
    case .type(let type): state.objects[type] = tasks[place].rows
    case .destroy(let operation, let filter):
      let rows = tasks[place].rows.filter { row in
        filter.members.allSatisfy { row.properties[$0.name] ?? .null == $0.value }
      }
      state.destroys[operation] = rows.map(\.id)
      let operation = plan.operations[operation]
      if let property = operation.label {
        for row in rows {
          state.labels[operation.type.name, default: [:]][row.id] =
            row.properties[property]?.string
        }
      }
    case .single: break
    }
    tasks[place].rows = []
  }

  private mutating func refuse(_ place: Int, _ refusal: MethodError) {
    switch tasks[place].purpose {
    case .type(let type): state.refusedTypes[type] = refusal
    case .single(let type, _): state.refusedTypes[type] = refusal
    case .destroy(let index, let applied):
      let operation = plan.operations[index]
      let schemaKnows = operation.filter.members.allSatisfy {
        filterProperties[index]?.contains($0.name) ?? false
      }
      if refusal.type == "unsupportedFilter", applied.isEmpty, schemaKnows {
        // The server cannot filter by these properties, but shows them.
        let names = operation.filter.members.map(\.name)
        let shown = ["id", operation.label].compactMap { $0 }
        let query = ListingQuery(
          operation.type.name,
          properties: shown + names.filter { !shown.contains($0) }
        )
        tasks[place] = Task(
          purpose: .destroy(index, clientFilter: operation.filter),
          listing: Listing(query, limits: limits)
        )
        state.filteredByClient[index] = names
        return
      }
      state.refusedDestroys[index] = refusal
    }
    tasks[place].isDone = true
  }

  private var filterProperties: [Int: Set<Name>] {
    var result: [Int: Set<Name>] = [:]
    for operation in plan.operations where operation.kind == .destroy {
      result[operation.index] = operation.filterProperties
    }
    return result
  }

  private mutating func absorbObjects(_ own: [MethodResult], _ place: Int) throws(RegistryError) {
    guard case .single(let type, _) = tasks[place].purpose, let result = own.first else { return }
    let response: Response.MethodResponse
    do { response = try result.get() } catch {
      if error.type == "requestTooLarge", case .single(let type, let ids) = tasks[place].purpose,
        ids.count > 1
      {
        split(place, type, ids)
      } else {
        refuse(place, error)
      }
      return
    }
    tasks[place].isDone = true
    let objects: GetResponse
    do { objects = try GetResponse(decoding: response) } catch {
      throw .envelope(error, url: type, isWrite: false)
    }
    for slice in objects.list {
      guard case .object(let object)? = try? slice.value(), let id = object["id"]?.string else {
        continue
      }
      state.single[type, default: [:]][id] = object
    }
  }
}

extension PlanReads {
  /// Asks for ids in two parts, since together they were too many.
  private mutating func split(_ place: Int, _ type: String, _ ids: [String]) {
    let properties = tasks[place].calls[0].arguments["properties"]?.array?.compactMap(\.string)
    tasks[place].isDone = true
    let middle = ids.count / 2
    for part in [ids[..<middle], ids[middle...]] {
      let arguments = Connection.getArguments(ids: Array(part), properties: properties)
      tasks.append(
        Task(
          purpose: .single(type, ids: Array(part)),
          calls: [Invocation(type + "/get", arguments, callID: "g")]
        )
      )
    }
  }
}

/// What has to be read of which type.
private struct ReadNeeds {
  /// Types of which every object is needed, in the order in which they appear.
  private(set) var matchedTypes: [String] = []
  /// Ids of single objects by type, in order.
  private(set) var single: [(type: String, ids: [String])] = []
  private var names: [Name: [String]] = [:]

  init(_ plan: CheckedPlan) {
    for operation in plan.operations {
      let type = operation.type.name
      if operation.kind.matchesExisting, !matchedTypes.contains(type) { matchedTypes.append(type) }
      if operation.kind.matchesExisting || operation.kind == .update { note(operation) }
    }
    for operation in plan.operations where operation.kind == .update {
      guard case .id(let id)? = operation.target,
        !matchedTypes.contains(operation.type.name)
      else { continue }
      let canonical = RegistryID.canonical(id) ?? id
      if let place = single.firstIndex(where: { $0.type == operation.type.name }) {
        if !single[place].ids.contains(canonical) { single[place].ids.append(canonical) }
      } else {
        single.append((operation.type.name, [canonical]))
      }
    }
  }

  private mutating func note(_ operation: CheckedOperation) {
    var wanted = names[operation.type.name] ?? ["id", "@type"]
    var known = Set(names: wanted)
    func add(_ name: String) {
      let property = JSONPointer(patchKey: name).tokens.first ?? name
      if known.insert(property).inserted { wanted.append(property) }
    }
    if case .properties(let properties) = operation.match {
      for property in properties { add(property) }
    }
    for member in operation.scope.properties.members { add(member.name) }
    // People are told what a reconcile removes.
    if operation.kind == .reconcile, let label = operation.label { add(label) }
    for body in operation.bodies {
      for member in body.properties.members { add(member.name) }
    }
    names[operation.type.name] = wanted
  }

  func properties(of type: String) -> [String]? { names[type] }
}
