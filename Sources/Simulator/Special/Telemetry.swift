// SPDX-License-Identifier: MIT

internal import JSON

/// The log and the nodes of the cluster.
extension JMAPEngine {
  // MARK: - ClusterNode

  private func clusterNode() -> JSONObject {
    let settings = store.singleton("SystemSettings")
    let hostname = settings["defaultHostname"]?.string ?? ""
    return [
      "nodeId": 0, "hostname": .string(hostname.isEmpty ? "mail.example.org" : hostname),
      "lastRenewal": .string(Timestamp(seconds: clock.seconds).text), "status": "active",
    ]
  }

  /// A `/get` of nodes: an empty list asks for all.
  func clusterNodes(_ request: GetRequest) -> ([JSONObject], [ObjectID]) {
    let stored = store.objects("ClusterNode").map { (id: ObjectID(value: $0.id), value: $0.value) }
    let nodes = stored.isEmpty ? [(id: ObjectID(value: 0), value: clusterNode())] : stored
    var request = request
    if request.ids?.isEmpty ?? false { request.ids = nil }
    let (list, notFound) = request.answer(
      all: nodes.map(\.id),
      ObjectReader(store: store)
    ) { id in nodes.first { $0.id == id }?.value }
    return (list, notFound.reversed())
  }

  /// Runs a query over nodes, which looks at no filter.
  func queryClusterNodes(
    _ arguments: QueryArguments,
    _ accountID: UInt64
  ) throws(MethodError) -> QueryResult {
    if let sort = arguments.sort.first, sort.property != "nodeId" {
      throw MethodError(
        "unsupportedSort",
        "Only sorting by 'nodeId' is supported for cluster nodes"
      )
    }
    let ids = store.ids("ClusterNode")
    let window = QueryWindow(arguments: arguments, maximum: limits.queryMaxResults)
    return try window.list(ids.isEmpty ? [0] : ids, accountID: accountID)
  }

  // MARK: - Log

  /// Where the log is.
  ///
  /// - Throws: `invalidArguments` without a tracer that writes one.
  private func logInForce() throws(MethodError) -> LogFolder {
    guard let logFolder else {
      throw MethodError("invalidArguments", "No log tracers configured on the server")
    }
    return logFolder
  }

  /// The lines of the log, newest first.
  ///
  /// - Throws: `serverUnavailable` if its folder is not there.
  private func lines(of log: LogFolder) throws(MethodError) -> [LogLine] {
    guard let lines = log.lines(on: store.disk, events: logEvents) else {
      throw .serverUnavailable
    }
    return lines
  }

  /// A `/get` of lines; what is not there is left out in silence.
  func logs(_ request: GetRequest) throws(MethodError) -> ([JSONObject], [ObjectID]) {
    let log = try logInForce()
    if request.ids?.isEmpty ?? false { return ([], []) }
    let lines = try lines(of: log)
    let reader = ObjectReader(store: store)
    let wanted =
      request.ids?.compactMap { id in lines.first { $0.id == id } }
      ?? Array(lines.prefix(limits.maxObjectsInGet))
    return (
      wanted.map { line in
        reader.read(request.type, line.id.value, line.object, properties: request.properties)
      },
      []
    )
  }

  /// Runs a query over the log.
  func queryLogs(
    _ arguments: QueryArguments,
    _ accountID: UInt64
  ) throws(MethodError) -> QueryResult {
    let log = try logInForce()
    var texts: [String] = []
    for condition in try conditions(arguments) {
      guard condition.property == "text", let text = condition.value.string else {
        throw condition.unsupported
      }
      texts.append(text)
    }
    if let sort = arguments.sort.first, sort.property != "id" {
      throw MethodError("unsupportedSort", "Only sorting by 'id' is supported for logs")
    }
    if (arguments.position ?? 0) < 0 || (arguments.calculateTotal && (arguments.position ?? 0) > 0)
    {
      throw MethodError("invalidArguments", "Pagination is only possible using anchors for logs")
    }
    var lines = try lines(of: log)
    lines.removeAll { line in !texts.allSatisfy { line.text.containsBytes($0) } }
    if let anchor = arguments.anchor {
      let id = ObjectID(anchor)
      lines = Array(lines.drop { $0.id != id }.dropFirst())
    }
    let limit = arguments.limit.map { $0 == 0 ? Int.max : $0 } ?? limits.queryMaxResults
    return QueryResult(
      accountID: accountID,
      ids: lines.prefix(min(limit, limits.queryMaxResults)).map(\.id.text),
      total: arguments.calculateTotal ? limits.queryMaxResults : nil,
      limit: arguments.calculateTotal && limit < limits.queryMaxResults ? limit : nil
    )
  }
}
