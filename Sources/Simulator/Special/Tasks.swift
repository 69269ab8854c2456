// SPDX-License-Identifier: MIT

internal import JSON

/// Tasks, which are found by when they are due.
extension JMAPEngine {
  /// When a task is due, in seconds since 1970; failed ones never are.
  private static func due(_ task: JSONObject) -> Int {
    task["status"]?["due"]?.string.flatMap { Timestamp($0)?.seconds } ?? Int.max
  }

  /// All tasks, in the order in which they are due.
  private func tasksInOrder() -> [(id: UInt64, value: JSONObject)] {
    store.objects("Task").sorted { left, right in
      let due = (Self.due(left.value), Self.due(right.value))
      return due.0 == due.1 ? left.id < right.id : due.0 < due.1
    }
  }

  /// A `/get` of all tasks.
  func tasksByDue(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    let reader = ObjectReader(store: store)
    let list = tasksInOrder().prefix(limits.maxObjectsInGet).map { task in
      reader.read(request.type, task.id, task.value, properties: request.properties)
    }
    return (Array(list), [])
  }

  /// Runs a query over tasks.
  func queryTasks(
    _ type: ObjectType,
    _ arguments: QueryArguments,
    _ accountID: UInt64
  ) throws(MethodError) -> QueryResult {
    var tasks = tasksInOrder()
    var bounds = DueBounds()
    var variant: String?
    for condition in try conditions(arguments) {
      switch condition.property {
      case "due": try bounds.add(condition)
      case "status":
        guard
          let status = condition.value.string,
          schema.shapes["TaskStatus"]?.variant(status) != nil
        else { throw condition.unsupported }
        if status == "Failed" {
          tasks.removeAll { $0.value["status"]?["@type"]?.string != "Failed" }
        }
      case "@type":
        guard let name = condition.value.string, type.shape.variant(name) != nil else {
          throw condition.unsupported
        }
        variant = name
      default: throw condition.unsupported
      }
    }
    if let variant { tasks.removeAll { $0.value["@type"]?.string != variant } }
    tasks.removeAll { !bounds.accepts(Self.due($0.value)) }
    if let sort = arguments.sort.first, sort.property != "due" {
      throw MethodError("unsupportedSort", "Only sorting by 'due' is supported for tasks")
    }
    var ids = tasks.map(\.id)
    if !(arguments.sort.first?.isAscending ?? false) { ids.reverse() }
    let window = QueryWindow(arguments: arguments, maximum: limits.queryMaxResults)
    return try window.scan(ids, accountID: accountID)
  }

  /// Changes the status of a task; other changes are accepted and dropped.
  func updateTask(
    _ id: ObjectID,
    _ body: JSONValue,
    _ snapshot: JSONObject?,
    _ call: SetCall
  ) throws {
    guard let old = snapshot else { throw SetError.notFound }
    guard let patch = body.object else { throw ConnectionDropped() }
    let new = try patcher(call).update(call.type.shape, old, with: patch, keepsVariant: true)
    if new["status"] != old["status"] {
      var changed = old
      changed["status"] = new["status"]
      store.put("Task", id.value, changed)
    }
    call.didUpdate(id)
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
