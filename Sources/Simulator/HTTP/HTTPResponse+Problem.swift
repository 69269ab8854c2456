// SPDX-License-Identifier: MIT

internal import JSON

/// Refusals, in the words and the order of members that the server uses.
extension HTTPResponse {
  private static func problem(
    _ status: Int,
    _ title: String,
    _ detail: String,
    headers: [(String, String)] = []
  ) -> HTTPResponse {
    let body: JSONValue = [
      "type": "about:blank", "status": .number(JSONNumber(status)), "title": .string(title),
      "detail": .string(detail),
    ]
    return problem(status, body, headers: headers)
  }

  /// A refusal whose body is known.
  private static func problem(
    _ status: Int,
    _ body: JSONValue,
    headers: [(String, String)] = []
  ) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: headers + [("content-type", "application/problem+json")],
      body: Array(body.serialized().utf8)
    )
  }

  /// The answers of `/healthz` and of the block by address, whose members stand in another order.
  static func health(_ status: Int, _ title: String) -> HTTPResponse {
    let body: JSONValue = [
      "detail": .string(title), "status": .number(JSONNumber(status)), "title": .string(title),
      "type": "about:blank",
    ]
    return problem(status, body)
  }

  /// 401, with or without the two challenges.
  static func unauthorized(challenges: Bool = true) -> HTTPResponse {
    let fields = [
      (
        "www-authenticate",
        #"Bearer realm="Stalwart Server", "#
          + #"resource_metadata="/.well-known/oauth-protected-resource""#
      ),
      ("www-authenticate", #"Basic realm="Stalwart Server""#),
    ]
    return problem(
      401,
      "Unauthorized",
      "You have to authenticate first.",
      headers: challenges ? fields : []
    )
  }

  /// 403 for want of a permission.
  static let forbidden = problem(
    403,
    "Forbidden",
    "You do not have enough permissions to access this resource."
  )

  /// 404.
  static let notFound = problem(
    404,
    "Not Found",
    "The requested resource does not exist on this server."
  )

  /// 402: the password was right, the second factor is missing.
  static let secondFactorRequired = problem(
    402,
    "MFA code required",
    "This account requires multi-factor authentication. Alternatively, you can use an app "
      + "password if your account has one."
  )

  /// 429: this failed login was the one that blocked the address.
  static let tooManyAttempts = problem(
    429,
    "Too Many Authentication Attempts",
    "Your request has been rate limited. Please try again in a few minutes."
  )

  /// 429: the requests of a minute are used up.
  static func tooManyRequests(quota: Int, secondsLeft: Int) -> HTTPResponse {
    problem(
      429,
      "Too Many Requests",
      "Your request has been rate limited. Please try again in a few seconds.",
      headers: [
        ("retry-after", "\(secondsLeft)"),
        ("ratelimit-policy", #""requests";q=\#(quota)"#),
        ("ratelimit", #""requests";r=0;t=\#(secondsLeft)"#),
      ]
    )
  }

  /// 500.
  static let internalError = problem(
    500,
    "Internal Server Error",
    "There was a problem while processing your request."
  )

  /// 400 of the OAuth end points.
  static func invalidParameters(_ detail: String) -> HTTPResponse {
    problem(400, "Invalid parameters", detail)
  }

  /// 400 of JMAP (RFC 8620, section 3.6.1).
  private static func requestError(
    _ type: String,
    _ detail: String,
    limit: String? = nil,
    headers: [(String, String)] = []
  ) -> HTTPResponse {
    var body: JSONObject = [
      "type": .string("urn:ietf:params:jmap:error:\(type)"), "status": 400,
      "detail": .string(detail),
    ]
    if let limit { body["limit"] = .string(limit) }
    return problem(400, .object(body), headers: headers)
  }

  /// 400 of JMAP: the media type of the request is not JSON.
  static let notJSON = requestError(
    "notJSON",
    "Failed to parse JSON: The Content-Type header must be application/json."
  )

  /// 400 of JMAP: no request; its text is the detail.
  static func notRequest(_ body: [UInt8]) -> HTTPResponse {
    requestError("notRequest", String(decoding: body, as: UTF8.self))
  }

  /// 400 of JMAP: a limit was exceeded, and nothing was done.
  static func limit(
    _ limit: String,
    _ detail: String,
    headers: [(String, String)] = []
  ) -> HTTPResponse { requestError("limit", detail, limit: limit, headers: headers) }

  /// 400: as many requests or uploads of one account are in flight as the limit allows.
  ///
  /// No recording shows it of uploads; the fields are named as those of requests.
  static func tooManyConcurrent(_ kind: Transaction.Slot.Kind, quota: Int) -> HTTPResponse {
    let (things, name) =
      kind == .upload ? ("uploads", "maxConcurrentUpload") : ("requests", "maxConcurrentRequests")
    let policy = "\"concurrent-\(things)\""
    return limit(
      name,
      "The request exceeds the maximum number of concurrent \(things).",
      headers: [
        ("ratelimit-policy", "\(policy);q=\(quota);qu=\(policy)"),
        ("ratelimit", "\(policy);r=0"),
      ]
    )
  }

  /// 400 of JMAP: the body is longer than the server reads.
  static let requestTooLarge = limit(
    "maxSizeRequest",
    "The request is larger than the server is willing to process."
  )

  /// 400 of JMAP: the request has more calls than the server runs.
  static let tooManyCalls = limit(
    "maxCallsInRequest",
    "The request exceeds the maximum number of calls in a single request."
  )

  /// 400 of an upload: the body is longer than the server stores.
  static let uploadTooLarge = limit(
    "maxSizeUpload",
    "The uploaded file is larger than the server is willing to process."
  )

  /// 429 of an upload: the quota of the hour is used up.
  static func uploadQuota(files: Int, bytes: Int, secondsLeft: Int) -> HTTPResponse {
    problem(
      429,
      "Quota exceeded",
      "You have exceeded the blob upload quota of \(files) files or \(bytes) bytes.",
      headers: [
        ("retry-after", "\(secondsLeft)"),
        (
          "ratelimit-policy",
          #""blob-upload-files";q=\#(files), "blob-upload-bytes";q=\#(bytes);qu="content-bytes""#
        ),
        (
          "ratelimit",
          #""blob-upload-files";r=0;t=\#(secondsLeft), "blob-upload-bytes";r=0;t=\#(secondsLeft)"#
        ),
      ]
    )
  }
}
