// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// How the objects of a shard are found again on a server.
enum MatchKey: Equatable {
  /// By the type's own rule, which a plan need not name.
  case unstated
  /// By everything comparable that a body says.
  case value
  /// By these properties.
  case properties([String])

  /// What stands in the plan; nil for nothing.
  var json: JSONValue? {
    switch self {
    case .unstated: nil
    case .value: "*"
    case .properties(let names): .array(names.map { .string($0) })
    }
  }
}

/// Chooses a key by which the objects of one variant are told apart.
struct MatchKeyChoice {
  private let fields: FieldSet
  private let label: String?
  private let schema: Schema
  private let schemaName: String?
  /// Properties that can be no part of a key, since their values are not written.
  private let unusable: Set<String>

  init(
    _ shard: Shard,
    label: String?,
    unusable: Set<String>,
    in schema: Schema
  ) {
    fields = schema.fields(of: shard.type.shape, variant: shard.variant)
    schemaName = shard.variant.map(\.schemaName) ?? shard.type.shape.schemaName
    self.label = label
    self.schema = schema
    self.unusable = unusable
  }

  /// The key, and the pairs that no key tells apart: places in `objects`, the first written.
  func choose(for objects: [JSONSlice]) -> (key: MatchKey, twins: [(first: Int, other: Int)]) {
    var texts = PropertyTexts(objects)
    guard let label else {
      return byValue(&texts, orElse: nameOrNothing(&texts))
    }
    guard fields[label] != nil, !objects.contains(where: { texts.isMissing(label, in: $0) }) else {
      let (key, twins) = byValue(&texts, orElse: nameOrNothing(&texts))
      return (key == .unstated ? .value : key, twins)
    }
    return extend([label], &texts)
  }

  private func nameOrNothing(_ texts: inout PropertyTexts) -> [String] {
    fields["name"] != nil && !unusable.contains("name") ? ["name"] : []
  }

  private func byValue(
    _ texts: inout PropertyTexts,
    orElse start: [String]
  ) -> (MatchKey, [(first: Int, other: Int)]) {
    let comparable = fields.filter { isComparable($0) }.map(\.name)
    if !comparable.isEmpty, texts.isUnique(comparable) { return (.unstated, []) }
    return extend(start, &texts)
  }

  /// Adds properties until all objects differ: references first, then what says most.
  private func extend(
    _ start: [String],
    _ texts: inout PropertyTexts
  ) -> (MatchKey, [(first: Int, other: Int)]) {
    var key = start
    if !key.isEmpty, texts.isUnique(key) { return (.properties(key), []) }
    let candidates: [(FieldSet) -> [String]] = [
      { $0.filter { isReference($0) }.map(\.name) },
      { $0.filter { isComparable($0) }.map(\.name) },
      { $0.filter { isWhole($0) }.map(\.name) },
    ]
    for candidate in candidates {
      var left = candidate(fields).filter { !key.contains($0) && !unusable.contains($0) }
      while !left.isEmpty {
        let distinct = texts.distinct(key)
        var best: (name: String, count: Int)?
        for name in left {
          let count = texts.distinct(key + [name])
          if count > best?.count ?? distinct { best = (name, count) }
        }
        guard let best else { break }
        key.append(best.name)
        left.removeAll { $0 == best.name }
        if best.count == texts.count { return (.properties(key), []) }
      }
    }
    return (key.isEmpty ? .unstated : .properties(key), texts.twins(key))
  }

  private func isReference(_ field: Field) -> Bool {
    if case .objectID = field.type.kind { return field.update != .serverSet }
    return false
  }

  private func isComparable(_ field: Field) -> Bool {
    guard field.update != .serverSet, !isSecret(field) else { return false }
    switch field.type.kind {
    case .string, .number, .boolean, .enumeration, .utcDateTime: return true
    default: return false
    }
  }

  /// Whether the value of a composite property can be held against another as a whole.
  private func isWhole(_ field: Field) -> Bool {
    guard field.update != .serverSet, !isSecret(field) else { return false }
    switch field.type.kind {
    case .set(let member, _, _): return member.referencedObjectName == nil
    case .object("x:Expression"): return true
    default: return false
    }
  }

  private func isSecret(_ field: Field) -> Bool {
    schemaName.map { schema.isSecret(field, ofSchema: $0) } ?? false
  }
}

/// The texts of properties of many objects, read when they are first asked for.
private struct PropertyTexts {
  let objects: [JSONSlice]
  private var known: [String: [[UInt8]]] = [:]

  init(_ objects: [JSONSlice]) { self.objects = objects }

  var count: Int { objects.count }

  func isMissing(_ name: String, in object: JSONSlice) -> Bool {
    ((try? object.member(name)) ?? nil) == nil
  }

  private mutating func texts(_ name: String) -> [[UInt8]] {
    if let texts = known[name] { return texts }
    let texts = objects.map { object -> [UInt8] in
      guard let slice = (try? object.member(name)) ?? nil else { return Array("null".utf8) }
      guard slice.kind == .object, let value = try? slice.value() else { return Array(slice.text) }
      var bytes: [UInt8] = []
      value.sortedByName.write(to: &bytes)
      return bytes
    }
    known[name] = texts
    return texts
  }

  private mutating func keys(_ names: [String]) -> [[UInt8]] {
    let columns = names.map { texts($0) }
    return objects.indices.map { place in
      columns.reduce(into: []) { key, column in
        key += column[place]
        key.append(0)
      }
    }
  }

  mutating func distinct(_ names: [String]) -> Int { Set(keys(names)).count }

  mutating func isUnique(_ names: [String]) -> Bool { distinct(names) == count }

  /// Each object that looks like an earlier one.
  mutating func twins(_ names: [String]) -> [(first: Int, other: Int)] {
    var first: [[UInt8]: Int] = [:]
    var result: [(first: Int, other: Int)] = []
    for (place, key) in keys(names).enumerated() {
      if let earlier = first[key] {
        result.append((earlier, place))
      } else {
        first[key] = place
      }
    }
    return result
  }
}

extension JSONValue {
  /// The value with the members of all objects in it sorted by name.
  var sortedByName: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sortedByName))
    case .object(let object):
      .object(
        JSONObject(
          object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { ($0.name, $0.value.sortedByName) }
        )
      )
    default: self
    }
  }
}
