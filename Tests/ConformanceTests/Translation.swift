// SPDX-License-Identifier: MIT

import Foundation
import JSON

/// What the real server made up, and what the simulator made up in its place.
struct Translation {
  private var live: [String: String] = [:]
  private var known: Set<String> = []
  /// The URLs that the two servers go by.
  let recordedBase = "http://127.0.0.1:8080"
  let liveBase: String

  init(liveBase: String) { self.liveBase = liveBase }

  // MARK: - Learning

  /// Learns from two answers to the same request.
  mutating func learn(_ recorded: JSONValue, _ answered: JSONValue, name: String = "") {
    switch (recorded, answered) {
    case (.object(let one), .object(let other)):
      for member in one {
        if let value = other[member.name] { learn(member.value, value, name: member.name) }
      }
      learnNames(one, other)
    case (.array(let one), .array(let other)):
      for (value, answer) in zip(one, other) { learn(value, answer, name: name) }
    case (.string(let one), .string(let other)): learn(one, other, name: name)
    default: break
    }
  }

  /// Learns from what is known of an answer that is not given.
  mutating func learn(_ made: [(pointer: String, value: String)], _ answered: JSONValue) {
    for (pointer, value) in made {
      let tokens = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      var place: JSONValue? = answered
      for token in tokens {
        let name = token.replacing("~1", with: "/").replacing("~0", with: "~")
        if let index = Int(name), case .array = place {
          place = place?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        } else {
          place = place?[String(name)]
        }
      }
      let name = tokens.last.map(String.init) ?? ""
      if let answer = place?.string { learn(value, answer, name: name) }
    }
  }

  private mutating func learn(_ recorded: String, _ answered: String, name: String) {
    guard live[recorded] == nil, !known.contains(answered), isMade(recorded, name),
      isMade(answered, name)
    else { return }
    live[recorded] = answered
    known.insert(answered)
  }

  /// Keys of an object may be ids too.
  private mutating func learnNames(_ recorded: JSONObject, _ answered: JSONObject) {
    let missing = recorded.filter { answered[$0.name] == nil && isMade($0.name, "id") }
    let extra = answered.filter { recorded[$0.name] == nil && isMade($0.name, "id") }
    guard missing.count == 1, extra.count == 1 else { return }
    learn(missing[0].name, extra[0].name, name: "id")
  }

  private static let idDigits = Set("abcdefghijklmnopqrstuvwxyz792013")

  /// Whether a text looks like one that a server makes up.
  private func isMade(_ text: String, _ name: String) -> Bool {
    switch name {
    case "access_token", "refresh_token", "device_code", "user_code", "client_code", "client_id",
      "client_secret", "secret", "blobId":
      return text.utf8.count >= 8
    case "verification_uri_complete": return false
    default: break
    }
    guard text.utf8.count >= 7 else { return false }
    if text.utf8.count == 7 { return name == "id" && text.hasPrefix("bv") }
    return text.utf8.count >= 11 && text.allSatisfy(Self.idDigits.contains)
      && (text.utf8.count <= 13 || text.utf8.count > 40)
  }

  // MARK: - Translating

  /// The text with everything recorded replaced by what it is now.
  func translate(_ text: String) -> String {
    guard !live.isEmpty else { return text }
    var result: [UInt8] = []
    var token: [UInt8] = []
    func flush() {
      guard token.count >= 7 else {
        result += token
        token = []
        return
      }
      let word = String(decoding: token, as: UTF8.self)
      if let other = live[word] {
        result += Array(other.utf8)
      } else if word.contains(".") {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        result += Array(parts.map { live[String($0)] ?? String($0) }.joined(separator: ".").utf8)
      } else {
        result += token
      }
      token = []
    }
    for byte in text.utf8 {
      if Self.isWordByte(byte) {
        token.append(byte)
      } else {
        flush()
        result.append(byte)
      }
    }
    flush()
    return String(decoding: result, as: UTF8.self)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// An `Authorization` field, translated inside its base 64 too.
  func translate(authorization: String) -> String {
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let data = Data(base64Encoded: String(parts[1])),
      let text = String(bytes: data, encoding: .utf8)
    else { return translate(authorization) }
    let translated = translate(text)
    guard translated != text else { return authorization }
    return "\(parts[0]) \(Data(translated.utf8).base64EncodedString())"
  }

  // MARK: - Comparing

  /// A value without what differs from run to run.
  func normal(_ value: JSONValue, name: String = "") -> JSONValue {
    switch value {
    case .string(let text):
      switch name {
      case "sessionState", "state", "applicationServerKey", "publicKey": return .string("‹\(name)›")
      case "x", "y":
        // The coordinates of a key that each server makes for itself.
        if text.utf8.count == 43 { return .string("‹key›") }
      case "id":
        // An action's id is the time.
        if text.utf8.count == 7, text.hasPrefix("bv") { return .string("‹action›") }
      case "id_token": return claims(of: text)
      case "dnsZoneFile":
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return .array(lines.filter { !$0.contains("DKIM") }.sorted().map { .string(String($0)) })
      case "detail":
        // The body of a refused request comes back as a text.
        guard let inner = try? JSONValue(parsing: text), case .object = inner else { break }
        return normal(inner)
      default: break
      }
      return .string(
        Self.withoutTimes(
          text.replacing(liveBase, with: recordedBase)
            .replacing("ws" + liveBase.dropFirst(4), with: "ws" + recordedBase.dropFirst(4))
        )
      )
    case .array(let elements): return .array(elements.map { normal($0, name: name) })
    case .object(let object):
      return .object(
        JSONObject(object.map { (Self.withoutTimes($0.name), normal($0.value, name: $0.name)) })
      )
    case .number where name == "exp" || name == "iat": return "‹time›"
    default: return value
    }
  }

  /// What a signed token says, without its times and its signature.
  private func claims(of token: String) -> JSONValue {
    let parts = token.split(separator: ".").prefix(2).map { part -> JSONValue in
      var text = part.replacing("-", with: "+").replacing("_", with: "/")
      text += String(repeating: "=", count: (4 - text.count % 4) % 4)
      guard let data = Data(base64Encoded: String(text)),
        var object = (try? JSONValue(parsing: Array(data)))?.object
      else { return .string(String(part)) }
      for name in ["exp", "iat", "nbf"] where object[name] != nil { object[name] = 0 }
      return normal(JSONValue(translating: .object(object)) { translate($0) })
    }
    return .array(parts)
  }

  /// The text with times on the recording's day, and on this, made equal.
  static func withoutTimes(_ text: String) -> String {
    guard text.utf8.count >= 20, text.contains("T") else { return text }
    var result = text
    for day in days {
      var from = result.startIndex
      while let range = result.range(of: day + "T", range: from..<result.endIndex) {
        let end = result.index(range.upperBound, offsetBy: 9, limitedBy: result.endIndex)
        guard let end, result[range.upperBound..<end].hasSuffix("Z") else {
          from = range.upperBound
          continue
        }
        result.replaceSubrange(range.lowerBound..<end, with: "‹time›")
        from = result.startIndex
      }
    }
    return result
  }

  private static let days = ["2026-11-23", String(Date.now.ISO8601Format().prefix(10))]
}

extension JSONValue {
  /// A copy with every string changed.
  fileprivate init(translating value: JSONValue, _ change: (String) -> String) {
    switch value {
    case .string(let text): self = .string(change(text))
    case .array(let elements):
      self = .array(elements.map { JSONValue(translating: $0, change) })
    case .object(let object):
      self = .object(object.mapValues { JSONValue(translating: $0, change) })
    default: self = value
    }
  }
}
