// SPDX-License-Identifier: MIT

internal import JSON

/// The simulator's own paths below `/sim`, which no real server has.
///
/// They need no login, count for nothing, and no fault touches them.
extension Service {
  func control(_ path: [String], _ request: HTTPRequest) -> HTTPResponse {
    switch (request.method, path.first ?? "") {
    case ("GET", "requests"):
      return .json([
        "count": .number(JSONNumber(log.count)), "requests": .array(log.records.map(\.json)),
      ])
    case ("DELETE", "requests"):
      log.clear()
      return HTTPResponse(status: 204)
    case ("GET", "data"): return .json(store.dump())
    case ("POST", "restart"):
      let name = FormData(request.query ?? "")["mode"]
      guard let mode = name.map({ ServerMode(rawValue: $0) }) ?? .normal else { return .notFound }
      restart(as: mode)
      return HTTPResponse(status: 204)
    case ("POST", "approve"):
      let query = FormData(request.query ?? "")
      return approve(userCode: query["code"] ?? "", account: query["account"])
    default: return .notFound
    }
  }

  /// Approves a device as an account, the recovery administrator if none is named.
  private func approve(userCode: String, account name: String?) -> HTTPResponse {
    let caller: Caller
    if let name {
      guard let account = store.loginAccount(named: name.lowercased()) else { return .notFound }
      caller = Authenticator.caller(account, permissions: account.permissions)
    } else {
      caller = authenticator.recoveryAdministrator
    }
    guard oauth.approve(code: userCode, as: caller) else { return .notFound }
    return HTTPResponse(status: 204)
  }
}
