// SPDX-License-Identifier: MIT

internal import JSON

/// Finds the objects that match a filter, in the order in which the server's
/// indexes have them.
struct QueryScan {
  /// A value of an index.
  enum Key: Comparable {
    case bytes([UInt8])
    case number(UInt64)

    static func < (left: Key, right: Key) -> Bool { order(left, right) < 0 }

    /// Negative if the first comes first, 0 if they are equal.
    static func order(_ left: Key, _ right: Key) -> Int {
      switch (left, right) {
      case (.number(let one), .number(let other)): return one < other ? -1 : one > other ? 1 : 0
      case (.bytes(let one), .bytes(let other)):
        if one == other { return 0 }
        return one.lexicographicallyPrecedes(other) ? -1 : 1
      case (.number, .bytes): return -1
      case (.bytes, .number): return 1
      }
    }
  }

  /// What was found.
  struct Matches {
    /// Ids in scan order; an id stands once for each value that matched.
    var ids: [UInt64]
    /// Whether any filter restricted the scan.
    var isFiltered: Bool
  }

  let store: RegistryStore
  let type: ObjectType
  private var facts: TypeFacts { type.facts }

  /// The ids out of `candidates` (ascending) that satisfy all conditions.
  ///
  /// A scoped list of candidates is itself a selection.
  func matches(
    _ conditions: [FilterCondition],
    of candidates: [UInt64],
    isScoped: Bool
  ) throws(MethodError) -> Matches {
    var ids = candidates
    for condition in conditions {
      if let paths = facts.texts[condition.property] {
        ids = try textMatches(condition, paths, of: ids)
        continue
      }
      let accepts = try test(condition)
      ids = ids.filter { id in
        guard let object = store.object(type.name, id) else { return false }
        return keys(condition.property, object).contains(where: accepts)
      }
    }
    let count = conditions.count + (isScoped ? 1 : 0)
    if count == 1, let condition = conditions.first, condition.comparison != .equal,
      let matching = facts.filters[condition.property], matching != .variant
    {
      let accepts = try test(condition)
      let walked = walk(condition.property, Set(ids)).filter { accepts($0.key) }
      return Matches(ids: walked.map(\.id), isFiltered: true)
    }
    if count == 0, let property = facts.scansByValue {
      return Matches(ids: walk(property, Set(ids)).map(\.id), isFiltered: true)
    }
    return Matches(ids: ids, isFiltered: count > 0)
  }

  /// The entries of the index of a property for some objects, ascending by value, then id.
  func walk(_ property: String, _ ids: Set<UInt64>) -> [(key: Key, id: UInt64)] {
    var entries: [(key: Key, id: UInt64)] = []
    for id in store.ids(type.name) where ids.contains(id) {
      guard let object = store.object(type.name, id) else { continue }
      for key in keys(property, object) { entries.append((key, id)) }
    }
    return entries.sorted { left, right in
      let order = Key.order(left.key, right.key)
      return order == 0 ? left.id < right.id : order < 0
    }
  }

  // MARK: - Keys

  /// The values that an object has in the index of a property.
  func keys(_ property: String, _ object: JSONObject) -> [Key] {
    guard let matching = facts.filters[property] else { return [] }
    if matching == .total { return [.number(type.behaviour.total(property, of: object))] }
    if let members = object[property]?.object {
      return members.compactMap { key(.string($0.name), matching) }
    }
    if let key = key(object[property], matching) { return [key] }
    return matching == .id && property == facts.scansByValue ? [.number(.max)] : []
  }

  /// The place of a value in an index; nil for what cannot stand in it.
  private func key(_ value: JSONValue?, _ matching: TypeFacts.Matching) -> Key? {
    let text = value?.string
    return switch matching {
    case .keyword: text.map { .bytes(Array($0.utf8)) }
    case .id: text.flatMap { ObjectID($0) }.map { .number($0.value) }
    case .address: text.flatMap { NetworkRange($0) }.map { .bytes($0.sortKey) }
    case .date: text.flatMap { Timestamp($0) }.map { .number(UInt64(max(0, $0.seconds))) }
    case .variant: type.shape.variants.firstIndex { $0.name == text }.map { .number(UInt64($0)) }
    case .total: value?.number?.unsigned.map { .number($0) }
    }
  }

  // MARK: - Conditions

  /// Whether a value of an index satisfies a condition.
  private func test(_ condition: FilterCondition) throws(MethodError) -> (Key) -> Bool {
    let property = condition.property
    guard let matching = facts.filters[property], let wanted = key(condition.value, matching) else {
      throw condition.unsupported
    }
    let comparison =
      facts.has(.takesAnyOperator) && property == "accountId" ? .equal : condition.comparison
    // Where the ids stand behind the values in the index, "greater than" begins behind everything
    // that starts with the value.
    let skipsPrefixes =
      comparison == .greaterThan && matching == .keyword && !facts.unique.contains(property)
    return { key in
      guard comparison.accepts(Key.order(key, wanted)) else { return false }
      guard skipsPrefixes, case .bytes(let bytes) = key, case .bytes(let start) = wanted else {
        return true
      }
      return !bytes.starts(with: start)
    }
  }

  /// The objects that have every word of a text; leading words that no object has are ignored.
  private func textMatches(
    _ condition: FilterCondition,
    _ paths: [String],
    of ids: [UInt64]
  ) throws(MethodError) -> [UInt64] {
    guard let text = condition.value.string else { throw condition.unsupported }
    var running: Set<UInt64> = []
    let words = TextTokens.of(text)
    guard !words.isEmpty else { return [] }
    var tokens: [UInt64: Set<String>] = [:]
    for id in ids {
      guard let object = store.object(type.name, id) else { continue }
      let texts = paths.flatMap { JSONValue.object(object).texts(at: $0[...]) }
      tokens[id] = Set(texts.flatMap { TextTokens.of($0) })
    }
    for word in words {
      let hits = Set(ids.filter { tokens[$0]?.contains(word) ?? false })
      guard !running.isEmpty else {
        running = hits
        continue
      }
      running.formIntersection(hits)
      if running.isEmpty { return [] }
    }
    return ids.filter { running.contains($0) }
  }
}
