// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema

/// Tells whether what a plan says is what a server has, as the server would store it.
struct Comparison: Sendable {
  let schema: Schema
  var comparable: Comparable { Comparable(schema) }

  init(_ schema: Schema) { self.schema = schema }

  /// Whether setting a property, or a place below one, would change an object.
  func differs(
    _ key: String,
    _ desired: JSONValue,
    from object: JSONObject,
    _ type: ObjectType
  ) -> Bool {
    let tokens = JSONPointer(patchKey: key).tokens
    let variant = object["@type"]?.string.flatMap { type.variant(named: $0) }
    let fields = schema.fields(of: type.shape, variant: variant)
    guard let first = tokens.first, let field = fields[first] else { return true }
    guard tokens.count > 1 else {
      return !isSame(desired, object[first], field.type, Owner(fields, first), merged: true)
    }
    return differs(tokens.dropFirst(), desired, from: object[first] ?? .null, field.type)
  }

  /// Follows a path of a patch; where the way is unknown, the patch is taken to change something.
  private func differs(
    _ tokens: ArraySlice<String>,
    _ desired: JSONValue,
    from value: JSONValue,
    _ type: FieldType
  ) -> Bool {
    guard let token = tokens.first, let object = value.object else { return !desired.isNull }
    let rest = tokens.dropFirst()
    switch type.kind {
    case .set(let member, _, _):
      let names = Set(
        object.members.filter { $0.value == true }.map { canonicalKey($0.name, member) }
      )
      return names.contains(canonicalKey(token, member)) != (desired == true)
    case .map(_, let element, _, _): return step(token, rest, desired, object, element)
    case .objectList(let name, _, _):
      return step(token, rest, desired, object, FieldType(.object(name)))
    case .object(let name):
      guard let shape = schema.shape(named: name) else { return true }
      let variant = object["@type"]?.string.flatMap { shape.variant(named: $0) }
      let fields = schema.fields(of: shape, variant: variant)
      guard let field = fields[token] else { return true }
      guard rest.isEmpty else {
        return differs(rest, desired, from: object[token] ?? .null, field.type)
      }
      return !isSame(desired, object[token], field.type, Owner(fields, token), merged: true)
    default: return true
    }
  }

  private func step(
    _ token: String,
    _ rest: ArraySlice<String>,
    _ desired: JSONValue,
    _ object: JSONObject,
    _ element: FieldType
  ) -> Bool {
    guard rest.isEmpty else {
      return differs(rest, desired, from: object[token] ?? .null, element)
    }
    if desired.isNull { return object[token] != nil }
    guard let current = object[token] else { return true }
    return !isSame(desired, current, element, Owner(.empty, token), merged: true)
  }

  /// Whether an object has all properties of a scope.
  func contains(_ object: JSONObject, _ scope: JSONObject, _ type: ObjectType) -> Bool {
    scope.members.allSatisfy { member in
      if member.name == "@type" { return object["@type"] == member.value }
      return !differs(member.name, member.value, from: object, type)
    }
  }

  /// A text that is the same for values that the server stores as the same.
  func keyText(_ name: String, of object: JSONObject, _ type: ObjectType) -> String {
    let value = object[name] ?? .null
    let variant = object["@type"]?.string.flatMap { type.variant(named: $0) }
    let fields = schema.fields(of: type.shape, variant: variant)
    guard let field = fields[name] else { return value.serialized() }
    return canonical(value, field.type, Owner(fields, name)).serialized()
  }

  // MARK: Values

  /// Where a value stands, for rules that depend on it.
  struct Owner {
    let fields: FieldSet
    let name: String

    init(_ fields: FieldSet, _ name: String) {
      self.fields = fields
      self.name = name
    }
  }

  /// Whether the server would store `desired` as what it has.
  ///
  /// Where `merged` is set, members that an embedded object does not name keep
  /// their values; otherwise they get their defaults.
  private func isSame(
    _ desired: JSONValue,
    _ current: JSONValue?,
    _ type: FieldType,
    _ owner: Owner,
    merged: Bool
  ) -> Bool {
    let current = current ?? .null
    if desired.isNull { return current.isNull }
    switch (type.kind, desired, current) {
    case (.set(let member, _, _), .object(let one), .object(let other)):
      return members(of: one, member) == members(of: other, member)
    case (.map(let key, let element, _, _), .object(let one), .object(let other)):
      guard one.count == other.count else { return false }
      return one.members.allSatisfy { entry in
        guard let value = other[canonicalKey(entry.name, key)] ?? other[entry.name] else {
          return false
        }
        return isSame(entry.value, value, element, Owner(.empty, owner.name), merged: false)
      }
    case (.objectList(let name, _, _), .object(let one), .object(let other)):
      let (left, right) = (Self.elements(one), Self.elements(other))
      guard left.count == right.count else { return false }
      return zip(left, right).allSatisfy {
        isSame($0, $1, FieldType(.object(name)), owner, merged: false)
      }
    case (.object(let name), .object(let one), .object(let other)):
      return isSame(one, other, name, merged: merged)
    default: return canonical(desired, type, owner) == canonical(current, type, owner)
    }
  }

  private func isSame(
    _ desired: JSONObject,
    _ current: JSONObject,
    _ name: String,
    merged: Bool
  ) -> Bool {
    guard let shape = schema.shape(named: name) else { return desired == current }
    var merged = merged
    var variant: Variant?
    if shape.isMultiVariant {
      guard desired["@type"] == current["@type"] else { return false }
      variant = desired["@type"]?.string.flatMap { shape.variant(named: $0) }
      merged = false  // Values of several variants are replaced as a whole.
    }
    let fields = schema.fields(of: shape, variant: variant)
    for field in fields {
      let owner = Owner(fields, field.name)
      if let value = desired[field.name] {
        guard isSame(value, current[field.name], field.type, owner, merged: merged) else {
          return false
        }
      } else if !merged, field.update != .serverSet, let value = current[field.name] {
        guard isDefault(value, field, shape, variant) else { return false }
      }
    }
    return desired.members.allSatisfy { fields[$0.name] != nil || $0.name == "@type" }
  }

  /// Whether a value is what the server gives to a property that is not named.
  private func isDefault(
    _ value: JSONValue,
    _ field: Field,
    _ shape: Shape,
    _ variant: Variant?
  ) -> Bool {
    if value.isNull { return true }
    let fields = schema.fields(of: shape, variant: variant)
    if var written = fields.defaults[field.name] {
      if case .object("x:Expression") = field.type.kind, let text = written["default"] {
        written = ["match": [:], "else": text]
      }
      let (read, _) = schema.normalise(
        [field.name: written],
        as: shape,
        variant: variant,
        options: ValueOptions(.update, checksUpdate: false)
      )
      return isSame(
        read[field.name] ?? written,
        value,
        field.type,
        Owner(fields, field.name),
        merged: true
      )
    }
    switch (field.type.kind, value) {
    case (.boolean, .bool(let flag)): return !flag
    case (.set, .object(let object)), (.map, .object(let object)),
      (.objectList, .object(let object)):
      return object.isEmpty
    case (.string, .string(let text)): return BodyWalk.isMask(text) || text.isEmpty
    case (.enumeration(let name), .string(let text)):
      return schema.enumeration(named: name)?.members.first?.name == text
    case (.object(let name), .object(let object)):
      guard let shape = schema.shape(named: name) else { return false }
      if shape.isMultiVariant, object["@type"]?.string != shape.variants.first?.name {
        return false
      }
      var empty = JSONObject()
      if let variant = object["@type"] { empty["@type"] = variant }
      return isSame(empty, object, name, merged: false)
    default: return false
    }
  }

  private func members(of set: JSONObject, _ member: FieldType) -> Set<String> {
    Set(set.members.filter { $0.value == true }.map { canonicalKey($0.name, member) })
  }

  /// The elements of a list in the order of their numbers.
  private static func elements(_ list: JSONObject) -> [JSONValue] {
    list.members.sorted { (Int($0.name) ?? 0) < (Int($1.name) ?? 0) }.map(\.value)
  }

  private func canonicalKey(_ key: String, _ type: FieldType) -> String {
    canonical(.string(key), type, Owner(.empty, "")).string ?? key
  }

  /// The form in which the server stores a value, members of objects sorted.
  private func canonical(_ value: JSONValue, _ type: FieldType, _ owner: Owner) -> JSONValue {
    switch (type.kind, value) {
    case (.number(.float, _, _), .number(let number)):
      return number.double.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? value
    case (.objectID, .string(let id)): return .string(RegistryID.canonical(id) ?? id)
    case (_, .object(let object)):
      let sorted = object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      return .object(JSONObject(sorted.map { ($0.name, $0.value) }))
    default: return value
    }
  }
}
