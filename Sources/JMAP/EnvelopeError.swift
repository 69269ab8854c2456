// SPDX-License-Identifier: MIT

/// A response that is not what was asked for (RFC 8620, section 3.4).
///
/// None of these says anything about what the server did with a `set`.
public enum EnvelopeError: Error, Equatable, Sendable {
  /// The body is no JSON; `start` is its beginning, raw, `contentType` what the server called it.
  case notJSON(contentType: String?, start: [UInt8])
  /// The body is JSON without a list `methodResponses`.
  case noMethodResponses(contentType: String?, start: [UInt8])
  /// Element `index` of `methodResponses` is no array of a string, an object and a string.
  case malformedInvocation(index: Int)
  /// The response to a call is missing, or has another call id.
  case missingResponse(method: String, callID: String)
  /// The response to a call carries the name of another method.
  case otherMethod(expected: String, got: String, callID: String)
  /// More responses came than calls were made.
  case unexpectedResponse(name: String, callID: String)
  /// The response of a method lacks a member, or has it in another shape.
  case malformedResponse(method: String, member: String)
  /// Ids that were sent and that the answer neither confirms nor refuses.
  case unaccounted(method: String, ids: [String])
  /// The session object lacks what RFC 8620, section 2, demands.
  case malformedSession(member: String)
}
