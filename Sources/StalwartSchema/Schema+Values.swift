// SPDX-License-Identifier: MIT

public import JSON
internal import Text

extension Schema {
  /// Reads the text of `--field KEY=VALUE` as what stands at a path.
  ///
  /// `null` removes; text that begins like JSON is JSON, except for fields that
  /// hold text; the rest is read by type.
  ///
  /// - Throws: ``FieldError``, before anything is sent.
  public func value(
    of text: String,
    at path: FieldPath,
    options: ValueOptions
  ) throws(FieldError) -> JSONValue {
    if text == "null" {
      if options.operation == .create, let type = path.type, !type.isNullable {
        throw FieldError(path: path.key, reason: .nullNotAllowed(type: type.notation))
      }
      return .null
    }
    var reader = ValueReader(self, options)
    let value: JSONValue
    switch path.target {
    case .variant(let shape):
      do { value = .string(try variant(named: text, of: shape).name) } catch {
        let suggestions = closestNames(to: text, among: shape.variants.map(\.name))
        throw FieldError(
          path: path.key,
          reason: .unknownVariant(owner: shape.displayName, name: text, suggestions: suggestions)
        )
      }
    case .member: value = reader.at(path) { $0.text(text, as: FieldType(.boolean)) }
    case .value: value = reader.at(path) { $0.text(text, asOneOf: path.types) }
    }
    if let error = reader.errors.first { throw error }
    return value
  }

  /// Reads a whole body: the JSON of a person or of a plan, in the server's form.
  ///
  /// Arrays become sets and lists, `30m` becomes milliseconds, names get the schema's
  /// spelling. What is in the server's form already stays as it is, and so do strings and keys
  /// that begin with `#`, which are references.
  ///
  /// `@type` in the body chooses the variant; without it `variant` does. Without
  /// both, an update is read by all variants together.
  public func normalise(
    _ body: JSONObject,
    as shape: Shape,
    variant: Variant? = nil,
    options: ValueOptions
  ) -> (body: JSONObject, errors: [FieldError]) {
    var reader = ValueReader(self, options)
    var variant = variant
    if shape.isMultiVariant {
      if body.variantTag != nil {
        variant = reader.variant(of: body, shape)
        guard variant != nil else { return (body, reader.errors) }
      } else if variant == nil, options.operation == .create {
        _ = reader.variant(of: body, shape)
        return (body, reader.errors)
      }
    }
    if let variant, variant.schemaName == nil {
      return (body.variantTag == nil ? body : body.settingVariant(variant.name), reader.errors)
    }
    // Another variant is a new object: fields that are immutable later may be set.
    let replacesVariant = shape.isMultiVariant && body.variantTag != nil
    let operation = replacesVariant ? .create : options.operation
    let fields = fields(of: shape, variant: variant)
    var unchecked = options
    unchecked.checksUpdate = false
    var result = JSONObject()
    for member in body {
      if member.name.equalsIgnoringASCIICase("@type") {
        result["@type"] = variant.map { .string($0.name) } ?? member.value
        continue
      }
      let candidates = fields.candidates(member.name)
      if candidates.count == 1, let field = candidates.first {
        reader.read(member.value, as: field, operation, into: &result)
        continue
      }
      do {
        let name = member.name
        let path = try resolve(path: name, in: shape, variant: variant, options: unchecked)
        if options.checksUpdate { try path.checkUpdate(operation) }
        if result.contains(path.key) {
          reader.fail(FieldError(path: path.key, reason: .duplicate(name: path.key)))
        }
        result[path.key] = reader.value(member.value, at: path)
      } catch { reader.fail(error) }
    }
    return (result, reader.errors)
  }
}

extension FieldPath {
  /// The types of the values that may stand at the place.
  var types: [FieldType] {
    targets.compactMap { target in
      guard case .value(let type, _) = target else { return nil }
      return type
    }
  }
}

extension ValueReader {
  /// Reads a value of JSON as what stands at a path.
  mutating func value(_ json: JSONValue, at path: FieldPath) -> JSONValue {
    switch path.target {
    case .variant(let shape):
      guard let name = json.string, let variant = try? schema.variant(named: name, of: shape)
      else { return json }  // The server ignores it there.
      return .string(variant.name)
    case .member: return at(path) { $0.value(json, as: FieldType(.boolean)) }
    case .value(_, let isEntry):
      if json.isNull, isEntry { return json }
      return at(path) { $0.value(json, asOneOf: path.types) }
    }
  }

  /// Reads what is at a path below the top.
  mutating func at<Result>(
    _ place: FieldPath,
    _ read: (inout ValueReader) -> Result
  ) -> Result {
    below(JSONPointer(patchKey: place.key).tokens, read)
  }
}
