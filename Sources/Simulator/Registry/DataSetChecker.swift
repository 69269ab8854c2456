// SPDX-License-Identifier: MIT

internal import JSON

/// Compares the objects of a data set with the schema before the store takes them.
///
/// Everything that the server itself returns passes: values outside the schema's bounds, masks, and
/// the texts that stand for unset values.
struct DataSetChecker {
  /// The first thing that is wrong with an object.
  struct Problem: Error, Equatable {
    /// The place in the object, such as `aliases/0/domainId`.
    var property: String
    var reason: String
  }

  /// A reference to another object, and where it stands.
  struct Reference {
    var property: String
    var target: SetError.Reference
    var variant: String?
  }

  private(set) var references: [Reference] = []

  /// Checks an object, and collects what it refers to.
  mutating func check(_ object: JSONObject, _ type: ObjectType) throws(Problem) {
    try check(object, type.shape, at: "", extra: ["id"])
  }

  private mutating func check(
    _ object: JSONObject,
    _ shape: Shape,
    at path: String,
    extra: Set<String> = []
  ) throws(Problem) {
    if shape.isChoice {
      guard let name = object["@type"]?.string, shape.variant(name) != nil else {
        throw Problem(property: join(path, "@type"), reason: "missing, or no variant of its type")
      }
    }
    let structure = shape.structure(of: object)
    for member in object where member.name != "@type" && !extra.contains(member.name) {
      guard let property = structure?.byName[member.name] else {
        throw Problem(property: join(path, member.name), reason: "there is no such property")
      }
      // The server computes these and reads none of them.
      if property.isComputed { continue }
      try check(member.value, property, at: join(path, member.name))
    }
  }

  private mutating func check(
    _ value: JSONValue,
    _ property: Property,
    at path: String
  ) throws(Problem) {
    if property.isNullable || property.isWriteOnly, value.isNull { return }
    if property.isMasked, value.string != nil { return }
    try check(value, property.kind, at: path)
  }

  private mutating func check(
    _ value: JSONValue,
    _ kind: ValueKind,
    at path: String
  ) throws(Problem) {
    let isGood: Bool
    switch kind {
    case .boolean: isGood = value.boolean != nil
    case .unsigned, .duration: isGood = value.number?.unsigned != nil
    case .signed: isGood = value.integer != nil
    case .float: isGood = value.number != nil || value.isNull
    case .text, .blobID: isGood = value.string != nil
    case .object, .set, .map, .list: return try checkContainer(value, kind, at: path)
    default: isGood = value.string.flatMap { kind.canonical($0) } != nil
    }
    guard isGood else {
      throw Problem(property: path, reason: "\(value.kindName) where \(kind.summary) is due")
    }
    guard case .objectID(let target, let variant) = kind, !target.isEmpty,
      let id = value.string.flatMap({ ObjectID($0) }), id != .unset
    else { return }
    references.append(
      Reference(
        property: path,
        target: SetError.Reference(type: target, id: id.value),
        variant: variant
      )
    )
  }

  private mutating func checkContainer(
    _ value: JSONValue,
    _ kind: ValueKind,
    at path: String
  ) throws(Problem) {
    guard let object = value.object else {
      throw Problem(property: path, reason: "\(value.kindName) where \(kind.summary) is due")
    }
    for entry in object {
      let place = join(path, entry.name)
      switch kind {
      case .set(let member, _):
        try check(.string(entry.name), member, at: place)
        guard entry.value.boolean != nil else {
          throw Problem(property: place, reason: "\(entry.value.kindName) where true is due")
        }
      case .map(let key, let element):
        try check(.string(entry.name), key, at: place)
        try check(entry.value, element, at: place)
      case .list(let shape, _):
        guard Int(entry.name) != nil, let element = entry.value.object else {
          throw Problem(property: place, reason: "a list has objects under the names 0, 1, …")
        }
        try check(element, shape, at: place)
      default: break
      }
    }
    if case .object(let shape) = kind { try check(object, shape, at: path) }
  }

  private func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path)/\(name)"
  }
}

extension ValueKind {
  /// What a value should be, for error texts.
  fileprivate var summary: String {
    switch self {
    case .boolean: "true or false"
    case .unsigned, .duration: "a whole number from 0"
    case .signed: "a whole number"
    case .float: "a number"
    case .text: "a text"
    case .ipAddress: "an IP address"
    case .ipNetwork: "an IP address or network"
    case .socketAddress: "an address with a port"
    case .dateTime: "a time such as 2026-01-02T03:04:05Z"
    case .enumeration(let enumeration):
      "one of "
        + enumeration.values.prefix(5).joined(separator: ", ")
        + (enumeration.values.count > 5 ? ", …" : "")
    case .objectID: "an id"
    case .blobID: "the id of a blob"
    case .object, .set, .map, .list: "an object"
    }
  }
}

extension JSONValue {
  /// What a value is called in error texts; its content is not shown, as it may be a secret.
  fileprivate var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
