// SPDX-License-Identifier: MIT

internal import HTTP
public import JMAP
public import JSON
public import StalwartSchema
internal import Text

/// A name or address that a person typed in place of an id.
public struct NaturalKey: Sendable {
  /// The objects that have a name.
  public enum Resolution: Equatable, Sendable {
    /// No object has that name, or the type has no names.
    case none
    /// One object has it.
    case id(String)
    /// Several objects have it; their ids and names, in the server's order.
    case ambiguous([Candidate])
  }

  /// An object that might have been meant.
  public struct Candidate: Equatable, Sendable {
    /// Its id.
    public let id: String
    /// Its name.
    public let label: String

    /// Creates a candidate.
    public init(id: String, label: String) {
      self.id = id
      self.label = label
    }
  }

  private let text: String
  private let type: ObjectType
  private let label: String
  private let filters: [JSONObject]
  private let accountID: String?

  /// Creates a key; nil if objects of the type have no names.
  public init?(_ text: String, of type: ObjectType, in schema: Schema, accountID: String? = nil) {
    guard !text.isEmpty, !type.isSingleton else { return nil }
    guard let label = schema.property(namedBy: text, of: type) else { return nil }
    self.text = text
    self.type = type
    self.accountID = accountID
    self.label = label
    filters = schema.filters(finding: text, in: label, of: type)
  }

  /// An object that has the name.
  public struct Match: Sendable {
    /// Its id.
    public let id: String
    /// Its name, as the server spells it.
    public let label: String
    /// The object, with the properties that were asked for.
    public let object: JSONSlice
  }

  /// The result of a search.
  public struct Search: Sendable {
    /// The objects that have the name, in the server's order.
    public let matches: [Match]
    /// The responses to the calls that were sent along.
    public let results: [MethodResult]
  }

  /// Looks for objects of that name.
  ///
  /// - Throws: ``RegistryError``.
  public func resolve(over connection: Connection) throws(RegistryError) -> Resolution {
    let matches = try search(["id", label], over: connection).matches
    switch matches.count {
    case 0: return .none
    case 1: return .id(matches[0].id)
    default: return .ambiguous(matches.map { Candidate(id: $0.id, label: $0.label) })
    }
  }

  /// Looks for objects of that name and reads them, in one request where the
  /// server filters by names.
  ///
  /// - Parameters:
  ///   - properties: What to read; nil reads everything. The name must be among it.
  ///   - connection: Where to look.
  ///   - following: Gives calls to send along, such as those that refer to the `get`.
  /// - Returns: The objects: only those with exactly that spelling, if there are any.
  /// - Throws: ``RegistryError``.
  public func search(
    _ properties: [String]?,
    over connection: Connection,
    following: (Invocation) -> [Invocation] = { _ in [] }
  ) throws(RegistryError) -> Search {
    var found: [Match] = []
    var results: [MethodResult] = []
    if !filters.isEmpty {
      (found, results) = try filtered(properties, over: connection, following)
    }
    if found.isEmpty {
      results = []
      var listing = listing([:], properties)
      while !listing.isComplete { found += matches(try connection.next(of: &listing)) }
    }
    let exact = found.filter { $0.label.hasSameBytes(as: text) }
    return Search(matches: exact.isEmpty ? found : exact, results: results)
  }

  /// Whether the properties contain the one that holds the name; nil is all of them.
  public func isNamed(by properties: [String]?) -> Bool { properties?.contains(label) ?? true }

  /// Asks with every filter in one request; a filter that the server refuses finds nothing.
  private func filtered(
    _ properties: [String]?,
    over connection: Connection,
    _ following: (Invocation) -> [Invocation]
  ) throws(RegistryError) -> ([Match], [MethodResult]) {
    var calls: [Invocation] = []
    for (index, filter) in filters.enumerated() {
      var listing = listing(filter, properties)
      for var call in listing.nextCalls() {
        call.callID += "\(index)"
        if call.name.hasSuffix("/get") {
          call.arguments["#ids"] =
            ResultReference(resultOf: "q\(index)", name: type.name + "/query", path: "/ids").json
        }
        calls.append(call)
      }
    }
    let extra = following(calls[1])
    let (results, _) = try connection.perform(Request(calls + extra), .read)
    var found: [Match] = []
    for (index, filter) in filters.enumerated() where found.isEmpty {
      let pair = Array(results[index * 2...index * 2 + 1])
      guard case .response = pair[0], case .response = pair[1] else { continue }
      var listing = listing(filter, properties)
      _ = listing.nextCalls()
      found = matches(try listing.absorb(pair))
    }
    return (found, Array(results.dropFirst(calls.count)))
  }

  private func listing(_ filter: JSONObject, _ properties: [String]?) -> Listing {
    Listing(
      ListingQuery(type.name, filter: filter, properties: properties, accountID: accountID),
      limits: .defaults
    )
  }

  private func matches(_ rows: [Listing.Row]) -> [Match] {
    rows.compactMap { row in
      guard case .string(let name)?? = try? row.object.member(label)?.value(),
        name.lowercased() == text.lowercased()
      else { return nil }
      return Match(id: row.id, label: name, object: row.object)
    }
  }
}
