// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// What the server returns in place of a secret.
public let secretMask = "****"

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
  /// To the schema, two secrets are plain URIs; these are known by their names and by the
  /// schema name under which they are declared.
  public func isSecret(_ field: Field, ofSchema schemaName: String) -> Bool {
    switch field.type.stringFormat {
    case StringFormat.secret?, StringFormat.secretText?: true
    default:
      switch (schemaName.withoutPrefix, field.name) {
      case ("OtpAuth", "otpUrl"), ("PasswordCredential", "otpAuth"): true
      default: false
      }
    }
  }

  /// The pointers of all secrets in a body or patch, whatever their value, in order.
  ///
  /// A path that is the name of a member in a patch is one token of the pointer.
  public func secretPaths(in body: JSONObject, as shape: Shape) -> [JSONPointer] {
    var paths: [JSONPointer] = []
    collectSecrets(body, shape, nil, [], &paths)
    for member in body where member.name.utf8.contains(UInt8(ascii: "/")) {
      collectSecrets(ofPatch: member, shape, &paths)
    }
    return paths
  }

  private func collectSecrets(
    ofPatch member: JSONObject.Member,
    _ shape: Shape,
    _ paths: inout [JSONPointer]
  ) {
    let options = ValueOptions(.update, checksUpdate: false)
    guard let path = try? resolve(path: member.name, in: shape, options: options),
      let field = path.field
    else { return }
    let tokens = JSONPointer(patchKey: path.key).tokens
    // Variants may declare the place differently: a secret to one of them is a secret.
    for type in path.types {
      if let owner = ownerOfPath(tokens, shape, nil, field), let name = tokens.last,
        let leaf = fields(ofSchema: owner).find(name), leaf.type == type,
        isSecret(leaf, ofSchema: owner)
      {
        add(JSONPointer(tokens: [member.name]), to: &paths)
      } else if type.stringFormat == .secret || type.stringFormat == .secretText {
        add(JSONPointer(tokens: [member.name]), to: &paths)
      } else {
        collectSecrets(member.value, type, [member.name], &paths)
      }
    }
  }

  private func add(_ pointer: JSONPointer, to paths: inout [JSONPointer]) {
    if !paths.contains(pointer) { paths.append(pointer) }
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
    return path.types.contains { type in
      if case .opaque = type.kind { return true }
      return type.stringFormat == .secret || type.stringFormat == .secretText
    }
  }

  private func collectSecrets(
    _ body: JSONObject,
    _ shape: Shape,
    _ variant: Variant?,
    _ path: [String],
    _ paths: inout [JSONPointer]
  ) {
    let variant = variant ?? body.variantTag?.string.flatMap { shape.variant(named: $0) }
    for schemaName in schemaNames(of: shape, variant) {
      let fields = fields(ofSchema: schemaName)
      for member in body {
        guard let field = fields.find(member.name) else { continue }
        let place = path + [member.name]
        if isSecret(field, ofSchema: schemaName) {
          add(JSONPointer(tokens: place), to: &paths)
        } else {
          collectSecrets(member.value, field.type, place, &paths)
        }
      }
    }
  }

  private func collectSecrets(
    _ value: JSONValue,
    _ type: FieldType,
    _ path: [String],
    _ paths: inout [JSONPointer]
  ) {
    guard case .object(let object) = value else { return }
    switch type.kind {
    case .object(let name):
      if let shape = shape(named: name) { collectSecrets(object, shape, nil, path, &paths) }
    case .objectList(let name, _, _):
      for member in object {
        collectSecrets(member.value, FieldType(.object(name)), path + [member.name], &paths)
      }
    case .map(_, let type, _, _):
      for member in object { collectSecrets(member.value, type, path + [member.name], &paths) }
    default: break
    }
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
