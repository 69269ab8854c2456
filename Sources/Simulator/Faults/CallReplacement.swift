// SPDX-License-Identifier: MIT

internal import JSON

/// Makes some calls of a JMAP request fail while the others run.
struct CallReplacement {
  /// The request that is carried out instead.
  let body: [UInt8]
  private let failures: [Int: JSONValue]
  private let isLate: Bool

  /// Takes out the calls that a rule names; nil if there is none, or no request.
  ///
  /// A late failure leaves them in, but of a `/set` only the first half of its work.
  init?(_ body: [UInt8], rule: FaultRule, error type: String, isLate: Bool) {
    guard let request = (try? JSONValue(parsing: body))?.object,
      let calls = request["methodCalls"]?.array
    else { return nil }
    var failures: [Int: JSONValue] = [:]
    var kept: [JSONValue] = []
    for (index, call) in calls.enumerated() {
      guard let name = call[0]?.string, rule.call.map({ Glob.matches($0, name) }) ?? true else {
        kept.append(call)
        continue
      }
      failures[index] = ["error", Self.error(type), call[2] ?? ""]
      if isLate { kept.append(name.hasSuffix("/set") ? Self.half(of: call) : call) }
    }
    guard !failures.isEmpty else { return nil }
    var altered = request
    altered["methodCalls"] = .array(kept)
    self.body = Array(JSONValue.object(altered).serialized().utf8)
    self.failures = failures
    self.isLate = isLate
  }

  /// Puts the failures in their places in the answer.
  func complete(_ response: HTTPResponse?) -> HTTPResponse? {
    guard var response, response.status == 200,
      var object = (try? JSONValue(parsing: response.body))?.object,
      let answers = object["methodResponses"]?.array
    else { return response }
    var rest = answers[...]
    var merged: [JSONValue] = []
    for index in 0..<(isLate ? answers.count : answers.count + failures.count) {
      if let failure = failures[index] {
        if isLate { _ = rest.popFirst() }
        merged.append(failure)
      } else if let answer = rest.popFirst() {
        merged.append(answer)
      }
    }
    object["methodResponses"] = .array(merged)
    response.body = Array(JSONValue.object(object).serialized().utf8)
    return response
  }

  private static func error(_ type: String) -> JSONValue {
    guard let description = descriptions[type] else { return ["type": .string(type)] }
    return ["type": .string(type), "description": .string(description)]
  }

  private static let descriptions = Dictionary(
    uniqueKeysWithValues: [
      MethodError.notAuthorized, .serverUnavailable, .requestTooLarge, .anchorNotFound,
    ].map { ($0.type, $0.description ?? "") }
  )

  /// A set call with the first half of its creates, updates and destroys, rounded up.
  private static func half(of call: JSONValue) -> JSONValue {
    guard var arguments = call[1]?.object, let name = call[0], let id = call[2] else { return call }
    let sections = ["create", "update"]
    let total =
      sections.reduce(0) { $0 + (arguments[$1]?.object?.count ?? 0) }
      + (arguments["destroy"]?.array?.count ?? 0)
    var left = (total + 1) / 2
    for section in sections {
      guard let items = arguments[section]?.object else { continue }
      arguments[section] = .object(
        JSONObject(items.prefix(left).map { ($0.name, $0.value) })
      )
      left = max(0, left - items.count)
    }
    if let ids = arguments["destroy"]?.array {
      arguments["destroy"] = .array(Array(ids.prefix(left)))
    }
    return [name, .object(arguments), id]
  }
}
