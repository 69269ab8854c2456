// SPDX-License-Identifier: MIT

/// Cuts pages out of results.
struct QueryWindow {
  let arguments: QueryArguments
  let maximum: Int

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
  func list(
    _ ids: [UInt64],
    accountID: UInt64
  ) throws(MethodError) -> QueryResult {
    let limit = arguments.limit.map { $0 == 0 ? Int.max : min($0, maximum) } ?? maximum
    var start = 0
    var position = 0
    if let anchor = arguments.anchor {
      guard
        let id = ObjectID(anchor), let place = ids.firstIndex(of: id.value)
      else { throw .anchorNotFound }
      start = max(0, place + (arguments.anchorOffset ?? 0))
      position = start
    } else if let wanted = arguments.position {
      start = wanted < 0 ? max(0, ids.count + wanted) : wanted
      position = start <= ids.count ? start : 0
    }
    var result = QueryResult(
      accountID: accountID,
      position: position,
      ids: ids.dropFirst(start).prefix(limit).map { ObjectID(value: $0).text }
    )
    if arguments.calculateTotal { result.total = ids.count }
    let effective = arguments.limit == 0 ? 0 : limit
    if ids.count > effective { result.limit = effective }
    return result
  }
}
