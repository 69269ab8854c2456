// SPDX-License-Identifier: MIT

public import JMAP
public import JSON
internal import StalwartSchema
internal import Text

/// The objects to enumerate: those of one type that match a filter.
public struct ListingQuery: Equatable, Sendable {
  /// The type, such as `x:Account`.
  public var object: String
  /// The filter, all of whose members must match.
  public var filter: JSONObject
  /// The property to sort by, and the direction; nil is the server's order, newest first.
  public var sort: (property: String, isAscending: Bool)?
  /// The properties to fetch; nil fetches all.
  public var properties: [String]?
  /// The account to which the objects belong; nil is that of the caller.
  public var accountID: String?
  /// How many objects to fetch; nil fetches all.
  public var limit: Int?

  /// Creates a query.
  public init(
    _ object: String,
    filter: JSONObject = JSONObject(),
    sort: (property: String, isAscending: Bool)? = nil,
    properties: [String]? = nil,
    accountID: String? = nil,
    limit: Int? = nil
  ) {
    self.object = object
    self.filter = filter
    self.sort = sort
    self.properties = properties
    self.accountID = accountID
    self.limit = limit
  }

  /// Compares by content.
  public static func == (left: ListingQuery, right: ListingQuery) -> Bool {
    left.object == right.object && left.filter == right.filter
      && left.sort?.property == right.sort?.property
      && left.sort?.isAscending == right.sort?.isAscending
      && left.properties == right.properties && left.accountID == right.accountID
      && left.limit == right.limit
  }
}

/// Enumerates objects page by page without losing or repeating any.
///
/// A listing sends nothing itself: it gives the calls of the next request, and takes their
/// responses.
///
/// The server's own way to continue, an anchor, loses objects in several sort orders. So
/// pages are asked for by position, with `calculateTotal`, which makes the server cut
/// windows out of the whole result. Positions shift when objects vanish between two requests;
/// therefore every request begins one page back and, if it finds no known object there,
/// the next one begins further back.
public struct Listing: Sendable {
  /// An object of a page.
  public struct Row: Sendable {
    /// The id.
    public let id: String
    /// The object, unread.
    public let object: JSONSlice
  }

  /// What is enumerated.
  public let query: ListingQuery
  /// Whether the end was reached.
  public private(set) var isComplete = false
  /// The number of objects, as the server counted them last.
  public private(set) var total: Int?

  private var pagesInRequest: Int
  private let pagesPerRequest: Int
  private var pageSize: Int
  /// The position up to which all objects are known.
  private var end = 0
  /// The position at which the current request begins.
  private var start = 0
  /// How many pages before ``end`` the next request begins.
  private var stepBack = 1
  /// Whether objects vanished while the server answered one request.
  private var isShifting = false
  private var seen: Set<Name> = []
  private var delivered = 0
  /// The anchor of the next page, where there are no positions.
  private var lastID: String?
  /// How many requests in a row brought nothing new.
  private var fruitlessRequests = 0

  private static let maximumFruitlessRequests = 8

  /// Starts an enumeration.
  ///
  /// - Parameters:
  ///   - query: What to enumerate.
  ///   - limits: The server's; a page is as large as one get may be.
  ///   - pagesPerRequest: How many pages a request after the first may ask for.
  public init(_ query: ListingQuery, limits: CoreLimits, pagesPerRequest: Int = 8) {
    self.query = query
    self.pagesPerRequest = pagesPerRequest
    pageSize = min(limits.maxObjectsInGet, 500)
    if let limit = query.limit { pageSize = max(1, min(pageSize, limit)) }
    pagesInRequest = max(1, min(pagesPerRequest, limits.maxCallsInRequest / 2))
  }

  /// Goes on with other limits, after the server refused a request for its size.
  public mutating func adapt(to limits: CoreLimits) {
    pageSize = max(1, min(pageSize, limits.maxObjectsInGet))
    pagesInRequest = max(1, min(pagesPerRequest, limits.maxCallsInRequest / 2))
  }

  /// Whether pages follow an anchor rather than a position.
  private var goesByAnchor: Bool { ListingFacts.goesByAnchor(query.object) }

  /// The calls of the next request: query and get, page by page.
  public mutating func nextCalls() -> [Invocation] {
    if goesByAnchor { return page(at: nil, index: 0) }
    guard end > 0 else {
      start = 0
      return page(at: nil, index: 0)
    }
    // If only the first page of a request may turn out usable, it must reach beyond `end`.
    start = max(0, end - stepBack * (pagesInRequest > 1 && !isShifting ? pageSize : pageSize / 2))
    let wanted = query.limit.map { $0 - delivered } ?? .max
    let known = end - start
    let pages = min(
      pagesInRequest,
      max(1, (min(wanted, (total ?? end) - end) + known) / pageSize + 1)
    )
    return (0..<pages).flatMap { page(at: start + $0 * pageSize, index: $0) }
  }

  private func page(at position: Int?, index: Int) -> [Invocation] {
    let queryName = query.object + "/query"
    var arguments = JSONObject()
    if let accountID = query.accountID { arguments["accountId"] = .string(accountID) }
    arguments["filter"] = .object(query.filter)
    if let sort = query.sort {
      arguments["sort"] = [
        ["property": .string(sort.property), "isAscending": .bool(sort.isAscending)]
      ]
    }
    arguments["limit"] = .number(JSONNumber(pageSize))
    if goesByAnchor {
      if let lastID { arguments["anchor"] = .string(lastID) }
    } else {
      arguments["calculateTotal"] = true
      if let position { arguments["position"] = .number(JSONNumber(position)) }
    }
    let suffix = index == 0 ? "" : String(index)
    var get = JSONObject()
    if let accountID = query.accountID { get["accountId"] = .string(accountID) }
    get["#ids"] = ResultReference(resultOf: "q" + suffix, name: queryName, path: "/ids").json
    get["properties"] = query.properties.map { .array($0.map { .string($0) }) } ?? .null
    return [
      Invocation(queryName, arguments, callID: "q" + suffix),
      Invocation(query.object + "/get", get, callID: "g" + suffix),
    ]
  }

  /// Takes the responses to ``nextCalls()`` and gives the objects that are new, in order.
  ///
  /// - Throws: ``RegistryError/method(_:)`` if a call was refused,
  ///   ``RegistryError/envelope(_:url:isWrite:)`` if a response is malformed, and
  ///   ``RegistryError/incompleteListing(method:received:total:)`` if it leads nowhere.
  public mutating func absorb(_ results: [MethodResult]) throws(RegistryError) -> [Row] {
    var rows: [Row] = []
    let endBefore = end
    let pageSizeBefore = pageSize
    for index in stride(from: 0, to: results.count - 1, by: 2) where !isComplete {
      let page = try decode(results[index], results[index + 1])
      // Objects that vanished between two calls of one request shifted the later pages.
      if index > 0, !goesByAnchor, let total, let now = page.total, now < total {
        isShifting = true
        break
      }
      let isContiguous =
        goesByAnchor
        ? try absorbAnchored(page, &rows)
        : absorb(
          page,
          at: start + index / 2 * pageSizeBefore,
          asked: pageSizeBefore,
          overlaps: index == 0 && start < endBefore,
          &rows
        )
      if !isContiguous { break }
    }
    if rows.isEmpty, end == endBefore, !isComplete {
      fruitlessRequests += 1
      guard fruitlessRequests <= Self.maximumFruitlessRequests else {
        throw .incompleteListing(
          method: query.object + "/query",
          received: seen.count,
          total: total
        )
      }
    } else {
      fruitlessRequests = 0
    }
    if let limit = query.limit {
      rows = Array(rows.prefix(limit - delivered))
      if delivered + rows.count >= limit { isComplete = true }
    }
    delivered += rows.count
    return rows
  }

  // MARK: Pages

  private struct Page {
    let ids: [String]
    let total: Int?
    let rows: [Row]
  }

  private func decode(
    _ query: MethodResult,
    _ get: MethodResult
  ) throws(RegistryError) -> Page {
    let found = try decode(query) { response throws(EnvelopeError) in
      try QueryResponse(decoding: response)
    }
    let objects = try decode(get) { response throws(EnvelopeError) in
      try GetResponse(decoding: response)
    }
    var byID: [Name: JSONSlice] = [:]
    for object in objects.list {
      guard case .string(let id)?? = try? object.member("id")?.value() else {
        throw envelope(.malformedResponse(method: self.query.object + "/get", member: "id"))
      }
      byID[id] = object
    }
    // An object that was destroyed in between is among those not found.
    let notFound = Set(names: objects.notFound)
    let unaccounted = found.ids.filter { byID[$0] == nil && !notFound.contains($0) }
    guard unaccounted.isEmpty else {
      throw envelope(.unaccounted(method: self.query.object + "/get", ids: unaccounted))
    }
    let rows = found.ids.compactMap { id in byID[id].map { Row(id: id, object: $0) } }
    return Page(ids: found.ids, total: found.total, rows: rows)
  }

  private func decode<Decoded>(
    _ result: MethodResult,
    _ decoder: (Response.MethodResponse) throws(EnvelopeError) -> Decoded
  ) throws(RegistryError) -> Decoded {
    let response: Response.MethodResponse
    do { response = try result.get() } catch { throw .method(error) }
    do { return try decoder(response) } catch { throw envelope(error) }
  }

  private func envelope(_ error: EnvelopeError) -> RegistryError {
    .envelope(error, url: query.object, isWrite: false)
  }

  /// Takes a page that was asked for by position.
  ///
  /// - Returns: whether the pages after it in the same request can be used.
  private mutating func absorb(
    _ page: Page,
    at position: Int,
    asked: Int,
    overlaps: Bool,
    _ rows: inout [Row]
  ) -> Bool {
    total = page.total
    if overlaps, position > 0, !page.ids.contains(where: { seen.contains($0) }) {
      // No known object is on this page: so many vanished that the ones which follow the
      // known objects may have moved to a page before this one.
      stepBack *= 2
      return false
    }
    stepBack = 1
    for row in page.rows where seen.insert(row.id).inserted { rows.append(row) }
    seen.formUnion(page.ids)
    // If the server did not count, although it must, there may be more after a full page.
    let total = page.total ?? (page.ids.count < asked ? position + page.ids.count : .max)
    if !page.ids.isEmpty { end = position + page.ids.count }
    if end >= total {
      isComplete = true
      return true
    }
    guard page.ids.count < asked else { return true }
    // The server gives smaller pages than were asked for, so there are gaps between this
    // page and those after it.
    if !page.ids.isEmpty { pageSize = page.ids.count }
    return false
  }

  private mutating func absorbAnchored(_ page: Page, _ rows: inout [Row]) throws(RegistryError)
    -> Bool
  {
    for row in page.rows where seen.insert(row.id).inserted { rows.append(row) }
    lastID = page.ids.last
    end += page.ids.count
    if page.ids.count < pageSize { isComplete = true }
    return false
  }
}
