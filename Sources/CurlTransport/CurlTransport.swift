// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import Glibc
public import HTTP

/// Sends requests with libcurl, over HTTP/1.1, one after another.
///
/// Connections are kept from one request to the next. Redirects are never followed, so
/// credentials reach no other host. Neither netrc files nor cookies are used, nor any protocol
/// besides http and https. libcurl itself honours `http_proxy`, `https_proxy`, `all_proxy`
/// and `no_proxy`.
public final class CurlTransport: Transport {
  private let configuration: TransportConfiguration
  private var handle: EasyHandle?
  /// What the system trusts, once it is known.
  private var systemStore: SystemTrustStore?

  /// Creates a transport; libcurl is loaded by the first request only.
  public init(_ configuration: TransportConfiguration) {
    self.configuration = configuration
  }

  /// The library and what it does TLS with, such as `libcurl/7.88.1 OpenSSL/3.0.19`.
  public static var libraryVersion: String {
    guard let curl = unsafe try? Library.functions() else { return "libcurl (not installed)" }
    // These two members are as old as the structure.
    let version = unsafe curl.pointee.version_info(CURLVERSION_FIRST).pointee
    let library = unsafe version.version.map { unsafe String(cString: $0) }
    let security = unsafe version.ssl_version.map { unsafe String(cString: $0) }
    return ["libcurl/\(library ?? "unknown")", security].compactMap { $0 }.joined(separator: " ")
  }

  /// Sends one request and waits for the whole response.
  public func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    let url = try Self.checked(request)
    // Perhaps interrupted while waiting for a retry; libcurl would notice too late.
    guard configuration.isInterrupted?() != true else { throw .interrupted(isSent: false) }
    configuration.trace?("-> \(request.method.rawValue) \(request.url)")
    do throws(TransportError) {
      return try attempt(request, at: url)
    } catch .tlsUntrusted(let detail) {
      // The bundle may have what the directory lacks; nothing has been sent yet.
      guard case .system = configuration.trustStore, systemStore?.useBundle() == true else {
        throw .tlsUntrusted(detail: detail)
      }
      return try attempt(request, at: url)
    }
  }

  private func attempt(
    _ request: HTTPRequest,
    at url: BaseURL
  ) throws(TransportError) -> HTTPResponse {
    // The handle is kept whatever happens, with its connections.
    var easy = try takeHandle()
    let result = perform(request, at: url, with: &easy)
    handle = consume easy
    return try result.get()
  }

  private func perform(
    _ request: HTTPRequest,
    at url: BaseURL,
    with easy: inout EasyHandle
  ) -> Result<HTTPResponse, TransportError> {
    let exchange = Exchange(
      request,
      headerLines: Self.headerLines(request),
      isInterrupted: configuration.isInterrupted
    )
    easy.reset()
    do throws(CurlFailure) {
      try configure(&easy, request, at: url)
      try easy.perform(exchange)
    } catch {
      return .failure(transportError(error, request, at: url, configuration, exchange, easy))
    }
    let response = HTTPResponse(
      status: easy.integer(CURLINFO_RESPONSE_CODE),
      headers: exchange.headers,
      body: exchange.body
    )
    configuration.trace?(Self.traceLine(request, response, reason: exchange.reason))
    return .success(response)
  }

  private func takeHandle() throws(TransportError) -> EasyHandle {
    guard let handle = handle.take() else { return try EasyHandle() }
    return handle
  }

  private func configure(_ easy: inout EasyHandle, _ request: HTTPRequest, at url: BaseURL)
    throws(CurlFailure)
  {
    // libcurl reads an internationalised name in the encoding of the locale.
    if !url.host.utf8.allSatisfy({ $0 < 0x80 }) { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
    try easy.set(CURLOPT_URL, request.url)
    try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
    try easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    try easy.set(CURLOPT_USERAGENT, configuration.userAgent)
    // The answers of a proxy to CONNECT are not those of the server.
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // Signals belong to the program, and a slow name service must not delay its end.
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.set(CURLOPT_QUICK_EXIT, 1)
    try easy.set(CURLOPT_TCP_KEEPALIVE, 1)
    try easy.setSize(CURLOPT_MAXFILESIZE_LARGE, request.maximumResponseBytes)
    if request.acceptsCompressed { try easy.set(CURLOPT_ACCEPT_ENCODING, "gzip") }

    let connectTimeout = request.connectTimeout ?? configuration.connectTimeout
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeout.wholeMilliseconds)
    if let timeout = request.timeout {
      try easy.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
    }

    switch request.method {
    case .get: try easy.set(CURLOPT_HTTPGET, 1)
    case .head: try easy.set(CURLOPT_NOBODY, 1)
    case .post: try easy.set(CURLOPT_POST, 1)
    }
    if url.scheme == .https { try configureTrust(&easy) }
  }

  private func configureTrust(_ easy: inout EasyHandle) throws(CurlFailure) {
    guard configuration.verifiesServer else {
      try easy.set(CURLOPT_SSL_VERIFYPEER, 0)
      try easy.set(CURLOPT_SSL_VERIFYHOST, 0)
      return
    }
    switch configuration.trustStore {
    case .given(let file, let directory):
      try easy.set(CURLOPT_CAINFO, file)
      try easy.set(CURLOPT_CAPATH, directory)
    case .system:
      let store = systemStore ?? SystemTrustStore()
      systemStore = store
      // Not the bundle: reading it takes longer than all the rest of a short command.
      if let directory = store.directory {
        try easy.set(CURLOPT_CAINFO, nil)
        try easy.set(CURLOPT_CAPATH, directory)
      }
    }
  }

  private static func checked(_ request: HTTPRequest) throws(TransportError) -> BaseURL {
    let location = request.url.prefix { $0 != "?" && $0 != "#" }
    let url: BaseURL
    do throws(BaseURLError) {
      url = try BaseURL(parsing: String(location))
    } catch {
      throw .invalidURL(detail: "\(error)")
    }
    for field in request.headers.fields where !isSendable(field.name) || !isSendable(field.value) {
      throw .invalidHeader(name: field.name)
    }
    guard request.authorization.map({ isSendable($0.headerValue.revealed) }) ?? true else {
      throw .invalidHeader(name: "Authorization")
    }
    return url
  }

  /// No control characters: a line break would begin another field.
  private static func isSendable(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  private static func headerLines(_ request: HTTPRequest) -> [String] {
    var lines = request.headers.fields.map { field in
      // libcurl's way to write a field without a value.
      field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
    }
    if let authorization = request.authorization {
      lines.append("Authorization: " + authorization.headerValue.revealed)
    }
    if request.method == .post {
      // A name with nothing behind it suppresses a field of libcurl's own.
      lines.append("Expect:")
      if request.headers["content-type"] == nil { lines.append("Content-Type:") }
    }
    return lines
  }

  private static func traceLine(_ request: HTTPRequest, _ response: HTTPResponse, reason: String)
    -> String
  {
    let headers = response.headers
    return "<- \(request.method.rawValue) \(request.url) status=\(response.status) \(reason)"
      + " content-type=\(headers["content-type"] ?? "(none)")"
      + " content-length=\(headers["content-length"] ?? "?")"
      + " content-encoding=\(headers["content-encoding"] ?? "identity")"
  }
}

extension Duration {
  /// At least one, because libcurl takes 0 for no limit; at most 24 days, which
  /// its 32-bit arithmetic can hold.
  fileprivate var wholeMilliseconds: Int {
    let exact = self / .milliseconds(1)
    return Int(min(max(exact.rounded(.up), 1), 2_000_000_000))
  }
}
