// SPDX-License-Identifier: MIT

public import JSON

/// The parts of the session object that the client uses (RFC 8620, section 2).
public struct Session: Equatable, Sendable {
  /// The limits that the server announces.
  public let limits: CoreLimits
  /// The path of the API endpoint, without scheme, host and trailing slash.
  ///
  /// The host in `apiUrl` is ignored: the server fills in its own name, not the address at
  /// which it was reached.
  public let apiPath: String
  /// The login name; empty if the server saw no credentials.
  public let username: String

  /// Decodes a session object.
  ///
  /// - Throws: ``EnvelopeError`` if it is not JSON, or lacks the core capability or `apiUrl`.
  public init(decoding body: [UInt8], contentType: String? = nil) throws(EnvelopeError) {
    guard let value = try? JSONValue(parsing: body) else {
      throw .notJSON(contentType: contentType, start: Array(body.prefix(200)))
    }
    guard let core = value["capabilities"]?["urn:ietf:params:jmap:core"]?.object else {
      throw .malformedSession(member: "capabilities")
    }
    guard let apiURL = value["apiUrl"]?.string else { throw .malformedSession(member: "apiUrl") }
    limits = CoreLimits(decoding: core)
    apiPath = Self.path(of: apiURL)
    username = value["username"]?.string ?? ""
  }

  private static func path(of url: String) -> String {
    var rest = Substring(url).utf8
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      rest = rest[colon...].dropFirst(3).drop { $0 != UInt8(ascii: "/") }
    }
    while rest.last == UInt8(ascii: "/") { rest.removeLast() }
    return rest.isEmpty ? "/" : String(decoding: rest, as: UTF8.self)
  }
}

/// The limits of the core capability (RFC 8620, section 2).
public struct CoreLimits: Equatable, Sendable {
  /// The most ids in one `get`.
  public var maxObjectsInGet: Int
  /// The most objects created, updated and destroyed in one `set`.
  public var maxObjectsInSet: Int
  /// The most calls in one request.
  public var maxCallsInRequest: Int
  /// The most bytes in one request.
  public var maxSizeRequest: Int

  /// The server's defaults, assumed until the session is fetched.
  public static let defaults = CoreLimits(
    maxObjectsInGet: 500,
    maxObjectsInSet: 500,
    maxCallsInRequest: 16,
    maxSizeRequest: 10_000_000
  )

  /// Creates limits, raised to 1 where they are lower.
  public init(
    maxObjectsInGet: Int,
    maxObjectsInSet: Int,
    maxCallsInRequest: Int,
    maxSizeRequest: Int
  ) {
    self.maxObjectsInGet = max(1, maxObjectsInGet)
    self.maxObjectsInSet = max(1, maxObjectsInSet)
    self.maxCallsInRequest = max(1, maxCallsInRequest)
    self.maxSizeRequest = max(1, maxSizeRequest)
  }

  /// Decodes the core capability; a limit that is missing has its default.
  public init(decoding core: JSONObject) {
    let defaults = Self.defaults
    self.init(
      maxObjectsInGet: core["maxObjectsInGet"]?.integer ?? defaults.maxObjectsInGet,
      maxObjectsInSet: core["maxObjectsInSet"]?.integer ?? defaults.maxObjectsInSet,
      maxCallsInRequest: core["maxCallsInRequest"]?.integer ?? defaults.maxCallsInRequest,
      maxSizeRequest: core["maxSizeRequest"]?.integer ?? defaults.maxSizeRequest
    )
  }
}
