// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// What is decided before the body of a request is read.
extension Service {
  /// The address that a request counts for (RFC 7239, and the older field).
  func address(of request: HTTPRequest) -> String {
    guard settings.usesForwardedAddress else { return request.peer }
    if let forwarded = request.headers["forwarded"] {
      for part in forwarded.split(whereSeparator: { $0 == ";" || $0 == "," }) {
        let pair = part.split(separator: "=", maxSplits: 1)
        guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "for" else { continue }
        let value = pair[1].filter { !" \"[]".contains($0) }
        if let address = NetworkAddress(value) { return address.unmapped.text }
      }
    }
    if let list = request.headers["x-forwarded-for"], let first = list.split(separator: ",").first,
      let address = NetworkAddress(first.trimmingWhitespace())
    {
      return address.unmapped.text
    }
    return request.peer
  }

  /// Whether limits and blocks do not touch an address.
  func isExempt(_ address: String) -> Bool {
    NetworkAddress(address)?.isLoopback ?? false || isListed(address, as: "AllowedIp")
  }

  /// Whether an address lies in one of the stored networks of a type that are still in force.
  private func isListed(_ address: String, as type: String) -> Bool {
    store.objects(type).contains { object in
      guard isCurrent(object.value), let network = object.value["address"]?.string else {
        return false
      }
      return NetworkRange.contains(network, address)
    }
  }

  private func isCurrent(_ object: JSONObject) -> Bool {
    guard let text = object["expiresAt"]?.string, let time = Timestamp(text) else { return true }
    return time.seconds > clock.seconds
  }

  /// Blocks an address, now and in the store.
  private func block(_ address: String, reason: String, milliseconds: Int?) {
    guard !isExempt(address) else { return }
    let now = clock.seconds
    var object: JSONObject = [
      "address": .string(address), "reason": .string(reason),
      "createdAt": .string(Timestamp(seconds: now).text), "expiresAt": .null,
    ]
    if let milliseconds {
      object["expiresAt"] = .string(Timestamp(seconds: now + milliseconds / 1000).text)
    }
    store.insert("BlockedIp", object)
  }

  /// Decides about a request by what stands before its body.
  ///
  /// - Returns: the refusal, or nil for a request that goes on.
  func admit(_ transaction: Transaction) -> HTTPResponse? {
    let request = transaction.request
    let isExempt = isExempt(transaction.address)
    if mode == .normal, !isExempt {
      if isListed(transaction.address, as: "BlockedIp") { return .health(403, "Forbidden") }
      let status = endpointStatus(request.path)
      if status != 200 { return .health(status, HTTPResponse.reason(status)) }
    }
    switch transaction.route {
    case .session:
      guard request.headers.contains("authorization") else { return nil }
      return authenticate(transaction)
    case .jmap, .upload, .download, .eventSource, .schema, .account, .token, .introspect, .userInfo,
      .dav:
      return authenticate(transaction)
    case .live(_, let target):
      guard target != nil else { return nil }
      return authenticate(transaction)
    case .register:
      guard request.headers.contains("authorization") else { return anonymous(transaction) }
      return authenticate(transaction)
    case .discover, .signIn, .deviceAuthorization, .oauthToken, .authorizationServer,
      .openIDConfiguration, .protectedResource, .keys, .health:
      return anonymous(transaction)
    case .notFound:
      banScanner(transaction)
      return nil
    default: return nil
    }
  }

  /// Blocks the address of a request for what only scanners ask for.
  func banScanner(_ transaction: Transaction) {
    let path = transaction.request.path
    guard settings.scanBanPatterns.contains(where: { Glob.matches($0, path) }) else { return }
    block(
      transaction.address,
      reason: "portScanning",
      milliseconds: settings.scanBanMilliseconds
    )
  }

  /// Counts a request without a login towards the limit of its address.
  func anonymous(_ transaction: Transaction) -> HTTPResponse? {
    guard mode == .normal, !isExempt(transaction.address), let rate = settings.rateAnonymous,
      let left = anonymousRequests.take(transaction.address, rate, now: clock.milliseconds)
    else { return nil }
    return .tooManyRequests(quota: rate.count, secondsLeft: left)
  }

  private func authenticate(_ transaction: Transaction) -> HTTPResponse? {
    guard let header = transaction.request.headers["authorization"] else {
      return anonymous(transaction) ?? .unauthorized()
    }
    let result = authenticator.authenticate(
      header,
      from: transaction.address,
      settings: settings,
      oauth: oauth
    )
    if let refusal = refusal(of: result, from: transaction.address) { return refusal }
    guard case .success(let caller) = result else { return .unauthorized() }
    transaction.caller = caller
    if mode == .normal, !caller.may("unlimitedRequests"), !isExempt(transaction.address),
      let rate = settings.rateAuthenticated,
      let left = accountRequests.take(caller.accountID, rate, now: clock.milliseconds)
    {
      return .tooManyRequests(quota: rate.count, secondsLeft: left)
    }
    switch transaction.route {
    case .jmap:
      return takeSlots(transaction) ?? (isJSON(transaction.request) ? nil : .notJSON)
    case .session, .schema, .account, .upload: return takeSlots(transaction)
    default: return nil
    }
  }

  /// The answer to a failed login; nil for one that did not fail.
  func refusal(of result: Authenticator.Result, from address: String) -> HTTPResponse? {
    switch result {
    case .success: nil
    case .undecodable: .unauthorized()
    case .expired: .unauthorized(challenges: false)
    case .secondFactorRequired: .secondFactorRequired
    case .forbidden: .forbidden
    case .wrong(let login): isLastStraw(login, address) ? .tooManyAttempts : .unauthorized()
    case .addressNotAllowed(let login):
      isLastStraw(login, address) ? .tooManyAttempts : .forbidden
    }
  }

  /// Counts a failed login, and blocks the address when there were too many.
  private func isLastStraw(_ login: String, _ address: String) -> Bool {
    guard let rate = settings.authBanRate, !isExempt(address) else { return false }
    let now = clock.milliseconds
    let byAddress = failures.take("address \(address)", rate, now: now) != nil
    let byLogin = failures.take("login \(login)", rate, now: now) != nil
    guard byAddress || byLogin else { return false }
    block(address, reason: "authFailure", milliseconds: settings.authBanMilliseconds)
    return true
  }

  private func isJSON(_ request: HTTPRequest) -> Bool {
    guard let type = request.headers["content-type"] else { return true }
    let essence = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    return essence.lowercased() == "application/json"
  }

  /// The status that the expression `allowedEndpoints` gives a path.
  ///
  /// Only the forms that compare the variable `path` are understood.
  private func endpointStatus(_ path: String) -> Int {
    for rule in settings.endpointRules where EndpointCondition.holds(rule.condition, path) {
      return Int(rule.status) ?? 200
    }
    return Int(settings.endpointDefault) ?? 200
  }
}
