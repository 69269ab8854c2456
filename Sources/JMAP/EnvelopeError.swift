// SPDX-License-Identifier: MIT

/// Why a body is not the response to the request that was sent (RFC 8620, section 3.4).
///
/// Whatever is wrong, the server may have done what a `set` asked for.
public enum EnvelopeError: Error, Equatable, Sendable {
  /// The body is not JSON; `start` is its beginning, not sanitised, and `contentType` what
  /// the server called it.
  case notJSON(contentType: String?, start: [UInt8])
  /// The body is JSON, but has no array `methodResponses`.
  case noMethodResponses(contentType: String?, start: [UInt8])
  /// Element `index` of `methodResponses` is not an array of a string, an object and a string.
  case malformedInvocation(index: Int)
  /// The response to a call is missing, or has another call id.
  case missingResponse(method: String, callID: String)
  /// The response to a call carries the name of another method.
  case otherMethod(expected: String, got: String, callID: String)
  /// More responses came than calls were made.
  case unexpectedResponse(name: String, callID: String)
  /// A member of a method's response is missing, or of another type than it must be.
  case malformedResponse(method: String, member: String)
  /// The response says nothing about some of the ids that were sent.
  case unaccounted(method: String, ids: [String])
  /// The session object lacks what RFC 8620, section 2, demands.
  case malformedSession(member: String)
}
