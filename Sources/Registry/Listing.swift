// SPDX-License-Identifier: MIT

public import JMAP
public import JSON

/// What to enumerate: objects of one type, in the server's order.
public struct ListingQuery: Equatable, Sendable {
  /// The type, such as `x:Account`.
  public var object: String
  /// The filter; its members hold all at once.
  public var filter: JSONObject
  /// The property to sort by, and whether upwards; nil is the server's default, newest first.
  public var sort: (property: String, isAscending: Bool)?
  /// The properties to fetch; nil fetches all.
  public var properties: [String]?
  /// Whose objects, for the types that belong to accounts; nil is the caller.
  public var accountID: String?
  /// How many objects are wanted; nil wants all.
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
/// A value that performs no I/O: ask it for calls, hand it their responses.
///
/// The server's own continuation, an anchor, loses data in several of its
/// orders, so pages are asked for by position, with `calculateTotal`, which
/// makes the server cut windows out of the whole result. Positions shift when
/// objects vanish between two requests; therefore every request begins one page
/// back, and if it does not meet what is known there, further back.
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
  /// The number of objects that the server counted last.
  public private(set) var total: Int?

  private var pairs: Int
  private let pagesPerRequest: Int
  private var pageSize: Int
  private var end = 0  // The position after the last object known to be contiguous.
  private var start = 0  // Where the request in flight begins.
  private var stepBack = 1  // In pages.
  private var isShifting = false  // Objects vanished while one request was answered.
  private var seen: Set<String> = []
  private var delivered = 0
  private var lastID: String?
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
    pairs = max(1, min(pagesPerRequest, limits.maxCallsInRequest / 2))
  }

  /// Goes on with other limits, after the server refused a request for its size.
  public mutating func adapt(to limits: CoreLimits) {
    pageSize = max(1, min(pageSize, limits.maxObjectsInGet))
    pairs = max(1, min(pagesPerRequest, limits.maxCallsInRequest / 2))
  }

  /// The log cannot be entered by position: it goes on after an anchor only, and counts nothing.
  private var goesByAnchor: Bool { query.object == "x:Log" }

  /// The calls of the next request: query and get, page by page.
  public mutating func nextCalls() -> [Invocation] {
    if goesByAnchor { return page(at: nil, index: 0) }
    guard end > 0 else {
      start = 0
      return page(at: nil, index: 0)
    }
    // Where one page of a request may be all that counts, it must reach beyond what is known.
    start = max(0, end - stepBack * (pairs > 1 && !isShifting ? pageSize : pageSize / 2))
    let wanted = query.limit.map { $0 - delivered } ?? .max
    let known = end - start
    let pages = min(pairs, max(1, (min(wanted, (total ?? end) - end) + known) / pageSize + 1))
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
      // What vanished between two calls of one request moved the pages after it.
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
    do {
      let found = try QueryResponse(decoding: try unwrap(query))
      let response = try unwrap(get)
      let objects = try GetResponse(decoding: response)
      var byID: [String: JSONSlice] = [:]
      for object in objects.list {
        guard case .string(let id)?? = try? object.member("id")?.value() else {
          throw EnvelopeError.malformedResponse(method: response.name, member: "id")
        }
        byID[id] = object
      }
      // An object may have been destroyed in between; then it is named as not found.
      let notFound = Set(objects.notFound)
      let unaccounted = found.ids.filter { byID[$0] == nil && !notFound.contains($0) }
      guard unaccounted.isEmpty else {
        throw EnvelopeError.unaccounted(method: response.name, ids: unaccounted)
      }
      let rows = found.ids.compactMap { id in byID[id].map { Row(id: id, object: $0) } }
      return Page(ids: found.ids, total: found.total, rows: rows)
    } catch let error as EnvelopeError {
      throw .envelope(error, url: self.query.object, isWrite: false)
    } catch let error as RegistryError {
      throw error
    } catch {
      throw .incompleteListing(method: self.query.object, received: seen.count, total: total)
    }
  }

  private func unwrap(_ result: MethodResult) throws -> Response.MethodResponse {
    do { return try result.get() } catch { throw RegistryError.method(error) }
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
    if overlaps, position > 0, !page.ids.contains(where: seen.contains) {
      // Nothing of what is known stands here any more: so much vanished
      // that objects in between may have moved before this page.
      stepBack *= 2
      return false
    }
    stepBack = 1
    for row in page.rows where seen.insert(row.id).inserted { rows.append(row) }
    seen.formUnion(page.ids)
    // A server that does not count, although it must, may have more after a full page.
    let total = page.total ?? (page.ids.count < asked ? position + page.ids.count : .max)
    if !page.ids.isEmpty { end = position + page.ids.count }
    if end >= total {
      isComplete = true
      return true
    }
    guard page.ids.count < asked else { return true }
    // The server gives smaller pages than were asked for, so the positions of
    // the pages after this one leave gaps.
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
