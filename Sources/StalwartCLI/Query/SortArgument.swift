// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema

/// `--sort FIELD[:desc]`: the order of a listing.
struct SortArgument {
  /// The property.
  let property: String
  /// Whether small values come first.
  let isAscending: Bool

  init(_ text: String, of type: ObjectType, in schema: Schema) throws(Failure) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count < 3, parts.count < 2 || ["asc", "desc"].contains(parts[1].lowercased()) else {
      throw .usage("--sort: '\(text)' is neither FIELD nor FIELD:desc")
    }
    isAscending = parts.count < 2 || parts[1].lowercased() == "asc"
    let names: [String]
    do { names = try schema.propertyNames([parts[0]], of: type) } catch {
      throw Failure(error, owner: type.displayName)
    }
    property = names.first ?? "id"
  }

  /// Whether the server sorts; by other properties it would leave objects out that lack them.
  var isDoneByServer: Bool { property == "id" }

  /// The objects in order; those without the property come last.
  func sorted(_ rows: [Listing.Row]) -> [Listing.Row] {
    let keyed = rows.map { row in
      (row: row, key: ((try? row.object.member(property)) ?? nil).flatMap(Self.present))
    }
    let ordered = keyed.enumerated().sorted { left, right in
      switch Self.compare(left.element.key, right.element.key) {
      case .none: left.offset < right.offset
      case .some(let isLess) where left.element.key == nil || right.element.key == nil: isLess
      case .some(let isLess): isAscending ? isLess : !isLess
      }
    }
    return ordered.map(\.element.row)
  }

  /// Whether the first is less; nil where neither is.
  ///
  /// Values that are not there are greatest.
  private static func compare(_ left: JSONValue?, _ right: JSONValue?) -> Bool? {
    switch (left, right) {
    case (nil, nil): return nil
    case (nil, _): return false
    case (_, nil): return true
    case (.number(let one)?, .number(let other)?):
      if let one = one.integer, let other = other.integer {
        return one == other ? nil : one < other
      }
      let (one, other) = (one.double ?? 0, other.double ?? 0)
      return one == other ? nil : one < other
    case (let one?, let other?):
      let (one, other) = (text(one), text(other))
      if one == other { return nil }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
  }

  /// The value; nil for null, which means that it is not there.
  private static func present(_ slice: JSONSlice) -> JSONValue? {
    guard let value = try? slice.value(), !value.isNull else { return nil }
    return value
  }

  private static func text(_ value: JSONValue) -> String {
    (value.string ?? value.serialized()).lowercased()
  }
}
