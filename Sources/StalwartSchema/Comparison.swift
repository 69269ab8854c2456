// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// A place where an object differs from the object that is desired.
public struct Difference: Equatable, Sendable {
  /// The property or path of the patch that would remove the difference.
  public let key: String
  /// The place, as names and keys from the top.
  public let path: [String]
  /// The value that is desired; nil if there should be none.
  public let desired: JSONValue?
  /// The value that is there; nil if there is none, and for a secret, which cannot be read.
  public let actual: JSONValue?
  /// Whether the desired value is a secret, which can be written but not compared.
  public let isSecret: Bool
}

extension Schema {
  /// What a patch would change about an object, in the order of the patch.
  ///
  /// Both are compared as the server stores them: texts cleaned up, numbers and times by
  /// value, sets without order, lists by position, replaced values completed with their
  /// defaults. A secret always differs.
  ///
  /// - Parameters:
  ///   - desired: A patch or body in the server's form, its references resolved.
  ///   - actual: The object as it was read.
  ///   - shape: The type of the object.
  /// - Returns: The differences; none if the patch changes nothing.
  public func differences(
    desired: JSONObject,
    actual: JSONObject,
    as shape: Shape
  ) -> [Difference] {
    let actualVariant = actual["@type"]?.string.flatMap { shape.variant(named: $0) }
    let desiredVariant = desired.variantTag?.string.flatMap { shape.variant(named: $0) }
    var comparison = Comparison(schema: self)
    if shape.isMultiVariant, let desiredVariant, let actualVariant,
      desiredVariant != actualVariant
    {
      comparison.key = "@type"
      comparison.add(["@type"], .string(desiredVariant.name), actual["@type"])
    }
    comparison.compareTop(desired, actual, as: shape, variant: desiredVariant ?? actualVariant)
    return comparison.differences
  }

  /// A value that is the same, and has the same text, for all values that the server stores
  /// as the same; not a value to send.
  ///
  /// Texts are cleaned up as the server does it; addresses, moments and numbers have one
  /// spelling; the members of sets and objects are sorted.
  public func comparableForm(
    of value: JSONValue,
    field: Field,
    ofSchema schemaName: String
  ) -> JSONValue {
    let comparison = Comparison(schema: self)
    guard case .object(let object) = value else {
      let rule = StringRule.rule(of: field.name, inSchema: schemaName)
      return comparison.stored(value, field.type, rule)
    }
    guard case .set(let member, _, _) = field.type.kind else {
      let members = object.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      return .object(JSONObject(members.map { ($0.name, $0.value) }))
    }
    let keys = object.filter { $0.value.boolean ?? false }
      .map { comparison.canonicalKey($0.name, member) }
    return .array(Set(names: keys).sorted().map { .string($0.text) })
  }

  /// The schema that declares the property at the end of a path.
  func ownerOfPath(
    _ tokens: [String],
    _ shape: Shape,
    _ variant: Variant?,
    _ field: Field
  ) -> String? {
    var type = field.type
    var owner = schemaNames(of: shape, variant).first
    for token in tokens.dropFirst() {
      switch type.kind {
      case .object(let name):
        guard let shape = self.shape(named: name) else { return owner }
        let names = schemaNames(of: shape, nil)
        owner = names.first { fields(ofSchema: $0).find(token) != nil } ?? owner
        guard let next = fields(of: shape).find(token) else { return owner }
        type = next.type
      case .objectList(let name, _, _): type = FieldType(.object(name))
      case .map(_, let value, _, _): type = value
      default: return owner
      }
    }
    return owner
  }
}

/// Collects the differences of one object.
private struct Comparison {
  let schema: Schema
  var key = ""
  var differences: [Difference] = []

  init(schema: Schema) { self.schema = schema }

  mutating func add(
    _ path: [String],
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    isSecret: Bool = false
  ) {
    differences.append(
      Difference(
        key: key,
        path: path,
        desired: desired,
        actual: isSecret ? nil : actual,
        isSecret: isSecret
      )
    )
  }

  mutating func compare(
    _ desired: JSONValue,
    _ actual: JSONValue?,
    as type: FieldType,
    owner: String,
    property: String,
    at path: [String]
  ) {
    guard !desired.isNull else {
      if let actual, !actual.isNull { add(path, desired, actual) }
      return
    }
    switch (desired, type.kind) {
    case (.object(let object), .object(let name)):
      guard let shape = schema.shape(named: name) else { break }
      compare(object, actual?.object, as: shape, at: path)
      return
    case (.object(let object), .set(let member, _, _)):
      compareSets(object, actual?.object ?? [:], member, at: path) { text in
        // The server completes the contacts of an ACME account.
        owner.withoutPrefix == "AcmeProvider" && property == "contact" && !text.contains(":")
          ? "mailto:" + text : text
      }
      return
    case (.object(let object), .map(let key, let value, _, _)):
      compareMaps(object, actual?.object ?? [:], key, value, owner, property, at: path)
      return
    case (.object(let object), .objectList(let name, _, _)):
      guard let shape = schema.shape(named: name) else { break }
      compareLists(object, actual?.object ?? [:], shape, at: path)
      return
    default: break
    }
    if type.stringFormat != nil, let field = schema.fields(ofSchema: owner).find(property),
      schema.isSecret(field, ofSchema: owner)
    {
      if !stays(desired, actual) { add(path, desired, actual, isSecret: true) }
      return
    }
    // The same blob has another id for each reader.
    if case .blobID = type.kind, actual?.string != nil { return }
    guard desired != actual else { return }
    let rule = StringRule.rule(of: property, inSchema: owner)
    guard let actual, stored(desired, type, rule) == stored(actual, type, rule) else {
      add(path, desired, actual)
      return
    }
  }

  // MARK: Objects

  /// Compares a whole object with a patch, whose keys are properties or paths.
  mutating func compareTop(
    _ patch: JSONObject,
    _ actual: JSONObject,
    as shape: Shape,
    variant: Variant?
  ) {
    let options = ValueOptions(.update, checksUpdate: false)
    let fields = schema.fields(of: shape, variant: variant)
    let owner = schema.schemaNames(of: shape, variant).first ?? shape.name
    for member in patch where !member.name.equalsIgnoringASCIICase("@type") {
      key = member.name
      let candidates = fields.candidates(member.name)
      if candidates.count == 1, let field = candidates.first {
        guard field.update != .serverSet else { continue }
        guard !field.isNeverReturned(bySchema: owner) else {
          compareUnseen(member.value, field, owner, at: [field.name])
          continue
        }
        compare(
          member.value,
          actual[field.name],
          as: field.type,
          owner: owner,
          property: field.name,
          at: [field.name]
        )
      } else if let path = try? schema.resolve(
        path: member.name,
        in: shape,
        variant: variant,
        options: options
      ), let field = path.field {
        compare(member.value, actual, at: path, from: field, of: shape, variant, owner: owner)
      } else if actual[member.name] != member.value {
        add([member.name], member.value, actual[member.name])
      }
    }
  }

  /// Compares what a patch has for a path with what is there.
  private mutating func compare(
    _ desired: JSONValue,
    _ actual: JSONObject,
    at path: FieldPath,
    from field: Field,
    of shape: Shape,
    _ variant: Variant?,
    owner: String
  ) {
    if path.update == .serverSet { return }
    let tokens = JSONPointer(patchKey: path.key).tokens
    let value = JSONValue.object(actual)[JSONPointer(tokens: tokens)]
    switch path.target {
    case .member:
      guard (desired.boolean ?? false) != (value?.boolean ?? false) else { return }
      add(tokens, desired, value)
    case .variant: return  // The server ignores it below the top.
    case .value(let type, _):
      let isProperty = tokens.count == 1
      if isProperty, field.isNeverReturned(bySchema: owner) { return }
      let declared = isProperty ? nil : schema.ownerOfPath(tokens, shape, variant, field)
      compare(
        desired,
        value,
        as: type,
        owner: declared ?? owner,
        property: tokens.last ?? field.name,
        at: tokens
      )
    }
  }

  private mutating func compare(
    _ desired: JSONObject,
    _ actual: JSONObject?,
    as shape: Shape,
    at path: [String]
  ) {
    guard shape.isMultiVariant else {
      // Members that are not given keep their value; without an object there are defaults.
      let given = actual == nil ? schema.fillingDefaults(desired, of: shape) : desired
      compareMembers(given, actual ?? [:], schemaName: shape.schemaName ?? shape.name, at: path)
      if actual == nil, given.isEmpty { add(path, .object(desired), nil) }
      return
    }
    guard let variant = desired.variantTag?.string.flatMap({ shape.variant(named: $0) }),
      actual?["@type"]?.string == variant.name
    else {
      addReplaced(desired, actual, as: shape, at: path)
      return
    }
    guard let schemaName = variant.schemaName else { return }
    let given = schema.fillingDefaults(desired, of: shape)
    compareMembers(given, actual ?? [:], schemaName: schemaName, at: path)
  }

  /// Another variant: one difference for the whole, and one for each secret in it.
  private mutating func addReplaced(
    _ desired: JSONObject,
    _ actual: JSONObject?,
    as shape: Shape,
    at path: [String]
  ) {
    add(path, .object(desired), actual.map(JSONValue.object))
    for pointer in schema.secretPaths(in: desired, as: shape) {
      guard let secret = JSONValue.object(desired)[pointer], !secret.isNull,
        secret.string.map({ !isSecretMask($0) }) ?? true
      else { continue }
      add(path + pointer.tokens, secret, nil, isSecret: true)
    }
  }

  private mutating func compareMembers(
    _ desired: JSONObject,
    _ actual: JSONObject,
    schemaName: String,
    at path: [String]
  ) {
    let fields = schema.fields(ofSchema: schemaName)
    for member in desired where member.name != "@type" {
      guard let field = fields.find(member.name) else {
        if actual[member.name] != member.value {
          add(path + [member.name], member.value, actual[member.name])
        }
        continue
      }
      guard field.update != .serverSet else { continue }
      let place = path + [field.name]
      guard !field.isNeverReturned(bySchema: schemaName) else {
        compareUnseen(member.value, field, schemaName, at: place)
        continue
      }
      if schema.isSecret(field, ofSchema: schemaName), !member.value.isNull {
        // A default is nobody's secret: only what was meant to be there counts.
        if let text = member.value.string, text.isEmpty { continue }
        if stays(member.value, actual[field.name]) { continue }
        add(place, member.value, nil, isSecret: true)
        continue
      }
      compare(
        member.value,
        actual[field.name],
        as: field.type,
        owner: schemaName,
        property: field.name,
        at: place
      )
    }
  }

  /// Whether a secret is only its mask, and there is one to stay as it is.
  private func stays(_ desired: JSONValue, _ actual: JSONValue?) -> Bool {
    guard let text = desired.string, text.hasSameBytes(as: secretMask) else { return false }
    return actual?.string?.isEmpty == false
  }

  /// Compares what the server never shows: of a secret that is only a mask nothing is known.
  private mutating func compareUnseen(
    _ desired: JSONValue,
    _ field: Field,
    _ owner: String,
    at path: [String]
  ) {
    guard let text = desired.string, isSecretMask(text), schema.isSecret(field, ofSchema: owner)
    else { return }
    add(path, desired, nil, isSecret: true)
  }

  // MARK: Sets, maps and lists

  private mutating func compareSets(
    _ desired: JSONObject,
    _ actual: JSONObject,
    _ member: FieldType,
    at path: [String],
    _ complete: (String) -> String
  ) {
    let wanted = desired.filter { $0.value.boolean ?? false }
    let actual = actual.filter { $0.value.boolean ?? false }
    let wantedKeys = Set(names: wanted.map { canonicalKey(complete($0.name), member) })
    let actualKeys = Set(names: actual.map { canonicalKey($0.name, member) })
    for entry in wanted where !actualKeys.contains(canonicalKey(complete(entry.name), member)) {
      add(path + [entry.name], entry.value, nil)
    }
    for entry in actual where !wantedKeys.contains(canonicalKey(entry.name, member)) {
      add(path + [entry.name], nil, entry.value)
    }
  }

  private mutating func compareMaps(
    _ desired: JSONObject,
    _ actual: JSONObject,
    _ key: FieldType,
    _ type: FieldType,
    _ owner: String,
    _ property: String,
    at path: [String]
  ) {
    var rest: [Name: JSONObject.Member] = [:]
    for entry in actual { rest[canonicalKey(entry.name, key)] = entry }
    for entry in desired {
      let place = path + [entry.name]
      guard let found = rest.removeValue(forKey: canonicalKey(entry.name, key)) else {
        add(place, entry.value, nil)
        continue
      }
      var value = entry.value
      if case .object(let name) = type.kind, let shape = schema.shape(named: name),
        let object = value.object
      {
        value = .object(schema.fillingDefaults(object, of: shape))
      }
      compare(value, found.value, as: type, owner: owner, property: property, at: place)
    }
    for entry in actual where rest[canonicalKey(entry.name, key)] != nil {
      add(path + [entry.name], nil, entry.value)
    }
  }

  private mutating func compareLists(
    _ desired: JSONObject,
    _ actual: JSONObject,
    _ shape: Shape,
    at path: [String]
  ) {
    let wanted = desired.sortedByPosition
    let found = actual.sortedByPosition
    for (index, entry) in wanted.enumerated() {
      let place = path + [String(index)]
      guard index < found.count, let object = entry.object, let other = found[index].object else {
        add(place, entry, index < found.count ? found[index] : nil)
        if let object = entry.object { addSecrets(object, shape, at: place) }
        continue
      }
      let given = schema.fillingDefaults(object, of: shape)
      let isMoved =
        !entry.maskPointers.isEmpty && resemblesAnother(given, at: index, of: found, shape, wanted)
      if !isMoved {
        compare(given, other, as: shape, at: place)
      } else {
        // The mask stands for the secret of another element, which cannot be moved.
        add(place, entry, found[index])
      }
    }
    for index in found.indices.dropFirst(wanted.count) {
      add(path + [String(index)], nil, found[index])
    }
  }

  /// Whether an element may be one that stands at another position: because it is more like that
  /// one, or because of a list that got shorter nobody knows which elements went.
  private func resemblesAnother(
    _ element: JSONObject,
    at index: Int,
    of list: [JSONValue],
    _ shape: Shape,
    _ wanted: [JSONValue]
  ) -> Bool {
    func distance(_ other: JSONValue) -> Int {
      var comparison = Comparison(schema: schema)
      comparison.compare(element, other.object ?? [:], as: shape, at: [])
      return comparison.differences.count
    }
    let own = distance(list[index])
    guard own > 0 else { return false }
    if wanted.count < list.count { return true }
    return list.indices.contains { $0 != index && distance(list[$0]) < own }
  }

  private mutating func addSecrets(_ object: JSONObject, _ shape: Shape, at path: [String]) {
    for pointer in schema.secretPaths(in: object, as: shape) {
      guard let secret = JSONValue.object(object)[pointer], !secret.isNull,
        secret.string.map({ !isSecretMask($0) }) ?? true
      else { continue }
      add(path + pointer.tokens, secret, nil, isSecret: true)
    }
  }

  // MARK: Scalars

  func stored(_ value: JSONValue, _ type: FieldType, _ rule: StringRule) -> JSONValue {
    switch (value, type.kind) {
    case (.string(let text), .string(let format, _, _)):
      if format == .ipAddress || format == .ipNetwork {
        return .string(NetworkAddress(text)?.canonicalText ?? text)
      }
      return .string(rule.stored(text))
    case (.string(let text), .utcDateTime):
      return DateText.seconds(text).map { .number(JSONNumber($0)) } ?? value
    case (.string(let text), .objectID): return .string(canonicalID(text))
    case (.number(let number), .number(.float, _, _)):
      return number.double.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? value
    // A value of a map: its strings are cleaned as if they were the property's.
    default: return value
    }
  }

  func canonicalKey(_ key: String, _ type: FieldType) -> String {
    switch type.kind {
    case .string(let format, _, _):
      if format == .ipAddress || format == .ipNetwork, let address = NetworkAddress(key) {
        return address.canonicalText
      }
      if format == .socketAddress, let address = NetworkAddress(socket: key) {
        return address.canonicalText
      }
      return key.trimmingWhitespace()
    case .objectID: return canonicalID(key)
    default: return key
    }
  }

  /// One spelling for all spellings of an id: leading digits of value zero do not count.
  private func canonicalID(_ id: String) -> String {
    let digits = id.lowercasedASCII.drop { $0 == "a" }
    return digits.isEmpty ? "a" : String(digits)
  }
}

extension JSONObject {
  /// The values of an object whose names are positions, in their order.
  fileprivate var sortedByPosition: [JSONValue] {
    members.enumerated()
      .sorted {
        let left = UInt64($0.element.name) ?? .max
        let right = UInt64($1.element.name) ?? .max
        return (left, $0.offset) < (right, $1.offset)
      }
      .map(\.element.value)
  }
}

extension Field {
  /// Whether the server takes a value and never gives it back, not even masked.
  func isNeverReturned(bySchema schemaName: String) -> Bool {
    switch (schemaName.withoutPrefix, name) {
    case ("AcmeProvider", "eabKeyId"), ("AcmeProvider", "eabHmacKey"),
      ("MaskedEmail", "emailPrefix"), ("MaskedEmail", "emailDomain"),
      ("DnsServerCloudflare", "email"), ("DnsServerDnsimple", "secret"),
      ("DnsServerPorkbun", "secret"):
      true
    default: false
    }
  }
}
