// SPDX-License-Identifier: MIT

internal import JSON

/// A request from its first line to the end of its answer.
final class Transaction {
  /// One of the requests, or of the uploads, that an account may have in flight.
  struct Slot: Hashable {
    enum Kind { case request, upload }
    var kind: Kind
    var account: UInt64
  }

  /// What stands before the body.
  let request: HTTPRequest
  /// Where the request leads.
  let route: Route
  /// Whether this is the first request of its connection.
  let isFirst: Bool
  /// Who sends it, once authentication has found that out.
  var caller: Caller?
  /// The answer, when it was settled before the body came.
  var refusal: HTTPResponse?
  /// What it holds of its account until it is answered.
  var slots: [Slot] = []
  /// The address that counts for limits and blocks.
  var address: String
  /// The settings that were in force when the request came.
  let settings: ServerSettings
  /// What goes wrong with it.
  var strike = FaultStrike(rules: [])
  /// Whether the answer is made.
  var isAnswered = false

  init(request: HTTPRequest, route: Route, isFirst: Bool, settings: ServerSettings) {
    self.settings = settings
    self.request = request
    self.route = route
    self.isFirst = isFirst
    address = request.peer
  }
}
