// SPDX-License-Identifier: MIT

internal import JSON

/// Runs JMAP requests (RFC 8620, section 3.3) against a store.
final class JMAPEngine {
  /// The limits in force; they follow the singleton `x:Jmap` after a reload of the settings.
  struct Limits {
    var maxSizeRequest = 10_000_000
    var maxSizeUpload = 50_000_000
    var maxCallsInRequest = 16
    var maxObjectsInGet = 500
    var maxObjectsInSet = 500
    var maxConcurrentRequests: Int? = 4
    var maxConcurrentUpload: Int? = 4
    var queryMaxResults = 5000
  }

  let schema: SchemaModel
  let store: RegistryStore
  let mode: ServerMode
  let clock: ServerClock
  /// The limits in force.
  var limits = Limits()
  /// Called when Action ReloadSettings has been performed.
  var onReload: () -> Void = {}
  /// What the answers carry as `sessionState` for a caller.
  var sessionState: (Caller) -> String = { _ in "3f034adb" }

  init(schema: SchemaModel, store: RegistryStore, mode: ServerMode, clock: ServerClock) {
    self.schema = schema
    self.store = store
    self.mode = mode
    self.clock = clock
  }

  /// Answers the body of a `POST /jmap`.
  func process(body: [UInt8], caller: Caller) -> JMAPAnswer {
    .response(Array(#"{"methodResponses":[],"sessionState":"3f034adb"}"#.utf8))
  }
}
