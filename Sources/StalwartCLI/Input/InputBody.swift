// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Turns what a person gave into the body of a create or the patch of an update.
struct InputBody {
  private let source: InputSource
  private let type: ObjectType
  private let variant: Variant?
  private let schema: Schema
  private let options: ValueOptions

  init(
    _ source: InputSource,
    for type: ObjectType,
    variant: Variant?,
    in schema: Schema,
    options: ValueOptions
  ) {
    self.source = source
    self.type = type
    self.variant = variant
    self.schema = schema
    self.options = options
  }

  /// The body in the server's form, checked against the schema.
  ///
  /// - Parameter contents: What was read of files and standard input, so that
  ///   nothing is read twice.
  /// - Returns: The body or patch.
  /// - Throws: ``Failure`` where something does not fit.
  func body(_ contents: InputContents) throws(Failure) -> JSONObject {
    switch source {
    case .fields(let fields): return try read(fields, contents)
    case .text(let text): return try normalise(Array(text.utf8), from: "--json")
    case .file(let path): return try normalise(contents.file(path, for: "--file"), from: path)
    case .standardInput(let option):
      return try normalise(contents.standardInput(for: option), from: "standard input")
    case .none: return [:]
    }
  }

  private func normalise(_ bytes: [UInt8], from source: String) throws(Failure) -> JSONObject {
    let object = try JSONInput.object(bytes, from: source)
    let (body, errors) = schema.normalise(
      object,
      as: type.shape,
      variant: variant,
      options: options
    )
    guard errors.isEmpty else { throw Failure(errors, owner: type.displayName) }
    return body
  }

  // MARK: Fields

  private func read(
    _ fields: [InputSource.Field],
    _ contents: InputContents
  ) throws(Failure) -> JSONObject {
    var body = JSONObject()
    let variant = try variant(of: fields)
    for field in fields {
      let path: FieldPath
      do throws(FieldError) {
        path = try schema.resolve(
          path: field.key,
          in: type.shape,
          variant: variant,
          options: options
        )
      } catch {
        throw Failure(error, owner: type.displayName)
      }
      guard !body.contains(path.key) else {
        throw .usage("duplicate --field key `\(path.key)`", hints: "give each field once")
      }
      let text = try text(of: field, contents)
      do throws(FieldError) {
        body[path.key] = try schema.value(of: text, at: path, options: options)
      } catch {
        throw Failure(error, owner: type.displayName, isSecret: isSecret(path))
      }
      if isSecretMask(text), let value = body[path.key],
        schema.holdsSecretMask([path.key: value], as: type.shape)
      {
        throw .usage(
          "`\(path.key)` is given as `\(secretMask)`, which only stands for a secret",
          hints: "--field-file \(path.key)=FILE takes the secret itself"
        )
      }
    }
    return body
  }

  /// The variant that the fields are read by: that of `Object/Variant`, or of a field `@type`.
  private func variant(of fields: [InputSource.Field]) throws(Failure) -> Variant? {
    guard type.isMultiVariant else { return nil }
    for field in fields where field.key.lowercased() == "@type" {
      guard case .text(let name) = field.value else { continue }
      do throws(LookupError) { return try schema.variant(named: name, of: type.shape) } catch {
        throw Failure(error)
      }
    }
    return variant
  }

  private func text(
    of field: InputSource.Field,
    _ contents: InputContents
  ) throws(Failure) -> String {
    let option = "--field-file \(field.key)"
    let bytes: [UInt8]
    switch field.value {
    case .text(let text): return text
    case .file(let path): bytes = try contents.file(path, for: option)
    case .standardInput: bytes = try contents.standardInput(for: option)
    }
    guard let text = String(validating: bytes.withoutLineEnd, as: UTF8.self) else {
      throw .usage("\(option): the contents are not UTF-8")
    }
    return text
  }

  private func isSecret(_ path: FieldPath) -> Bool {
    path.ends.contains { schema.canHoldSecrets(at: $0) }
  }

  // MARK: References

  /// The body with names in place of ids replaced by the ids they stand for.
  ///
  /// Only `--field` takes names. What the server can decode is taken for an id,
  /// unless `isEverythingLookedUp` says that the server refused it as one.
  func resolvingNames(
    _ body: JSONObject,
    isEverythingLookedUp: Bool,
    in context: Context
  ) throws(Failure) -> JSONObject {
    guard case .fields = source else { return body }
    return try schema.mapReferences(
      in: body,
      of: type.shape,
      variant: variant
    ) { reference throws(Failure) in
      if reference.id.isEmpty { return reference.id }
      let isDecodable = RegistryID.canonical(reference.id) != nil
      if isDecodable, !isEverythingLookedUp { return reference.id }
      guard let target = schema.target(ofReference: reference.objectName)?.object else {
        return reference.id
      }
      let lookup = NaturalKeyLookup(reference.id, of: target, in: schema)
      if let id = try lookup.id(in: context) { return id }
      guard !isDecodable else { return reference.id }
      throw .usage(
        "no \(target.displayName) has the id or name '\(reference.id)'",
        hints: "list them with: stalwart-cli query \(target.displayName)"
      )
    }
  }
}

/// What was read of files and standard input, each once.
final class InputContents {
  private let context: Context
  private var files: [Name: [UInt8]] = [:]
  private var input: [UInt8]?

  init(_ context: Context) { self.context = context }

  /// The contents of a file that an option names.
  func file(_ path: String, for option: String) throws(Failure) -> [UInt8] {
    if let bytes = files[path] { return bytes }
    let bytes = try context.read(path, for: option)
    files[path] = bytes
    return bytes
  }

  /// Everything on standard input, for the option that asks for it.
  func standardInput(for option: String) throws(Failure) -> [UInt8] {
    if let input { return input }
    let bytes = try context.readStandardInput(for: option)
    input = bytes
    return bytes
  }
}
