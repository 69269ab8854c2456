// SPDX-License-Identifier: MIT

/// The settings of a transport, which apply to all of its requests.
public struct TransportConfiguration {
  /// What is sent as `User-Agent`.
  public var userAgent: String
  /// The authorities whose certificates are trusted.
  public var trustStore: TrustStore
  /// Whether certificate and host name are checked at all.
  public var verifiesServer: Bool
  /// The limit for name lookup, connection and TLS handshake, unless a request sets its own.
  public var connectTimeout: Duration
  /// Receives one line, without a line end, for each request and each response.
  ///
  /// A line never contains credentials, header fields that carry them, or bodies.
  public var trace: ((String) -> Void)?
  /// Called again and again while a request is under way; true ends the request with
  /// ``TransportError/interrupted(isSent:)``.
  ///
  /// It must be quick, such as a test of a flag that a signal handler sets.
  public var isInterrupted: (() -> Bool)?

  /// Creates a configuration that trusts what the system trusts.
  public init(
    userAgent: String,
    trustStore: TrustStore = .system,
    verifiesServer: Bool = true,
    connectTimeout: Duration = .seconds(15),
    trace: ((String) -> Void)? = nil,
    isInterrupted: (() -> Bool)? = nil
  ) {
    self.userAgent = userAgent
    self.trustStore = trustStore
    self.verifiesServer = verifiesServer
    self.connectTimeout = connectTimeout
    self.trace = trace
    self.isInterrupted = isInterrupted
  }
}

/// The certificates of the authorities that are trusted.
public enum TrustStore: Equatable, Sendable {
  /// What the system trusts.
  case system
  /// These and no others: a file of PEM certificates, a directory of them with
  /// OpenSSL's hashed names, or both.
  case given(file: String?, directory: String?)

  /// Chooses the store by an option, or else by environment variables.
  ///
  /// As with the curl tool, the option wins over `CURL_CA_BUNDLE`, which wins over
  /// `SSL_CERT_FILE` and `SSL_CERT_DIR`. An empty variable counts as unset.
  public init(option file: String?, environment: (_ name: String) -> String?) {
    func variable(_ name: String) -> String? {
      environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let file = file ?? variable("CURL_CA_BUNDLE") {
      self = .given(file: file, directory: nil)
      return
    }
    let (file, directory) = (variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR"))
    self = file == nil && directory == nil ? .system : .given(file: file, directory: directory)
  }
}
