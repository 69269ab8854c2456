// SPDX-License-Identifier: MIT

internal import JSON

/// The server behind its sockets: takes requests, gives answers.
///
/// All state lives here; it is used from one thread.
final class Service {
  let configuration: Configuration
  let schemaDocument: SchemaDocument
  let engine: JMAPEngine
  let clock = ServerClock()
  let log: RequestLog
  let authenticator: Authenticator
  let oauth: OAuthServer
  let faults: FaultInjector
  /// The URL that a server in normal mode advertises.
  let publicURL: String
  /// The settings in force; they change with Action ReloadSettings only.
  var settings: ServerSettings
  /// How often the server was started.
  private(set) var starts: UInt32 = 1
  /// How many requests and uploads of each account are on their way.
  private var inFlight: [Transaction.Slot: Int] = [:]
  var uploads = UploadQuota()
  var anonymousRequests = RateLimiter<String>()
  var accountRequests = RateLimiter<UInt64>()
  var failures = RateLimiter<String>()

  var store: RegistryStore { engine.store }
  var mode: ServerMode { store.mode }

  /// The base of the URLs in the session and in the OAuth documents.
  var baseURL: String { mode == .normal ? publicURL : "" }

  /// Makes a server with a fresh store.
  ///
  /// - Throws: ``SimulatorError/invalidSchema(path:reason:)`` or
  ///   ``SimulatorError/invalidData(path:reason:)``.
  init(_ configuration: Configuration, listeningOn url: String) throws(SimulatorError) {
    guard let document = configuration.schema ?? SchemaDocument.embedded else {
      throw .invalidSchema(path: "embedded", reason: "damaged")
    }
    let model: SchemaModel
    do { model = try SchemaModel(document: document.text) } catch {
      throw .invalidSchema(path: "schema", reason: "\(error)")
    }
    faults = FaultInjector(configuration.faults)
    clock.skewMilliseconds = faults.clockSkewMilliseconds
    let store = RegistryStore(schema: model, mode: configuration.mode, clock: clock)
    if let path = configuration.dataStorePath { store.dataStorePath = path }
    if let dataSet = configuration.dataSet {
      do { try store.load(dataSet) } catch {
        throw .invalidData(path: configuration.dataName, reason: error.sentence)
      }
      store.seedDataStore()
    } else {
      store.seedFirstStart()
    }
    Self.lower(faults.limits, in: store)
    engine = JMAPEngine(schema: model, store: store, clock: clock)
    engine.reloadLimits()
    settings = ServerSettings(reading: store)
    self.configuration = configuration
    schemaDocument = document
    publicURL = configuration.publicURL ?? url
    log = RequestLog()
    authenticator = Authenticator(store: store, clock: clock, configuration: configuration)
    oauth = OAuthServer(store: store, clock: clock)
    engine.onReload = { [unowned self] in settings = ServerSettings(reading: self.store) }
    engine.sessionState = { [unowned self] in SessionDocument.state(of: $0, start: starts) }
  }

  /// Stores limits as the settings that they come from.
  private static func lower(_ limits: [String: Int], in store: RegistryStore) {
    guard !limits.isEmpty else { return }
    var jmap = store.singleton("Jmap")
    for (name, limit) in limits {
      jmap[JMAPEngine.Limits.settings[name] ?? name] = .number(JSONNumber(limit))
    }
    store.putSingleton("Jmap", jmap)
  }

  /// Ends the server and starts it again on the same store, as its operator would.
  ///
  /// Everything that is stored comes into force. Codes and tokens live on, unless the keys that
  /// they are made with are made by this start.
  func restart(as mode: ServerMode) {
    let hadKeys = store.hasOAuthKeys
    store.mode = mode
    store.seedFirstStart()
    if store.hasOAuthKeys != hadKeys { oauth.forgetTokens() }
    starts &+= 1
    anonymousRequests = RateLimiter()
    accountRequests = RateLimiter()
    engine.didRestart()
    settings = ServerSettings(reading: store)
  }

  // MARK: - The life of a request

  /// Takes what stands before the body, and settles what can be settled.
  func begin(_ request: HTTPRequest, isFirst: Bool = false) -> Transaction {
    let transaction = Transaction(
      request: request,
      route: Route(request),
      isFirst: isFirst,
      settings: settings
    )
    if case .control = transaction.route { return transaction }
    transaction.address = address(of: request)
    transaction.refusal = admit(transaction)
    return transaction
  }

  /// Takes a whole request.
  func receive(_ transaction: Transaction, body: [UInt8]) -> [DeliveryStep] {
    if case .control(let path) = transaction.route {
      transaction.isAnswered = true
      return [.send(wire(control(path, transaction.request), transaction.request))]
    }
    transaction.strike = faults.strike(transaction, body: body)
    let delay = transaction.strike.delayOfRequest(isFirst: transaction.isFirst)
    guard delay > 0 else { return answer(transaction, body: body) }
    return [.wait(milliseconds: delay), .answer(body: body)]
  }

  /// Makes the steps of the answer.
  func answer(_ transaction: Transaction, body: [UInt8]) -> [DeliveryStep] {
    let strike = transaction.strike
    let response: HTTPResponse?
    if strike.preventsWork {
      response = strike.replacement(in: self)
    } else {
      let (altered, complete) = strike.altered(body: body)
      response = complete(respond(transaction, body: altered))
    }
    transaction.isAnswered = true
    record(transaction, body: body, response: response)
    return strike.steps(for: response, to: transaction, in: self)
  }

  /// The answer itself; nil where the server drops the connection instead.
  func respond(_ transaction: Transaction, body: [UInt8]) -> HTTPResponse? {
    guard var response = transaction.refusal ?? content(transaction, body: body) else {
      return nil
    }
    finish(&response, transaction)
    return response
  }

  /// Frees the slots that a request holds.
  func end(_ transaction: Transaction) {
    for slot in transaction.slots {
      let count = inFlight[slot, default: 0]
      inFlight[slot] = count > 1 ? count - 1 : nil
    }
    transaction.slots = []
  }

  /// The bytes of an answer.
  func wire(_ response: HTTPResponse, _ request: HTTPRequest?) -> [UInt8] {
    response.serialized(for: request, date: HTTPDate.text(Timestamp(seconds: clock.seconds)))
  }

  /// The answer to what is no HTTP.
  func malformed(_ status: Int) -> String {
    let response = HTTPResponse(status: status, headers: [("connection", "close")])
    return String(decoding: wire(response, nil), as: UTF8.self)
  }

  /// Takes a request slot of the caller's account, and one for uploads if it is an upload.
  ///
  /// - Returns: the refusal when all are taken.
  func takeSlots(_ transaction: Transaction) -> HTTPResponse? {
    guard let caller = transaction.caller, !caller.isRecoveryAdministrator else { return nil }
    func take(_ kind: Transaction.Slot.Kind, _ quota: Int) -> Bool {
      let slot = Transaction.Slot(kind: kind, account: caller.accountID)
      let count = inFlight[slot, default: 0]
      guard count < quota else { return false }
      inFlight[slot] = count + 1
      transaction.slots.append(slot)
      return true
    }
    if !caller.may("unlimitedRequests"), let quota = engine.limits.maxConcurrentRequests,
      !take(.request, quota)
    {
      return .tooManyConcurrent(.request, quota: quota)
    }
    if transaction.route.isUpload, !caller.may("unlimitedUploads"),
      let quota = engine.limits.maxConcurrentUpload, !take(.upload, quota)
    {
      return .tooManyConcurrent(.upload, quota: quota)
    }
    return nil
  }

  private func record(_ transaction: Transaction, body: [UInt8], response: HTTPResponse?) {
    let request = transaction.request
    let target = request.path + (request.query.map { "?\($0)" } ?? "")
    log.add(
      RequestRecord(
        method: request.method,
        path: target,
        calls: transaction.route == .jmap ? RequestRecord.calls(in: body) : [],
        status: response?.status ?? 0
      )
    )
    guard let write = configuration.log else { return }
    write(
      ExchangeLine.text(
        number: log.count,
        mode: mode,
        target: target,
        request: request,
        body: body,
        response: response
      )
    )
  }
}

extension RegistryStore.DataError {
  /// What is wrong, for a person.
  fileprivate var sentence: String {
    switch self {
    case .notADataSet:
      "it is not of the form {\"objects\": {TYPE: [...]}, \"singletons\": {TYPE: {...}}}"
    case .unknownMember(let name): "unknown member '\(name)'"
    case .unknownType(let name, let isSingleton):
      isSingleton ? "no singleton has the name '\(name)'" : "no type has the name '\(name)'"
    case .invalidObject(let type, let id, let property, let reason):
      [[type, id].compactMap(\.self).joined(separator: " "), property, reason]
        .compactMap(\.self).joined(separator: ": ")
    case .invalidFile(let path, let reason): "file '\(path)': \(reason)"
    }
  }
}
