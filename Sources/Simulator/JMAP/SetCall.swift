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

  private var created: JSONObject = [:]
  private var updated: JSONObject = [:]
  private var destroyed: [JSONValue] = []
  private var notCreated: JSONObject = [:]
  private var notUpdated: JSONObject = [:]
  private var notDestroyed: JSONObject = [:]

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
    created[creationID] = .object(answer)
    context.createdIDs[creationID] = id
  }

  /// Answers a create that made nothing that has an id.
  func didPerform(_ creationID: String, _ result: JSONObject) {
    created[creationID] = .object(result)
  }

  func didUpdate(_ id: ObjectID, _ answer: JSONValue = .null) { updated[id.text] = answer }

  func didDestroy(_ id: ObjectID) { destroyed.append(.string(id.text)) }

  func didNotCreate(_ creationID: String, _ error: SetError) {
    notCreated[creationID] = error.json
  }

  func didNotUpdate(_ id: ObjectID, _ error: SetError) { notUpdated[id.text] = error.json }

  func didNotDestroy(_ id: ObjectID, _ error: SetError) { notDestroyed[id.text] = error.json }

  /// The answer: only what is not empty.
  var json: JSONObject {
    var answer: JSONObject = ["accountId": .string(ObjectID(value: accountID).text)]
    if !created.isEmpty { answer["created"] = .object(created) }
    if !updated.isEmpty { answer["updated"] = .object(updated) }
    if !destroyed.isEmpty { answer["destroyed"] = .array(destroyed) }
    if !notCreated.isEmpty { answer["notCreated"] = .object(notCreated) }
    if !notUpdated.isEmpty { answer["notUpdated"] = .object(notUpdated) }
    if !notDestroyed.isEmpty { answer["notDestroyed"] = .object(notDestroyed) }
    return answer
  }
}
