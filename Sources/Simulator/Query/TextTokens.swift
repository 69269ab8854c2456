// SPDX-License-Identifier: MIT

internal import JSON

/// Words as the server's text index sees them.
enum TextTokens {
  /// The words of a text: runs of letters and digits longer than a byte, in small letters.
  static func of(_ text: String) -> [String] {
    var tokens: [String] = []
    var run = String.UnicodeScalarView()
    func flush(_ run: inout String.UnicodeScalarView) {
      if String(run).utf8.count > 1 { tokens.append(String(run).lowercased()) }
      run = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        run.append(scalar)
      } else {
        flush(&run)
      }
    }
    flush(&run)
    return tokens
  }

  /// The words that an object of a type is found by.
  static func of(_ type: String, _ object: JSONObject) -> Set<String> {
    var words: Set<String> = []
    for text in texts(type, object) { words.formUnion(of(text)) }
    return words
  }

  private static func texts(_ type: String, _ object: JSONObject) -> [String] {
    func scalar(_ name: String) -> [String] { object[name]?.string.map { [$0] } ?? [] }
    func members(_ name: String) -> [String] { (object[name]?.object ?? [:]).map(\.name) }
    func entries(_ name: String, _ property: String) -> [String] {
      (object[name]?.object ?? [:]).compactMap { $0.value[property]?.string }
    }
    switch type {
    case "Account": return scalar("name") + entries("aliases", "name") + scalar("description")
    case "Domain": return scalar("name") + members("aliases") + scalar("description")
    case "MailingList":
      return scalar("name") + entries("aliases", "name") + scalar("description")
        + members("recipients")
    case "OAuthClient": return scalar("description") + members("contacts")
    case "AcmeProvider": return members("contact") + scalar("directory")
    case "Tenant": return scalar("name")
    case "Role": return scalar("description")
    case "Certificate": return members("subjectAlternativeNames")
    default: return ReportTexts.of(type, object)
    }
  }
}

/// The texts by which reports are found.
enum ReportTexts {
  static func of(_ type: String, _ object: JSONObject) -> [String] {
    var texts = object["from"]?.string.map { [$0] } ?? []
    let report = object["report"]?.object ?? [:]
    switch type {
    case "DmarcExternalReport":
      texts += ["email", "policyDomain"].compactMap { report[$0]?.string }
      for record in report["records"]?.object ?? [:] {
        texts += ["envelopeFrom", "envelopeTo", "headerFrom"].compactMap {
          record.value[$0]?.string
        }
        for list in ["dkimResults", "spfResults"] {
          for result in record.value[list]?.object ?? [:] {
            if let domain = result.value["domain"]?.string { texts.append(domain) }
          }
        }
      }
    case "TlsExternalReport":
      for policy in report["policies"]?.object ?? [:] {
        if let domain = policy.value["policyDomain"]?.string { texts.append(domain) }
        texts += (policy.value["mxHosts"]?.object ?? [:]).map(\.name)
        for failure in policy.value["failureDetails"]?.object ?? [:] {
          if let host = failure.value["receivingMxHostname"]?.string { texts.append(host) }
        }
      }
    case "ArfExternalReport":
      texts += (report["reportedDomains"]?.object ?? [:]).map(\.name)
      texts += ["dkimDomain", "reportingMta", "originalMailFrom", "originalRcptTo"].compactMap {
        report[$0]?.string
      }
    default: break
    }
    return texts
  }
}
