// SPDX-License-Identifier: MIT

internal import HTTP
public import JMAP
public import JSON
internal import Text

extension Connection {
  /// The arguments of a `get` by ids (RFC 8620, section 5.1).
  public static func getArguments(
    ids: [String],
    properties: [String]?,
    accountID: String? = nil
  ) -> JSONObject {
    var arguments = JSONObject()
    if let accountID { arguments["accountId"] = .string(accountID) }
    arguments["ids"] = .array(ids.map { .string($0) })
    arguments["properties"] = properties.map { .array($0.map { .string($0) }) } ?? .null
    return arguments
  }

  /// Reads objects by their ids.
  ///
  /// - Throws: ``RegistryError``.
  public func get(
    _ object: String,
    ids: [String],
    properties: [String]?,
    accountID: String? = nil
  ) throws(RegistryError) -> GetResponse {
    let call = Invocation(
      object + "/get",
      Self.getArguments(ids: ids, properties: properties, accountID: accountID),
      callID: "c0"
    )
    return try decode(try perform(call, .read), isWrite: false) { response throws(EnvelopeError) in
      try GetResponse(decoding: response)
    }
  }

  /// Creates, updates or destroys objects with one call (RFC 8620, section 5.3).
  ///
  /// - Throws: ``RegistryError``; the refusal of single objects is not an error here.
  public func set(
    _ object: String,
    create: JSONObject = JSONObject(),
    update: JSONObject = JSONObject(),
    destroy: [String] = [],
    accountID: String? = nil
  ) throws(RegistryError) -> SetResponse {
    var arguments = JSONObject()
    if let accountID { arguments["accountId"] = .string(accountID) }
    if !create.isEmpty { arguments["create"] = .object(create) }
    if !update.isEmpty { arguments["update"] = .object(update) }
    if !destroy.isEmpty { arguments["destroy"] = .array(destroy.map { .string($0) }) }
    let call = Invocation(object + "/set", arguments, callID: "c0")
    return try decode(try perform(call, .write), isWrite: true) { response throws(EnvelopeError) in
      try SetResponse(decoding: response)
    }
  }

  /// Decodes a response; errors name the URL of this connection.
  ///
  /// - Throws: ``RegistryError/envelope(_:url:isWrite:)``.
  public func decode<T>(
    _ response: Response.MethodResponse,
    isWrite: Bool,
    _ decoder: (Response.MethodResponse) throws(EnvelopeError) -> T
  ) throws(RegistryError) -> T {
    do { return try decoder(response) } catch {
      throw .envelope(error, url: base.url, isWrite: isWrite)
    }
  }

  /// Whether a request was refused because the server's limits are lower than assumed.
  ///
  /// If it may have been, the session is fetched, with the true ``limits``, and the request
  /// can be made smaller. That happens once; afterwards the answer is no.
  public func learnsLimits(from error: RegistryError) -> Bool {
    switch error {
    case .method(let error) where error.type == "requestTooLarge": break
    case .refused(let problem, _, _, _) where problem.limit == "maxCallsInRequest": break
    default: return false
    }
    let assumed = limits
    do { try fetchSession() } catch { return false }
    return limits != assumed
  }

  /// Fetches the next page or pages of a listing.
  ///
  /// - Throws: ``RegistryError``.
  public func next(of listing: inout Listing) throws(RegistryError) -> [Listing.Row] {
    let (results, _) = try perform(Request(listing.nextCalls()), .read)
    return try listing.absorb(results)
  }
}

/// What happened to one id in a `destroy`.
public enum DestroyOutcome: Sendable {
  /// The object was destroyed.
  case destroyed
  /// The server refused to destroy it.
  case refused(SetError)
  /// The server did not mention it, as with ids that it cannot decode.
  case silent
}

/// Destroys many objects, batch by batch.
public struct Destruction {
  private let object: String
  private let accountID: String?
  private var remaining: ArraySlice<String>
  private var batchSize: Int

  /// Prepares to destroy the objects of a type that have these ids, in their order.
  public init(_ object: String, ids: [String], accountID: String? = nil, limits: CoreLimits) {
    self.object = object
    self.accountID = accountID
    remaining = ids[...]
    batchSize = limits.maxObjectsInSet
  }

  /// Whether every id was sent.
  public var isComplete: Bool { remaining.isEmpty }

  /// Sends the next batch, and smaller ones if the server finds it too large.
  ///
  /// - Returns: The outcome of each id of the batch, in order.
  /// - Throws: ``RegistryError``; what earlier batches destroyed stays destroyed.
  public mutating func sendBatch(
    over connection: Connection
  ) throws(RegistryError) -> [(id: String, outcome: DestroyOutcome)] {
    while true {
      let batch = Array(remaining.prefix(batchSize))
      do {
        // Text that is not an id could make the server refuse the whole call.
        let decodable = batch.filter { RegistryID.canonical($0) != nil }
        guard !decodable.isEmpty else {
          remaining = remaining.dropFirst(batch.count)
          return batch.map { ($0, .silent) }
        }
        let response = try connection.set(object, destroy: decodable, accountID: accountID)
        remaining = remaining.dropFirst(batch.count)
        return pair(batch, response)
      } catch .method(let error) where error.type == "requestTooLarge" && batch.count > 1 {
        batchSize = max(1, batch.count / 2)
      }
    }
  }

  private func pair(
    _ batch: [String],
    _ response: SetResponse
  ) -> [(id: String, outcome: DestroyOutcome)] {
    let destroyed = Set(names: response.destroyed)
    var refused: [Name: SetError] = [:]
    for (id, error) in response.notDestroyed { refused[id] = error }
    return batch.map { id in
      let canonical = RegistryID.canonical(id) ?? id
      if destroyed.contains(id) || destroyed.contains(canonical) { return (id, .destroyed) }
      if let error = refused[id] ?? refused[canonical] { return (id, .refused(error)) }
      return (id, .silent)
    }
  }
}
