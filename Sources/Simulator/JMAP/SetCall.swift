// SPDX-License-Identifier: MIT

internal import JSON

/// One `/set` while it runs.
final class SetCall: TypeRequest {
  let engine: JMAPEngine
  let type: ObjectType
  let accountID: UInt64
  let context: RequestContext
  /// The objects that were written by this call, which another write of the call would clash with.
  var written: Set<UInt64> = []

  /// The members of the answer that are maps, by their names.
  private var outcomes: [String: JSONObject] = [:]
  private var destroyed: [JSONValue] = []

  init(type: ObjectType, accountID: UInt64, in context: RequestContext, _ engine: JMAPEngine) {
    self.engine = engine
    self.type = type
    self.accountID = accountID
    self.context = context
  }

  var caller: Caller { context.caller }

  func didCreate(_ creationID: String, _ id: ObjectID, extras: JSONObject = [:]) {
    var answer: JSONObject = ["id": .string(id.text)]
    for member in extras { answer[member.name] = member.value }
    outcomes["created", default: [:]][creationID] = .object(answer)
    context.createdIDs[creationID] = id
  }

  /// Answers a create that made nothing that has an id.
  func didPerform(_ creationID: String, _ result: JSONObject) {
    outcomes["created", default: [:]][creationID] = .object(result)
  }

  func didUpdate(_ id: ObjectID, _ answer: JSONValue = .null) {
    outcomes["updated", default: [:]][id.text] = answer
  }

  func didDestroy(_ id: ObjectID) { destroyed.append(.string(id.text)) }

  func didNotCreate(_ creationID: String, _ error: SetError) {
    outcomes["notCreated", default: [:]][creationID] = error.json
  }

  func didNotUpdate(_ id: ObjectID, _ error: SetError) {
    outcomes["notUpdated", default: [:]][id.text] = error.json
  }

  func didNotDestroy(_ id: ObjectID, _ error: SetError) {
    outcomes["notDestroyed", default: [:]][id.text] = error.json
  }

  /// The answer: only what is not empty.
  var json: JSONObject {
    var answer: JSONObject = ["accountId": .string(ObjectID(value: accountID).text)]
    for name in ["created", "updated", "destroyed", "notCreated", "notUpdated", "notDestroyed"] {
      if name == "destroyed", !destroyed.isEmpty { answer[name] = .array(destroyed) }
      if let outcome = outcomes[name] { answer[name] = .object(outcome) }
    }
    return answer
  }
}
