// SPDX-License-Identifier: MIT

public import JSON

/// What the client reads of the session object (RFC 8620, section 2).
public struct Session: Equatable, Sendable {
  /// The limits that the server announces.
  public let limits: CoreLimits
  /// The path of the API endpoint, without scheme, host and trailing slash.
  ///
  /// The host in `apiUrl` is ignored: it never reflects the one that was connected to.
  public let apiPath: String
  /// The login name; empty where the server saw no credentials.
  public let username: String

  /// Decodes a session object.
  ///
  /// - Throws: ``EnvelopeError`` if it is no JSON, or lacks the core capability or `apiUrl`.
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
    var rest = Substring(url)
    if let scheme = url.firstRange(ofText: "://") {
      rest = url[scheme...]
      rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
    }
    while rest.hasSuffix("/") { rest.removeLast() }
    return rest.isEmpty ? "/" : String(rest)
  }
}

extension String {
  /// The place after the first occurrence of `needle`.
  fileprivate func firstRange(ofText needle: String) -> String.Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(needle) { return index(place, offsetBy: needle.count) }
      place = index(after: place)
    }
    return nil
  }
}

/// The limits of the core capability (RFC 8620, section 2).
public struct CoreLimits: Equatable, Sendable {
  /// The most ids in one `get`.
  public var maxObjectsInGet: Int
  /// The most objects made, changed and destroyed in one `set`.
  public var maxObjectsInSet: Int
  /// The most calls in one request.
  public var maxCallsInRequest: Int
  /// The most bytes in one request.
  public var maxSizeRequest: Int

  /// The defaults of the server, which hold until the session says otherwise.
  public static let defaults = CoreLimits(
    maxObjectsInGet: 500,
    maxObjectsInSet: 500,
    maxCallsInRequest: 16,
    maxSizeRequest: 10_000_000
  )

  /// Creates limits; each counts as at least 1.
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

  /// Decodes the core capability; what is missing has its default.
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
