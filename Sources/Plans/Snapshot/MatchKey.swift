// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

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
  private let unusable: Set<Name>

  init(
    _ shard: Shard,
    label: String?,
    unusable: Set<Name>,
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
    let texts = PropertyTexts(objects)
    guard let label else {
      return byValue(texts, orElse: nameOrNothing(texts))
    }
    guard fields[label] != nil, !objects.contains(where: { texts.isMissing(label, in: $0) }) else {
      let (key, twins) = byValue(texts, orElse: nameOrNothing(texts))
      return (key == .unstated ? .value : key, twins)
    }
    return extend([label], texts)
  }

  private func nameOrNothing(_ texts: PropertyTexts) -> [String] {
    let name = NamingProperty.name
    return fields[name] != nil && !unusable.contains(name) ? [name] : []
  }

  private func byValue(
    _ texts: PropertyTexts,
    orElse start: [String]
  ) -> (MatchKey, [(first: Int, other: Int)]) {
    let comparable = fields.filter { isComparable($0) }.map(\.name)
    if !comparable.isEmpty, texts.isUnique(comparable) { return (.unstated, []) }
    return extend(start, texts)
  }

  /// Adds properties until all objects differ: references first, then what says most.
  private func extend(
    _ start: [String],
    _ texts: PropertyTexts
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
    default: return field.type.isExpression
    }
  }

  private func isSecret(_ field: Field) -> Bool {
    schemaName.map { schema.isSecret(field, ofSchema: $0) } ?? false
  }
}

/// The texts of properties of many objects.
///
/// They are read whenever they are asked for: kept for all objects of a type they would take
/// as much memory as the objects themselves.
private struct PropertyTexts {
  let objects: [JSONSlice]

  init(_ objects: [JSONSlice]) { self.objects = objects }

  var count: Int { objects.count }

  func isMissing(_ name: String, in object: JSONSlice) -> Bool {
    ((try? object.member(name)) ?? nil) == nil
  }

  private func key(_ names: [String], of object: JSONSlice) -> [UInt8] {
    var key: [UInt8] = []
    for name in names {
      if let slice = (try? object.member(name)) ?? nil {
        if slice.kind == .object, let value = try? slice.value() {
          value.sortedByName.write(to: &key)
        } else {
          key += slice.text
        }
      } else {
        key += "null".utf8
      }
      key.append(0)
    }
    return key
  }

  func distinct(_ names: [String]) -> Int {
    var keys: Set<[UInt8]> = []
    for object in objects { keys.insert(key(names, of: object)) }
    return keys.count
  }

  func isUnique(_ names: [String]) -> Bool {
    var keys: Set<[UInt8]> = []
    return objects.allSatisfy { keys.insert(key(names, of: $0)).inserted }
  }

  /// Each object that looks like an earlier one.
  func twins(_ names: [String]) -> [(first: Int, other: Int)] {
    var first: [[UInt8]: Int] = [:]
    var result: [(first: Int, other: Int)] = []
    for (place, object) in objects.enumerated() {
      let key = key(names, of: object)
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
