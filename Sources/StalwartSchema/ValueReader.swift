// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Converts what people write to what the server takes, and collects what cannot be converted.
///
/// Values that are in the server's form already stay as they are.
struct ValueReader: PathVisitor {
  let schema: Schema
  let options: ValueOptions
  private(set) var errors: [FieldError] = []

  init(_ schema: Schema, _ options: ValueOptions) {
    self.schema = schema
    self.options = options
  }

  private var scalars: ScalarText { ScalarText(schema: schema, now: options.now) }

  /// The place in the body that is being read.
  var path: [String] = []

  mutating func fail(_ reason: FieldError.Reason) { errors.append(FieldError(at: path, reason)) }

  /// Reads the part of that name at the current place.
  mutating func below<Result>(
    _ name: String,
    _ read: (inout ValueReader) -> Result
  ) -> Result {
    path.append(name)
    defer { path.removeLast() }
    return read(&self)
  }

  /// Reads a part some levels below the current place.
  mutating func below<Result>(
    _ names: [String],
    _ read: (inout ValueReader) -> Result
  ) -> Result {
    path += names
    defer { path.removeLast(names.count) }
    return read(&self)
  }

  /// Reads a field of the object at the current place, and sets it in the converted object.
  mutating func read(
    _ json: JSONValue,
    as field: Field,
    _ operation: ValueOptions.Operation,
    into object: inout JSONObject
  ) {
    path.append(field.name)
    defer { path.removeLast() }
    let count = object.count
    if options.checksUpdate, field.update == .serverSet {
      fail(.serverSet)
      object[field.name] = json
    } else if options.checksUpdate, field.update == .immutable, operation == .update {
      fail(.immutable)
      object[field.name] = json
    } else {
      object[field.name] = value(json, as: field.type)
    }
    if object.count == count { fail(.duplicate(name: field.name)) }
  }

  /// Adds an error that has its path already.
  mutating func fail(_ error: FieldError) { errors.append(error) }

  // MARK: Values

  /// Reads a value as the first of several types that accepts it.
  mutating func value(
    _ json: JSONValue,
    asOneOf types: [FieldType]
  ) -> JSONValue {
    firstAccepting(types) { $0.value(json, as: $1) }
  }

  /// Reads typed text as the first of several types that accepts it.
  ///
  /// What begins like a JSON object is one where a type of it is among them.
  mutating func text(_ text: String, asOneOf types: [FieldType]) -> JSONValue {
    let isObject = text.trimmedASCII.utf8.first == UInt8(ascii: "{")
    let sorted =
      isObject ? types.filter(\.isComposite) + types.filter { !$0.isComposite } : types
    return firstAccepting(sorted) { $0.text(text, as: $1) }
  }

  private mutating func firstAccepting(
    _ types: [FieldType],
    _ read: (inout ValueReader, FieldType) -> JSONValue
  ) -> JSONValue {
    var first: (value: JSONValue, reader: ValueReader)?
    for type in types {
      var attempt = self
      let value = read(&attempt, type)
      if attempt.errors.count == errors.count { return value }
      if first == nil { first = (value, attempt) }
    }
    guard let first else { return .null }
    self = first.reader
    return first.value
  }

  /// Reads a value of JSON, at any depth.
  mutating func value(_ json: JSONValue, as type: FieldType) -> JSONValue {
    walk(json, at: SchemaPlace(type), in: ())
  }

  mutating func visit(value json: JSONValue, at place: SchemaPlace, in context: Void) -> JSONValue {
    let type = place.type
    switch (json, type.kind) {
    case (_, .opaque): return json
    case (.object, .object): return json  // Of a type that the schema lacks.
    case (.null, _):
      if options.operation == .create, !type.isNullable {
        fail(.nullNotAllowed(type: type.notation))
      }
      return json
    case (.string(let text), .set), (.string(let text), .object):
      return self.text(text, as: type)
    case (.string(let text), _):
      if let value = scalars.value(text, as: type) { return value }
    case (.bool, .boolean): return json
    case (.number(let number), .number(let format, _, _)):
      if let value = ScalarText.number(number, format) { return .number(value) }
    case (.array(let elements), .set(let member, _, _)):
      return .object(set(elements, of: member, type: type))
    case (.array(let elements), _) where type.listElement != nil:
      let members = elements.enumerated().map { (String($0), $1) }
      return walk(.object(JSONObject(members)), at: place, in: context)
    default: break
    }
    unconvertible(json.string ?? json.serialized(), type)
    return json
  }

  /// Reads text as a person types it on a command line.
  mutating func text(_ text: String, as type: FieldType) -> JSONValue {
    if let value = scalars.value(text, as: type), type.stringFormat != nil { return value }
    if let first = text.trimmedASCII.utf8.first,
      first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      !readsAsSocketAddresses(text, type)
    {
      do {
        return value(try JSONValue(parsing: text), as: type)
      } catch {
        fail(.notJSON(error))
        return .null
      }
    }
    if let value = scalars.value(text, as: type) { return value }
    switch type.kind {
    case .set(let member, _, _):
      let parts = text.split(separator: ",").map { String($0).trimmedASCII }
        .filter { !$0.isEmpty }
      if !parts.isEmpty {
        return .object(set(parts.map(JSONValue.string), of: member, type: type))
      }
    case .object(let name):
      if let value = object(text, as: name) { return value }
    default: break
    }
    unconvertible(text, type)
    return .string(text)
  }

  /// Whether a text is a list of addresses such as `[::]:25`, which begins like JSON.
  private func readsAsSocketAddresses(_ text: String, _ type: FieldType) -> Bool {
    guard case .set(let member, _, _) = type.kind, member.stringFormat == .socketAddress else {
      return false
    }
    return text.utf8.contains(UInt8(ascii: "]")) && !text.utf8.contains(UInt8(ascii: "\""))
      && text.trimmedASCII != "[]"
  }

  mutating func unconvertible(_ given: String, _ type: FieldType) {
    var suggestions: [String] = []
    switch type.kind {
    case .enumeration(let name):
      let names = schema.enumeration(named: name)?.members.map(\.name) ?? []
      suggestions = closestNames(to: given, among: names)
    case .object(let name):
      let names = schema.shape(named: name)?.variants.map(\.name) ?? []
      suggestions = closestNames(to: given, among: names)
    default: break
    }
    let conversion = FieldError.Conversion(
      type: type.notation,
      given: given,
      accepted: schema.acceptedForms(of: type),
      suggestions: suggestions
    )
    fail(.unconvertible(conversion))
  }

  // MARK: Sets, maps and lists

  private mutating func set(
    _ elements: [JSONValue],
    of member: FieldType,
    type: FieldType
  ) -> JSONObject {
    var members = JSONObject()
    for element in elements {
      guard let text = element.string else {
        unconvertible(element.serialized(), type)
        continue
      }
      if let key = key(text, as: member, of: type) { members[key] = true }
    }
    return members
  }

  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in context: Void
  ) -> JSONValue {
    var members = JSONObject()
    for entry in collection.entries {
      guard let key = key(entry.name, as: collection.keyType, of: place.type) else { continue }
      if entry.value.isNull, allowsRemovals(place.type) {
        members[key] = .null
        continue
      }
      members[key] = walk(entry.value, at: collection.entryPlace, below: key, in: context)
    }
    return .object(members)
  }

  /// The key in the schema's spelling, or a position of a list; `#` begins a reference to an object of the same plan.
  private mutating func key(
    _ text: String,
    as keyType: FieldType?,
    of type: FieldType
  ) -> String? {
    guard let keyType else {
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        fail(.invalidKey(key: text, type: type.notation, suggestions: []))
        return nil
      }
      return text
    }
    guard case .enumeration(let name) = keyType.kind, let names = schema.enumeration(named: name)
    else { return text }
    if let member = names.find(text) { return member.name }
    let suggestions = closestNames(to: text, among: names.members.map(\.name))
    fail(.invalidKey(key: text, type: keyType.notation, suggestions: suggestions))
    return nil
  }

  /// Whether null in a list names an element to remove: of credentials that may be there.
  private func allowsRemovals(_ type: FieldType) -> Bool {
    let isCreate = options.operation == .create && options.checksUpdate
    return CredentialList.isType(type) && !isCreate
  }

  // MARK: Objects

  /// The object that a bare word means: a variant of that name, or the one that consists of a
  /// text alone, such as a secret.
  private func object(_ text: String, as name: String) -> JSONValue? {
    guard let shape = schema.shape(named: name), shape.isMultiVariant, !text.isEmpty else {
      return nil
    }
    if let (variant, field) = schema.bareTextVariant(of: shape) {
      return ["@type": .string(variant.name), field.name: .string(text)]
    }
    guard let variant = try? schema.variant(named: text.trimmedASCII, of: shape) else {
      return nil
    }
    return ["@type": .string(variant.name)]
  }

  mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Void) -> JSONValue {
    let shape = object.shape
    guard shape.isMultiVariant else {
      return .object(members(of: object.members, as: object.fields, owner: shape.displayName))
    }
    guard let variant = variant(of: object.members, shape) else { return .object(object.members) }
    guard variant.schemaName != nil else {
      // The server ignores what a variant that is only a name is given.
      return .object(object.members)
    }
    let owner = "\(shape.displayName)/\(variant.name)"
    let fields = schema.fields(of: shape, variant: variant)
    let result = members(of: object.members, as: fields, owner: owner)
    return .object(result.settingVariant(variant.name))
  }

  /// The variant that `@type` names; reports what is wrong with it.
  mutating func variant(of object: JSONObject, _ shape: Shape) -> Variant? {
    guard let tag = object.variantTag else {
      fail(.missingVariant(owner: shape.displayName, variants: shape.variants.map(\.name)))
      return nil
    }
    if let name = tag.string, let variant = try? schema.variant(named: name, of: shape) {
      return variant
    }
    let name = tag.string ?? tag.serialized()
    let suggestions = closestNames(to: name, among: shape.variants.map(\.name))
    below("@type") {
      $0.fail(.unknownVariant(owner: shape.displayName, name: name, suggestions: suggestions))
    }
    return nil
  }

  /// Reads the members of an embedded object.
  private mutating func members(
    of object: JSONObject,
    as fields: FieldSet,
    owner: String
  ) -> JSONObject {
    var result = JSONObject()
    for member in object {
      guard !member.name.equalsIgnoringASCIICase("@type") else {
        result["@type"] = member.value
        continue
      }
      guard let field = fields.find(member.name) else {
        let suggestions = closestNames(to: member.name, among: fields.map(\.name))
        below(member.name) {
          $0.fail(.unknownField(owner: owner, suggestions: suggestions))
        }
        continue
      }
      // Inside a value that is given as a whole, what is immutable later may be given too.
      read(member.value, as: field, .create, into: &result)
    }
    return result
  }
}

extension JSONObject {
  /// The value of `@type`, in any case.
  var variantTag: JSONValue? {
    self["@type"] ?? first { $0.name.equalsIgnoringASCIICase("@type") }?.value
  }

  /// The same members with `@type` in the schema's spelling, in its place.
  func settingVariant(_ name: String) -> JSONObject {
    var copy = self
    copy["@type"] = .string(name)
    return copy
  }
}

extension Schema {
  /// The variant that a bare text means: the one named `Value` or `Text`, if it
  /// has one field and that is text.
  func bareTextVariant(of shape: Shape) -> (variant: Variant, field: Field)? {
    for variant in shape.variants where variant.isCalledAfterText {
      let fields = fields(of: shape, variant: variant)
      if fields.count == 1, fields[0].type.stringFormat != nil { return (variant, fields[0]) }
    }
    return nil
  }
}
