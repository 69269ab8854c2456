// SPDX-License-Identifier: MIT

import JMAP
import JSON
import Registry
import Testing

/// Enough of a server to page through: ids in descending order, windows by position.
private struct PagedServer {
  var ids: [Int]
  var largestPage = Int.max
  /// How many of the newest objects vanish after each query.
  var vanishing = 0
  var requests = 0

  init(count: Int) { ids = Array((0..<count).reversed()) }

  mutating func answer(_ calls: [Invocation]) throws -> [MethodResult] {
    requests += 1
    var last: [Int] = []
    let responses = calls.map { call -> JSONValue in
      if call.name.hasSuffix("/query") {
        let position = call.arguments["position"]?.integer ?? 0
        let limit = min(call.arguments["limit"]?.integer ?? 0, largestPage)
        last = Array(ids.dropFirst(position).prefix(limit))
        #expect(call.arguments["calculateTotal"] == true)
        let total = ids.count
        ids.removeFirst(min(vanishing, max(0, ids.count - 2000)))
        return [
          .string(call.name),
          [
            "ids": .array(last.map { .string("i\($0)") }), "total": .number(JSONNumber(total)),
            "position": .number(JSONNumber(position)),
          ], .string(call.callID),
        ]
      }
      let list = last.map { id -> JSONValue in ["id": .string("i\(id)")] }
      return [.string(call.name), ["list": .array(list), "notFound": []], .string(call.callID)]
    }
    let body = JSONValue.object(["methodResponses": .array(responses)]).serialized()
    return try Response(decoding: Array(body.utf8)).matched(to: Request(calls))
  }
}

@Suite struct ListingTests {
  /// Runs a listing to its end; `between` may change the server after each request.
  private func run(
    _ listing: Listing,
    _ server: inout PagedServer,
    between: (inout PagedServer) -> Void = { _ in }
  ) throws -> [String] {
    var listing = listing
    var ids: [String] = []
    while !listing.isComplete {
      let calls = listing.nextCalls()
      #expect(calls.count <= 16)
      ids += try listing.absorb(server.answer(calls)).map(\.id)
      between(&server)
      #expect(server.requests < 1000)
      if server.requests >= 1000 { break }
    }
    return ids
  }

  @Test(arguments: [0, 1, 499, 500, 501, 1000, 5001, 20_000])
  func deliversEachObjectOnceInOrder(count: Int) throws {
    var server = PagedServer(count: count)
    let expected = server.ids.map { "i\($0)" }
    #expect(try run(Listing(ListingQuery("x:Account"), limits: .defaults), &server) == expected)
    #expect(server.requests <= 7)
  }

  @Test(arguments: [0, 1, 499, 500, 501, 1000, 5001], [1, 100, 499])
  func copesWithAServerThatCutsPages(count: Int, largestPage: Int) throws {
    guard count / largestPage < 1001 else { return }
    var server = PagedServer(count: count)
    server.largestPage = largestPage
    let expected = server.ids.map { "i\($0)" }
    #expect(try run(Listing(ListingQuery("x:Account"), limits: .defaults), &server) == expected)
  }

  @Test(arguments: [1, 100, 499, 700, 3000])
  func losesNothingWhileObjectsVanish(removed: Int) throws {
    var server = PagedServer(count: 20_000)
    let survivors = Set((0..<2000).map { "i\($0)" })
    let ids = try run(Listing(ListingQuery("x:Account"), limits: .defaults), &server) {
      $0.ids.removeFirst(min(removed, max(0, $0.ids.count - 2000)))
    }
    #expect(survivors.isSubset(of: ids))
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: [1, 7, 499])
  func losesNothingWhileObjectsVanishWithinARequest(removed: Int) throws {
    var server = PagedServer(count: 20_000)
    server.vanishing = removed
    let ids = try run(Listing(ListingQuery("x:Account"), limits: .defaults), &server)
    #expect(Set((0..<2000).map { "i\($0)" }).isSubset(of: ids))
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: [1, 499, 500, 5000])
  func repeatsNothingWhileObjectsAppear(added: Int) throws {
    var server = PagedServer(count: 10_000)
    let ids = try run(Listing(ListingQuery("x:Account"), limits: .defaults), &server) {
      guard $0.requests < 4 else { return }
      let first = $0.ids[0]
      $0.ids.insert(contentsOf: (1...added).map { first + $0 }.reversed(), at: 0)
    }
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids).isSuperset(of: (0..<10_000).map { "i\($0)" }))
  }

  @Test(arguments: [1, 10, 500, 501, 1200])
  func stopsAtTheLimit(limit: Int) throws {
    var server = PagedServer(count: 20_000)
    let query = ListingQuery("x:Account", limit: limit)
    let ids = try run(Listing(query, limits: .defaults), &server)
    #expect(ids == server.ids.prefix(limit).map { "i\($0)" })
    #expect(server.requests <= 2)
  }

  @Test(arguments: [1, 2, 3, 7])
  func advancesWhereARequestHasRoomForOnePage(pageSize: Int) throws {
    var server = PagedServer(count: 40)
    var limits = CoreLimits.defaults
    limits.maxCallsInRequest = 3
    limits.maxObjectsInGet = pageSize
    let ids = try run(Listing(ListingQuery("x:Account"), limits: limits), &server)
    #expect(ids == server.ids.map { "i\($0)" })
  }

  @Test func reportsAListingThatLeadsNowhere() throws {
    var listing = Listing(ListingQuery("x:Account"), limits: .defaults)
    let error = #expect(throws: RegistryError.self) {
      for _ in 0..<100 {
        let calls = listing.nextCalls()
        let body =
          #"{"methodResponses":["#
          + calls.map { call in
            let arguments =
              call.name.hasSuffix("query")
              ? #"{"ids":[],"total":7,"position":0}"# : #"{"list":[],"notFound":[]}"#
            return #"["\#(call.name)",\#(arguments),"\#(call.callID)"]"#
          }.joined(separator: ",") + "]}"
        let results = try Response(decoding: Array(body.utf8)).matched(to: Request(calls))
        _ = try listing.absorb(results)
      }
    }
    guard case .incompleteListing(_, 0, 7)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func namesIDsThatTheAnswerIsSilentAbout() throws {
    var listing = Listing(ListingQuery("x:Account"), limits: .defaults)
    let calls = listing.nextCalls()
    let body =
      #"{"methodResponses":[["x:Account/query",{"ids":["b","c"],"total":2},"q"],"#
      + #"["x:Account/get",{"list":[{"id":"c"}],"notFound":[]},"g"]]}"#
    let results = try Response(decoding: Array(body.utf8)).matched(to: Request(calls))
    #expect(throws: RegistryError.self) { try listing.absorb(results) }
  }
}
