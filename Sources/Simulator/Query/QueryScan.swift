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
    /// Whether the scan follows the ids.
    var isInIDOrder: Bool
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
      if case .text(let paths) = facts.filters[condition.property] {
        ids = try textMatches(condition, paths, of: ids)
        continue
      }
      let isMatch = try predicate(condition)
      ids = ids.filter { store.object(type.name, $0).map(isMatch) ?? false }
    }
    let count = conditions.count + (isScoped ? 1 : 0)
    if count == 1, let condition = conditions.first, condition.comparison != .equal,
      let matching = facts.filters[condition.property], isOrdered(matching)
    {
      let walked = walk(condition.property, Set(ids)).filter { entry in
        (try? accepts(condition, entry.key)) ?? false
      }
      return Matches(ids: walked.map(\.id), isFiltered: true, isInIDOrder: false)
    }
    if count == 0, let property = facts.scansByValue {
      return Matches(
        ids: walk(property, Set(ids)).map(\.id),
        isFiltered: true,
        isInIDOrder: false
      )
    }
    return Matches(ids: ids, isFiltered: count > 0, isInIDOrder: true)
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

  private func isOrdered(_ matching: TypeFacts.Matching) -> Bool {
    switch matching {
    case .text, .variant: false
    default: true
    }
  }

  // MARK: - Keys

  /// The values that an object has in the index of a property.
  func keys(_ property: String, _ object: JSONObject) -> [Key] {
    switch facts.filters[property] {
    case .keyword:
      if let members = object[property]?.object {
        return members.map { .bytes(Array($0.name.utf8)) }
      }
      return object[property]?.string.map { [.bytes(Array($0.utf8))] } ?? []
    case .id:
      if let members = object[property]?.object {
        return members.compactMap { ObjectID($0.name).map { .number($0.value) } }
      }
      if let id = object[property]?.string.flatMap({ ObjectID($0) }) { return [.number(id.value)] }
      return property == facts.scansByValue ? [.number(.max)] : []
    case .address:
      return object[property]?.string.flatMap { NetworkRange($0) }
        .map { [.bytes($0.sortKey)] } ?? []
    case .date:
      return object[property]?.string.flatMap { Timestamp($0) }
        .map { [.number(UInt64(max(0, $0.seconds)))] } ?? []
    case .variant:
      let place = type.shape.variants.firstIndex { $0.name == object["@type"]?.string }
      return place.map { [.number(UInt64($0))] } ?? []
    case .total(let total): return [.number(total(object))]
    default: return []
    }
  }

  // MARK: - Conditions

  private func predicate(
    _ condition: FilterCondition
  ) throws(MethodError) -> (JSONObject) -> Bool {
    guard let matching = facts.filters[condition.property] else { throw condition.unsupported }
    let wanted = try key(condition, matching)
    let comparison = ignoresOperator(condition) ? .equal : condition.comparison
    let skipsPrefixes = self.skipsPrefixes(condition.property, matching)
    return { object in
      keys(condition.property, object).contains { key in
        Self.accepts(comparison, key, wanted, skipsPrefixes: skipsPrefixes)
      }
    }
  }

  private func accepts(_ condition: FilterCondition, _ key: Key) throws(MethodError) -> Bool {
    guard let matching = facts.filters[condition.property] else { return false }
    return Self.accepts(
      ignoresOperator(condition) ? .equal : condition.comparison,
      key,
      try self.key(condition, matching),
      skipsPrefixes: skipsPrefixes(condition.property, matching)
    )
  }

  /// Whether an operator is accepted and means nothing.
  private func ignoresOperator(_ condition: FilterCondition) -> Bool {
    facts.ignoresOperators && condition.property == "accountId"
  }

  /// Whether "greater than" begins behind everything that starts with the value,
  /// as it does where the ids stand behind the values in the index.
  private func skipsPrefixes(_ property: String, _ matching: TypeFacts.Matching) -> Bool {
    guard case .keyword = matching else { return false }
    return !facts.unique.contains(property)
  }

  private static func accepts(
    _ comparison: FilterCondition.Operator,
    _ key: Key,
    _ wanted: Key,
    skipsPrefixes: Bool
  ) -> Bool {
    guard comparison.accepts(Key.order(key, wanted)) else { return false }
    if skipsPrefixes, comparison == .greaterThan, case .bytes(let bytes) = key,
      case .bytes(let start) = wanted
    {
      return !bytes.starts(with: start)
    }
    return true
  }

  private func key(
    _ condition: FilterCondition,
    _ matching: TypeFacts.Matching
  ) throws(MethodError) -> Key {
    let text = condition.value.string
    let key: Key? =
      switch matching {
      case .keyword: text.map { .bytes(Array($0.utf8)) }
      case .id: text.flatMap { ObjectID($0) }.map { .number($0.value) }
      case .address: text.flatMap { NetworkRange($0) }.map { .bytes($0.sortKey) }
      case .date: text.flatMap { Timestamp($0) }.map { .number(UInt64(max(0, $0.seconds))) }
      case .variant:
        type.shape.variants.firstIndex { $0.name == text }.map { .number(UInt64($0)) }
      case .total: condition.value.number?.unsigned.map { .number($0) }
      case .text: nil
      }
    guard let key else { throw condition.unsupported }
    return key
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
