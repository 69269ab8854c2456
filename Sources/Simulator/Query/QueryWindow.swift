// SPDX-License-Identifier: MIT

/// Cuts pages out of results.
struct QueryWindow {
  let arguments: QueryArguments
  let maximum: Int
  let accountID: UInt64

  /// Whether the page can be read straight off the index.
  var isKeyset: Bool {
    !arguments.calculateTotal && (arguments.anchorOffset ?? 0) == 0
      && (arguments.position.map { $0 > 0 } ?? true)
  }

  /// A page in scan order, put into id order.
  func keyset(_ matches: QueryScan.Matches, isAscending: Bool) -> [UInt64] {
    var rest = matches.ids[...]
    if let anchor = arguments.anchor {
      let id = ObjectID(anchor)?.value
      if !matches.isFiltered {
        if let id { rest = rest.drop { $0 <= id } }
      } else if let id, let place = rest.firstIndex(of: id) {
        rest = rest[(place + 1)...]
      } else {
        rest = []
      }
    } else {
      rest = rest.dropFirst(arguments.position ?? 0)
    }
    let limit = min(max(1, arguments.limit ?? maximum), maximum)
    let page = rest.prefix(limit).sorted()
    return isAscending ? page : page.reversed()
  }

  /// A window of a whole list, as RFC 8620, section 5.5, has it.
  func list(_ ids: [UInt64]) throws(MethodError) -> QueryResult {
    guard arguments.anchor != nil else { return byPosition(ids[...]) }
    let start = max(0, try anchorPlace(in: ids) + (arguments.anchorOffset ?? 0))
    return page(of: ids[...], from: start, position: start)
  }

  /// A window of a list whose scan begins at the anchor, so that nothing before it counts.
  func scan(_ ids: [UInt64]) throws(MethodError) -> QueryResult {
    guard arguments.anchor != nil else { return byPosition(ids[...]) }
    let rest = ids[try anchorPlace(in: ids)...]
    let start = max(0, arguments.anchorOffset ?? 0)
    return page(of: rest, from: start, position: start <= rest.count ? start : 0)
  }

  private func anchorPlace(in ids: [UInt64]) throws(MethodError) -> Int {
    guard
      let id = arguments.anchor.flatMap({ ObjectID($0) }), let place = ids.firstIndex(of: id.value)
    else { throw .anchorNotFound }
    return place
  }

  private func byPosition(_ ids: ArraySlice<UInt64>) -> QueryResult {
    let wanted = arguments.position ?? 0
    let start = wanted < 0 ? max(0, ids.count + wanted) : wanted
    return page(of: ids, from: start, position: start <= ids.count ? start : 0)
  }

  /// The ids from a place on; a limit of 0 cuts nothing off and is told all the same.
  private func page(of ids: ArraySlice<UInt64>, from start: Int, position: Int) -> QueryResult {
    let limit = min(arguments.limit ?? maximum, maximum)
    let page = limit == 0 ? ids.dropFirst(start) : ids.dropFirst(start).prefix(limit)
    return QueryResult(
      accountID: accountID,
      position: position,
      ids: page.map { ObjectID(value: $0).text },
      total: arguments.calculateTotal ? ids.count : nil,
      limit: ids.count > limit ? limit : nil
    )
  }
}
