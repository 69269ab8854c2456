// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Turns what the server shows of an object into what a plan says about it.
struct BodyExport {
  /// Whose body it is.
  struct Owner {
    /// The type, without `x:`.
    let type: String
    /// The id; nil for a singleton.
    let id: String?
  }

  /// What becomes of a value.
  enum Part {
    /// It is written.
    case value(JSONValue)
    /// It is left out; what is around it can do without.
    case absent
    /// It is left out, and what is around it must not be written without it.
    case inseparable
  }

  let schema: Schema
  let secrets: SnapshotSecrets
  /// The canonical names of types whose absence is accepted.
  let allowed: Set<Name>
  /// The ids that are in the snapshot, by the canonical name of their type.
  var exported: [Name: Set<Name>] = [:]
  var findings = SnapshotFindings()

  private let references: TypeReferences
  private var owner = Owner(type: "", id: nil)
  private var sawSecret = false
  private var variables: [Name: Int] = [:]

  init(_ schema: Schema, _ secrets: SnapshotSecrets, allowing allowed: Set<Name>) {
    self.schema = schema
    self.secrets = secrets
    self.allowed = allowed
    references = TypeReferences(schema)
  }

  /// What the server shows where a reference was never set.
  private static let unsetID = "p333333333333"

  /// The client id of an object.
  static func clientID(_ type: String, _ id: String) -> String {
    type.withoutPrefix.split(separator: "/")[0].lowercased() + "-" + id
  }

  /// A property of an object, and whether there is a secret in it.
  mutating func part(
    _ value: JSONValue,
    _ field: Field,
    ofSchema schemaName: String,
    of owner: Owner
  ) -> (part: Part, hasSecret: Bool) {
    self.owner = owner
    sawSecret = false
    let part = part(value, field, schemaName, [field.name], isMerged: true)
    return (part, sawSecret)
  }

  /// A property that the schema lacks, as it is.
  mutating func unknown(_ member: JSONObject.Member, of type: String) -> JSONValue {
    findings.noteUnknown(property: "\(type.withoutPrefix).\(member.name)")
    return Self.verbatim(member.value)
  }

  /// Everything as it is, apart from what would be taken for a substitution, and from the order
  /// of members, which a server may change from one answer to the next.
  static func verbatim(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(SubstitutionEscape.escaping(text))
    case .array(let elements): .array(elements.map(verbatim))
    case .object(let object):
      .object(JSONObject(sorted(object).map { ($0.name, verbatim($0.value)) }))
    case .null, .bool, .number: value
    }
  }

  /// The members by name, `@type` first.
  static func sorted(_ object: JSONObject) -> [JSONObject.Member] {
    object.members.sorted { left, right in
      guard left.name != "@type", right.name != "@type" else { return left.name == "@type" }
      return precedes(left.name, right.name)
    }
  }

  // MARK: Values

  private mutating func part(
    _ value: JSONValue,
    _ field: Field,
    _ schemaName: String,
    _ path: [String],
    isMerged: Bool
  ) -> Part {
    if schema.isSecret(field, ofSchema: schemaName), let text = value.string, !text.isEmpty {
      return secret(text, path, isMerged: isMerged)
    }
    return part(value, field.type, path, isMerged: isMerged)
  }

  private mutating func secret(_ text: String, _ path: [String], isMerged: Bool) -> Part {
    sawSecret = true
    let isMask = text.utf8.allSatisfy { $0 == UInt8(ascii: "*") }
    let property = JSONPointer(tokens: path).patchKey
    switch secrets {
    case .include where !isMask: return .value(.string(SubstitutionEscape.escaping(text)))
    case .env:
      let name = variable(path)
      findings.noteSecret(owner.type, owner.id, property, variable: name)
      return .value(.string("${env:\(name)}"))
    default:
      findings.noteSecret(owner.type, owner.id, property, variable: nil)
      return isMerged ? .absent : .inseparable
    }
  }

  /// A name that no other secret of the snapshot has.
  private mutating func variable(_ path: [String]) -> String {
    let name = SecretVariable.name(owner.type, id: owner.id, path: path)
    let count = (variables[name] ?? 0) + 1
    variables[name] = count
    return count == 1 ? name : "\(name)__\(count)"
  }

  private mutating func part(
    _ value: JSONValue,
    _ type: FieldType,
    _ path: [String],
    isMerged: Bool
  ) -> Part {
    switch (type.kind, value) {
    case (.string, .string(let text)), (.opaque, .string(let text)):
      // The server refuses empty text; where it shows some, nothing was ever set.
      return text.isEmpty ? .absent : .value(.string(SubstitutionEscape.escaping(text)))
    case (.objectID(let name), .string(let id)):
      let isRequired = path.count == 1 && !type.isNullable
      guard let reference = reference(to: id, name, path, isRequired: isRequired) else {
        return .absent
      }
      return .value(.string(reference))
    case (.set(let member, _, _), .object(let object)): return set(object, member, path)
    case (.map(let key, let element, _, _), .object(let object)):
      return map(object, key, element, path, isMerged: isMerged)
    case (.objectList(let name, _, _), .object(let object)):
      return list(object, name, path, isMerged: isMerged)
    case (.object(let name), .object(let object)):
      return self.object(object, name, path, isMerged: isMerged)
    default: return .value(Self.verbatim(value))
    }
  }

  /// What stands for an id; nil where nothing can.
  private mutating func reference(
    to id: String,
    _ name: String,
    _ path: [String],
    isRequired: Bool = false
  ) -> String? {
    if id == Self.unsetID { return nil }
    guard let (target, _) = references.resolve(name) else { return id }
    if allowed.contains(target) { return nil }
    guard exported[target]?.contains(id) == true else {
      findings.note(
        SnapshotFindings.Dangling(
          type: owner.type,
          id: owner.id,
          property: JSONPointer(tokens: path).patchKey,
          targetType: target.withoutPrefix,
          targetID: id,
          isRequired: isRequired
        )
      )
      return nil
    }
    return "#" + Self.clientID(target, id)
  }

  private mutating func set(_ object: JSONObject, _ member: FieldType, _ path: [String]) -> Part {
    guard case .objectID(let name) = member.kind else {
      return .value(.object(JSONObject(Self.sorted(object).map { ($0.name, $0.value) })))
    }
    if let (target, _) = references.resolve(name), allowed.contains(target) { return .absent }
    var result = JSONObject()
    for entry in Self.sortedByID(object) {
      guard let reference = reference(to: entry.name, name, path) else { continue }
      result[reference] = entry.value
    }
    return .value(.object(result))
  }

  private mutating func map(
    _ object: JSONObject,
    _ key: FieldType,
    _ element: FieldType,
    _ path: [String],
    isMerged: Bool
  ) -> Part {
    var name: String?
    if case .objectID(let target) = key.kind {
      name = target
      if let (target, _) = references.resolve(target), allowed.contains(target) { return .absent }
    }
    let entries =
      name == nil ? Self.sorted(object) : Self.sortedByID(object)
    var result = JSONObject()
    var isWhole = true
    for entry in entries {
      var written = entry.name
      if let name {
        guard let reference = reference(to: entry.name, name, path) else { continue }
        written = reference
      }
      switch part(entry.value, element, path + [entry.name], isMerged: false) {
      case .value(let value): result[written] = value
      case .absent: continue
      case .inseparable: isWhole = false
      }
    }
    return ending(result, isWhole: isWhole, isMerged: isMerged)
  }

  /// What becomes of a value of several parts.
  private func ending(_ result: JSONObject, isWhole: Bool, isMerged: Bool) -> Part {
    isWhole ? .value(.object(result)) : isMerged ? .absent : .inseparable
  }

  private mutating func list(
    _ object: JSONObject,
    _ name: String,
    _ path: [String],
    isMerged: Bool
  ) -> Part {
    var result = JSONObject()
    var isWhole = true
    let entries = Self.sorted(object).enumerated()
      .sorted { (Int($0.element.name) ?? 0, $0.offset) < (Int($1.element.name) ?? 0, $1.offset) }
      .map(\.element)
    for entry in entries {
      if secrets == .env, isGenerated(entry.value, name) {
        let place = JSONPointer(tokens: path + [entry.name]).patchKey
        findings.noteGenerated(owner.type, owner.id, place)
        sawSecret = true
        continue
      }
      let place = secrets == .env ? String(result.count) : entry.name
      switch part(entry.value, FieldType(.object(name)), path + [place], isMerged: false) {
      case .value(let value): result[String(result.count)] = value
      case .absent: continue
      case .inseparable: isWhole = false
      }
    }
    return ending(result, isWhole: isWhole, isMerged: isMerged)
  }

  /// Whether only the server makes such elements: their secret cannot be set.
  func isGenerated(_ value: JSONValue, _ name: String) -> Bool {
    guard let shape = schema.shape(named: name),
      let variant = value["@type"]?.string.flatMap({ shape.variant(named: $0) }),
      let schemaName = variant.schemaName
    else { return false }
    return schema.fields(ofSchema: schemaName).contains {
      $0.update == .serverSet && schema.isSecret($0, ofSchema: schemaName)
    }
  }

  private mutating func object(
    _ object: JSONObject,
    _ name: String,
    _ path: [String],
    isMerged: Bool
  ) -> Part {
    guard let shape = schema.shape(named: name) else {
      return .value(Self.verbatim(.object(object)))
    }
    var variant: Variant?
    if shape.isMultiVariant {
      let tag = object["@type"]?.string ?? ""
      guard let known = shape.variants.first(where: { $0.name == tag }) else {
        findings.noteUnknown(variant: "\(shape.displayName)/\(tag)")
        return .value(Self.verbatim(.object(object)))
      }
      variant = known
    } else if shape.displayName == "Expression", object["else"]?.string?.isEmpty == true {
      // The server shows such an expression where none was ever set, and refuses it.
      return .absent
    }
    var result = JSONObject()
    if let variant { result["@type"] = .string(variant.name) }
    let schemaName = variant == nil ? shape.schemaName : variant?.schemaName
    guard let schemaName else { return .value(.object(result)) }
    let fields = schema.fields(ofSchema: schemaName)
    let isMergedInside = isMerged && !shape.isMultiVariant
    var isWhole = true
    for field in fields {
      guard let value = object[field.name] else { continue }
      if field.update == .serverSet {
        // What the server sets and hides comes with what must not be written without it.
        guard secrets != .env, schema.isSecret(field, ofSchema: schemaName),
          case .inseparable = part(
            value,
            field,
            schemaName,
            path + [field.name],
            isMerged: isMergedInside
          )
        else { continue }
        isWhole = false
        continue
      }
      switch part(value, field, schemaName, path + [field.name], isMerged: isMergedInside) {
      case .value(let part): result[field.name] = part
      case .absent: continue
      case .inseparable: isWhole = false
      }
    }
    for member in Self.sorted(object) where member.name != "@type" && fields[member.name] == nil {
      findings.noteUnknown(property: "\(shape.displayName).\(member.name)")
      result[member.name] = Self.verbatim(member.value)
    }
    return ending(result, isWhole: isWhole, isMerged: isMerged)
  }

  // MARK: Order

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func sortedByID(_ object: JSONObject) -> [JSONObject.Member] {
    object.members.sorted { idPrecedes($0.name, $1.name) }
  }

  /// Whether one id comes before another, as numbers.
  static func idPrecedes(_ left: String, _ right: String) -> Bool {
    switch (RegistryID.number(left), RegistryID.number(right)) {
    case (let left?, let right?) where left != right: left < right
    default: precedes(left, right)
    }
  }
}
