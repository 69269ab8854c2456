// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import Glibc
internal import HTTP

/// The error that a failure of libcurl means (libcurl-errors(3)).
func transportError(
  _ failure: CurlFailure,
  _ request: HTTPRequest,
  at url: BaseURL,
  _ configuration: TransportConfiguration,
  _ exchange: Exchange,
  _ easy: borrowing EasyHandle
) -> TransportError {
  let error = lastError(failure, request, at: url, configuration, exchange, easy)
  // When a kept connection ends during a request, libcurl connects again before it notices
  // that it must not send again. Whatever that comes to, the request has left.
  guard exchange.hasLeft, !error.requestMayHaveBeenSent else { return error }
  if case .interrupted = error { return .interrupted(isSent: true) }
  return .emptyReply
}

/// The error of the last connection that libcurl tried.
private func lastError(
  _ failure: CurlFailure,
  _ request: HTTPRequest,
  at url: BaseURL,
  _ configuration: TransportConfiguration,
  _ exchange: Exchange,
  _ easy: borrowing EasyHandle
) -> TransportError {
  let detail = failure.message
  // The time at which the connection was ready to carry the request.
  let isConnected = easy.size(CURLINFO_PRETRANSFER_TIME_T) > 0
  let proxyStatus = easy.integer(CURLINFO_HTTP_CONNECTCODE)

  switch failure.code {
  case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved(host: url.host)
  case CURLE_COULDNT_RESOLVE_PROXY: return .proxyNotResolved(detail: detail)
  case CURLE_PROXY: return .proxyFailed(detail: detail)
  case _ where proxyStatus != 0 && !(200...299).contains(proxyStatus):
    return .proxyFailed(detail: detail)
  case CURLE_COULDNT_CONNECT:
    return connectError(easy.integer(CURLINFO_OS_ERRNO), detail, at: url)
  case CURLE_OPERATION_TIMEDOUT:
    let connectTimeout = request.connectTimeout ?? configuration.connectTimeout
    let timeout = request.timeout ?? connectTimeout
    return isConnected
      ? .timedOut(after: timeout)
      : .connectTimedOut(after: min(connectTimeout, timeout))
  // The second: a kept connection ended during a request that must not be sent again.
  case CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND: return .emptyReply
  // Malformed framing has the code of a broken connection; only the text differs.
  case CURLE_RECV_ERROR where namesFraming(detail):
    return .malformedResponse(detail: detail)
  case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
    return .connectionReset(detail: detail)
  case CURLE_PARTIAL_FILE:
    let expected = easy.size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
    return .bodyTruncated(
      received: easy.size(CURLINFO_SIZE_DOWNLOAD_T),
      expected: expected < 0 ? nil : expected
    )
  case CURLE_FILESIZE_EXCEEDED: return .responseTooLarge(limit: request.maximumResponseBytes)
  case CURLE_WRITE_ERROR where exchange.isTooLarge:
    return .responseTooLarge(limit: request.maximumResponseBytes)
  case CURLE_BAD_CONTENT_ENCODING: return .malformedEncoding(detail: detail)
  case CURLE_WRITE_ERROR: return .malformedEncoding(detail: detail)
  case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM:
    return isConnected ? .malformedResponse(detail: detail) : .invalidURL(detail: detail)
  case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: return .invalidURL(detail: detail)
  case CURLE_PEER_FAILED_VERIFICATION:
    return certificateError(easy.integer(CURLINFO_SSL_VERIFYRESULT), detail, at: url)
  case CURLE_SSL_INVALIDCERTSTATUS: return .tlsCertificate(detail: detail)
  case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED:
    return .tlsHandshake(detail: detail)
  case CURLE_SSL_CACERT_BADFILE:
    return .trustStore(path: configuration.trustStore.path, detail: detail)
  case CURLE_ABORTED_BY_CALLBACK: return .interrupted(isSent: isConnected)
  // A field line beyond libcurl's limit has this code as well, but only once connected.
  case CURLE_OUT_OF_MEMORY:
    return isConnected ? .malformedResponse(detail: "a header field is too long") : .outOfMemory
  default:
    return .curl(code: Int(failure.code.rawValue), name: failure.name, message: detail)
  }
}

/// A connection that could not be made, to the server or to a proxy.
func connectError(_ errno: Int, _ detail: String, at url: BaseURL) -> TransportError {
  // Nothing but this text tells that it was a proxy; in other words it names nobody.
  let words = "failed to connect to "
  let server = "\(words)\(url.host) port \(url.port) "
  let detailInLowerCase = detail.lowercased()
  if detailInLowerCase.hasPrefix(words), !detailInLowerCase.hasPrefix(server.lowercased()) {
    return .proxyRefused(detail: detail)
  }
  return errno == Int(ECONNREFUSED)
    ? .connectionRefused(host: url.host, port: url.port)
    : .connectFailed(host: url.host, port: url.port, detail: detail)
}

/// A certificate that was not accepted, by the result of OpenSSL's
/// X509_verify_cert (openssl-verification-options(1)).
private func certificateError(_ result: Int, _ detail: String, at url: BaseURL) -> TransportError {
  switch result {
  // libcurl compares names itself, when the chain is good, and leaves 0 or 1.
  case 0, 1, 62, 64: .tlsWrongName(host: url.host, detail: detail)
  // Not yet valid, expired.
  case 9, 10: .tlsExpired(detail: detail)
  // No issuer, self-signed, chain incomplete, no trust.
  case 2, 18, 19, 20, 21, 24, 27, 28: .tlsUntrusted(detail: detail)
  default: .tlsCertificate(detail: detail)
  }
}

/// Whether libcurl's words are about the framing of a response, not about the connection.
private func namesFraming(_ detail: String) -> Bool {
  detail.lowercased().split { !$0.isLetter }.contains { $0.hasPrefix("chunk") || $0 == "headers" }
}

extension TrustStore {
  /// The file that is named, or else the directory.
  fileprivate var path: String {
    switch self {
    case .system: ""
    case .given(let file, let directory): file ?? directory ?? ""
    }
  }
}
