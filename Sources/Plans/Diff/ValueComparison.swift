// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

/// Compares what two plans say of one object, each way alike.
///
/// Texts, numbers and moments are taken as the server stores them, sets without order, lists
/// by position; null is as good as nothing, and what is replaced as a whole has its defaults.
struct ValueComparison {
  let schema: Schema
  let skipsSecrets: Bool
  /// The differences, in the order of the second object.
  private(set) var changes: [PlanDifference.Change] = []
  private let show: (JSONValue) -> JSONValue

  /// Begins each secret; no text of a plan does.
  private static let secretMark: Character = "\u{3}"

  /// `show` makes values readable that references were replaced in.
  init(_ schema: Schema, skipsSecrets: Bool, _ show: @escaping (JSONValue) -> JSONValue) {
    self.schema = schema
    self.skipsSecrets = skipsSecrets
    self.show = show
  }

  /// Compares the properties of two objects of one type.
  mutating func compare(_ old: JSONObject, _ new: JSONObject, as type: ObjectType) {
    let old = marked(old, type)
    let new = marked(new, type)
    compareVariants(old["@type"], new["@type"], at: [])
    let tag = new["@type"]?.string ?? old["@type"]?.string
    let variant = tag.flatMap { type.variant(named: $0) }
    let owner = type.shape.schemaName ?? variant?.schemaName ?? type.name
    let fields = schema.fields(of: type.shape, variant: variant)
    compareMembers(old, new, fields, owner, at: [], isMerged: true)
  }

  // MARK: Secrets

  private func marked(_ body: JSONObject, _ type: ObjectType) -> JSONObject {
    var value = JSONValue.object(body)
    for pointer in schema.secretPaths(in: body, as: type.shape) {
      let marked = value.changing(at: pointer.tokens[...]) { secret in
        guard let text = secret.string, !text.isEmpty else { return secret }
        return .string("\(Self.secretMark)\(text)")
      }
      value = marked ?? value
    }
    return value.object ?? body
  }

  private static func isSecret(_ value: JSONValue?) -> Bool {
    value?.string?.first == secretMark
  }

  private static func holdsSecret(_ value: JSONValue?) -> Bool {
    guard case .object(let object)? = value else { return isSecret(value) }
    return object.contains { holdsSecret($0.value) }
  }

  /// Whether a secret is taken from elsewhere, so that nothing is known about it.
  private static func isPlaceholder(_ value: JSONValue) -> Bool {
    guard let text = value.string?.dropFirst(), text.hasSuffix("}") else { return false }
    return text.hasPrefix("${env:") || text.hasPrefix("${file:")
  }

  private mutating func add(_ path: [String], _ old: JSONValue?, _ new: JSONValue?) {
    let isSecret = Self.isSecret(old) || Self.isSecret(new)
    if skipsSecrets, Self.holdsSecret(old) || Self.holdsSecret(new) { return }
    changes.append(
      PlanDifference.Change(
        path: JSONPointer(tokens: path).patchKey,
        old: old.map(shown),
        new: new.map(shown),
        isSecret: isSecret
      )
    )
  }

  private func shown(_ value: JSONValue) -> JSONValue {
    show(value.mappingTexts { $0.first == Self.secretMark ? secretMask : $0 })
  }

  // MARK: Objects

  private mutating func compareVariants(_ old: JSONValue?, _ new: JSONValue?, at path: [String]) {
    if let old, let new, old != new { add(path + ["@type"], old, new) }
  }

  private mutating func compareMembers(
    _ old: JSONObject,
    _ new: JSONObject,
    _ fields: FieldSet,
    _ owner: String,
    at path: [String],
    isMerged: Bool
  ) {
    let names = new.members.map(\.name) + old.members.map(\.name).filter { !new.contains($0) }
    for name in names where name != "@type" {
      let field = fields[name]
      if field?.update == .serverSet { continue }
      compare(old[name], new[name], field?.type, at: path + [name], isMerged: isMerged) {
        [schema] in
        guard let field else { return $0 }
        return schema.comparableForm(of: $0, field: field, ofSchema: owner)
      }
    }
  }

  /// Compares values of a type; nil for one that the schema does not know.
  private mutating func compare(
    _ old: JSONValue?,
    _ new: JSONValue?,
    _ type: FieldType?,
    at path: [String],
    isMerged: Bool,
    _ stored: (JSONValue) -> JSONValue
  ) {
    let old = old.flatMap { $0.isNull ? nil : $0 }
    let new = new.flatMap { $0.isNull ? nil : $0 }
    guard let old, let new else {
      if old != nil || new != nil { add(path, old, new) }
      return
    }
    guard old != new else { return }
    if Self.isSecret(old), Self.isSecret(new) {
      if !Self.isPlaceholder(old) || !Self.isPlaceholder(new) { add(path, old, new) }
      return
    }
    guard let type, case .object(let before) = old, case .object(let after) = new else {
      if stored(old) != stored(new) { add(path, old, new) }
      return
    }
    switch type.kind {
    case .object(let name):
      guard let shape = schema.shape(named: name) else { break }
      compare(before, after, as: shape, at: path, isMerged: isMerged)
      return
    case .set:
      compareSets(before, after, at: path, stored)
      return
    case .map(_, let element, _, _):
      let names =
        after.members.map(\.name) + before.members.map(\.name).filter { !after.contains($0) }
      for name in names {
        compare(before[name], after[name], element, at: path + [name], isMerged: false) { $0 }
      }
      return
    case .objectList(let name, _, _):
      compareLists(before, after, FieldType(.object(name)), at: path)
      return
    default: break
    }
    add(path, old, new)
  }

  private mutating func compare(
    _ old: JSONObject,
    _ new: JSONObject,
    as shape: Shape,
    at path: [String],
    isMerged: Bool
  ) {
    var (old, new) = (old, new)
    if shape.isMultiVariant || !isMerged {
      old = schema.fillingDefaults(old, of: shape)
      new = schema.fillingDefaults(new, of: shape)
    }
    guard shape.isMultiVariant else {
      let owner = shape.schemaName ?? shape.name
      compareMembers(old, new, schema.fields(of: shape), owner, at: path, isMerged: isMerged)
      return
    }
    guard old["@type"] == new["@type"] else {
      add(path, .object(old), .object(new))
      return
    }
    let variant = new["@type"]?.string.flatMap { shape.variant(named: $0) }
    let fields = schema.fields(of: shape, variant: variant)
    compareMembers(
      old,
      new,
      fields,
      variant?.schemaName ?? shape.name,
      at: path,
      isMerged: false
    )
  }

  // MARK: Sets and lists

  private mutating func compareSets(
    _ old: JSONObject,
    _ new: JSONObject,
    at path: [String],
    _ stored: (JSONValue) -> JSONValue
  ) {
    func keys(_ set: JSONObject) -> [(key: JSONValue, member: JSONObject.Member)] {
      set.members.filter { $0.value.boolean ?? true }
        .map { (stored(.object([$0.name: .bool(true)])), $0) }
    }
    let (before, after) = (keys(old), keys(new))
    let known = Set(names: before.map { $0.key.serialized() })
    let wanted = Set(names: after.map { $0.key.serialized() })
    for (key, member) in after where !known.contains(key.serialized()) {
      add(path + [member.name], nil, member.value)
    }
    for (key, member) in before where !wanted.contains(key.serialized()) {
      add(path + [member.name], member.value, nil)
    }
  }

  private mutating func compareLists(
    _ old: JSONObject,
    _ new: JSONObject,
    _ element: FieldType,
    at path: [String]
  ) {
    func elements(_ list: JSONObject) -> [JSONValue] {
      list.members.sorted { (Int($0.name) ?? .max) < (Int($1.name) ?? .max) }.map(\.value)
    }
    let (before, after) = (elements(old), elements(new))
    for place in 0..<max(before.count, after.count) {
      let (one, other) = (
        place < before.count ? before[place] : nil, place < after.count ? after[place] : nil
      )
      compare(one, other, element, at: path + [String(place)], isMerged: false) { $0 }
    }
  }
}

extension JSONValue {
  /// The value with all texts in it replaced, names of members among them.
  func mappingTexts(_ change: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
    case .object(let object):
      .object(
        JSONObject(object.members.map { (change($0.name), $0.value.mappingTexts(change)) })
      )
    case .null, .bool, .number: self
    }
  }
}
