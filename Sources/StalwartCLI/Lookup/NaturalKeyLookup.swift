// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema

/// Names in place of ids, with the words for those that fit several objects.
struct NaturalKeyLookup {
  private let text: String
  private let type: ObjectType
  private let accountID: String?
  private let key: NaturalKey?
  private let hasAddress: Bool

  init(_ text: String, of type: ObjectType, in schema: Schema, accountID: String? = nil) {
    self.text = text
    self.type = type
    self.accountID = accountID
    key = NaturalKey(text, of: type, in: schema, accountID: accountID)
    hasAddress = schema.fields(of: type.shape)[NamingProperty.address] != nil
  }

  /// The id of the one object of that name; nil if there is none.
  func id(in context: Context) throws(Failure) -> String? {
    guard let key else { return nil }
    let resolution: NaturalKey.Resolution
    let connection = try context.connection()
    do throws(RegistryError) { resolution = try key.resolve(over: connection) } catch {
      return try none(for: error)
    }
    switch resolution {
    case .none: return nil
    case .id(let id): return id
    case .ambiguous(let candidates): throw ambiguous(candidates)
    }
  }

  /// The one object of that name; nil if there is none.
  ///
  /// - Parameters:
  ///   - properties: What to read; nil reads everything.
  ///   - lookup: Gets the names of what the object refers to, where they are wanted.
  ///   - context: What the command works with.
  /// - Returns: The object, unread.
  /// - Throws: ``Failure``, also where several objects have the name.
  func object(
    _ properties: [String]?,
    _ lookup: inout LabelLookup?,
    in context: Context
  ) throws(Failure) -> JSONSlice? {
    guard let key else { return nil }
    let connection = try context.connection()
    guard key.isNamed(by: properties) else {
      guard let id = try id(in: context) else { return nil }
      let response: GetResponse
      do throws(RegistryError) {
        response = try connection.get(
          type.name,
          ids: [id],
          properties: properties,
          accountID: accountID
        )
      } catch {
        throw Failure(error)
      }
      return response.list.first
    }
    let search: NaturalKey.Search
    let names = lookup
    do throws(RegistryError) {
      search = try key.search(properties, over: connection) { get in
        names?.calls(following: get, room: connection.limits.maxCallsInRequest - 4) ?? []
      }
    } catch {
      return try none(for: error)
    }
    for error in lookup?.absorb(search.results) ?? [] {
      context.console.debug("no names from \(error.method): \(error.type ?? "?")")
    }
    guard search.matches.count < 2 else {
      throw ambiguous(search.matches.map { .init(id: $0.id, label: $0.label) })
    }
    return search.matches.first?.object
  }

  /// A type that cannot be listed has no names to look for.
  private func none<T>(for error: RegistryError) throws(Failure) -> T? {
    if case .method = error { return nil }
    throw Failure(error)
  }

  private func ambiguous(_ candidates: [NaturalKey.Candidate]) -> Failure {
    .usage(
      "several \(type.displayName) objects are named '\(text)'",
      details: candidates.prefix(10).map { "\($0.id)  \($0.label)" }
        + (candidates.count > 10 ? ["and \(candidates.count - 10) more"] : []),
      hints: hasAddress
        ? "give the address or the id of the one you mean" : "give the id of the one you mean"
    )
  }
}
