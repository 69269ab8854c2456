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
      bytes += Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }

  /// The words that go with a status.
  static func reason(_ status: Int) -> String { reasons[status] ?? "Unknown" }

  private static let reasons: [Int: String] = Dictionary(
    uniqueKeysWithValues: FactFile(PackageResources.statuses_txt).rows.compactMap { row in
      Int(row.name).map { ($0, String(row.text)) }
    }
  )
}
