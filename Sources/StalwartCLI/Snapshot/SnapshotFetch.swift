// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Reads types whole, the first pages of several in one request.
struct SnapshotFetch {
  /// Takes objects of a type as they come.
  typealias Admission = (_ rows: [Listing.Row], _ type: ObjectType) -> Void

  private let connection: Connection
  private var waiting: ArraySlice<ObjectType>
  private var begun: [Name: Listing] = [:]

  /// Plans to read `types`, in the order in which they will be asked for.
  init(_ types: [ObjectType], over connection: Connection) {
    self.connection = connection
    waiting = types[...]
  }

  /// Reads the rest of a type, and the beginnings of types after it on the way.
  mutating func read(_ type: ObjectType, _ admit: Admission) throws(Failure) {
    while !(begun[type.name]?.isComplete ?? false) {
      do throws(RegistryError) { try advance(type, admit) } catch {
        guard Self.isLimit(error), try learnLimits(), begun[type.name] == nil else {
          throw Self.failure(error)
        }
      }
    }
    begun[type.name] = nil
  }

  private mutating func advance(_ type: ObjectType, _ admit: Admission) throws(RegistryError) {
    if var listing = begun[type.name] {
      let (results, _) = try connection.perform(Request(listing.nextCalls()), .read)
      admit(try listing.absorb(results), type)
      begun[type.name] = listing
      return
    }
    let count = max(1, connection.limits.maxCallsInRequest / 2)
    let types = Array(waiting.prefix(count))
    var listings = types.map { Listing(ListingQuery($0.name), limits: connection.limits) }
    var calls: [Invocation] = []
    for place in listings.indices {
      calls += listings[place].nextCalls().map { Self.labelled($0, String(place)) }
    }
    let (results, _) = try connection.perform(Request(calls), .read)
    var pages: [[Listing.Row]] = []
    for place in listings.indices {
      pages.append(try listings[place].absorb(Array(results[place * 2..<place * 2 + 2])))
    }
    // Only now that every page is good, so that a request may be made again as a whole.
    for (place, type) in types.enumerated() {
      admit(pages[place], type)
      begun[type.name] = listings[place]
    }
    waiting = waiting.dropFirst(count)
  }

  /// The call under an id that no call of another type has.
  private static func labelled(_ call: Invocation, _ label: String) -> Invocation {
    var call = call
    call.callID += label
    guard case .object(var reference)? = call.arguments["#ids"],
      let source = reference["resultOf"]?.string
    else { return call }
    reference["resultOf"] = .string(source + label)
    call.arguments["#ids"] = .object(reference)
    return call
  }

  // MARK: Singletons

  /// Reads singletons.
  mutating func read(
    _ singletons: [ObjectType],
    _ admit: (_ object: JSONSlice, _ type: ObjectType) throws(Failure) -> Void
  ) throws(Failure) {
    var rest = singletons[...]
    while !rest.isEmpty {
      let types = Array(rest.prefix(max(1, connection.limits.maxCallsInRequest)))
      let objects: [JSONSlice?]
      do throws(RegistryError) { objects = try get(types) } catch {
        guard Self.isLimit(error), try learnLimits() else { throw Self.failure(error) }
        continue
      }
      for (type, object) in zip(types, objects) {
        guard let object else {
          throw Failure(.noAnswer, "singleton \(type.displayName) returned no value")
        }
        try admit(object, type)
      }
      rest = rest.dropFirst(types.count)
    }
  }

  private func get(_ types: [ObjectType]) throws(RegistryError) -> [JSONSlice?] {
    let calls = types.enumerated().map { place, type in
      Invocation(
        type.name + "/get",
        Connection.getArguments(ids: ["singleton"], properties: nil),
        callID: "c\(place)"
      )
    }
    let (results, _) = try connection.perform(Request(calls), .read)
    var objects: [JSONSlice?] = []
    for result in results {
      let response: Response.MethodResponse
      do { response = try result.get() } catch { throw .method(error) }
      let got = try connection.decode(response, isWrite: false) { response throws(EnvelopeError) in
        try GetResponse(decoding: response)
      }
      objects.append(got.list.first)
    }
    return objects
  }

  // MARK: Limits

  /// Asks the session for the limits in force; false if they were known.
  private func learnLimits() throws(Failure) -> Bool {
    guard !connection.hasSession else { return false }
    do { try connection.fetchSession() } catch { throw Failure(error) }
    return true
  }

  /// The failure, and which of the many calls it was.
  private static func failure(_ error: RegistryError) -> Failure {
    var failure = Failure(error)
    if case .method(let refusal) = error {
      failure.details.append("it was \(refusal.method) that was refused")
      // There is no --account here: a snapshot is of the server, not of a person.
      if refusal.type == "forbidden", refusal.isAboutAccount {
        failure.hints = ["only the account that they belong to can export these objects"]
      }
    }
    return failure
  }

  private static func isLimit(_ error: RegistryError) -> Bool {
    switch error {
    case .refused(let problem, _, _, _):
      // How busy the server is no session tells.
      problem.shortType == "limit" && problem.limit != "maxConcurrentRequests"
    case .method(let error): error.type == "requestTooLarge"
    default: false
    }
  }
}
