// SPDX-License-Identifier: MIT

public import JSON

/// What is posted to the JMAP endpoint (RFC 8620, section 3.3).
public struct Request: Equatable, Sendable {
  /// The capabilities of the registry's methods: the core of JMAP, and the server's own.
  public static let registryCapabilities = ["urn:ietf:params:jmap:core", "urn:stalwart:jmap"]

  /// The capabilities that the calls need.
  public var using: [String]
  /// The calls, in the order in which the server runs them.
  public var methodCalls: [Invocation]
  /// The ids of objects created by earlier requests, by the creation ids that references use.
  ///
  /// If there are any, the response has such a list as well.
  public var createdIDs: [(creationID: String, id: String)]

  /// Creates a request.
  public init(
    _ methodCalls: [Invocation],
    using: [String] = registryCapabilities,
    createdIDs: [(creationID: String, id: String)] = []
  ) {
    self.methodCalls = methodCalls
    self.using = using
    self.createdIDs = createdIDs
  }

  /// The wire form.
  public var json: JSONValue {
    var object: JSONObject = [
      "using": .array(using.map { .string($0) }),
      "methodCalls": .array(methodCalls.map(\.json)),
    ]
    if !createdIDs.isEmpty {
      object["createdIds"] = .object(JSONObject(createdIDs.map { ($0.creationID, .string($0.id)) }))
    }
    return .object(object)
  }

  /// The wire form, in compact UTF-8.
  public var body: [UInt8] {
    var bytes: [UInt8] = []
    json.write(to: &bytes)
    return bytes
  }

  /// Compares by content.
  public static func == (left: Request, right: Request) -> Bool {
    left.using == right.using && left.methodCalls == right.methodCalls
      && left.createdIDs.elementsEqual(right.createdIDs) { $0 == $1 }
  }
}
