// SPDX-License-Identifier: MIT

internal import JSON

/// Applies what a client sends to typed values: whole bodies on create,
/// patches on update.
struct Patcher {
  /// The names of all properties there are, which tells one kind of error from another.
  let knownNames: Set<String>
  let defaults: Defaults
  /// Properties of the whole object that this caller may not touch, with the error text.
  var locked: [String: String] = [:]

  typealias Path = ArraySlice<PatchPath.Token>

  /// Whether values that can be given once only can be given now.
  private enum Occasion {
    case creation
    case change
  }

  // MARK: - Whole objects

  /// Makes an object of the body of a create.
  func create(_ shape: Shape, _ body: JSONObject) throws(SetError) -> JSONObject {
    try fresh(shape, body, at: "", occasion: .creation)
  }

  /// Applies a patch to an object, member by member.
  func update(
    _ shape: Shape,
    _ object: JSONObject,
    with patch: JSONObject,
    keepsVariant: Bool
  ) throws(SetError) -> JSONObject {
    if shape.isChoice, !keepsVariant, let name = patch["@type"]?.string,
      !(object["@type"]?.string ?? "").isIdenticalText(to: name)
    {
      return try fresh(shape, patch, at: "", occasion: .creation)
    }
    var object = object
    for member in patch where member.name != "@type" {
      let path = PatchPath(member.name)
      try apply(path, member.value, to: &object, of: shape)
    }
    return renumbered(object, shape)
  }

  private func apply(
    _ path: PatchPath,
    _ value: JSONValue,
    to object: inout JSONObject,
    of shape: Shape
  ) throws(SetError) {
    guard let structure = shape.structure(of: object) else {
      throw .invalidPatch("Invalid JSON Pointer path", path.text)
    }
    guard let name = path.tokens[0].name, let property = structure.byName[name] else {
      throw .invalidPatch("Invalid property", path.text)
    }
    if let refusal = locked[name] { throw .invalidPatch(refusal, path.text) }
    try assign(property, path.tokens[1...], value, in: &object, at: path.text, occasion: .change)
  }

  /// A new value of a shape with the defaults, and what the body says over them.
  private func fresh(
    _ shape: Shape,
    _ body: JSONObject,
    at path: String,
    occasion: Occasion
  ) throws(SetError) -> JSONObject {
    guard shape.isChoice else {
      var object = defaults.object(shape)
      if let structure = shape.single {
        try merge(body, into: &object, structure, at: path, occasion: occasion)
      }
      return renumbered(object, shape)
    }
    guard
      let name = body["@type"]?.string, let variant = shape.variant(name)
    else {
      throw .invalidPatch("Missing or invalid '@type' property in object", path)
    }
    var object = defaults.object(variant: variant.name, of: shape)
    if let structure = variant.structure {
      try merge(body, into: &object, structure, at: path, occasion: occasion)
    }
    return renumbered(object, shape)
  }

  /// Sets each member of a body as a whole.
  private func merge(
    _ body: JSONObject,
    into object: inout JSONObject,
    _ structure: Structure,
    at path: String,
    occasion: Occasion
  ) throws(SetError) {
    for member in body where member.name != "@type" {
      guard let property = structure.byName[member.name] else {
        guard knownNames.contains(member.name) else {
          throw .invalidPatch("Invalid key for object", path)
        }
        throw .invalidPatch("Invalid property", Self.join(path, member.name))
      }
      let memberPath = Self.join(path, member.name)
      if path.isEmpty, let refusal = locked[member.name],
        occasion == .change || member.name == "memberTenantId"
      {
        throw .invalidPatch(refusal, memberPath)
      }
      try assign(property, [], member.value, in: &object, at: memberPath, occasion: occasion)
    }
  }

  /// Sets a property, or what a path leads to inside it.
  private func assign(
    _ property: Property,
    _ rest: Path,
    _ value: JSONValue,
    in object: inout JSONObject,
    at path: String,
    occasion: Occasion
  ) throws(SetError) {
    switch property.mutability {
    case .serverSet: throw .invalidPatch("Cannot modify server set property", path)
    case .immutable where occasion == .change && !property.isWriteOnly:
      throw .invalidPatch("Cannot modify read-only property", path)
    default: break
    }
    let changed = try patched(
      property.kind,
      property.isNullable,
      property.rule,
      object[property.name] ?? .null,
      rest,
      value,
      at: path,
      occasion: occasion
    )
    if occasion == .change, property.mutability == .immutable { return }
    object[property.name] = changed
  }

  // MARK: - Values

  private func patched(
    _ kind: ValueKind,
    _ isNullable: Bool,
    _ rule: StringRule,
    _ current: JSONValue,
    _ rest: Path,
    _ value: JSONValue,
    at path: String,
    occasion: Occasion
  ) throws(SetError) -> JSONValue {
    switch kind {
    case .object(let shape):
      return try patchedObject(
        shape,
        isNullable,
        current,
        rest,
        value,
        at: path,
        occasion: occasion
      )
    case .set(let member, _):
      return try patchedSet(member, current, rest, value, at: path)
    case .map(let key, let element):
      return try patchedMap(key, element, rule, current, rest, value, at: path, occasion: occasion)
    case .list(let shape, _):
      return try patchedList(shape, current, rest, value, at: path, occasion: occasion)
    default:
      let parsed = try ScalarReader(rule: rule).read(
        kind,
        value,
        isNullable: isNullable,
        current: current,
        at: path
      )
      guard rest.isEmpty else { throw .invalidPatch("Invalid JSON Pointer path", path) }
      return parsed
    }
  }

  private func patchedObject(
    _ shape: Shape,
    _ isNullable: Bool,
    _ current: JSONValue,
    _ rest: Path,
    _ value: JSONValue,
    at path: String,
    occasion: Occasion
  ) throws(SetError) -> JSONValue {
    if isNullable, value.isNull {
      guard rest.isEmpty else { throw .invalidPatch("Invalid JSON Pointer path", path) }
      return .null
    }
    if let token = rest.first {
      var object = current.object ?? defaults.object(shape)
      guard let structure = shape.structure(of: object) else {
        throw .invalidPatch("Invalid JSON Pointer path", path)
      }
      if token.name == "@type" { return .object(object) }
      guard let name = token.name, let property = structure.byName[name] else {
        throw .invalidPatch("Invalid property", path)
      }
      try assign(
        property,
        rest.dropFirst(),
        value,
        in: &object,
        at: path,
        occasion: occasion
      )
      return .object(object)
    }
    guard let structure = shape.single else {
      return .object(try fresh(shape, value.object ?? [:], at: path, occasion: occasion))
    }
    guard let body = value.object else {
      throw .invalidPatch("Invalid value type for object", path)
    }
    var object = current.object ?? defaults.object(shape)
    try merge(body, into: &object, structure, at: path, occasion: occasion)
    return .object(object)
  }

  private func patchedSet(
    _ kind: ValueKind,
    _ current: JSONValue,
    _ rest: Path,
    _ value: JSONValue,
    at path: String
  ) throws(SetError) -> JSONValue {
    if let token = rest.first {
      guard rest.count == 1, let member = key(kind, token.name) else {
        throw .invalidPatch("Invalid value for object property", path)
      }
      var members = current.object ?? [:]
      switch value {
      case .bool(true): members[member] = true
      case .bool(false), .null: members[member] = nil
      default: throw .invalidPatch("Invalid value for object property", path)
      }
      return .object(members)
    }
    guard let body = value.object else {
      throw .invalidPatch("Invalid value for object property", path)
    }
    var members: JSONObject = [:]
    for entry in body {
      guard let member = key(kind, entry.name), let isMember = entry.value.boolean else {
        throw .invalidPatch("Invalid key for object property", path)
      }
      if isMember { members[member] = true }
    }
    return .object(members)
  }

  private func patchedMap(
    _ keyKind: ValueKind,
    _ elementKind: ValueKind,
    _ rule: StringRule,
    _ current: JSONValue,
    _ rest: Path,
    _ value: JSONValue,
    at path: String,
    occasion: Occasion
  ) throws(SetError) -> JSONValue {
    if let token = rest.first {
      guard let name = key(keyKind, token.name) else {
        throw .invalidPatch("Invalid value for object property", path)
      }
      var entries = current.object ?? [:]
      if rest.count == 1, value.isNull {
        entries[name] = nil
        return .object(entries)
      }
      entries[name] = try patched(
        elementKind,
        false,
        rule,
        entries[name] ?? defaults.unset(elementKind),
        rest.dropFirst(),
        value,
        at: path,
        occasion: occasion
      )
      return .object(entries)
    }
    guard let body = value.object else {
      throw .invalidPatch("Invalid value for object property", path)
    }
    var entries: JSONObject = [:]
    for entry in body {
      guard let name = key(keyKind, entry.name) else {
        throw .invalidPatch("Invalid key for object property", path)
      }
      entries[name] = try patched(
        elementKind,
        false,
        rule,
        defaults.unset(elementKind),
        [],
        entry.value,
        at: path,
        occasion: occasion
      )
    }
    return .object(entries)
  }

  private func patchedList(
    _ shape: Shape,
    _ current: JSONValue,
    _ rest: Path,
    _ value: JSONValue,
    at path: String,
    occasion: Occasion
  ) throws(SetError) -> JSONValue {
    if let token = rest.first {
      guard let index = token.name.flatMap(Self.listIndex) else {
        throw .invalidPatch("Invalid value for object property", path)
      }
      let name = String(index)
      var entries = current.object ?? [:]
      if rest.count == 1, value.isNull {
        guard entries.remove(name) != nil else {
          throw .invalidPatch("Invalid value for object property", path)
        }
        return .object(entries)
      }
      entries[name] = try patchedObject(
        shape,
        false,
        entries[name] ?? .object(defaults.object(shape)),
        rest.dropFirst(),
        value,
        at: path,
        occasion: occasion
      )
      return .object(entries)
    }
    guard let body = value.object else {
      throw .invalidPatch("Invalid value for object property", path)
    }
    var entries: JSONObject = [:]
    for entry in body {
      guard let index = Self.listIndex(entry.name) else {
        throw .invalidPatch("Invalid key for object property", path)
      }
      entries[String(index)] = try patchedObject(
        shape,
        false,
        .object(defaults.object(shape)),
        [],
        entry.value,
        at: path,
        occasion: occasion
      )
    }
    return .object(entries)
  }

  /// The canonical form of a member of a set or a key of a map; nil if it is none.
  private func key(_ kind: ValueKind, _ name: String?) -> String? {
    guard let name else { return nil }
    switch kind {
    case .text(_, _):
      let trimmed = name.trimmingWhitespace()
      return trimmed.isEmpty ? nil : trimmed
    case .enumeration(let enumeration): return enumeration.contains(name) ? name : nil
    case .objectID:
      return ObjectID(name)?.text
    case .ipNetwork: return NetworkRange(name)?.text
    case .ipAddress: return NetworkAddress(name)?.text
    case .socketAddress: return EndpointAddress(name)?.text
    default: return name
    }
  }

  private static func listIndex(_ name: String) -> UInt64? {
    let digits = name.utf8
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard let index = UInt64(name), index <= UInt64(UInt32.max) else { return nil }
    return index
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? PatchPath.escape(name) : path + "/" + PatchPath.escape(name)
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
