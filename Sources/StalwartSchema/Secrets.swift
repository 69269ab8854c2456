// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// Whether a text can only stand for a secret that is not shown: nothing but asterisks.
///
/// Sent to the server in the place of a secret it would become the secret. The server itself
/// shows ``secretMask``; another number of asterisks stands for nothing that could stay.
public func isSecretMask(_ text: String) -> Bool {
  let text = text.trimmedASCII
  return !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: "*") }
}

extension Schema {
  /// Whether a field holds a secret, which the server masks.
  ///
  /// To the document some secrets are plain URIs; these are known by their names and by the
  /// schema name under which they are declared.
  public func isSecret(_ field: Field, ofSchema schemaName: String) -> Bool {
    isSecret(SchemaPlace(field, declaredBy: schemaName))
  }

  /// Whether a secret stands at a place; values that are made of others hold secrets at most.
  public func isSecret(_ place: SchemaPlace) -> Bool {
    switch place.type.stringFormat {
    case StringFormat.secret?, StringFormat.secretText?: true
    case nil: false
    default: place.isSecretURI
    }
  }

  /// Whether values that stand at a place can be secrets, or hold some.
  public func canHoldSecrets(at place: SchemaPlace) -> Bool {
    TypeWalk(self, .everyType).types(at: place).contains { isSecret($0.place) }
  }

  /// The pointers of all secrets in a body or patch, whatever their value, in order.
  ///
  /// A path that is the name of a member in a patch is one token of the pointer.
  public func secretPaths(in body: JSONObject, as shape: Shape) -> [JSONPointer] {
    var search = SecretSearch(self)
    search.walkMembers(of: object(body, as: shape))
    for member in body where member.name.utf8.contains(UInt8(ascii: "/")) {
      // Variants may declare the place differently: a secret to one of them is a secret.
      for place in places(ofPatchKey: member.name, in: shape) {
        search.walk(member.value, at: place, below: member.name, in: ())
      }
    }
    return search.found
  }

  /// The places in a body or patch where only the mask of a secret stands, in order.
  ///
  /// A place that the schema does not know may be that of a secret. A path that is the name of
  /// a member in a patch is one token of the pointer.
  public func secretMasks(in body: JSONObject, as shape: Shape) -> [JSONPointer] {
    let candidates = JSONValue.object(body).maskPointers
    guard !candidates.isEmpty else { return [] }
    let secrets = secretPaths(in: body, as: shape)
    return candidates.filter { secrets.contains($0) || mayBeSecret($0, in: shape) }
  }

  /// Whether a body or patch holds the mask of a secret.
  public func holdsSecretMask(_ body: JSONObject, as shape: Shape) -> Bool {
    !secretMasks(in: body, as: shape).isEmpty
  }

  /// Whether the schema does not say what stands at a place, or says that it is a secret.
  private func mayBeSecret(_ pointer: JSONPointer, in shape: Shape) -> Bool {
    let options = ValueOptions(.update, checksUpdate: false)
    guard let path = try? resolve(path: pointer.pathKey, in: shape, options: options) else {
      return true
    }
    return path.ends.contains(where: isSecret)
      || path.types.contains { if case .opaque = $0.kind { true } else { false } }
  }

  /// The pointers of all secrets in a value, whatever their own value, in order.
  func secretPaths(in value: JSONValue, at place: SchemaPlace) -> [JSONPointer] {
    var search = SecretSearch(self)
    search.walk(value, at: place, in: ())
    return search.found
  }

  /// A value with the mask in place of each secret that is there, and how many there are.
  func maskingSecrets(
    in value: JSONValue,
    at place: SchemaPlace
  ) -> (value: JSONValue, count: Int) {
    var masked = value
    var count = 0
    for pointer in secretPaths(in: value, at: place) {
      let changed = masked.changing(at: pointer.tokens[...]) { secret in
        guard secret.string?.isEmpty == false else { return secret }
        count += 1
        return .string(secretMask)
      }
      masked = changed ?? masked
    }
    return (masked, count)
  }

  /// Where the fields of a type or variant are declared; of all variants if none is known.
  func schemaNames(of shape: Shape, _ variant: Variant?) -> [String] {
    if let name = shape.schemaName { return [name] }
    if let variant { return variant.schemaName.map { [$0] } ?? [] }
    var names: [String] = []
    for name in shape.variants.compactMap(\.schemaName) where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}

/// Finds the secrets in a value.
private struct SecretSearch: PathVisitor {
  let schema: Schema
  var path: [String] = []
  var found: [JSONPointer] = []

  init(_ schema: Schema) { self.schema = schema }

  mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Void) {
    note(place)
  }

  mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Void) {
    walkMembers(of: object)
  }

  /// Walks through the members as every variant declares them, if the variant is not known:
  /// what may be a secret is one.
  mutating func walkMembers(of object: SchemaObject) {
    for schema in object.declarations.schemas {
      for member in object.members {
        guard let field = schema.fields.find(member.name) else { continue }
        let place = SchemaPlace(field, declaredBy: schema.name)
        walk(member.value, at: place, below: member.name, in: ())
      }
    }
  }

  private mutating func note(_ place: SchemaPlace) {
    guard schema.isSecret(place) else { return }
    let pointer = JSONPointer(tokens: path)
    if !found.contains(pointer) { found.append(pointer) }
  }
}

extension JSONPointer {
  /// The path to the place in a patch, where the first token may be a path itself.
  public var pathKey: String {
    guard let first = tokens.first else { return "" }
    return JSONPointer(tokens: JSONPointer(patchKey: first).tokens + tokens.dropFirst()).patchKey
  }
}

extension JSONValue {
  /// The pointers of all texts that look like the mask of a secret.
  var maskPointers: [JSONPointer] {
    switch self {
    case .string(let text): isSecretMask(text) ? [JSONPointer(tokens: [])] : []
    case .object(let object):
      object.flatMap { member in
        member.value.maskPointers.map { JSONPointer(tokens: [member.name] + $0.tokens) }
      }
    case .array(let elements):
      elements.enumerated().flatMap { index, element in
        element.maskPointers.map { JSONPointer(tokens: [String(index)] + $0.tokens) }
      }
    case .null, .bool, .number: []
    }
  }
}
