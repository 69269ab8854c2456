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
  /// - Throws: ``EnvelopeError/malformedResponse(method:member:)`` if `list` is no list of objects.
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
  /// The place of the first id in the whole result; starts from 0.
  public let position: Int?
  /// The number of objects in the whole result; nil unless it was asked for.
  public let total: Int?
  /// The limit that the server applied, where it told.
  public let limit: Int?

  /// Decodes the arguments of a response.
  ///
  /// - Throws: ``EnvelopeError/malformedResponse(method:member:)`` if `ids` is no list of strings.
  public init(decoding response: Response.MethodResponse) throws(EnvelopeError) {
    ids = try response.strings("ids", isRequired: true)
    position = response.integer("position")
    total = response.integer("total")
    limit = response.integer("limit")
  }
}

/// The response to a `set` (RFC 8620, section 5.3).
public struct SetResponse: Sendable {
  /// What was made, by creation id: the id and whatever else the server tells.
  public let created: JSONObject
  /// What was changed, by id: `null`, or what else changed.
  public let updated: JSONObject
  /// The ids that are gone.
  public let destroyed: [String]
  /// What was not made, by creation id.
  public let notCreated: [(key: String, error: SetError)]
  /// What was not changed, by id.
  public let notUpdated: [(key: String, error: SetError)]
  /// What is not gone, by id.
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
    guard let slice = slice(member) else {
      if ((try? arguments.member(member)) ?? nil) != nil { return [] }  // A null list.
      throw .malformedResponse(method: name, member: member)
    }
    guard slice.kind == .array, let elements = try? slice.elements() else {
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
