// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// An exchange as one line of JSON, in the form in which traffic is recorded and replayed.
enum ExchangeLine {
  /// The text of the line, without its end.
  static func text(
    number: Int,
    mode: ServerMode,
    target: String,
    request: HTTPRequest,
    body: [UInt8],
    response: HTTPResponse?
  ) -> [UInt8] {
    var headers: JSONObject = [:]
    for field in request.headers.fields { headers[spelled(field.name)] = .string(field.value) }
    var sent: JSONObject = [
      "method": .string(request.method), "path": .string(target), "headers": .object(headers),
    ]
    if !body.isEmpty { sent["body"] = content(body) }
    var line: JSONObject = [
      "group": "log", "name": .string("\(number)"), "mode": .string(mode.rawValue),
      "request": .object(sent),
    ]
    if let response {
      line["response"] = [
        "status": .number(JSONNumber(response.status)),
        "headers": .array(response.headers.fields.map { [.string($0.name), .string($0.value)] }),
        "body": content(response.body),
      ]
    } else {
      line["response"] = ["dropped": true]
    }
    return Array(JSONValue.object(line).serialized().utf8)
  }

  private static func content(_ bytes: [UInt8]) -> JSONValue {
    if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
    return ["base64": .string(Base64.encode(bytes))]
  }

  /// `content-type` as `Content-Type`.
  private static func spelled(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
  }
}
