// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Turns what the server shows of an object into what a plan says about it.
///
/// The context tells whether a plan merges the value with what is there; otherwise it replaces it
/// as a whole.
struct BodyExport: PathVisitor {
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
  var path: [String] = []
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
    let place = SchemaPlace(field, declaredBy: schemaName)
    let part = walk(value, at: place, below: field.name, in: true)
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

  private mutating func secret(_ text: String, isMerged: Bool) -> Part {
    sawSecret = true
    let property = JSONPointer(tokens: path).patchKey
    switch secrets {
    case .include where !isSecretMask(text):
      return .value(.string(SubstitutionEscape.escaping(text)))
    case .env:
      let name = variable()
      findings.noteSecret(owner.type, owner.id, property, variable: name)
      return .value(.string("${env:\(name)}"))
    default:
      findings.noteSecret(owner.type, owner.id, property, variable: nil)
      return isMerged ? .absent : .inseparable
    }
  }

  /// A name that no other secret of the snapshot has.
  private mutating func variable() -> String {
    let name = SecretVariable.name(owner.type, id: owner.id, path: path)
    let count = (variables[name] ?? 0) + 1
    variables[name] = count
    return count == 1 ? name : "\(name)__\(count)"
  }

  mutating func visit(value: JSONValue, at place: SchemaPlace, in isMerged: Bool) -> Part {
    if schema.isSecret(place), let text = value.string, !text.isEmpty {
      return secret(text, isMerged: isMerged)
    }
    switch (place.type.kind, value) {
    case (.string, .string(let text)), (.opaque, .string(let text)):
      // The server refuses empty text; where it shows some, nothing was ever set.
      return text.isEmpty ? .absent : .value(.string(SubstitutionEscape.escaping(text)))
    case (.objectID(let name), .string(let id)):
      let isRequired = path.count == 1 && !place.type.isNullable
      guard let reference = reference(to: id, name, path, isRequired: isRequired) else {
        return .absent
      }
      return .value(.string(reference))
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
    if id == ReferenceFacts.unsetID { return nil }
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

  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in isMerged: Bool
  ) -> Part {
    if collection.isList { return list(collection, isMerged: isMerged) }
    var target: String?
    if case .objectID(let name)? = collection.keyType?.kind { target = name }
    if let target, let (object, _) = references.resolve(target), allowed.contains(object) {
      return .absent
    }
    let entries = collection.entries
    var result = JSONObject()
    var isWhole = true
    for entry in target == nil ? Self.sorted(entries) : Self.sortedByID(entries) {
      var written = entry.name
      if let target {
        guard let reference = reference(to: entry.name, target, path) else { continue }
        written = reference
      }
      guard !collection.isSet else {
        result[written] = entry.value
        continue
      }
      switch walk(entry.value, at: collection.entryPlace, below: entry.name, in: false) {
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

  private mutating func list(_ list: SchemaCollection, isMerged: Bool) -> Part {
    var result = JSONObject()
    var isWhole = true
    for entry in SchemaCollection.inOrder(list.entries) {
      if secrets == .env, isGenerated(entry.value, list.entryPlace) {
        findings.noteGenerated(
          owner.type,
          owner.id,
          JSONPointer(tokens: path + [entry.name]).patchKey
        )
        sawSecret = true
        continue
      }
      let name = secrets == .env ? String(result.count) : entry.name
      switch walk(entry.value, at: list.entryPlace, below: name, in: false) {
      case .value(let value): result[String(result.count)] = value
      case .absent: continue
      case .inseparable: isWhole = false
      }
    }
    return ending(result, isWhole: isWhole, isMerged: isMerged)
  }

  /// Whether only the server makes such elements: their secret cannot be set.
  func isGenerated(_ value: JSONValue, _ place: SchemaPlace) -> Bool {
    guard case .object(let name) = place.type.kind, let shape = schema.shape(named: name),
      let variant = value["@type"]?.string.flatMap({ shape.variant(named: $0) }),
      let schemaName = variant.schemaName
    else { return false }
    return schema.fields(ofSchema: schemaName).contains {
      $0.update == .serverSet && schema.isSecret($0, ofSchema: schemaName)
    }
  }

  mutating func visit(object: SchemaObject, at place: SchemaPlace, in isMerged: Bool) -> Part {
    let (members, shape) = (object.members, object.shape)
    if shape.isMultiVariant {
      let tag = members["@type"]?.string ?? ""
      guard object.variant?.name == tag else {
        findings.noteUnknown(variant: "\(shape.displayName)/\(tag)")
        return .value(Self.verbatim(.object(members)))
      }
    } else if place.isUnset(members) {
      return .absent
    }
    var result = JSONObject()
    if let variant = object.variant { result["@type"] = .string(variant.name) }
    guard let declaration = object.declarations.schemas.first else {
      return .value(.object(result))
    }
    let isMergedInside = isMerged && !shape.isMultiVariant
    var isWhole = true
    for field in declaration.fields {
      guard let value = members[field.name] else { continue }
      let place = SchemaPlace(field, declaredBy: declaration.name)
      let isServerSet = field.update == .serverSet
      guard !isServerSet || (secrets != .env && schema.isSecret(place)) else { continue }
      let part = walk(value, at: place, below: field.name, in: isMergedInside)
      switch part {
      // What the server sets and hides comes with what must not be written without it.
      case .inseparable: isWhole = false
      case .value(let part) where !isServerSet: result[field.name] = part
      case .value, .absent: continue
      }
    }
    for member in Self.sorted(members)
    where member.name != "@type" && declaration.fields[member.name] == nil {
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
