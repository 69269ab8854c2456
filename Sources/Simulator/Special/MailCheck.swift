// SPDX-License-Identifier: MIT

internal import JSON

extension MessageHeaders {
  /// The kinds of signatures in a message, by the names of their fields.
  enum Signature: String {
    case dkim = "DKIM-Signature"
    case dkim2 = "DKIM2-Signature"
    case arc = "ARC-Message-Signature"
  }

  /// How many signatures of a kind the message has.
  func count(of kind: Signature) -> Int {
    fields.count { $0.name.lowercased() == kind.rawValue.lowercased() }
  }
}

extension JMAPEngine {
  /// Says whether a message would pass, where no name server has a record of any domain.
  func troubleshooting(_ action: JSONObject, startedAt start: Int) -> JSONObject {
    let none: JSONValue = ["@type": "None"]
    let unknown: JSONValue = [
      "details": "DNS record not found: Non-Existent Domain", "@type": "PermError",
    ]
    let message = MessageHeaders(Array((action["message"]?.string ?? "").utf8))
    func last(_ kind: MessageHeaders.Signature) -> JSONValue {
      message.count(of: kind) > 0 ? unknown : none
    }
    let dkim = (0..<message.count(of: .dkim)).map { ("\($0)", unknown) }
    return [
      "spfEhloDomain": action["spfEhloDomain"] ?? "", "spfEhloResult": none,
      "spfMailFromDomain": action["spfMailFromDomain"] ?? "", "spfMailFromResult": none,
      "ipRevResult": unknown, "ipRevPtr": [:], "dkimResults": .object(JSONObject(dkim)),
      "dkimPass": false, "dkim2Result": last(.dkim2), "dkim2Pass": false,
      "arcResult": last(.arc), "dmarcResult": none, "dmarcPass": false, "dmarcPolicy": "none",
      "elapsed": .number(JSONNumber(max(1, clock.milliseconds - start))),
    ]
  }
}
