// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The lines of the log.
struct LogType: TypeBehaviour {
  /// Where the log is.
  ///
  /// - Throws: `invalidArguments` without a tracer that writes one.
  private func folder(_ request: some TypeRequest) throws(MethodError) -> LogFolder {
    guard let folder = request.engine.logFolder else {
      throw MethodError("invalidArguments", "No log tracers configured on the server")
    }
    return folder
  }

  /// The lines of the log, newest first.
  ///
  /// - Throws: `serverUnavailable` if its folder is not there.
  private func lines(
    in folder: LogFolder,
    _ request: some TypeRequest
  ) throws(MethodError) -> [LogLine] {
    let lines = folder.lines(on: request.store.disk, events: request.engine.logEvents)
    guard let lines else { throw .serverUnavailable }
    return lines
  }

  /// What is not there is left out in silence.
  func get(_ request: GetRequest) throws(MethodError) -> GetRequest.Answer {
    let folder = try folder(request)
    if request.ids?.isEmpty ?? false { return ([], []) }
    let lines = try lines(in: folder, request)
    let wanted =
      request.ids?.compactMap { id in lines.first { $0.id == id } }
      ?? Array(lines.prefix(request.limits.maxObjectsInGet))
    return (wanted.map { request.read($0.object, id: $0.id.value) }, [])
  }

  func query(_ request: QueryRequest) throws(MethodError) -> QueryResult {
    let folder = try folder(request)
    let arguments = request.arguments
    let maximum = request.limits.queryMaxResults
    var texts: [String] = []
    for condition in try request.conditions() {
      guard condition.property == "text", let text = condition.value.string else {
        throw condition.unsupported
      }
      texts.append(text)
    }
    try request.requireSort("id", of: "logs")
    if (arguments.position ?? 0) < 0 || (arguments.calculateTotal && (arguments.position ?? 0) > 0)
    {
      throw MethodError("invalidArguments", "Pagination is only possible using anchors for logs")
    }
    var lines = try lines(in: folder, request)
    lines.removeAll { line in !texts.allSatisfy { line.text.containsBytes($0) } }
    if let anchor = arguments.anchor {
      let id = ObjectID(anchor)
      lines = Array(lines.drop { $0.id != id }.dropFirst())
    }
    let limit = arguments.limit.map { $0 == 0 ? Int.max : $0 } ?? maximum
    return QueryResult(
      accountID: request.accountID,
      ids: lines.prefix(min(limit, maximum)).map(\.id.text),
      total: arguments.calculateTotal ? maximum : nil,
      limit: arguments.calculateTotal && limit < maximum ? limit : nil
    )
  }
}
