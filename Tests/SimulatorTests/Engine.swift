// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

/// An engine over an empty store with the schema inside the binary.
final class Engine {
  let store: RegistryStore
  let engine: JMAPEngine
  var caller: Caller

  static func model() throws -> SchemaModel {
    try SchemaModel(document: try #require(SchemaDocument.embedded).text)
  }

  init(_ mode: ServerMode = .recovery) throws {
    let clock = ServerClock()
    let schema = try Self.model()
    store = RegistryStore(schema: schema, mode: mode, clock: clock)
    store.seedFirstStart()
    engine = JMAPEngine(schema: schema, store: store, clock: clock)
    caller = Caller(
      accountID: Caller.recoveryAdministratorID,
      name: "admin",
      permissions: Set(store.allPermissions),
      tenantID: nil
    )
  }

  /// The answer to a whole request; nil when the connection is dropped.
  func answer(_ body: String) throws -> (status: Int, body: JSONValue)? {
    switch engine.process(body: Array(body.utf8), caller: caller) {
    case .response(let bytes): (200, try JSONValue(parsing: bytes))
    case .notRequest: (400, try JSONValue(parsing: HTTPResponse.notRequest([]).body))
    case .tooManyCalls: (400, try JSONValue(parsing: HTTPResponse.tooManyCalls.body))
    case .dropConnection: nil
    }
  }

  /// The arguments that one call answers.
  @discardableResult
  func call(_ name: String, _ arguments: String) throws -> JSONValue {
    let body = #"{"using":[],"methodCalls":[["\#(name)",\#(arguments),"0"]]}"#
    let answer = try #require(try answer(body))
    return try #require(answer.body["methodResponses"]?[0]?[1])
  }

  /// Creates an object and returns its id.
  func create(_ type: String, _ body: String) throws -> String {
    let answer = try call("x:\(type)/set", #"{"create":{"n":\#(body)}}"#)
    return try #require(answer["created"]?["n"]?["id"]?.string, "\(answer)")
  }

  /// What became of a patch: nil if it was taken, else the error.
  func patch(_ type: String, _ id: String, _ patch: String) throws -> JSONValue? {
    try call("x:\(type)/set", #"{"update":{"\#(id)":\#(patch)}}"#)["notUpdated"]?[id]
  }

  /// A property of an object.
  func value(_ type: String, _ id: String, _ property: String) throws -> JSONValue? {
    let answer = try call("x:\(type)/get", #"{"ids":["\#(id)"],"properties":["\#(property)"]}"#)
    return answer["list"]?[0]?[property]
  }

  /// Ids that a query finds.
  func query(_ type: String, _ arguments: String) throws -> [String] {
    let answer = try call("x:\(type)/query", arguments)
    return try #require(answer["ids"]?.array, "\(answer)").compactMap(\.string)
  }
}

/// A value written as JSON.
func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

/// Random numbers that are the same in every run (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64 = 0x5EED

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
