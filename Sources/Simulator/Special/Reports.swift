// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Changes when an internal report is sent, which is all that can be changed of it.
  func updateReport(
    _ id: ObjectID,
    _ body: JSONValue,
    _ snapshot: JSONObject?,
    _ call: SetCall
  ) throws {
    guard let patch = body.object else { throw ConnectionDropped() }
    for member in patch where member.name != "deliverAt" {
      throw SetError.invalidProperties(nil, member.name)
    }
    guard patch.contains("deliverAt") else {
      throw SetError.invalidPatch("Missing required property", "deliverAt")
    }
    guard let old = snapshot else { throw SetError.notFound }
    let new = try patcher(call).update(call.type.shape, old, with: patch, keepsVariant: true)
    store.put(call.type.name, id.value, new)
    call.didUpdate(id)
  }
}
