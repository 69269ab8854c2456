// SPDX-License-Identifier: MIT

internal import JSON

/// The header fields of a message (RFC 5322), as far as the simulator needs them.
struct MessageHeaders {
  /// The fields in order, with their names as written.
  let fields: [(name: String, value: String)]

  /// Reads the fields in front of the first empty line.
  init(_ bytes: [UInt8]) {
    var fields: [(name: String, value: String)] = []
    for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let line = String(decoding: raw.last == 0x0D ? raw.dropLast() : raw, as: UTF8.self)
      if line.isEmpty { break }
      if line.first == " " || line.first == "\t" {
        if !fields.isEmpty { fields[fields.count - 1].value += line }
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...]).trimmingWhitespace()
      fields.append((String(line[..<colon]), value))
    }
    self.fields = fields
  }

  /// Whether there is any field at all.
  var isMessage: Bool { !fields.isEmpty }

  /// The first field of a name, in any case.
  func value(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The address in a field, without a display name.
  func address(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard let open = value.lastIndex(of: "<"), let close = value.lastIndex(of: ">"), open < close
    else { return value }
    return String(value[value.index(after: open)..<close])
  }
}

/// What the spam filter finds in a message where no list can be asked.
enum SpamTags {
  private static let unknown = [
    "RDNS_NONE", "DKIM_NA", "DKIM2_NA", "DMARC_NA", "SPF_NA", "ARC_NA", "RCVD_TLS_LAST",
    "RCVD_COUNT_ZERO", "HELO_NORES_A_OR_MX", "FROMHOST_NORES_A_OR_MX", "SINGLE_SHORT_PART",
    "RCPT_COUNT_ONE",
  ]

  /// The names of the tags.
  static func names(of message: MessageHeaders, _ action: JSONObject) -> [String] {
    var names = unknown
    let from = message.address("From") ?? ""
    let to = message.address("To") ?? ""
    let sender = action["envFrom"]?.string ?? ""
    for field in message.fields {
      names.append("X_HDR_" + field.name.uppercased().map { $0 == "-" ? "_" : "\($0)" }.joined())
    }
    if message.value("From") == from { names.append("FROM_NO_DN") }
    if message.value("To") == to { names.append("TO_DN_NONE") }
    names += from == sender ? ["FROM_EQ_ENV_FROM"] : ["FROM_NEQ_ENV_FROM", "FORGED_SENDER"]
    let recipients = action["envRcptTo"]?.object ?? [:]
    if !recipients.isEmpty, !recipients.contains(to) { names.append("FORGED_RECIPIENTS") }
    if domain(to) == domain(from) { names.append("TO_DOM_EQ_FROM_DOM") }
    if let id = message.address("Message-ID") {
      if domain(id) == domain(from) { names.append("MID_RHS_MATCH_FROM") }
      if domain(id) == domain(sender) { names.append("MID_RHS_MATCH_ENV_FROM") }
      if domain(id) == domain(to) { names.append("MID_RHS_MATCH_TO") }
    }
    return names
  }

  private static func domain(_ address: String) -> Substring {
    address.split(separator: "@").last ?? ""
  }
}
