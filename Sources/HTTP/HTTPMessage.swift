// SPDX-License-Identifier: MIT

/// The method of a request (RFC 9110, section 9).
public enum HTTPMethod: String, Sendable {
  /// Asks for a representation.
  case get = "GET"
  /// Asks for the header fields of a representation.
  case head = "HEAD"
  /// Sends a body to be processed.
  case post = "POST"
}

/// One request, to be sent by a ``Transport``.
public struct HTTPRequest: Sendable {
  /// The largest response body that is accepted unless a request says otherwise: 256 MB.
  public static let defaultMaximumResponseBytes = 256_000_000

  /// The method.
  public var method: HTTPMethod
  /// The absolute URL; it must not contain credentials.
  public var url: String
  /// The fields to send, besides those that the transport adds.
  public var headers: HTTPHeaders
  /// What to send as `Authorization`; kept apart so that ``headers`` may be shown.
  public var authorization: Authorization?
  /// The body; sent by a POST only.
  public var body: [UInt8]
  /// The limit for name lookup, connection and TLS handshake; nil uses the transport's own.
  public var connectTimeout: Duration?
  /// The limit for the whole exchange; nil sets none.
  public var timeout: Duration?
  /// The largest body accepted, after decoding, in bytes.
  public var maximumResponseBytes: Int
  /// Whether to ask for a compressed response and to decode it.
  ///
  /// Otherwise the body is returned as it came, whatever its `Content-Encoding`.
  public var acceptsCompressed: Bool
  /// Whether the server may receive this request twice without harm.
  ///
  /// A connection that was kept open may turn out to be closed once the request has been
  /// written to it. A repeatable request is then sent again at once; any other fails.
  public var isRepeatable: Bool

  /// Creates a request; a POST is taken as not repeatable unless said otherwise.
  public init(
    _ method: HTTPMethod,
    _ url: String,
    headers: HTTPHeaders = [:],
    authorization: Authorization? = nil,
    body: [UInt8] = [],
    connectTimeout: Duration? = nil,
    timeout: Duration? = nil,
    maximumResponseBytes: Int = HTTPRequest.defaultMaximumResponseBytes,
    acceptsCompressed: Bool = true,
    isRepeatable: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.authorization = authorization
    self.body = body
    self.connectTimeout = connectTimeout
    self.timeout = timeout
    self.maximumResponseBytes = maximumResponseBytes
    self.acceptsCompressed = acceptsCompressed
    self.isRepeatable = isRepeatable ?? (method != .post)
  }
}

/// One complete response.
public struct HTTPResponse: Equatable, Sendable {
  /// The status code (RFC 9110, section 15).
  public var status: Int
  /// The fields of the final response; those of interim responses are dropped.
  public var headers: HTTPHeaders
  /// The body, decoded if the request asked for compression.
  public var body: [UInt8]

  /// Creates a response.
  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Whether the status is in the range 200 to 299.
  public var isSuccess: Bool { (200...299).contains(status) }
}

/// Sends requests to servers and returns their responses.
public protocol Transport: AnyObject {
  /// Sends one request and waits for the whole response.
  ///
  /// A status of 300 and above is not an error here, and redirects are not followed.
  func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse
}
