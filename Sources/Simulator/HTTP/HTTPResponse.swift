// SPDX-License-Identifier: MIT

internal import JSON

/// An answer, before it is put on the wire.
struct HTTPResponse {
  /// The status code.
  var status: Int
  /// The fields; `content-length` and `date` are added on the way out.
  var headers: HTTPHeaders
  /// The content.
  var body: [UInt8]
  /// Whether the content goes out in chunks, as event streams do.
  var isChunked = false

  init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = HTTPHeaders(headers)
    self.body = body
  }

  /// An answer that is JSON.
  static func json(
    _ value: JSONValue,
    status: Int = 200,
    headers: [(String, String)] = []
  ) -> HTTPResponse {
    .json(text: Array(value.serialized().utf8), status: status, headers: headers)
  }

  /// An answer whose content is JSON text already.
  static func json(
    text: [UInt8],
    status: Int = 200,
    headers: [(String, String)] = []
  ) -> HTTPResponse {
    let fields = [("content-type", "application/json; charset=utf-8")] + headers
    return HTTPResponse(status: status, headers: fields, body: text)
  }

  /// A redirection without content.
  static func redirect(_ status: Int, to location: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: [("location", location)])
  }

  /// The bytes that go out.
  ///
  /// - Parameters:
  ///   - request: what is answered; HEAD and HTTP/1.0 change the form.
  ///   - date: the value of the field `date`.
  /// - Returns: the head and the content.
  func serialized(for request: HTTPRequest?, date: String) -> [UInt8] {
    let version = request?.minorVersion == 0 ? 0 : 1
    var text = "HTTP/1.\(version) \(status) \(Self.reason(status))\r\n"
    for field in headers.fields where field.isWellFormed {
      text += "\(field.name): \(field.value)\r\n"
    }
    if isChunked {
      text += "transfer-encoding: chunked\r\n"
    } else if status != 204, !headers.contains("content-length") {
      text += "content-length: \(body.count)\r\n"
    }
    if request?.minorVersion == 0, request?.closes == false {
      text += "connection: keep-alive\r\n"
    }
    text += "date: \(date)\r\n\r\n"
    var bytes = Array(text.utf8)
    guard request?.method != "HEAD", status != 204 else { return bytes }
    guard isChunked else {
      bytes.append(contentsOf: body)
      return bytes
    }
    if !body.isEmpty {
      bytes.append(contentsOf: Array("\(String(body.count, radix: 16))\r\n".utf8))
      bytes.append(contentsOf: body)
      bytes.append(contentsOf: Array("\r\n".utf8))
    }
    bytes.append(contentsOf: Array("0\r\n\r\n".utf8))
    return bytes
  }

  /// The words that go with a status.
  static func reason(_ status: Int) -> String { reasons[status] ?? "Unknown" }

  private static let reasons: [Int: String] = [
    100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 204: "No Content",
    206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
    401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    418: "I'm a teapot", 421: "Misdirected Request", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
