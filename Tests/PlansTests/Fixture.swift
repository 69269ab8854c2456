// SPDX-License-Identifier: MIT

import HTTP
import JMAP
import JSON
import Registry
import StalwartSchema

@testable import Plans

/// A schema of three types that refer to each other, and plans against it.
enum Fixture {
  static let schema: Schema = {
    do { return try Schema(document: Array(document.utf8)) } catch {
      preconditionFailure("the schema of the tests is no schema: \(error)")
    }
  }()

  static func check(_ text: String) -> PlanCheck {
    PlanCheck(PlanReading(Array(text.utf8)), against: schema)
  }

  private static let document = #"""
    {"objects": {
        "x:Zone": {"type": "object"}, "x:Host": {"type": "object"}, "x:Caps": {"type": "singleton"},
        "x:Node": {"type": "object"}, "x:Zone/Plain": {"type": "view", "objectName": "x:Zone"}},
      "schemas": {
        "x:Zone": {"type": "single", "schemaName": "x:Zone"},
        "x:Host": {"type": "single", "schemaName": "x:Host"},
        "x:Caps": {"type": "single", "schemaName": "x:Caps"},
        "x:Node": {"type": "multiple", "variants": [
          {"name": "Edge", "label": "Edge", "schemaName": "x:EdgeNode"},
          {"name": "Core", "label": "Core", "schemaName": "x:CoreNode"}]},
        "x:Alias": {"type": "single", "schemaName": "x:Alias"}},
      "fields": {
        "x:Zone": {"properties": {
          "name": {"type": {"type": "string", "format": "string"}, "update": "mutable"},
          "note": {"type": {"type": "string", "format": "string", "nullable": true},
            "update": "mutable"},
          "size": {"type": {"type": "number", "format": "size"}, "update": "mutable"},
          "parent": {"type": {"type": "objectId", "objectName": "x:Zone", "nullable": true},
            "update": "mutable"},
          "serial": {"type": {"type": "number", "format": "integer"}, "update": "serverSet"}}},
        "x:Host": {"properties": {
          "name": {"type": {"type": "string", "format": "string"}, "update": "immutable"},
          "domainId": {"type": {"type": "objectId", "objectName": "x:Zone"}, "update": "mutable"},
          "zones": {"type": {"type": "set", "class": {"type": "objectId", "objectName": "x:Zone"}},
            "update": "mutable"},
          "secret": {"type": {"type": "string", "format": "secret"}, "update": "mutable"},
          "wait": {"type": {"type": "number", "format": "duration"}, "update": "mutable"},
          "tags": {"type": {"type": "set", "class": {"type": "string", "format": "string"}},
            "update": "mutable"},
          "aliases": {"type": {"type": "objectList", "objectName": "x:Alias"},
            "update": "mutable"}}},
        "x:Alias": {"properties": {
          "name": {"type": {"type": "string", "format": "string"}, "update": "mutable"},
          "enabled": {"type": {"type": "boolean"}, "update": "mutable"}},
          "defaults": {"enabled": true}},
        "x:Caps": {"properties": {
          "max": {"type": {"type": "number", "format": "unsignedInteger"}, "update": "mutable"},
          "zoneId": {"type": {"type": "objectId", "objectName": "x:Zone"}, "update": "mutable"}}},
        "x:EdgeNode": {"properties": {
          "port": {"type": {"type": "number", "format": "unsignedInteger"}, "update": "mutable"},
          "on": {"type": {"type": "boolean"}, "update": "mutable"}}},
        "x:CoreNode": {"properties": {
          "port": {"type": {"type": "number", "format": "unsignedInteger"}, "update": "mutable"}}}},
      "lists": {
        "x:Zone": {"title": "Zones", "labelProperty": "name", "columns": []},
        "x:Host": {"title": "Hosts", "labelProperty": "name", "columns": []}},
      "forms": {}, "enums": {}, "dashboards": [], "layouts": []}
    """#
}

/// A server in memory that knows just enough of `query`, `get` and `set`.
final class MiniServer {
  /// What happens to a request instead of an answer.
  enum Fault {
    /// It is lost before the server sees it.
    case lostBefore
    /// The server does it and the answer is lost.
    case lostAfter
    /// The server refuses it whole.
    case refused(RequestProblem)
    /// The call of that number is refused.
    case method(Int, MethodError)
  }

  var objects: [String: [(id: String, value: JSONObject)]] = [:]
  var limits = CoreLimits.defaults
  var faults: [Int: Fault] = [:]
  private(set) var requests: [Request] = []
  private var nextID = 0
  /// Creation ids that are refused.
  var refuses: Set<String> = []
  /// Whether the answer keeps quiet about the ids of what was made.
  var hidesIDs = false

  func add(_ type: String, _ value: JSONObject) -> String {
    nextID += 1
    let id =
      "i" + String(repeating: "b", count: nextID / 24)
      + String(Array("bcdefghijklmnopqrstuvwxyz")[nextID % 24])
    objects[type, default: []].append((id, value))
    return id
  }

  func run(_ request: Request) -> Execution.Outcome {
    requests.append(request)
    let fault = faults[requests.count]
    switch fault {
    case .lostBefore?:
      return .lost(
        .transport(.connectionReset(detail: ""), url: "", isWrite: true),
        mayRunOn: false
      )
    case .refused(let problem)?: return .refused(problem)
    default: break
    }
    if request.methodCalls.count > limits.maxCallsInRequest {
      return .refused(RequestProblem(status: 400, limit: "maxCallsInRequest"))
    }
    var made: [String: String] = [:]
    var answers: [(String, JSONObject)] = []
    for (number, call) in request.methodCalls.enumerated() {
      if case .method(number, let error)? = fault {
        answers.append(("error", error.members))
      } else {
        answers.append(perform(call, request, answers, &made))
      }
    }
    if case .lostAfter? = fault {
      return .lost(.transport(.emptyReply, url: "", isWrite: true), mayRunOn: false)
    }
    let responses = zip(request.methodCalls, answers).map { call, answer in
      JSONValue.array([.string(answer.0), .object(answer.1), .string(call.callID)])
    }
    let body: JSONValue = ["methodResponses": .array(responses)]
    do {
      let response = try Response(decoding: Array(body.serialized().utf8))
      return .results(try response.matched(to: request))
    } catch {
      return .failed(.envelope(error, url: "", isWrite: false))
    }
  }

  private func perform(
    _ call: Invocation,
    _ request: Request,
    _ answers: [(String, JSONObject)],
    _ made: inout [String: String]
  ) -> (String, JSONObject) {
    let parts = call.name.split(separator: "/").map(String.init)
    let type = parts[0]
    switch parts[1] {
    case "query": return (call.name, query(type, call.arguments))
    case "get":
      var ids = call.arguments["ids"]?.array?.compactMap(\.string)
      if let reference = call.arguments["#ids"]?["resultOf"]?.string,
        let place = request.methodCalls.firstIndex(where: { $0.callID == reference })
      {
        ids = answers[place].1["ids"]?.array?.compactMap(\.string)
      }
      return (call.name, get(type, ids ?? []))
    default: return set(type, call, &made)
    }
  }

  private func query(_ type: String, _ arguments: JSONObject) -> JSONObject {
    let filter = arguments["filter"]?.object ?? [:]
    let found = (objects[type] ?? []).filter { object in
      filter.members.allSatisfy { object.value[$0.name] == $0.value }
    }
    let start = arguments["position"]?.integer ?? 0
    let limit = arguments["limit"]?.integer ?? 5000
    let page = found.dropFirst(start).prefix(limit)
    return [
      "ids": .array(page.map { .string($0.id) }), "position": .number(JSONNumber(start)),
      "total": .number(JSONNumber(found.count)), "accountId": "b",
    ]
  }

  private func get(_ type: String, _ ids: [String]) -> JSONObject {
    var list: [JSONValue] = []
    var missing: [JSONValue] = []
    for id in ids {
      if let object = objects[type]?.first(where: { $0.id == id }) {
        var value = object.value
        if value["secret"] != nil { value["secret"] = "****" }
        value["id"] = .string(id)
        list.append(.object(value))
      } else {
        missing.append(.string(id))
      }
    }
    return ["accountId": "b", "list": .array(list), "notFound": .array(missing)]
  }

  private func set(
    _ type: String,
    _ call: Invocation,
    _ made: inout [String: String]
  ) -> (String, JSONObject) {
    let create = call.arguments["create"]?.object ?? [:]
    let update = call.arguments["update"]?.object ?? [:]
    let destroy = call.arguments["destroy"]?.array?.compactMap(\.string) ?? []
    if create.count + update.count + destroy.count > limits.maxObjectsInSet {
      return ("error", ["type": "requestTooLarge"])
    }
    for member in create.members {
      for value in member.value.object?.members ?? [] {
        guard let text = value.value.string, text.hasPrefix("#"),
          made[String(text.dropFirst())] == nil
        else { continue }
        return (
          "error",
          ["type": "invalidResultReference", "description": .string("no \(text)")]
        )
      }
    }
    var answer = JSONObject()
    var created = JSONObject()
    var notCreated = JSONObject()
    for member in create.members {
      if refuses.contains(member.name) {
        notCreated[member.name] = ["type": "primaryKeyViolation", "properties": ["name"]]
        continue
      }
      let id = add(type, resolved(member.value.object ?? [:], made))
      made[member.name] = id
      created[member.name] = hidesIDs ? [:] : ["id": .string(id)]
    }
    var updated = JSONObject()
    var notUpdated = JSONObject()
    for member in update.members {
      guard let place = objects[type]?.firstIndex(where: { $0.id == member.name }) else {
        notUpdated[member.name] = ["type": "notFound"]
        continue
      }
      for change in resolved(member.value.object ?? [:], made).members {
        apply(change, to: &objects[type, default: []][place].value)
      }
      updated[member.name] = .null
    }
    var destroyed: [JSONValue] = []
    var notDestroyed = JSONObject()
    for id in destroy {
      if refuses.contains(id) {
        notDestroyed[id] = ["type": "objectIsLinked"]
      } else if let place = objects[type]?.firstIndex(where: { $0.id == id }) {
        objects[type]?.remove(at: place)
        destroyed.append(.string(id))
      } else {
        notDestroyed[id] = ["type": "notFound"]
      }
    }
    answer["created"] = .object(created)
    answer["updated"] = .object(updated)
    answer["destroyed"] = .array(destroyed)
    answer["notCreated"] = .object(notCreated)
    answer["notUpdated"] = .object(notUpdated)
    answer["notDestroyed"] = .object(notDestroyed)
    return (call.name, answer)
  }

  /// Sets a property, or removes an element of a list, as the server does, by a path to it.
  private func apply(_ change: JSONObject.Member, to object: inout JSONObject) {
    let tokens = change.name.split(separator: "/").map(String.init)
    guard tokens.count == 2, change.value.isNull, let list = object[tokens[0]]?.object else {
      object[change.name] = change.value
      return
    }
    let left = list.members.filter { $0.name != tokens[1] }.map(\.value)
    object[tokens[0]] = .object(JSONObject(left.enumerated().map { (String($0), $1) }))
  }

  private func resolved(_ body: JSONObject, _ made: [String: String]) -> JSONObject {
    body.mapValues { value in
      guard let text = value.string, text.hasPrefix("#"), let id = made[String(text.dropFirst())]
      else { return value }
      return .string(id)
    }
  }
}

/// What a run came to.
struct RunResult {
  var totals = Totals()
  var events: [Event] = []
  var reads = 0
  var writes = 0
  var fatal: RegistryError?

  /// The causes of all failures, in order.
  var failures: [EntryFailure] {
    events.flatMap { event -> [EntryFailure] in
      switch event {
      case .finished(let report): report.failures
      case .cleaned(let report): report.cleanupFailures
      default: []
      }
    }
  }
}

extension MiniServer {
  /// Applies a plan as the command does.
  func apply(
    _ text: String,
    continues: Bool = false,
    skipsSecrets: Bool = false,
    stopAfterWrites: Int? = nil,
    assuming assumed: CoreLimits? = nil
  ) throws -> RunResult {
    let check = Fixture.check(text)
    guard check.problems.isEmpty else { throw check.problems[0] }
    let limits = assumed ?? limits
    var reads = PlanReads(check.plan, limits: limits)
    var result = RunResult()
    while let request = reads.next() {
      result.reads += 1
      switch run(request) {
      case .results(let results): try reads.absorb(results)
      default: guard reads.takesFewerCalls() else { return result }
      }
    }
    let options = MatchingOptions(skipsSecrets: skipsSecrets)
    var matching = Matching(check.plan, with: reads.state, schema: Fixture.schema, options: options)
    var execution = Execution(
      check.plan,
      matching.run(),
      on: reads.state,
      schema: Fixture.schema,
      limits: limits,
      options: ExecutionOptions(continuesOnError: continues)
    )
    loop: while true {
      switch execution.next() {
      case .write(let request):
        result.writes += 1
        execution.absorb(run(request), elapsed: .milliseconds(10))
        if result.writes == stopAfterWrites { execution.stop() }
      case .read(let request):
        result.reads += 1
        execution.absorb(run(request), elapsed: .milliseconds(10))
      case .matchAgain(let removed):
        var again = Matching(
          check.plan,
          with: reads.state,
          schema: Fixture.schema,
          options: options,
          removed: removed
        )
        execution.resume(with: again.run())
      case .done: break loop
      }
      result.events += execution.takeEvents()
    }
    result.events += execution.takeEvents()
    result.totals = execution.totals
    result.fatal = execution.fatal
    return result
  }
}
