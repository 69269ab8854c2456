// SPDX-License-Identifier: MIT

internal import JSON

/// The numbers that reports are filtered by.
enum ReportTotals {
  /// The sum of what counts once per policy or record.
  static func value(_ property: String, _ type: String, _ object: JSONObject) -> UInt64 {
    let isFailure = property == "totalFailedSessions"
    let report = object["report"]?.object ?? [:]
    switch type {
    case "TlsExternalReport":
      let name = isFailure ? "totalFailedSessions" : "totalSuccessfulSessions"
      return (report["policies"]?.object ?? [:]).reduce(0) { sum, policy in
        sum + min(policy.value[name]?.number?.unsigned ?? 0, 1)
      }
    case "DmarcExternalReport":
      return (report["records"]?.object ?? [:]).reduce(0) { sum, record in
        let isPass = record.value["evaluatedDisposition"]?.string == "pass"
        let count = min(record.value["count"]?.number?.unsigned ?? 0, 1)
        return sum + (isPass == isFailure ? 0 : count)
      }
    default: return isFailure ? 0 : report["incidents"]?.number?.unsigned ?? 0
    }
  }
}
