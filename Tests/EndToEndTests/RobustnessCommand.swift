// SPDX-License-Identifier: MIT

import JSON

/// The commands of the table, each on objects of its own, so that all can run at once.
enum RobustnessCommand: String, CaseIterable, Sendable {
  case get, query, snapshot, create, update, delete, apply
  case applyReading = "apply/read"

  /// What the server holds at the beginning.
  static let data = """
    {"objects": {
      "Domain": [{"id": "b", "name": "example.org", "dkimManagement": {"@type": "Manual"}}],
      "Account": [{"id": "b", "@type": "User", "name": "jane", "domainId": "b"}],
      "MtaRoute": [{"id": "b", "@type": "Local", "name": "local"}],
      "AllowedIp": [{"id": "b", "address": "192.0.2.1"}],
      "BlockedIp": [{"id": "b", "address": "203.0.113.7", "reason": "manual"}]}}
    """

  /// The files that the commands read.
  static let plans = [
    "plan.ndjson": #"""
    {"@type":"upsert","object":"Domain","value":{"p":{"name":"planned.example.org"}}}
    """#,
    "plan-read.ndjson": #"""
    {"@type":"upsert","object":"AllowedIp","value":{"p":{"address":"192.0.2.1","reason":"us"}}}
    """#,
  ]

  /// What is typed.
  var arguments: [String] {
    switch self {
    case .get: ["get", "Imap", "--json"]
    case .query: ["query", "Account", "--json"]
    case .snapshot: ["snapshot", "MtaRoute", "--quiet"]
    case .create: ["create", "MtaMilter", "--field", "hostname=milter.example.org"]
    case .update: ["update", "Imap", "--field", "maxAuthFailures=7"]
    case .delete: ["delete", "BlockedIp", "b"]
    case .apply: ["apply", "plan.ndjson"]
    case .applyReading: ["apply", "plan-read.ndjson"]
    }
  }

  /// The call that is struck by faults and counted.
  var call: String {
    switch self {
    case .get: "x:Imap/get"
    case .query: "x:Account/query"
    case .snapshot: "x:MtaRoute/query"
    case .create: "x:MtaMilter/set"
    case .update: "x:Imap/set"
    case .delete: "x:BlockedIp/set"
    case .apply: "x:Domain/set"
    case .applyReading: "x:AllowedIp/query"
    }
  }

  /// Whether the command changes nothing.
  var isReading: Bool {
    switch self {
    case .get, .query, .snapshot: true
    default: false
    }
  }

  /// How often the server's data show the change.
  func changes(in data: JSONValue) -> Int {
    func count(_ type: String, _ property: String, _ value: JSONValue) -> Int {
      data["objects"]?[type]?.array?.count { $0[property] == value } ?? 0
    }
    switch self {
    case .get, .query, .snapshot: return 0
    case .create: return count("MtaMilter", "hostname", "milter.example.org")
    case .update: return data["singletons"]?["Imap"]?["maxAuthFailures"] == 7 ? 1 : 0
    case .delete: return 1 - count("BlockedIp", "id", "b")
    case .apply: return count("Domain", "name", "planned.example.org")
    case .applyReading: return count("AllowedIp", "reason", "us")
    }
  }
}
