// SPDX-License-Identifier: MIT

public import JSON

/// The refusal of a whole method call (RFC 8620, section 3.6.2).
public struct MethodError: Error, Equatable, Sendable {
  /// The method that was called.
  public let method: String
  /// The type, such as `forbidden`; servers may have types of their own.
  public let type: String?
  /// The server's words.
  public let description: String?
  /// All members, as they were received.
  public let members: JSONObject

  /// Creates an error.
  public init(method: String, type: String?, description: String? = nil) {
    self.method = method
    self.type = type
    self.description = description
    var members = JSONObject()
    if let type { members["type"] = .string(type) }
    if let description { members["description"] = .string(description) }
    self.members = members
  }

  /// Decodes the arguments of a response named `error`; what is missing is nil.
  public init(decoding arguments: JSONSlice, method: String) {
    self.method = method
    members = (try? arguments.value().object) ?? JSONObject()
    type = members["type"]?.string
    description = members["description"]?.string
  }
}

/// The refusal of a whole request (RFC 8620, section 3.6.1, and RFC 7807).
public struct RequestProblem: Error, Equatable, Sendable {
  /// The HTTP status code.
  public let status: Int
  /// The type, such as `urn:ietf:params:jmap:error:limit`.
  public let type: String?
  /// The title of the problem.
  public let title: String?
  /// The server's words; nil for `notRequest`, where they quote the request, which may
  /// contain secrets.
  public let detail: String?
  /// The limit that was hit, such as `maxConcurrentRequests`.
  public let limit: String?

  /// Creates a problem.
  public init(
    status: Int,
    type: String? = nil,
    title: String? = nil,
    detail: String? = nil,
    limit: String? = nil
  ) {
    self.status = status
    self.type = type
    self.title = title
    self.detail = type?.hasSuffix(":notRequest") == true ? nil : detail
    self.limit = limit
  }

  /// Decodes the body of an unsuccessful response; if it is not a problem document,
  /// everything but the status is nil.
  public init(status: Int, body: [UInt8]) {
    let value = (try? JSONValue(parsing: body)) ?? .null
    self.init(
      status: status,
      type: value["type"]?.string,
      title: value["title"]?.string,
      detail: value["detail"]?.string,
      limit: value["limit"]?.string
    )
  }

  /// The part of ``type`` after the last colon, such as `limit`; nil for `about:blank`.
  public var shortType: String? {
    guard let type, type != "about:blank" else { return nil }
    return type.split(separator: ":").last.map(String.init)
  }
}
