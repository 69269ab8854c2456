// SPDX-License-Identifier: MIT

public import JSON
public import Text

/// The response to a request (RFC 8620, section 3.4).
///
/// The arguments of each method response are read when they are asked for: a page of a
/// listing can be printed without being built in memory.
public struct Response: Sendable {
  /// The response to one call.
  public struct MethodResponse: Sendable {
    /// The method, or `error` (RFC 8620, section 3.6.2).
    public let name: String
    /// The arguments, unread.
    public let arguments: JSONSlice
    /// The id of the call.
    public let callID: String
  }

  /// The responses, in the order of the calls.
  public let methodResponses: [MethodResponse]
  /// Ids by creation id; empty unless the request carried some.
  public let createdIDs: [Name: String]

  /// Decodes a body.
  ///
  /// - Throws: ``EnvelopeError`` if it is not JSON, or has no well-formed `methodResponses`.
  public init(decoding body: [UInt8], contentType: String? = nil) throws(EnvelopeError) {
    let start = Array(body.prefix(200))
    let slice: JSONSlice
    do { slice = try JSONSlice(body) } catch {
      throw .notJSON(contentType: contentType, start: start)
    }
    guard slice.kind == .object, let list = (try? slice.member("methodResponses")) ?? nil,
      let elements = try? list.elements()
    else { throw .noMethodResponses(contentType: contentType, start: start) }
    var responses: [MethodResponse] = []
    for (index, element) in elements.enumerated() {
      guard element.kind == .array, let parts = try? element.elements(), parts.count == 3,
        parts[1].kind == .object,
        case .string(let name)? = try? parts[0].value(),
        case .string(let callID)? = try? parts[2].value()
      else { throw .malformedInvocation(index: index) }
      responses.append(MethodResponse(name: name, arguments: parts[1], callID: callID))
    }
    methodResponses = responses
    var created: [Name: String] = [:]
    if let member = (try? slice.member("createdIds")) ?? nil,
      let object = try? member.value().object
    {
      for member in object.members { created[member.name] = member.value.string }
    }
    createdIDs = created
  }

  /// Checks that there is exactly one response to each call of `request`, in their order.
  ///
  /// - Throws: ``EnvelopeError`` if a response is missing, has another name, or is one too many.
  public func matched(to request: Request) throws(EnvelopeError) -> [MethodResult] {
    var results: [MethodResult] = []
    for (index, call) in request.methodCalls.enumerated() {
      guard index < methodResponses.count, methodResponses[index].callID == call.callID else {
        throw .missingResponse(method: call.name, callID: call.callID)
      }
      let response = methodResponses[index]
      if response.name == "error" {
        results.append(.error(MethodError(decoding: response.arguments, method: call.name)))
      } else if response.name == call.name {
        results.append(.response(response))
      } else {
        throw .otherMethod(expected: call.name, got: response.name, callID: call.callID)
      }
    }
    if methodResponses.count > results.count {
      let extra = methodResponses[results.count]
      throw .unexpectedResponse(name: extra.name, callID: extra.callID)
    }
    return results
  }
}

/// How one call ended.
public enum MethodResult: Sendable {
  /// It was run; the response tells what became of each object.
  case response(Response.MethodResponse)
  /// It was refused as a whole.
  case error(MethodError)

  /// The response.
  ///
  /// - Throws: ``MethodError`` where the call was refused.
  public func get() throws(MethodError) -> Response.MethodResponse {
    switch self {
    case .response(let response): return response
    case .error(let error): throw error
    }
  }
}
