// SPDX-License-Identifier: MIT

internal import HTTP

extension Failure {
  /// A request that brought no response; each cause has its own sentence and hint.
  init(_ error: TransportError, url: String, isWrite: Bool) {
    let details = isWrite && error.requestMayHaveBeenSent ? [Self.unknownChange] : []
    if case .interrupted(let isSent) = error {
      let isUnsent = isWrite && !isSent
      self.init(
        .interrupted,
        "interrupted",
        details: isUnsent ? ["the change was not sent"] : details
      )
      return
    }
    let (cause, hints) = Self.explain(error)
    self.init(
      .noAnswer,
      "error sending request for url (\(url)): \(cause)",
      details: details,
      hints: hints
    )
  }

  /// What is known of a change whose answer did not come, or cannot be trusted.
  static let unknownChange =
    "whether the server made the change is unknown: read it before trying again"

  private static func explain(_ error: TransportError) -> (cause: String, hints: [String]) {
    switch error {
    case .invalidURL(let detail): ("the URL cannot be used: \(detail)", ["check --url"])
    case .invalidHeader(let name):
      (
        "the header field \(name) would hold a control character",
        ["check the user name, the password or the token for line breaks"]
      )
    case .nameNotResolved(let host):
      (
        "could not resolve host '\(host)'",
        ["check the spelling in --url or STALWART_URL, and the name server"]
      )
    case .connectionRefused(let host, let port):
      (
        "connection refused by \(host) port \(port)",
        ["is the server running, and is this the port of its HTTP listener?"]
      )
    case .connectFailed(let host, let port, let detail):
      ("no connection to \(host) port \(port): \(detail)", ["check the network and --url"])
    case .connectTimedOut(let limit):
      (
        "no connection within \(Wording.seconds(limit))",
        ["a firewall may drop the packets; --connect-timeout sets the limit"]
      )
    case .timedOut(let limit):
      (
        "no complete answer within \(Wording.seconds(limit))",
        ["the server is slow or stuck; --timeout sets the limit"]
      )
    case .connectionReset(let detail):
      ("the connection broke: \(detail)", ["try again; the server's log may say why"])
    case .emptyReply:
      (
        "the server closed the connection without an answer",
        [
          "try again, it may be restarting; or it blocks the address of this machine, or this is "
            + "not an HTTP port"
        ]
      )
    case .bodyTruncated(let received, let expected):
      (
        "the answer was cut off after "
          + (expected.map { "\(received) of \($0) bytes" } ?? Wording.count(received, "byte")),
        ["try again; a proxy in between may have cut it"]
      )
    case .responseTooLarge(let limit):
      ("the answer is larger than \(limit) bytes", ["ask for less, with --fields or --limit"])
    case .malformedResponse(let detail):
      ("what came is not HTTP: \(detail)", ["does --url name the HTTP port of the server?"])
    case .malformedEncoding(let detail):
      (
        "the answer could not be decompressed: \(detail)",
        ["a proxy in between may have damaged it"]
      )
    default: explainSecurity(error)
    }
  }

  private static func explainSecurity(
    _ error: TransportError
  ) -> (cause: String, hints: [String]) {
    switch error {
    case .tlsUntrusted(let detail):
      (
        "the certificate is not trusted: \(detail)",
        [
          "give the authority's certificate with --cacert FILE",
          "or, knowing the risk, turn verification off with --insecure",
        ]
      )
    case .tlsWrongName(let host, let detail):
      (
        "the certificate is not for '\(host)': \(detail)",
        ["use a name that the certificate holds in --url"]
      )
    case .tlsExpired(let detail):
      (
        "the certificate is out of date: \(detail)",
        ["renew it on the server, and check this machine's clock"]
      )
    case .tlsCertificate(let detail):
      ("the certificate was refused: \(detail)", ["the server's certificate must be replaced"])
    case .tlsHandshake(let detail):
      (
        "no secure connection: \(detail)",
        ["is this an https port? a plain one needs http:// in --url"]
      )
    case .trustStore(let path, let detail):
      (
        "the trusted certificates in '\(path)' cannot be used: \(detail)",
        ["check --cacert, CURL_CA_BUNDLE, SSL_CERT_FILE and SSL_CERT_DIR"]
      )
    case .proxyNotResolved(let detail):
      (
        "could not resolve the proxy: \(detail)",
        ["check http_proxy, https_proxy, all_proxy and no_proxy"]
      )
    case .proxyRefused(let detail):
      (
        "the proxy does not answer: \(detail)",
        ["check http_proxy, https_proxy, all_proxy and no_proxy"]
      )
    case .proxyFailed(let detail):
      (
        "the proxy did not make the connection: \(detail)",
        ["check the proxy's rules, or name the host in no_proxy"]
      )
    case .libraryMissing(let detail):
      ("libcurl cannot be loaded: \(detail)", ["install it; on Debian: apt-get install libcurl4"])
    case .outOfMemory: ("out of memory", [])
    case .curl(let code, let name, let message):
      ("\(message) (\(name), \(code))", ["--debug shows the request"])
    default: ("no answer", [])
    }
  }
}
