// SPDX-License-Identifier: MIT

internal import JSON

/// Turns what people write into what the server takes, and collects what cannot be turned.
///
/// Values that are in the server's form already come out as they went in.
struct ValueReader {
  let schema: Schema
  let options: ValueOptions
  private(set) var errors: [FieldError] = []

  init(_ schema: Schema, _ options: ValueOptions) {
    self.schema = schema
    self.options = options
  }

  private var scalars: ScalarText { ScalarText(schema: schema, now: options.now) }

  mutating func fail(_ path: [String], _ reason: FieldError.Reason) {
    errors.append(FieldError(at: path, reason))
  }

  /// Takes over the errors of a part, and their paths as they are.
  mutating func fail(_ error: FieldError) { errors.append(error) }

  // MARK: Values

  /// Reads a value as the first of several types that takes it.
  mutating func value(
    _ json: JSONValue,
    asOneOf types: [FieldType],
    at path: [String]
  ) -> JSONValue {
    firstGood(types) { $0.value(json, as: $1, at: path) }
  }

  /// Reads typed text as the first of several types that takes it.
  mutating func text(_ text: String, asOneOf types: [FieldType], at path: [String]) -> JSONValue {
    firstGood(types) { $0.text(text, as: $1, at: path) }
  }

  private mutating func firstGood(
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
  mutating func value(_ json: JSONValue, as type: FieldType, at path: [String]) -> JSONValue {
    switch (json, type.kind) {
    case (_, .opaque): return json
    case (.null, _):
      if options.operation == .create, !type.isNullable {
        fail(path, .nullNotAllowed(type: type.notation))
      }
      return json
    case (.string(let text), .set), (.string(let text), .object):
      return self.text(text, as: type, at: path)
    case (.string(let text), _):
      if let value = scalars.value(text, as: type) { return value }
    case (.bool, .boolean): return json
    case (.number(let number), .number(let format, _, _)):
      if let value = ScalarText.number(number, format) { return .number(value) }
    case (.object(let object), .object(let name)):
      return .object(self.object(object, as: name, at: path))
    case (.object(let object), .set(let member, _, _)):
      return .object(set(object, of: member, at: path))
    case (.array(let elements), .set(let member, _, _)):
      return .object(set(elements, of: member, type: type, at: path))
    case (.object(let object), .map(let key, let value, _, _)):
      return .object(map(object, key, value, at: path))
    case (.object(let object), .objectList(let name, _, _)):
      return .object(list(object, of: name, type: type, at: path))
    case (.array(let elements), .objectList(let name, _, _)):
      let members = elements.enumerated().map { (String($0), $1) }
      return .object(list(JSONObject(members), of: name, type: type, at: path))
    default: break
    }
    unconvertible(json.string ?? json.serialized(), type, at: path)
    return json
  }

  /// Reads text as a person types it on a command line.
  mutating func text(_ text: String, as type: FieldType, at path: [String]) -> JSONValue {
    if let value = scalars.value(text, as: type), type.stringFormat != nil { return value }
    if let first = text.trimmedASCII.utf8.first,
      first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      !readsAsSocketAddresses(text, type)
    {
      do {
        return value(try JSONValue(parsing: text), as: type, at: path)
      } catch {
        fail(path, .notJSON(error))
        return .null
      }
    }
    if let value = scalars.value(text, as: type) { return value }
    switch type.kind {
    case .set(let member, _, _):
      let parts = text.split(separator: ",").map { String($0).trimmedASCII }
        .filter { !$0.isEmpty }
      if !parts.isEmpty {
        return .object(set(parts.map(JSONValue.string), of: member, type: type, at: path))
      }
    case .object(let name):
      if let value = object(text, as: name) { return value }
    default: break
    }
    unconvertible(text, type, at: path)
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

  mutating func unconvertible(_ given: String, _ type: FieldType, at path: [String]) {
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
    fail(path, .unconvertible(conversion))
  }

  // MARK: Sets, maps and lists

  private mutating func set(
    _ elements: [JSONValue],
    of member: FieldType,
    type: FieldType,
    at path: [String]
  ) -> JSONObject {
    var members = JSONObject()
    for element in elements {
      guard let text = element.string else {
        unconvertible(element.serialized(), type, at: path)
        continue
      }
      if let key = key(text, as: member, at: path) { members[key] = true }
    }
    return members
  }

  private mutating func set(
    _ object: JSONObject,
    of member: FieldType,
    at path: [String]
  ) -> JSONObject {
    var members = JSONObject()
    for entry in object {
      guard let key = key(entry.name, as: member, at: path) else { continue }
      members[key] = value(entry.value, as: FieldType(.boolean), at: path + [key])
    }
    return members
  }

  private mutating func map(
    _ object: JSONObject,
    _ keyType: FieldType,
    _ type: FieldType,
    at path: [String]
  ) -> JSONObject {
    var members = JSONObject()
    for entry in object {
      guard let key = key(entry.name, as: keyType, at: path) else { continue }
      members[key] = value(entry.value, as: type, at: path + [key])
    }
    return members
  }

  /// The key in the schema's spelling; `#` begins a reference to an object of the same plan.
  private mutating func key(_ text: String, as type: FieldType, at path: [String]) -> String? {
    guard case .enumeration(let name) = type.kind, let names = schema.enumeration(named: name)
    else { return text }
    if let member = names.find(text) { return member.name }
    let suggestions = closestNames(to: text, among: names.members.map(\.name))
    fail(path, .invalidKey(key: text, type: type.notation, suggestions: suggestions))
    return nil
  }

  private mutating func list(
    _ object: JSONObject,
    of name: String,
    type: FieldType,
    at path: [String]
  ) -> JSONObject {
    let element = FieldType(.object(name))
    var members = JSONObject()
    for entry in object {
      if entry.name.isEmpty || !entry.name.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        fail(path, .invalidKey(key: entry.name, type: type.notation, suggestions: []))
        continue
      }
      members[entry.name] = value(entry.value, as: element, at: path + [entry.name])
    }
    return members
  }

  // MARK: Objects

  /// The object that a bare word stands for: the secret of a value that needs
  /// nothing else, or the name of a variant.
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

  private mutating func object(
    _ object: JSONObject,
    as name: String,
    at path: [String]
  ) -> JSONObject {
    guard let shape = schema.shape(named: name) else { return object }
    guard shape.isMultiVariant else {
      return members(of: object, as: schema.fields(of: shape), owner: shape.displayName, at: path)
    }
    guard let variant = variant(of: object, shape, at: path) else { return object }
    guard variant.schemaName != nil else {
      return members(of: object, as: nil, owner: shape.displayName, at: path)
    }
    let owner = "\(shape.displayName)/\(variant.name)"
    let fields = schema.fields(of: shape, variant: variant)
    let result = members(of: object, as: fields, owner: owner, at: path)
    return result.settingVariant(variant.name)
  }

  /// The variant that `@type` names; reports what is wrong with it.
  mutating func variant(of object: JSONObject, _ shape: Shape, at path: [String]) -> Variant? {
    guard let tag = object.variantTag else {
      fail(path, .missingVariant(owner: shape.displayName, variants: shape.variants.map(\.name)))
      return nil
    }
    if let name = tag.string, let variant = try? schema.variant(named: name, of: shape) {
      return variant
    }
    let name = tag.string ?? tag.serialized()
    let suggestions = closestNames(to: name, among: shape.variants.map(\.name))
    fail(
      path + ["@type"],
      .unknownVariant(owner: shape.displayName, name: name, suggestions: suggestions)
    )
    return nil
  }

  /// Reads the members of an embedded object; without fields they pass as they are,
  /// because the server ignores them.
  private mutating func members(
    of object: JSONObject,
    as fields: FieldSet?,
    owner: String,
    at path: [String]
  ) -> JSONObject {
    guard let fields else { return object }
    var result = JSONObject()
    for member in object {
      guard !member.name.equalsIgnoringASCIICase("@type") else {
        result["@type"] = member.value
        continue
      }
      guard let field = fields.find(member.name) else {
        let suggestions = closestNames(to: member.name, among: fields.map(\.name))
        fail(path + [member.name], .unknownField(owner: owner, suggestions: suggestions))
        continue
      }
      let place = path + [field.name]
      if result.contains(field.name) { fail(place, .duplicate(name: field.name)) }
      if options.checksUpdate, field.update == .serverSet { fail(place, .serverSet) }
      result[field.name] = value(member.value, as: field.type, at: place)
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
    for variant in shape.variants where ["Value", "Text"].contains(variant.name) {
      let fields = fields(of: shape, variant: variant)
      if fields.count == 1, fields[0].type.stringFormat != nil { return (variant, fields[0]) }
    }
    return nil
  }
}
