// SPDX-License-Identifier: MIT

/// What holds for every request of a transport, whatever its kind.
public struct TransportConfiguration {
  /// What is sent as `User-Agent`.
  public var userAgent: String
  /// Whose certificates are believed.
  public var trustStore: TrustStore
  /// Whether certificate and host name are checked at all.
  public var verifiesServer: Bool
  /// Bounds name lookup, connection and TLS handshake, if the request does not.
  public var connectTimeout: Duration
  /// Receives a line for each request and each response, without a line end.
  ///
  /// A line never contains credentials, header fields that carry them, or bodies.
  public var trace: ((String) -> Void)?
  /// Asked again and again while a request is under way; true ends it with
  /// ``TransportError/interrupted``.
  ///
  /// It must be quick, such as a look at a flag that a signal handler sets.
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

/// The certificates of the authorities that are believed.
public enum TrustStore: Equatable, Sendable {
  /// What the system trusts.
  case system
  /// These and no others: a file of PEM certificates, a directory of them with
  /// OpenSSL's hashed names, or both.
  case given(file: String?, directory: String?)

  /// Chooses between an option and the variables that people set for this.
  ///
  /// As with the curl tool, the option is first, then `CURL_CA_BUNDLE`, then
  /// `SSL_CERT_FILE` together with `SSL_CERT_DIR`. An empty variable is unset.
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
