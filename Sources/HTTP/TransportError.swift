// SPDX-License-Identifier: MIT

/// Why a request brought no response.
///
/// A `detail` is what libcurl said, for a person to read; decisions depend on the case
/// alone.
public enum TransportError: Error, Equatable, Sendable {
  /// The URL cannot be used: malformed, or neither http nor https.
  case invalidURL(detail: String)
  /// A header field contains a line break or another control character.
  case invalidHeader(name: String)
  /// The name of the host has no address, or the name service is out of reach.
  case nameNotResolved(host: String)
  /// Nothing listens at the host and port.
  case connectionRefused(host: String, port: Int)
  /// No connection could be made for another reason, such as a missing route.
  case connectFailed(host: String, port: Int, detail: String)
  /// No connection was ready in time.
  case connectTimedOut(after: Duration)
  /// A connection was there, but the response was not complete in time.
  case timedOut(after: Duration)
  /// The connection broke while the request was sent or the response received.
  case connectionReset(detail: String)
  /// The server closed the connection without sending one byte.
  case emptyReply
  /// The body ended early; `expected` is nil if its length was not announced.
  case bodyTruncated(received: Int, expected: Int?)
  /// The body is larger than the request allows, in bytes.
  case responseTooLarge(limit: Int)
  /// What came is not HTTP, or breaks its rules.
  case malformedResponse(detail: String)
  /// The body could not be decompressed.
  case malformedEncoding(detail: String)
  /// The certificate was not issued by an authority that is trusted here.
  case tlsUntrusted(detail: String)
  /// The certificate is for another name than that of the host.
  case tlsWrongName(host: String, detail: String)
  /// The certificate is out of date, or not valid yet.
  case tlsExpired(detail: String)
  /// The certificate was refused for another reason, such as a revocation.
  case tlsCertificate(detail: String)
  /// No secure connection came about: no TLS on that port, or no common version.
  case tlsHandshake(detail: String)
  /// The file or directory of trusted certificates cannot be used.
  case trustStore(path: String, detail: String)
  /// The name of the proxy has no address.
  case proxyNotResolved(detail: String)
  /// Nothing listens where the proxy should be.
  case proxyRefused(detail: String)
  /// The proxy is there, but it did not make the connection.
  case proxyFailed(detail: String)
  /// libcurl is not installed, or too old.
  case libraryMissing(detail: String)
  /// The person interrupted the request, before or after some of it was sent.
  case interrupted(isSent: Bool)
  /// Memory ran out.
  case outOfMemory
  /// Any other failure, under its libcurl name.
  case curl(code: Int, name: String, message: String)
}

extension TransportError {
  /// Whether the server may have received the request, or a part of it.
  ///
  /// A change may be sent again only if this is false.
  public var requestMayHaveBeenSent: Bool {
    switch self {
    case .invalidURL, .invalidHeader, .nameNotResolved, .connectionRefused, .connectFailed,
      .connectTimedOut, .tlsUntrusted, .tlsWrongName, .tlsExpired, .tlsCertificate,
      .tlsHandshake, .trustStore, .proxyNotResolved, .proxyRefused, .proxyFailed, .libraryMissing,
      .outOfMemory, .interrupted(isSent: false):
      false
    case .timedOut, .connectionReset, .emptyReply, .bodyTruncated, .responseTooLarge,
      .malformedResponse, .malformedEncoding, .interrupted, .curl:
      true
    }
  }

  /// Whether the server cannot be reached at present, so that what an earlier run has
  /// cached is the best there is.
  public var isOffline: Bool {
    switch self {
    case .nameNotResolved, .connectionRefused, .connectFailed, .connectTimedOut, .timedOut,
      .proxyNotResolved, .proxyRefused, .proxyFailed, .connectionReset, .emptyReply:
      true
    default: false
    }
  }
}
