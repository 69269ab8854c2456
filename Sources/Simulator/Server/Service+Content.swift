// SPDX-License-Identifier: MIT

internal import JSON

/// What the routes answer.
extension Service {
  /// The answer to an admitted request; nil where the server drops the connection.
  func content(_ transaction: Transaction, body: [UInt8]) -> HTTPResponse? {
    let request = transaction.request
    switch transaction.route {
    case .jmap: return jmap(transaction, body)
    case .session: return .json(session(for: transaction.caller))
    case .wellKnownJMAP:
      return HTTPResponse(
        status: 307,
        headers: [("cache-control", "no-cache"), ("location", "/jmap/session")]
      )
    case .upload(let account): return upload(account, transaction, body)
    case .download(let account, let blob, let name):
      return download(account, blob, name, transaction)
    case .schema(let hash): return schema(hash, transaction)
    case .account: return account(transaction)
    case .token(let kind): return token(kind, transaction)
    case .live(let kind, let target): return live(kind, target, transaction)
    case .health: return .health(200, "OK")
    case .options: return HTTPResponse(status: 204)
    case .redirect(let location):
      return .redirect(302, to: location == "/account" ? settings.redirectRoot : location)
    case .signInPage:
      return HTTPResponse(
        status: 200,
        headers: [("content-type", "text/html; charset=utf-8")],
        body: Array("<!doctype html><title>Sign in</title>\n".utf8)
      )
    case .dav: return HTTPResponse(status: 403)
    case .eventSource, .notFound, .control: return .notFound
    case .discover, .signIn, .deviceAuthorization, .oauthToken, .register, .introspect, .userInfo,
      .authorizationServer, .openIDConfiguration, .protectedResource, .keys:
      return oauth(transaction, request, body)
    }
  }

  /// Adds what every answer carries.
  func finish(_ response: inout HTTPResponse, _ transaction: Transaction) {
    let settings = transaction.settings
    if isCORS(transaction.route, settings), response.status != 204 || mode != .normal {
      response.headers.replace("access-control-allow-origin", "*")
      response.headers.replace(
        "access-control-allow-headers",
        "Authorization, Content-Type, Accept, X-Requested-With"
      )
      response.headers.replace(
        "access-control-allow-methods",
        "POST, GET, PATCH, PUT, DELETE, HEAD, OPTIONS"
      )
    }
    guard mode == .normal else { return }
    if settings.isHSTS {
      response.headers.replace("strict-transport-security", "max-age=31536000; includeSubDomains")
    }
    for (name, value) in settings.responseHeaders { response.headers.replace(name, value) }
  }

  private func isCORS(_ route: Route, _ settings: ServerSettings) -> Bool {
    if mode != .normal || settings.isPermissiveCORS { return true }
    return switch route {
    case .discover, .authorizationServer, .openIDConfiguration, .protectedResource: true
    default: false
    }
  }

  private func jmap(_ transaction: Transaction, _ body: [UInt8]) -> HTTPResponse? {
    guard let caller = transaction.caller else { return .unauthorized() }
    let limits = engine.limits
    let bound =
      caller.may("unlimitedUploads")
      ? limits.maxSizeRequest : min(limits.maxSizeRequest, limits.maxSizeUpload)
    guard body.count <= bound else { return .requestTooLarge }
    switch engine.process(body: body, caller: caller) {
    case .response(let text): return .json(text: text)
    case .notRequest: return .notRequest(body)
    case .tooManyCalls: return .tooManyCalls
    case .dropConnection: return nil
    }
  }

  private func schema(_ hash: String?, _ transaction: Transaction) -> HTTPResponse {
    let document = faults.schema(insteadOf: schemaDocument, transaction.strike)
    guard hash == document.hash else { return .redirect(302, to: "/api/schema/\(document.hash)") }
    return HTTPResponse(
      status: 200,
      headers: [
        ("content-type", "application/json"), ("content-length", "\(document.compressed.count)"),
        ("cache-control", "public, max-age=31536000, immutable"), ("content-encoding", "gzip"),
      ],
      body: document.compressed
    )
  }

  private func account(_ transaction: Transaction) -> HTTPResponse {
    guard let caller = transaction.caller else { return .unauthorized() }
    let names =
      mode == .bootstrap
      ? ["sysBootstrapUpdate", "sysBootstrapGet"]
      : PermissionList.names(of: caller, in: store.allPermissions)
    let locale = store.loginAccount(id: caller.accountID)?.locale ?? "POSIX"
    return .json([
      "permissions": .array(names.map { .string($0) }), "edition": "oss",
      "locale": .string(locale),
    ])
  }

  private func upload(
    _ account: String,
    _ transaction: Transaction,
    _ body: [UInt8]
  ) -> HTTPResponse {
    guard let caller = transaction.caller else { return .unauthorized() }
    guard let id = ObjectID(account) else { return .notFound }
    guard caller.may("unlimitedUploads") || body.count <= engine.limits.maxSizeUpload else {
      return .uploadTooLarge
    }
    if !caller.may("unlimitedUploads"),
      let left = uploads.take(
        account: id.value,
        bytes: body.count,
        settings: settings,
        now: clock.seconds
      )
    {
      return .uploadQuota(
        files: settings.uploadFiles,
        bytes: settings.uploadBytes,
        secondsLeft: left
      )
    }
    let blob = store.blobs.upload(body, account: id.value)
    return .json([
      "accountId": .string(id.text), "blobId": .string(blob),
      "type": .string(transaction.request.headers["content-type"] ?? "application/octet-stream"),
      "size": .number(JSONNumber(body.count)),
    ])
  }

  private func download(
    _ account: String,
    _ blob: String,
    _ name: String,
    _ transaction: Transaction
  ) -> HTTPResponse {
    guard let caller = transaction.caller else { return .unauthorized() }
    guard ObjectID(account) != nil,
      let bytes = store.blobs.bytes(
        of: blob,
        account: caller.may("fetchAnyBlob") ? nil : caller.accountID
      )
    else {
      // Like every other 404 it is matched against the paths of scanners.
      banScanner(transaction)
      return .notFound
    }
    let type = FormData(transaction.request.query ?? "")["accept"] ?? "application/octet-stream"
    return HTTPResponse(
      status: 200,
      headers: [
        ("content-type", type), ("content-disposition", "attachment; filename=\"\(name)\""),
        ("cache-control", "private, immutable, max-age=31536000"),
      ],
      body: bytes
    )
  }

  private func token(_ kind: String, _ transaction: Transaction) -> HTTPResponse {
    guard let caller = transaction.caller else { return .unauthorized() }
    guard kind == "delivery" else { return .notFound }
    guard caller.may("liveDeliveryTest") else { return .forbidden }
    let token = oauth.makeToken(for: oauth.grant(for: caller), kind: .delivery, seconds: 60)
    return HTTPResponse(
      status: 200,
      headers: [("cache-control", "no-cache")],
      body: Array(token.utf8)
    )
  }

  private func live(
    _ kind: String,
    _ target: String?,
    _ transaction: Transaction
  ) -> HTTPResponse {
    guard kind == "delivery", let target else { return .notFound }
    guard transaction.caller?.may("liveDeliveryTest") == true else { return .forbidden }
    let domain = target.split(separator: "@").last.map(String.init) ?? target
    let stages: [JSONValue] = [
      ["type": "mxLookupStart", "domain": .string(FormData.decode(domain))],
      [
        "type": "mxLookupError", "reason": "DNS record not found: Non-Existent Domain",
        "elapsed": 0,
      ],
      ["type": "completed"],
    ]
    let text = stages.map { "event: event\ndata: \(JSONValue.array([$0]).serialized())\n\n" }
    var response = HTTPResponse(
      status: 200,
      headers: [("content-type", "text/event-stream"), ("cache-control", "no-store")],
      body: Array(text.joined().utf8)
    )
    response.isChunked = true
    return response
  }
}
