// SPDX-License-Identifier: MIT

internal import JSON

/// A signature in the header of a message (RFC 6376), as far as it can be checked without its key.
struct MailSignature {
  /// The kinds of signatures, by the names of their fields.
  enum Kind: String {
    case dkim = "DKIM-Signature"
    case dkim2 = "DKIM2-Signature"
    case arc = "ARC-Message-Signature"
  }

  private let tags: [String: String]

  /// The signatures of a kind, in the order of their fields.
  static func all(_ kind: Kind, in message: MessageHeaders) -> [MailSignature] {
    message.fields.filter { $0.name.lowercased() == kind.rawValue.lowercased() }
      .map { MailSignature($0.value) }
  }

  private init(_ value: String) {
    var tags: [String: String] = [:]
    for part in value.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      tags[String(pair[0]).trimmingWhitespace()] = String(pair[1]).trimmingWhitespace()
    }
    self.tags = tags
  }

  /// What comes of the check, where no name server knows the key.
  func result(for message: MessageHeaders, at seconds: Int) -> JSONValue {
    func result(_ kind: String, _ details: String) -> JSONValue {
      ["details": .string(details), "@type": .string(kind)]
    }
    let missing = ["a", "b", "bh", "d", "h", "s"].filter { tags[$0]?.isEmpty ?? true }
    guard missing.isEmpty else {
      return result(
        "PermError",
        "Missing tags in the signature: \(missing.joined(separator: ", "))"
      )
    }
    guard ["rsa-sha256", "rsa-sha1", "ed25519-sha256"].contains(tags["a"] ?? "") else {
      return result("PermError", "Unsupported algorithm in the signature")
    }
    if let expiry = tags["x"].flatMap({ Int($0) }), expiry < seconds {
      return result("Neutral", "The signature has expired")
    }
    if let hash = bodyHash(message), hash != withoutBlanks(tags["bh"] ?? "") {
      return result("Neutral", "The body hash did not verify")
    }
    return result("PermError", Self.noRecord)
  }

  /// What is said of a name that no server knows.
  static let noRecord = "DNS record not found: Non-Existent Domain"

  /// The hash of the body; nil for an algorithm that is not at hand.
  private func bodyHash(_ message: MessageHeaders) -> String? {
    let ways = (tags["c"] ?? "simple/simple").split(separator: "/")
    var body = ways.count > 1 && ways[1] == "relaxed" ? relaxed(message.body) : message.body
    while body.count >= 4, body.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] { body.removeLast(2) }
    if ways.count < 2 || ways[1] != "relaxed" {
      if body.suffix(2) != [0x0D, 0x0A] { body += [0x0D, 0x0A] }
    } else if body == [0x0D, 0x0A] {
      body = []
    }
    if let length = tags["l"].flatMap({ Int($0) }), length >= 0 {
      body = Array(body.prefix(length))
    }
    if tags["a"] == "rsa-sha1" { return Base64.encode(HashFunction.sha1.hash(body)) }
    return Base64.encode(HashFunction.sha256.hash(body))
  }

  /// The body with runs of blanks as one, and none at the ends of lines (RFC 6376, section 3.4.4).
  private func relaxed(_ body: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var hasBlank = false
    for byte in body {
      switch byte {
      case 0x20, 0x09: hasBlank = true
      case 0x0D:
        hasBlank = false
        result.append(byte)
      default:
        if hasBlank { result.append(0x20) }
        hasBlank = false
        result.append(byte)
      }
    }
    return result
  }

  private func withoutBlanks(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension JMAPEngine {
  /// Says whether a message would pass, where no name server has a record of any domain.
  func troubleshooting(_ action: JSONObject, startedAt start: Int) -> JSONObject {
    let none: JSONValue = ["@type": "None"]
    let message = MessageHeaders(Array((action["message"]?.string ?? "").utf8))
    func results(_ kind: MailSignature.Kind) -> [JSONValue] {
      MailSignature.all(kind, in: message).map { $0.result(for: message, at: clock.seconds) }
    }
    let dkim = results(.dkim).enumerated().map { ("\($0.offset)", $0.element) }
    return [
      "spfEhloDomain": action["spfEhloDomain"] ?? "", "spfEhloResult": none,
      "spfMailFromDomain": action["spfMailFromDomain"] ?? "", "spfMailFromResult": none,
      "ipRevResult": ["details": .string(MailSignature.noRecord), "@type": "PermError"],
      "ipRevPtr": [:], "dkimResults": .object(JSONObject(dkim)), "dkimPass": false,
      "dkim2Result": results(.dkim2).last ?? none, "dkim2Pass": false,
      "arcResult": results(.arc).last ?? none, "dmarcResult": none, "dmarcPass": false,
      "dmarcPolicy": "none",
      "elapsed": .number(JSONNumber(max(1, clock.milliseconds - start))),
    ]
  }
}
