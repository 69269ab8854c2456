// SPDX-License-Identifier: MIT

public import JSON

/// The response to a `get` (RFC 8620, section 5.1).
public struct GetResponse: Sendable {
  /// The objects that were found, unread, in the server's order.
  public let list: [JSONSlice]
  /// The ids that were not found.
  public let notFound: [String]

  /// Decodes the arguments of a response; `null` lists count as empty.
  ///
  /// - Throws: ``EnvelopeError/malformedResponse(method:member:)`` if `list` is not an array of objects.
  public init(decoding response: Response.MethodResponse) throws(EnvelopeError) {
    list = try response.list("list")
    guard list.allSatisfy({ $0.kind == .object }) else {
      throw .malformedResponse(method: response.name, member: "list")
    }
    notFound = try response.strings("notFound", isRequired: false)
  }
}

/// The response to a `query` (RFC 8620, section 5.5).
public struct QueryResponse: Sendable {
  /// The ids of the page.
  public let ids: [String]
  /// The position of the first id in the whole result, counted from 0.
  public let position: Int?
  /// The number of objects in the whole result; nil unless the query asked for it.
  public let total: Int?
  /// The limit that the server applied, if it said so.
  public let limit: Int?

  /// Decodes the arguments of a response.
  ///
  /// - Throws: ``EnvelopeError/malformedResponse(method:member:)`` if `ids` is not an array of strings.
  public init(decoding response: Response.MethodResponse) throws(EnvelopeError) {
    ids = try response.strings("ids", isRequired: true)
    position = response.integer("position")
    total = response.integer("total")
    limit = response.integer("limit")
  }
}

/// The response to a `set` (RFC 8620, section 5.3).
public struct SetResponse: Sendable {
  /// What was created, by creation id: the id and other properties that the server set.
  public let created: JSONObject
  /// What was updated, by id: `null`, or the other properties that changed.
  public let updated: JSONObject
  /// The ids of the objects that were destroyed.
  public let destroyed: [String]
  /// Why objects were not created, by creation id.
  public let notCreated: [(key: String, error: SetError)]
  /// Why objects were not updated, by id.
  public let notUpdated: [(key: String, error: SetError)]
  /// Why objects were not destroyed, by id.
  public let notDestroyed: [(key: String, error: SetError)]

  /// Decodes the arguments of a response; missing maps count as empty.
  ///
  /// - Throws: ``EnvelopeError/malformedResponse(method:member:)`` where a member has another shape.
  public init(decoding response: Response.MethodResponse) throws(EnvelopeError) {
    created = try response.map("created")
    updated = try response.map("updated")
    destroyed = try response.strings("destroyed", isRequired: false)
    notCreated = try response.errors("notCreated")
    notUpdated = try response.errors("notUpdated")
    notDestroyed = try response.errors("notDestroyed")
  }
}

extension Response.MethodResponse {
  fileprivate func slice(_ member: String) -> JSONSlice? {
    guard let slice = (try? arguments.member(member)) ?? nil, slice.kind != .null else {
      return nil
    }
    return slice
  }

  fileprivate func integer(_ member: String) -> Int? {
    guard let slice = slice(member) else { return nil }
    return (try? slice.value())?.integer
  }

  fileprivate func list(_ member: String) throws(EnvelopeError) -> [JSONSlice] {
    guard let slice = (try? arguments.member(member)) ?? nil else {
      throw .malformedResponse(method: name, member: member)
    }
    if slice.kind == .null { return [] }
    guard let elements = try? slice.elements() else {
      throw .malformedResponse(method: name, member: member)
    }
    return elements
  }

  fileprivate func strings(_ member: String, isRequired: Bool) throws(EnvelopeError) -> [String] {
    guard let slice = slice(member) else {
      if isRequired { throw .malformedResponse(method: name, member: member) }
      return []
    }
    guard case .array(let elements)? = try? slice.value() else {
      throw .malformedResponse(method: name, member: member)
    }
    let strings = elements.compactMap(\.string)
    guard strings.count == elements.count else {
      throw .malformedResponse(method: name, member: member)
    }
    return strings
  }

  fileprivate func map(_ member: String) throws(EnvelopeError) -> JSONObject {
    guard let slice = slice(member) else { return JSONObject() }
    guard case .object(let object)? = try? slice.value() else {
      throw .malformedResponse(method: name, member: member)
    }
    return object
  }

  fileprivate func errors(
    _ member: String
  ) throws(EnvelopeError) -> [(key: String, error: SetError)] {
    try map(member).members.map { ($0.name, SetError(decoding: $0.value)) }
  }
}
