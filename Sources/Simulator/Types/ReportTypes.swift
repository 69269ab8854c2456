// SPDX-License-Identifier: MIT

internal import JSON

/// Reports of other servers, which come by mail.
struct ExternalReportType: TypeBehaviour {
  enum Kind { case arf, dmarc, tls }

  let kind: Kind

  /// The sum of what counts once per policy or record.
  func total(_ property: String, of object: JSONObject) -> UInt64 {
    let isFailure = property == "totalFailedSessions"
    let report = object["report"]?.object ?? [:]
    switch kind {
    case .tls:
      return (report["policies"]?.object ?? [:]).reduce(0) { sum, policy in
        sum + min(policy.value[property]?.number?.unsigned ?? 0, 1)
      }
    case .dmarc:
      return (report["records"]?.object ?? [:]).reduce(0) { sum, record in
        let isPass = record.value["evaluatedDisposition"]?.string == "pass"
        let count = min(record.value["count"]?.number?.unsigned ?? 0, 1)
        return sum + (isPass == isFailure ? 0 : count)
      }
    case .arf: return isFailure ? 0 : report["incidents"]?.number?.unsigned ?? 0
    }
  }
}

/// Reports that wait to be sent: all that can be changed of one is when.
struct InternalReportType: TypeBehaviour {
  func update(_ change: ObjectChange, in call: SetCall) throws {
    guard let patch = change.body.object else { throw ConnectionDropped() }
    for member in patch where member.name != "deliverAt" {
      throw SetError.invalidProperties(nil, member.name)
    }
    guard patch.contains("deliverAt") else {
      throw SetError.invalidPatch("Missing required property", "deliverAt")
    }
    call.store.put(call.type.name, change.id.value, try call.patched(change))
    call.didUpdate(change.id)
  }
}
