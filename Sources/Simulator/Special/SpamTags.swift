// SPDX-License-Identifier: MIT

internal import JSON

/// What the spam filter finds in a message where no name server and no list can be asked.
struct SpamTags {
  private let message: MessageHeaders
  private let action: JSONObject
  private let from: String
  private let to: [Mailbox]

  init(_ message: MessageHeaders, _ action: JSONObject) {
    self.message = message
    self.action = action
    from = message.mailboxes("From").first?.address ?? ""
    to = message.mailboxes("To") + message.mailboxes("Cc")
  }

  /// The names of the tags.
  var names: [String] {
    headerTags + senderTags + recipientTags + messageIDTags + transportTags + contentTags
  }

  private var headerTags: [String] {
    var names: [String] = []
    for field in message.fields {
      let name =
        "X_HDR_" + field.name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
      if !names.contains(name) { names.append(name) }
    }
    for (field, tag) in [
      ("From", "MISSING_FROM"), ("To", "MISSING_TO"), ("Subject", "MISSING_SUBJECT"),
      ("Date", "MISSING_DATE"), ("Message-ID", "MISSING_MID"),
    ] where message.value(field) == nil {
      names.append(tag)
    }
    return names
  }

  private var senderTags: [String] {
    var names: [String] = []
    let sender = action["envFrom"]?.string ?? ""
    if let author = message.mailboxes("From").first {
      names.append(author.name.isEmpty ? "FROM_NO_DN" : "FROM_HAS_DN")
      names +=
        author.address.lowercased() == sender.lowercased()
        ? ["FROM_EQ_ENV_FROM"] : ["FROM_NEQ_ENV_FROM", "FORGED_SENDER"]
      // No name server answers here, so that no domain has an address.
      if !Self.domain(author.address).isEmpty { names.append("FROMHOST_NORES_A_OR_MX") }
    }
    return names
  }

  private var recipientTags: [String] {
    var names: [String] = []
    let counts = [0: "ZERO", 1: "ONE", 2: "TWO", 3: "THREE"]
    let places = [(50, "GT_50"), (12, "TWELVE"), (7, "SEVEN"), (5, "FIVE"), (4, "THREE")]
    let count = counts[to.count] ?? places.first { to.count >= $0.0 }?.1 ?? "ZERO"
    names.append("RCPT_COUNT_\(count)")
    if !to.isEmpty {
      let named = to.count { !$0.name.isEmpty }
      names.append(named == 0 ? "TO_DN_NONE" : named == to.count ? "TO_DN_ALL" : "TO_DN_SOME")
    }
    if to.contains(where: { Self.domain($0.address) == Self.domain(from) }) {
      names.append("TO_DOM_EQ_FROM_DOM")
    }
    let envelope = (action["envRcptTo"]?.object ?? [:]).map { $0.name.lowercased() }
    let written = Set(to.map { $0.address.lowercased() })
    if !envelope.isEmpty, !envelope.allSatisfy(written.contains) {
      names.append("FORGED_RECIPIENTS")
    }
    return names
  }

  private var messageIDTags: [String] {
    guard let id = message.mailboxes("Message-ID").first?.address else { return [] }
    let domain = Self.domain(id)
    var names: [String] = []
    if domain == Self.domain(from) { names.append("MID_RHS_MATCH_FROM") }
    if domain == Self.domain(action["envFrom"]?.string ?? "") {
      names.append("MID_RHS_MATCH_ENV_FROM")
    }
    if to.contains(where: { Self.domain($0.address) == domain }) {
      names.append("MID_RHS_MATCH_TO")
    }
    return names
  }

  private var transportTags: [String] {
    let hops = message.fields.count { $0.name.lowercased() == "received" }
    let counts = ["ZERO", "ONE", "TWO", "THREE", "FIVE", "FIVE", "FIVE", "SEVEN"]
    let count = hops < counts.count ? counts[hops] : hops < 12 ? "SEVEN" : "TWELVE"
    var names = [
      "RCVD_COUNT_\(count)",
      action["isTls"]?.boolean ?? true ? "RCVD_TLS_LAST" : "RCVD_NO_TLS_LAST", "RDNS_NONE",
    ]
    let greeting = action["ehloDomain"]?.string ?? ""
    if NetworkAddress(greeting.filter { $0 != "[" && $0 != "]" }) != nil {
      names.append("HELO_BAREIP")
    } else {
      names.append("HELO_NORES_A_OR_MX")
    }
    // Without a key to be had no signature can be checked, and no policy is known.
    for (kind, tag) in [(MessageHeaders.Signature.dkim, "DKIM"), (.dkim2, "DKIM2"), (.arc, "ARC")] {
      names.append(message.count(of: kind) > 0 ? "\(tag)_PERMFAIL" : "\(tag)_NA")
    }
    return names + ["SPF_NA", "DMARC_NA"]
  }

  private var contentTags: [String] {
    let type = message.value("Content-Type")?.lowercased() ?? "text/plain"
    let words = message.body.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }.count
    return type.hasPrefix("multipart/") || words >= 10 ? [] : ["SINGLE_SHORT_PART"]
  }

  private static func domain(_ address: String) -> String {
    guard let at = address.lastIndex(of: "@") else { return "" }
    return address[address.index(after: at)...].lowercased()
  }
}

extension JMAPEngine {
  /// Says whether a message is spam, by what the store knows of its tags.
  func classification(_ action: JSONObject) throws(SetError) -> JSONObject {
    let message = MessageHeaders(Array((action["message"]?.string ?? "").utf8))
    guard message.isMessage else {
      throw .invalidProperties("Failed to parse the message for spam classification", "message")
    }
    var known: [String: JSONObject] = [:]
    for tag in store.objects("SpamTag") { known[tag.value["tag"]?.string ?? ""] = tag.value }
    var sum = 0.0
    var isRejected = false
    var isDiscarded = false
    var tags: JSONObject = [:]
    for name in SpamTags(message, action).names {
      let tag = known[name]
      var score = 0.0
      // An unknown tag is shown with the disposition of one that rejects, but rejects nothing.
      var disposition = "reject"
      switch tag?["@type"]?.string {
      case "Score":
        score = tag?["score"]?.number?.double ?? 0
        disposition = "score"
      case "Discard":
        isDiscarded = true
        disposition = "discard"
      case "Reject": isRejected = true
      default: break
      }
      sum += score
      tags[name] = ["score": Self.score(score), "disposition": .string(disposition)]
    }
    let settings = store.singleton("SpamSettings")
    func exceeds(_ name: String) -> Bool {
      let limit = settings[name]?.number?.double ?? 0
      return limit > 0 && sum >= limit
    }
    let result =
      isDiscarded || exceeds("scoreDiscard")
      ? "discard"
      : isRejected || exceeds("scoreReject") ? "reject" : exceeds("scoreSpam") ? "spam" : "ham"
    return ["score": Self.score(sum), "tags": .object(tags), "result": .string(result)]
  }

  private static func score(_ value: Double) -> JSONValue {
    .number(JSONNumber(text: FloatText.of(value)) ?? JSONNumber(0))
  }
}
