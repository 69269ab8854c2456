// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport

/// A recorded request and what the real server answered.
struct Exchange {
  /// A body as recordings write it.
  enum Content: Equatable {
    case text(String)
    case bytes([UInt8])
  }

  struct Response {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: Content
  }

  var group: String
  var name: String
  var method: String
  var path: String
  var headers: [(name: String, value: String)]
  var body: Content
  /// What was answered; nil where the recording does not say.
  var response: Response?
  /// Whether the server closed the connection without an answer.
  var isDropped: Bool
  /// JSON pointers into an answer that is not given, and the values that the server made there.
  var made: [(pointer: String, value: String)]
  var isVolatile: Bool

  /// Whether the answer counts.
  var isCompared: Bool {
    !isVolatile && group != "setup" && group != "seed" && (response != nil || isDropped)
  }

  init?(_ line: JSONValue) throws {
    guard let request = line["request"], let method = request["method"]?.string,
      let path = request["path"]?.string
    else { return nil }
    group = line["group"]?.string ?? ""
    name = line["name"]?.string ?? ""
    self.method = method
    self.path = path
    headers = (request["headers"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") }
    body = try Self.content(request["body"])
    isVolatile = line["volatile"]?.boolean ?? false
    made = (line["made"]?.object?.members ?? []).compactMap { member in
      member.value.string.map { (member.name, $0) }
    }
    isDropped = line["response"]?["dropped"] != nil
    if let answer = line["response"], let status = answer["status"]?.integer {
      response = Response(
        status: status,
        headers: (answer["headers"]?.array ?? []).map {
          ($0[0]?.string ?? "", $0[1]?.string ?? "")
        },
        body: try Self.content(answer["body"])
      )
    }
  }

  private static func content(_ value: JSONValue?) throws -> Content {
    if let text = value?.string { return .text(text) }
    if let text = value?["base64"]?.string {
      return .bytes(Array(Data(base64Encoded: text) ?? Data()))
    }
    if let file = value?["file"]?.string {
      return .bytes(Array(try Data(contentsOf: SharedData.directory.appending(path: file))))
    }
    if let text = value?["text"]?.string, let count = value?["paddedWithSpacesTo"]?.integer {
      let bytes = Array(text.utf8)
      return .bytes(bytes + [UInt8](repeating: 0x20, count: count - bytes.count))
    }
    return .text("")
  }

  /// Reads a recording.
  static func read(_ file: URL) throws -> [Exchange] {
    let content = try SharedData.contents(of: file)
    return try content.split(separator: 0x0A).compactMap { line in
      try Exchange(JSONValue(parsing: Array(line)))
    }
  }
}
