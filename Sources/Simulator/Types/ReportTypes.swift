// SPDX-License-Identifier: MIT

internal import JSON

/// Reports of other servers, which come by mail.
struct ExternalReportType: TypeBehaviour {
  enum Kind { case arf, dmarc, tls }

  let kind: Kind

  var facts: TypeFacts {
    TypeFacts(
      holdsTargets: false,
      filters: [
        "text": .text(["from"] + texts.map { "report/\($0)" }), "memberTenantId": .id,
        "totalFailedSessions": .total { total($0, ofFailures: true) },
        "totalSuccessfulSessions": .total { total($0, ofFailures: false) },
        "expiresAt": .date,
      ],
      sorts: ["expiresAt"],
      scansByValue: "expiresAt",
      refusedCreate: "Reports cannot be created",
      refusedUpdate: "External reports cannot be updated"
    )
  }

  /// The paths of the texts that a report is found by.
  private var texts: [String] {
    switch kind {
    case .arf:
      ["reportedDomains/*", "dkimDomain", "reportingMta", "originalMailFrom", "originalRcptTo"]
    case .dmarc:
      [
        "email", "policyDomain", "records/*/envelopeFrom", "records/*/envelopeTo",
        "records/*/headerFrom", "records/*/dkimResults/*/domain", "records/*/spfResults/*/domain",
      ]
    case .tls:
      [
        "policies/*/policyDomain", "policies/*/mxHosts/*",
        "policies/*/failureDetails/*/receivingMxHostname",
      ]
    }
  }

  /// The sum of what counts once per policy or record.
  private func total(_ object: JSONObject, ofFailures isFailure: Bool) -> UInt64 {
    let report = object["report"]?.object ?? [:]
    switch kind {
    case .tls:
      let name = isFailure ? "totalFailedSessions" : "totalSuccessfulSessions"
      return (report["policies"]?.object ?? [:]).reduce(0) { sum, policy in
        sum + min(policy.value[name]?.number?.unsigned ?? 0, 1)
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
  let facts = TypeFacts(
    holdsTargets: false,
    filters: ["domain": .keyword],
    sorts: ["domain"],
    scansByValue: "domain",
    refusedCreate: "Reports cannot be created"
  )

  func update(
    _ id: ObjectID,
    from snapshot: JSONObject?,
    with body: JSONValue,
    in call: SetCall
  ) throws {
    guard let patch = body.object else { throw ConnectionDropped() }
    for member in patch where member.name != "deliverAt" {
      throw SetError.invalidProperties(nil, member.name)
    }
    guard patch.contains("deliverAt") else {
      throw SetError.invalidPatch("Missing required property", "deliverAt")
    }
    call.store.put(call.type.name, id.value, try call.patched(snapshot, with: body))
    call.didUpdate(id)
  }
}
