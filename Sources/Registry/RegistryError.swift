// SPDX-License-Identifier: MIT

public import HTTP
public import JMAP

/// Why the server's registry could not be read or changed.
public enum RegistryError: Error, Sendable {
  /// No response came; `isWrite` tells whether the request may have changed something.
  case transport(TransportError, url: String, isWrite: Bool)
  /// The server refused the request as a whole; `isWrite` as above.
  case refused(RequestProblem, url: String, retryAfter: String?, isWrite: Bool)
  /// The server redirected the request, which the client does not follow.
  case redirected(status: Int, location: String?, url: String)
  /// The response is not what was asked for; `isWrite` as above.
  ///
  /// `url` is where it came from, or the object type if a page of a listing is malformed.
  case envelope(EnvelopeError, url: String, isWrite: Bool)
  /// One method call was refused.
  case method(MethodError)
  /// A listing could not be completed, because it kept changing or the server kept cutting it.
  case incompleteListing(method: String, received: Int, total: Int?)
  /// A page or a batch of a single object exceeds a limit of the server.
  case limitTooSmall(limit: String)
}

extension RegistryError {
  /// Whether the server cannot be reached at present.
  public var isOffline: Bool {
    guard case .transport(let error, _, _) = self else { return false }
    return error.isOffline
  }
}
