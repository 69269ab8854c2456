// SPDX-License-Identifier: MIT

public import HTTP
public import JMAP
public import Text

/// The limits of time and the retries of a connection.
public struct ConnectionOptions: Sendable {
  /// The limit for name lookup, connection and TLS handshake.
  public var connectTimeout: Duration
  /// The limit for a request that only reads.
  public var timeout: Duration
  /// The limit for a request that changes something: creating keys or destroying thousands
  /// of objects takes the server some time.
  public var writeTimeout: Duration
  /// When a request is sent again.
  public var retries: RetryPolicy

  /// Creates options.
  public init(
    connectTimeout: Duration = .seconds(10),
    timeout: Duration = .seconds(60),
    writeTimeout: Duration = .seconds(300),
    retries: RetryPolicy = RetryPolicy()
  ) {
    self.connectTimeout = connectTimeout
    self.timeout = timeout
    self.writeTimeout = writeTimeout
    self.retries = retries
  }
}

/// What a connection does between two attempts, supplied by the caller: waiting, and the
/// random numbers that spread the waits.
public struct Waiting: Sendable {
  /// Waits; the reason is a fragment of a sentence, to be shown to people.
  public var wait: @Sendable (_ duration: Duration, _ reason: String) -> Void
  /// A random number from 0 to 1.
  public var jitter: @Sendable () -> Double

  /// Creates a value from its parts.
  public init(
    wait: @escaping @Sendable (_ duration: Duration, _ reason: String) -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    self.wait = wait
    self.jitter = jitter
  }
}

/// Sends requests to one server, again where that is safe.
///
/// The API is expected at `/jmap` below the base URL, so that a command takes one round trip.
/// The session is fetched only if the API is not there.
public final class Connection {
  /// The server.
  public let base: BaseURL
  /// The limits that the session announced, or the server's defaults before it was fetched.
  public private(set) var limits: CoreLimits = .defaults
  /// How many requests were sent, retries included.
  public private(set) var requestCount = 0
  /// Whether a request was sent that changes something.
  public private(set) var hasSentChange = false
  /// Whether the session was fetched, so that the limits and the path are the server's own.
  public private(set) var hasSession = false

  private let transport: any Transport
  private let authorization: Authorization
  private let options: ConnectionOptions
  private let waiting: Waiting
  private var apiPath = "/jmap"

  /// Creates a connection; nothing is sent.
  public init(
    to base: BaseURL,
    authorization: Authorization,
    over transport: any Transport,
    options: ConnectionOptions,
    waiting: Waiting
  ) {
    self.base = base
    self.authorization = authorization
    self.transport = transport
    self.options = options
    self.waiting = waiting
  }

  // MARK: JMAP

  /// Sends calls and pairs the responses with them.
  ///
  /// A write is sent again only if the server certainly did nothing.
  ///
  /// - Throws: ``RegistryError``; the refusal of a single call is not an error here.
  public func perform(
    _ request: Request,
    _ kind: RetryPolicy.RequestKind
  ) throws(RegistryError) -> (results: [MethodResult], createdIDs: [Name: String]) {
    let body = request.body
    let response: HTTPResponse
    do {
      response = try post(body, kind)
    } catch {
      guard !hasSession, Self.isWrongPath(error) else { throw error }
      let path = apiPath
      try fetchSession()
      guard apiPath != path else { throw error }
      response = try post(body, kind)
    }
    do {
      let decoded = try Response(
        decoding: response.body,
        contentType: response.headers["content-type"]
      )
      return (try decoded.matched(to: request), decoded.createdIDs)
    } catch {
      throw .envelope(error, url: base.appending(apiPath), isWrite: kind == .write)
    }
  }

  /// Sends one call and returns its response.
  ///
  /// - Throws: ``RegistryError``, also where the call was refused.
  public func perform(
    _ call: Invocation,
    _ kind: RetryPolicy.RequestKind
  ) throws(RegistryError) -> Response.MethodResponse {
    let (results, _) = try perform(Request([call]), kind)
    guard let result = results.first else {
      throw .envelope(
        .missingResponse(method: call.name, callID: call.callID),
        url: base.appending(apiPath),
        isWrite: kind == .write
      )
    }
    do { return try result.get() } catch { throw .method(error) }
  }

  /// Fetches the session, with the limits and the path of the API, unless that was done before.
  ///
  /// - Throws: ``RegistryError``.
  public func fetchSession() throws(RegistryError) {
    guard !hasSession else { return }
    let url = base.appending("/jmap/session")
    let response = try send(HTTPRequest(.get, url), .read)
    do {
      let session = try Session(
        decoding: response.body,
        contentType: response.headers["content-type"]
      )
      limits = session.limits
      apiPath = stripped(session.apiPath)
      hasSession = true
    } catch {
      throw .envelope(error, url: url, isWrite: false)
    }
  }

  /// The path without the prefix of a reverse proxy, which the base has already and `apiUrl`
  /// may have as well.
  private func stripped(_ path: String) -> String {
    guard !base.path.isEmpty, path.hasPrefix(base.path + "/") else { return path }
    return String(path.dropFirst(base.path.count))
  }

  private func post(
    _ body: [UInt8],
    _ kind: RetryPolicy.RequestKind
  ) throws(RegistryError) -> HTTPResponse {
    try send(
      HTTPRequest(
        .post,
        base.appending(apiPath),
        headers: ["Content-Type": "application/json"],
        body: body,
        isRepeatable: kind == .read
      ),
      kind
    )
  }

  private static func isWrongPath(_ error: RegistryError) -> Bool {
    switch error {
    case .refused(let problem, _, _, _): problem.status == 404
    case .redirected: true
    default: false
    }
  }

  // MARK: HTTP

  /// Sends a request without following redirects.
  ///
  /// - Throws: ``RegistryError`` for anything but a status of 200 to 299, or
  ///   300 to 399 where `acceptsRedirect` is set.
  public func send(
    _ request: HTTPRequest,
    _ kind: RetryPolicy.RequestKind,
    acceptsRedirect: Bool = false
  ) throws(RegistryError) -> HTTPResponse {
    var request = request
    request.authorization = authorization
    request.connectTimeout = options.connectTimeout
    request.timeout = kind == .write ? max(options.writeTimeout, options.timeout) : options.timeout
    var attempt = 1
    while true {
      requestCount += 1
      if kind == .write { hasSentChange = true }
      let outcome: Result<HTTPResponse, TransportError>
      do { outcome = .success(try transport.send(request)) } catch { outcome = .failure(error) }
      if case .success(let response) = outcome,
        response.isSuccess || (acceptsRedirect && (300..<400).contains(response.status))
      {
        return response
      }
      let (description, summary) = Self.summarize(outcome)
      let decision = options.retries.decision(
        afterAttempt: attempt,
        kind: kind,
        outcome: summary,
        jitter: waiting.jitter()
      )
      guard case .retry(let duration) = decision else {
        throw Self.error(outcome, url: request.url, isWrite: kind == .write)
      }
      waiting.wait(duration, description)
      attempt += 1
    }
  }

  private static func summarize(
    _ outcome: Result<HTTPResponse, TransportError>
  ) -> (description: String, outcome: RetryPolicy.Outcome) {
    switch outcome {
    case .failure(let error): return ("no answer", .failure(error))
    case .success(let response):
      if response.status == 400,
        RequestProblem(status: 400, body: response.body).limit == "maxConcurrentRequests"
      {
        return ("the server is busy with other requests of this account", .concurrencyLimit)
      }
      return (
        "HTTP \(response.status)",
        .response(status: response.status, retryAfter: response.retryDelay)
      )
    }
  }

  private static func error(
    _ outcome: Result<HTTPResponse, TransportError>,
    url: String,
    isWrite: Bool
  ) -> RegistryError {
    switch outcome {
    case .failure(let error): return .transport(error, url: url, isWrite: isWrite)
    case .success(let response):
      if (300..<400).contains(response.status) {
        return .redirected(
          status: response.status,
          location: response.headers["location"],
          url: url
        )
      }
      return .refused(
        RequestProblem(status: response.status, body: response.body),
        url: url,
        retryAfter: response.headers["retry-after"],
        isWrite: isWrite
      )
    }
  }
}
