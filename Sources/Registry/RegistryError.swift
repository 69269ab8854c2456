// SPDX-License-Identifier: MIT

public import HTTP
public import JMAP

/// Why the server's registry could not be read or changed.
public enum RegistryError: Error, Sendable {
  /// No response came; `isWrite` tells whether the request may have changed something.
  case transport(TransportError, url: String, isWrite: Bool)
  /// The server refused the request as a whole; `isWrite` as above.
  case refused(RequestProblem, url: String, retryAfter: String?, isWrite: Bool)
  /// The server sent the client somewhere else, which it does not follow.
  case redirected(status: Int, location: String?, url: String)
  /// The answer is not what was asked for; `isWrite` as above.
  case envelope(EnvelopeError, url: String, isWrite: Bool)
  /// One method call was refused.
  case method(MethodError)
  /// A listing kept changing, or the server kept cutting it, until it could not be completed.
  case incompleteListing(method: String, received: Int, total: Int?)
  /// A page or a batch came to nothing because the limits of the server are too small for it.
  case limitTooSmall(limit: String)
}

extension RegistryError {
  /// Whether the failure says that the server cannot be reached at present.
  public var isOffline: Bool {
    guard case .transport(let error, _, _) = self else { return false }
    return error.isOffline
  }
}
