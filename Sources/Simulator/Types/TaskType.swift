// SPDX-License-Identifier: MIT

internal import JSON

/// Tasks, which are found by when they are due.
struct TaskType: TypeBehaviour {
  private static let internalVariants: Set<String> = [
    "CalendarAlarmEmail", "CalendarAlarmNotification", "CalendarItipMessage", "MergeThreads",
    "DmarcReport", "TlsReport", "RestoreArchivedItem", "DestroyAccount",
  ]

  /// When a task is due, in seconds since 1970; failed ones never are.
  private static func due(_ task: JSONObject) -> Int {
    task["status"]?["due"]?.string.flatMap { Timestamp($0)?.seconds } ?? Int.max
  }

  /// All tasks, in the order in which they are due.
  private func inOrder(_ request: some TypeRequest) -> [(id: UInt64, value: JSONObject)] {
    request.store.objects("Task").sorted { left, right in
      (Self.due(left.value), left.id) < (Self.due(right.value), right.id)
    }
  }

  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    guard request.ids == nil else { return request.storedObjects() }
    let tasks = inOrder(request).prefix(request.limits.maxObjectsInGet)
    return (tasks.map { request.read($0.value, id: $0.id) }, [])
  }

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    var tasks = inOrder(request)
    var bounds = DueBounds()
    var variant: String?
    for condition in try request.conditions() {
      switch condition.property {
      case "due": try bounds.add(condition)
      case "status":
        guard
          let status = condition.value.string,
          request.schema.shapes["TaskStatus"]?.variant(status) != nil
        else { throw condition.unsupported }
        if status == "Failed" {
          tasks.removeAll { $0.value["status"]?["@type"]?.string != "Failed" }
        }
      case "@type":
        guard let name = condition.value.string, request.type.shape.variant(name) != nil else {
          throw condition.unsupported
        }
        variant = name
      default: throw condition.unsupported
      }
    }
    if let variant { tasks.removeAll { $0.value["@type"]?.string != variant } }
    tasks.removeAll { !bounds.accepts(Self.due($0.value)) }
    try request.requireSort("due", of: "tasks")
    var ids = tasks.map(\.id)
    if !(request.arguments.sort.first?.isAscending ?? false) { ids.reverse() }
    return try request.window.scan(ids)
  }

  /// Changes the status; other changes are accepted and dropped.
  func update(_ change: ObjectChange, in call: SetCall) throws {
    let new = try call.patched(change)
    if var changed = change.snapshot, new["status"] != changed["status"] {
      changed["status"] = new["status"]
      call.store.put("Task", change.id.value, changed)
    }
    call.didUpdate(change.id)
  }

  /// Refuses what only the server makes, unless the schema has something against it.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    guard let variant = object["@type"]?.string, Self.internalVariants.contains(variant),
      Validator.violations(call.type.shape, object).isEmpty
    else { return }
    throw SetError.forbidden(
      "\(variant) is an internal task type that cannot be created by clients"
    )
  }

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    object["status"]?["due"].map { ["due": $0] } ?? [:]
  }
}

/// The times between which something must be due.
struct DueBounds {
  private var lower = Int.min
  private var upper = Int.max

  /// Narrows the bounds by a condition.
  ///
  /// - Throws: `unsupportedFilter` for a value that is no time, and when nothing is left.
  mutating func add(_ condition: FilterCondition) throws(MethodError) {
    guard let seconds = condition.value.string.flatMap({ Timestamp($0)?.seconds }) else {
      throw condition.unsupported
    }
    switch condition.comparison {
    case .equal:
      lower = max(lower, seconds)
      upper = min(upper, seconds)
    case .greaterThan: lower = max(lower, seconds + 1)
    case .greaterThanOrEqual: lower = max(lower, seconds)
    case .lessThan: upper = min(upper, seconds - 1)
    case .lessThanOrEqual: upper = min(upper, seconds)
    }
    guard lower <= upper else { throw condition.unsupported }
  }

  /// Whether a time lies between them.
  func accepts(_ seconds: Int) -> Bool { seconds >= lower && seconds <= upper }
}

extension JMAPEngine {
  /// Runs the tasks that are due, where services run.
  func runDueTasks() {
    guard mode == .normal else { return }
    requestCount += 1
    let now = clock.seconds
    for task in store.objects("Task") {
      guard
        task.value["status"]?["@type"]?.string == "Pending",
        let due = task.value["status"]?["due"]?.string.flatMap({ Timestamp($0)?.seconds }),
        due <= now
      else { continue }
      // Clients see a task for a moment: as many requests as in the recordings, or a second.
      let patience = task.value["@type"]?.string == "DkimManagement" ? 3 : 5
      let firstSeen = taskSightings[task.id] ?? (request: requestCount, time: now)
      taskSightings[task.id] = firstSeen
      guard requestCount - firstSeen.request + 1 >= patience || now > firstSeen.time + 1 else {
        continue
      }
      taskSightings[task.id] = nil
      if task.value["@type"]?.string == "DkimManagement",
        let domain = task.value["domainId"]?.string.flatMap({ ObjectID($0) })
      {
        makeDkimKeys(domain)
      }
      store.remove("Task", task.id)
    }
  }
}
