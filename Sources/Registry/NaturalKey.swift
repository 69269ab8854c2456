// SPDX-License-Identifier: MIT

internal import HTTP
internal import JMAP
internal import JSON
public import StalwartSchema

/// A name or address that a person typed in place of an id.
public struct NaturalKey: Sendable {
  /// What a name led to.
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
  }

  private let text: String
  private let type: ObjectType
  private let label: String
  private let filters: [JSONObject]
  private let accountID: String?

  /// Takes a text; nil if objects of the type have no names.
  public init?(_ text: String, of type: ObjectType, in schema: Schema, accountID: String? = nil) {
    guard !text.isEmpty, !type.isSingleton else { return nil }
    let declared = schema.list(named: type.name)
    let isAddress = text.utf8.contains(UInt8(ascii: "@"))
    if type.name == "x:Account" {
      label = isAddress ? "emailAddress" : "name"
    } else if let property = declared?.labelProperty {
      label = property
    } else {
      return nil
    }
    self.text = text
    self.type = type
    self.accountID = accountID
    let isDeclared = declared?.filters.contains { [label] in $0.field == label } ?? false
    filters = Self.filters(text, label, isDeclared: isDeclared)
  }

  private static func filters(_ text: String, _ label: String, isDeclared: Bool) -> [JSONObject] {
    let lower = text.lowercased()
    if label == "emailAddress" {
      // An address is put together from the name and a domain; the name can be asked for.
      let local = lower.firstIndex(of: "@").map { String(lower[..<$0]) } ?? lower
      return [["name": .string(local)], ["text": .string(local)]]
    }
    guard label == "name" || isDeclared else { return [] }
    let typed: JSONObject = [label: .string(text)]
    return lower == text ? [typed] : [typed, [label: .string(lower)]]
  }

  /// Looks for objects of that name.
  ///
  /// - Throws: ``RegistryError``.
  public func resolve(over connection: Connection) throws(RegistryError) -> Resolution {
    var candidates: [Candidate] = []
    if !filters.isEmpty { candidates = try filtered(over: connection) }
    if candidates.isEmpty { candidates = try listed(over: connection) }
    let exact = candidates.filter { $0.label.isIdenticalText(to: text) }
    let matches = exact.isEmpty ? candidates : exact
    switch matches.count {
    case 0: return .none
    case 1: return .id(matches[0].id)
    default: return .ambiguous(matches)
    }
  }

  /// Asks with every filter at once; what the server refuses gives nothing.
  private func filtered(over connection: Connection) throws(RegistryError) -> [Candidate] {
    var calls: [Invocation] = []
    for (index, filter) in filters.enumerated() {
      var listing = listing(filter)
      for var call in listing.nextCalls() {
        call.callID += "\(index)"
        if call.name.hasSuffix("/get") {
          call.arguments["#ids"] =
            ResultReference(resultOf: "q\(index)", name: type.name + "/query", path: "/ids").json
        }
        calls.append(call)
      }
    }
    let (results, _) = try connection.perform(Request(calls), .read)
    var found: [Candidate] = []
    for index in stride(from: 0, to: results.count - 1, by: 2) {
      guard case .response = results[index], case .response = results[index + 1] else { continue }
      var listing = listing(filters[index / 2])
      _ = listing.nextCalls()
      found += candidates(try listing.absorb(Array(results[index...index + 1])))
      if !found.isEmpty { break }
    }
    return found
  }

  /// Goes through all objects of the type.
  private func listed(over connection: Connection) throws(RegistryError) -> [Candidate] {
    var listing = listing([:])
    var found: [Candidate] = []
    while !listing.isComplete { found += candidates(try connection.next(of: &listing)) }
    return found
  }

  private func listing(_ filter: JSONObject) -> Listing {
    Listing(
      ListingQuery(
        type.name,
        filter: filter,
        properties: ["id", label],
        accountID: accountID
      ),
      limits: .defaults
    )
  }

  private func candidates(_ rows: [Listing.Row]) -> [Candidate] {
    rows.compactMap { row in
      guard case .string(let name)?? = try? row.object.member(label)?.value(),
        name.lowercased() == text.lowercased()
      else { return nil }
      return Candidate(id: row.id, label: name)
    }
  }
}
