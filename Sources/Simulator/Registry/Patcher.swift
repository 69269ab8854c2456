// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Applies what a client sends to typed values: whole bodies on create,
/// patches on update.
struct Patcher {
  /// The names of all properties there are, which tells one kind of error from another.
  let knownNames: Set<String>
  let defaults: Defaults
  /// Properties of the whole object that this caller may not touch, with the error text.
  var locked: [String: String] = [:]

  /// Whether values that can be given once only can be given now.
  private enum Occasion {
    case creation
    case change
  }

  /// A value, and where it is to be put.
  private struct Change {
    var value: JSONValue
    /// What is left of the path inside the present value; empty replaces that.
    var rest: ArraySlice<PatchPath.Token> = []
    /// As errors name the place.
    var path = ""
    var occasion: Occasion

    /// The same value, one step further inside.
    var descended: Change {
      var change = self
      change.rest = rest.dropFirst()
      return change
    }

    /// A member of the value, put in its place as a whole.
    func member(_ value: JSONValue, name: String? = nil) -> Change {
      var path = path
      if let name { path += (path.isEmpty ? "" : "/") + PatchPath.escape(name) }
      return Change(value: value, path: path, occasion: occasion)
    }

    func refusal(_ description: String) -> SetError { .invalidPatch(description, path) }

    var invalidValue: SetError { refusal("Invalid value for object property") }
    var invalidKey: SetError { refusal("Invalid key for object property") }
    var invalidPointer: SetError { refusal("Invalid JSON Pointer path") }
  }

  // MARK: - Whole objects

  /// Makes an object of the body of a create.
  func create(_ shape: Shape, _ body: JSONObject) throws(SetError) -> JSONObject {
    try fresh(shape, Change(value: .object(body), occasion: .creation))
  }

  /// Applies a patch to an object, member by member.
  func update(
    _ shape: Shape,
    _ object: JSONObject,
    with patch: JSONObject,
    keepsVariant: Bool
  ) throws(SetError) -> JSONObject {
    if shape.isChoice, !keepsVariant, let name = patch["@type"]?.string,
      !(object["@type"]?.string ?? "").hasSameBytes(as: name)
    {
      return try create(shape, patch)
    }
    var object = object
    for member in patch where member.name != "@type" {
      let path = PatchPath(member.name)
      let change = Change(
        value: member.value,
        rest: path.tokens[1...],
        path: path.text,
        occasion: .change
      )
      guard let structure = shape.structure(of: object) else { throw change.invalidPointer }
      guard let name = path.tokens[0].name, let property = structure.byName[name] else {
        throw change.refusal("Invalid property")
      }
      if let refusal = locked[name] { throw change.refusal(refusal) }
      try assign(property, change, in: &object)
    }
    return renumbered(object, shape)
  }

  /// A new value of a shape with the defaults, and what the body says over them.
  private func fresh(_ shape: Shape, _ change: Change) throws(SetError) -> JSONObject {
    var object: JSONObject
    let structure: Structure?
    if shape.isChoice {
      guard let name = change.value["@type"]?.string, let variant = shape.variant(name) else {
        throw change.refusal("Missing or invalid '@type' property in object")
      }
      object = defaults.object(variant: variant.name, of: shape)
      structure = variant.structure
    } else {
      object = defaults.object(shape)
      structure = shape.single
    }
    if let structure { try merge(change, into: &object, structure) }
    return renumbered(object, shape)
  }

  /// Sets each member of a body as a whole.
  private func merge(
    _ change: Change,
    into object: inout JSONObject,
    _ structure: Structure
  ) throws(SetError) {
    for member in change.value.object ?? [:] where member.name != "@type" {
      let inner = change.member(member.value, name: member.name)
      guard let property = structure.byName[member.name] else {
        guard knownNames.contains(member.name) else {
          throw change.refusal("Invalid key for object")
        }
        throw inner.refusal("Invalid property")
      }
      if change.path.isEmpty, let refusal = locked[member.name],
        change.occasion == .change || member.name == "memberTenantId"
      {
        throw inner.refusal(refusal)
      }
      try assign(property, inner, in: &object)
    }
  }

  /// Sets a property, or what a path leads to inside it.
  private func assign(
    _ property: Property,
    _ change: Change,
    in object: inout JSONObject
  ) throws(SetError) {
    switch property.mutability {
    case .serverSet: throw change.refusal("Cannot modify server set property")
    case .immutable where change.occasion == .change && !property.isWriteOnly:
      throw change.refusal("Cannot modify read-only property")
    default: break
    }
    let changed = try patched(
      object[property.name] ?? .null,
      of: property.kind,
      isNullable: property.isNullable,
      rule: property.rule,
      by: change
    )
    if change.occasion == .change, property.mutability == .immutable { return }
    object[property.name] = changed
  }

  // MARK: - Values

  private func patched(
    _ current: JSONValue,
    of kind: ValueKind,
    isNullable: Bool = false,
    rule: StringRule,
    by change: Change
  ) throws(SetError) -> JSONValue {
    switch kind {
    case .object(let shape):
      if isNullable, change.value.isNull {
        guard change.rest.isEmpty else { throw change.invalidPointer }
        return .null
      }
      return .object(try patchedObject(current, of: shape, by: change))
    case .set(let member, _): return try patchedSet(current, of: member, by: change)
    case .map(let keyKind, let element):
      return try patchedEntries(current, by: change, unset: defaults.unset(element)) { name in
        key(keyKind, name)
      } removing: { entries, name in
        entries[name] = nil
        return true
      } patching: { value, change throws(SetError) in
        try patched(value, of: element, rule: rule, by: change)
      }
    case .list(let shape, _):
      let unset = JSONValue.object(defaults.object(shape))
      return try patchedEntries(current, by: change, unset: unset) { name in
        Self.listIndex(name).map { String($0) }
      } removing: { entries, name in
        entries.remove(name) != nil
      } patching: { value, change throws(SetError) in
        .object(try patchedObject(value, of: shape, by: change))
      }
    default:
      let parsed = try ScalarReader(rule: rule).read(
        kind,
        change.value,
        isNullable: isNullable,
        current: current,
        at: change.path
      )
      guard change.rest.isEmpty else { throw change.invalidPointer }
      return parsed
    }
  }

  private func patchedObject(
    _ current: JSONValue,
    of shape: Shape,
    by change: Change
  ) throws(SetError) -> JSONObject {
    var object = current.object ?? defaults.object(shape)
    if let token = change.rest.first {
      guard let structure = shape.structure(of: object) else { throw change.invalidPointer }
      if token.name == "@type" { return object }
      guard let name = token.name, let property = structure.byName[name] else {
        throw change.refusal("Invalid property")
      }
      try assign(property, change.descended, in: &object)
      return object
    }
    guard let structure = shape.single else { return try fresh(shape, change) }
    guard change.value.object != nil else { throw change.refusal("Invalid value type for object") }
    try merge(change, into: &object, structure)
    return object
  }

  private func patchedSet(
    _ current: JSONValue,
    of kind: ValueKind,
    by change: Change
  ) throws(SetError) -> JSONValue {
    if let token = change.rest.first {
      guard change.rest.count == 1, let member = key(kind, token.name) else {
        throw change.invalidValue
      }
      var members = current.object ?? [:]
      switch change.value {
      case .bool(true): members[member] = true
      case .bool(false), .null: members[member] = nil
      default: throw change.invalidValue
      }
      return .object(members)
    }
    guard let body = change.value.object else { throw change.invalidValue }
    var members: JSONObject = [:]
    for entry in body {
      guard let member = key(kind, entry.name), let isMember = entry.value.boolean else {
        throw change.invalidKey
      }
      if isMember { members[member] = true }
    }
    return .object(members)
  }

  /// A map or a list, of which one entry is changed or all are replaced.
  ///
  /// `unset` is what an entry is before anything of it is set, `canonical` the name under which one
  /// is stored (nil for what can be none); `remove` says false of one that must be there and is not.
  private func patchedEntries(
    _ current: JSONValue,
    by change: Change,
    unset: JSONValue,
    named canonical: (String) -> String?,
    removing remove: (inout JSONObject, String) -> Bool,
    patching patch: (JSONValue, Change) throws(SetError) -> JSONValue
  ) throws(SetError) -> JSONValue {
    if let token = change.rest.first {
      guard let name = token.name.flatMap(canonical) else { throw change.invalidValue }
      var entries = current.object ?? [:]
      if change.rest.count == 1, change.value.isNull {
        guard remove(&entries, name) else { throw change.invalidValue }
        return .object(entries)
      }
      entries[name] = try patch(entries[name] ?? unset, change.descended)
      return .object(entries)
    }
    guard let body = change.value.object else { throw change.invalidValue }
    var entries: JSONObject = [:]
    for entry in body {
      guard let name = canonical(entry.name) else { throw change.invalidKey }
      entries[name] = try patch(unset, change.member(entry.value))
    }
    return .object(entries)
  }

  /// The canonical form of a member of a set or a key of a map; nil if it is none.
  private func key(_ kind: ValueKind, _ name: String?) -> String? {
    guard let name else { return nil }
    guard case .text = kind else { return kind.canonical(name) }
    let trimmed = name.trimmingWhitespace()
    return trimmed.isEmpty ? nil : trimmed
  }

  private static func listIndex(_ name: String) -> UInt64? {
    let digits = name.utf8
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard let index = UInt64(name), index <= UInt64(UInt32.max) else { return nil }
    return index
  }

  // MARK: - Lists

  /// The object with the entries of all lists sorted and numbered from 0.
  func renumbered(_ object: JSONObject, _ shape: Shape) -> JSONObject {
    guard let structure = shape.structure(of: object) else { return object }
    var object = object
    for property in structure.properties {
      guard let value = object[property.name] else { continue }
      switch property.kind {
      case .list(let shape, _):
        object[property.name] = .object(renumbered(list: value.object ?? [:], shape))
      case .object(let shape):
        if let inner = value.object { object[property.name] = .object(renumbered(inner, shape)) }
      case .map(_, .object(let shape)):
        guard let entries = value.object else { continue }
        object[property.name] = .object(
          entries.mapValues { $0.object.map { .object(renumbered($0, shape)) } ?? $0 }
        )
      default: continue
      }
    }
    return object
  }

  private func renumbered(list: JSONObject, _ shape: Shape) -> JSONObject {
    let sorted = list.members.sorted { (UInt64($0.name) ?? 0) < (UInt64($1.name) ?? 0) }
    return JSONObject(
      sorted.enumerated().map { index, member in
        (
          String(index),
          member.value.object.map { JSONValue.object(renumbered($0, shape)) } ?? member.value
        )
      }
    )
  }
}
