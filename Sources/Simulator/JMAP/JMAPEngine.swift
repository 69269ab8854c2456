// SPDX-License-Identifier: MIT

internal import JSON

/// What became of the body of a JMAP request.
enum JMAPAnswer {
  /// The text of a response; status 200.
  case response([UInt8])
  /// The body is no request that the server's parser accepts; nothing was done.
  case notRequest
  /// There are more calls than the limit in force allows; nothing was done.
  case tooManyCalls
  /// The server's handler crashed: the connection closes without an answer.
  case dropConnection
}

/// Runs JMAP requests (RFC 8620, section 3.3) against a store.
final class JMAPEngine {
  /// The limits in force; they follow the singleton `x:Jmap` after a reload of the settings.
  struct Limits {
    /// The setting that each limit comes from.
    static let settings = [
      "maxSizeRequest": "maxRequestSize", "maxSizeUpload": "maxUploadSize",
      "maxCallsInRequest": "maxMethodCalls", "maxObjectsInGet": "getMaxResults",
      "maxObjectsInSet": "setMaxObjects", "maxConcurrentRequests": "maxConcurrentRequests",
      "maxConcurrentUpload": "maxConcurrentUploads", "queryMaxResults": "queryMaxResults",
    ]

    var maxSizeRequest = 10_000_000
    var maxSizeUpload = 50_000_000
    var maxCallsInRequest = 16
    var maxObjectsInGet = 500
    var maxObjectsInSet = 500
    var maxConcurrentRequests: Int? = 4
    var maxConcurrentUpload: Int? = 4
    var queryMaxResults = 5000
  }

  let schema: SchemaModel
  let store: RegistryStore
  var mode: ServerMode { store.mode }
  let clock: ServerClock
  /// The limits in force.
  var limits = Limits()
  /// Called when Action ReloadSettings has been performed.
  var onReload: () -> Void = {}
  /// What the answers carry as `sessionState` for a caller.
  var sessionState: (Caller) -> String = { _ in "3f034adb" }
  /// Where the log is, as the settings in force say.
  var logFolder: LogFolder?
  /// The names of all events that a log can have.
  let logEvents: Set<String>
  /// How many requests were answered where tasks run.
  var requestCount = 0
  /// When a due task was first seen, by its id.
  var taskSightings: [UInt64: (request: Int, time: Int)] = [:]
  /// Whether the set-up wizard was told everything.
  var hasFinishedBootstrap = false
  /// Mail that was imported, by its id.
  var mail = MailStore()
  private let reader: RequestReader

  init(schema: SchemaModel, store: RegistryStore, clock: ServerClock) {
    self.schema = schema
    self.store = store
    self.clock = clock
    logFolder = LogFolder(store)
    logEvents = Set(schema.enumerations["EventType"]?.values ?? [])
    reader = RequestReader(schema: schema)
  }

  /// Puts everything that is stored in force, as the next start of the server does.
  func didRestart() {
    hasFinishedBootstrap = false
    putSettingsInForce()
  }

  /// Puts the stored settings in force, as Action ReloadSettings does.
  func didReload() {
    putSettingsInForce()
    onReload()
  }

  private func putSettingsInForce() {
    store.hasReloaded = true
    logFolder = LogFolder(store)
    reloadLimits()
  }

  /// Takes the limits from the stored settings.
  func reloadLimits() {
    let settings = store.singleton("Jmap")
    func setting(_ name: String, _ limit: Int) -> Int { settings[name]?.integer ?? limit }
    let defaults = Limits()
    limits.maxSizeRequest = setting("maxRequestSize", defaults.maxSizeRequest)
    limits.maxSizeUpload = setting("maxUploadSize", defaults.maxSizeUpload)
    limits.maxCallsInRequest = setting("maxMethodCalls", defaults.maxCallsInRequest)
    limits.maxObjectsInGet = setting("getMaxResults", defaults.maxObjectsInGet)
    limits.maxObjectsInSet = setting("setMaxObjects", defaults.maxObjectsInSet)
    limits.maxConcurrentRequests = settings["maxConcurrentRequests"]?.integer
    limits.maxConcurrentUpload = settings["maxConcurrentUploads"]?.integer
    limits.queryMaxResults = setting("queryMaxResults", defaults.queryMaxResults)
  }

  /// Answers the body of a `POST /jmap` that is not longer than the limits in force allow.
  func process(body: [UInt8], caller: Caller) -> JMAPAnswer {
    guard let request = reader.read(body) else { return .notRequest }
    guard request.calls.count <= limits.maxCallsInRequest else { return .tooManyCalls }
    runDueTasks()
    let context = RequestContext(caller: caller, createdIDs: request.createdIDs ?? [:])
    var responses: [JSONValue] = []
    do {
      for call in request.calls {
        responses += try run(call, using: request.using, in: context)
      }
    } catch {
      return .dropConnection
    }
    var answer: JSONObject = [
      "methodResponses": .array(responses), "sessionState": .string(sessionState(caller)),
    ]
    if request.createdIDs != nil, !context.createdIDs.isEmpty {
      answer["createdIds"] = .object(
        JSONObject(
          context.createdIDs.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.text)) }
        )
      )
    }
    var bytes: [UInt8] = []
    JSONValue.object(answer).write(to: &bytes)
    return .response(bytes)
  }

  private func run(
    _ call: MethodCall,
    using: Set<String>,
    in context: RequestContext
  ) throws(ConnectionDropped) -> [JSONValue] {
    do {
      return try answer(call, using: using, in: context).map { name, body in
        [.string(name), .object(body), .string(call.callID)]
      }
    } catch let error as MethodError {
      return [["error", error.json, .string(call.callID)]]
    } catch {
      throw ConnectionDropped()
    }
  }

  private func answer(
    _ call: MethodCall,
    using: Set<String>,
    in context: RequestContext
  ) throws -> [(String, JSONObject)] {
    switch call.arguments {
    case .invalid(let message): throw MethodError("invalidArguments", message)
    case .get(let arguments):
      guard let type = call.type else { break }
      let (accountID, list, notFound) = try get(type, arguments, in: context)
      context.record(call.callID, call.name, .get(type, list))
      return [
        (
          call.name,
          [
            "accountId": .string(ObjectID(value: accountID).text),
            "list": .array(list.map { .object($0) }),
            "notFound": .array(notFound.map { .string($0) }),
          ]
        )
      ]
    case .query(let arguments):
      guard let type = call.type else { break }
      let result = try query(type, arguments, in: context)
      context.record(call.callID, call.name, .query(result.ids))
      return [(call.name, result.json)]
    case .set(let arguments):
      guard let type = call.type else { break }
      return [(call.name, try set(type, arguments, in: context))]
    case .other(let arguments):
      return try standard(call, arguments, using: using, in: context)
    }
    throw MethodError("unknownMethod", call.name)
  }

  // MARK: - Access

  /// The account that a call acts on.
  func account(_ argument: String?, _ caller: Caller) throws(MethodError) -> UInt64 {
    guard let argument, let id = ObjectID(argument) else { return caller.accountID }
    guard
      id.value == caller.accountID || caller.groupIDs.contains(id.value)
        || caller.may("impersonate")
    else { throw .forbidden("You are not an owner of account \(id.text)") }
    return id.value
  }

  /// A function of a type, by the end of the permission that reading it needs.
  enum Function: String {
    case get = "Get"
    case query = "Query"
    case set
  }

  /// Refuses what a caller has no permission to read.
  func checkReading(
    _ type: ObjectType,
    _ function: Function,
    _ caller: Caller
  ) throws(MethodError) {
    guard caller.may(type.permissionPrefix + function.rawValue) else { throw .notAuthorized }
  }

  /// Refuses what the mode or the edition does not have.
  func checkAvailability(_ type: ObjectType, for function: Function) throws(MethodError) {
    if mode == .bootstrap, type.name != "Bootstrap" || function == .query {
      throw .forbidden(
        "The server is in bootstrap mode. Only the 'Bootstrap' object type can be "
          + "\(function == .set ? "modified" : "accessed") until the bootstrap process is complete."
      )
    }
    if type.facts.has(.enterprise) {
      throw .forbidden(
        "This feature is only available in the Enterprise edition. Obtain your trial license at"
          + " https://license.stalw.art/trial."
      )
    }
  }
}
