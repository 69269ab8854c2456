// SPDX-License-Identifier: MIT

internal import JSON

/// What the calls of one request share.
final class RequestContext {
  /// What can be referred to.
  enum Result {
    case get(ObjectType, [JSONObject])
    case query([String])
    /// A method of another kind; nothing in it can be referred to.
    case other
  }

  let caller: Caller
  /// Ids by creation id, of all types.
  var createdIDs: [String: ObjectID]
  private var results: [(callID: String, name: String, result: Result)] = []

  init(caller: Caller, createdIDs: [String: ObjectID]) {
    self.caller = caller
    self.createdIDs = createdIDs
  }

  func record(_ callID: String, _ name: String, _ result: Result) {
    results.append((callID, name, result))
  }

  /// The result that a reference names: of equal call ids and names the first.
  func result(of reference: ResultReference) -> Result? {
    results.first { $0.callID == reference.resultOf && $0.name == reference.name }?.result
  }
}
