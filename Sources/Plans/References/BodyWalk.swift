// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

/// A place in a body that refers to an object by its client id.
struct ReferencePlace: Sendable, Equatable {
  /// The way to the value, or to the key.
  let tokens: [String]
  /// The client id, without `#`.
  let clientID: String
  /// The canonical name of the type that the property refers to.
  let target: String
  /// The property that refers, for messages.
  let property: String
  /// Whether the key is the reference, as in sets.
  let isKey: Bool
  /// The token of the patch's key that refers, where one does.
  var pointerToken: Int?
  /// Whether the server resolves a reference here to an object that the same request makes.
  let isResolvedByServer: Bool
  /// The entry that defines the client id; nil until it is known.
  var entry: EntryID?
}

/// An object that a plan makes or matches, by its place in the plan.
struct EntryID: Hashable, Sendable {
  /// The index of the operation.
  let operation: Int
  /// The place among the bodies of the operation.
  let entry: Int
}

/// What a walk through a body finds.
struct BodyFindings {
  var references: [ReferencePlace] = []
  /// Secrets that were written out; the way to each, and the text.
  var secrets: [(tokens: [String], text: String)] = []
}

/// Walks through a body along its types.
struct BodyWalk {
  let schema: Schema
  private(set) var findings = BodyFindings()

  init(_ schema: Schema) { self.schema = schema }

  /// The properties whose text values the server resolves itself (RFC 8620, section 5.3,
  /// "creation id", which it does for these names only).
  private static let resolvedNames: Set<String> = [
    "id", "memberGroupIds", "memberTenantId", "roleIds", "dnsServerId", "directoryId", "domainId",
    "accountId", "defaultDomainId", "defaultCertificateId", "defaultUserRoleIds",
    "defaultGroupRoleIds", "defaultTenantRoleIds", "defaultAdminRoleIds", "listenerIds",
    "publicKey", "queueId", "modelId", "acmeProviderId", "blobId",
  ]
  /// How deep the server looks for references.
  private static let resolvedDepth = 5

  static func isSecret(_ name: String, _ type: FieldType) -> Bool {
    // The server masks these two although the schema calls them addresses.
    type.stringFormat == .secret || type.stringFormat == .secretText || name == "otpUrl"
      || name == "otpAuth"
  }

  /// Walks through the properties of an object, and through pointers into them.
  mutating func walk(_ body: JSONObject, _ fields: FieldSet, at tokens: [String] = []) {
    for member in body.members where member.name != "@type" {
      if let field = fields[member.name] {
        visit(member.value, field.type, field.name, at: tokens + [member.name], isPointer: false)
      } else if tokens.isEmpty, member.name.utf8.contains(UInt8(ascii: "/")) {
        visit(pointer: member, fields)
      }
    }
  }

  private mutating func visit(pointer member: JSONObject.Member, _ fields: FieldSet) {
    let path = JSONPointer(patchKey: member.name).tokens
    guard let first = path.first, let field = fields[first] else { return }
    var type = field.type
    var name = first
    for (place, token) in path.enumerated().dropFirst() {
      noteKey(token, of: type, name, in: member.name, place)
      guard let (next, nextName) = descend(type, token, name) else { return }
      type = next
      name = nextName
    }
    visit(member.value, type, name, at: [member.name], isPointer: true)
  }

  /// Notes a member of a set, or a key of a map, that a patch names by its client id.
  private mutating func noteKey(
    _ token: String,
    of type: FieldType,
    _ name: String,
    in key: String,
    _ place: Int
  ) {
    let keyType: FieldType
    switch type.kind {
    case .set(let member, _, _): keyType = member
    case .map(let key, _, _, _): keyType = key
    default: return
    }
    guard case .objectID(let target) = keyType.kind else { return }
    let count = findings.references.count
    note(token, target, name, at: [key], isKey: true, isResolved: false)
    if findings.references.count > count { findings.references[count].pointerToken = place }
  }

  /// The type below a type; embedded objects with variants are looked up in all of them.
  private func descend(_ type: FieldType, _ token: String, _ name: String) -> (FieldType, String)? {
    switch type.kind {
    case .object(let object):
      guard let field = schema.shape(named: object).map({ schema.fields(of: $0) })?[token] else {
        return nil
      }
      return (field.type, field.name)
    case .objectList(let object, _, _): return (FieldType(.object(object)), name)
    case .map(_, let value, _, _): return (value, name)
    default: return nil
    }
  }

  private mutating func visit(
    _ value: JSONValue,
    _ type: FieldType,
    _ name: String,
    at tokens: [String],
    isPointer: Bool
  ) {
    switch (type.kind, value) {
    case (.objectID(let target), .string(let text)):
      let isResolved =
        !isPointer && Self.resolvedNames.contains(name) && tokens.count <= Self.resolvedDepth
      note(text, target, name, at: tokens, isKey: false, isResolved: isResolved)
    case (.string, .string(let text)):
      guard Self.isSecret(name, type), !isSecretMask(text) else { return }
      findings.secrets.append((tokens, text))
    case (.set(let member, _, _), .object(let object)):
      guard case .objectID(let target) = member.kind else { return }
      for key in object.members {
        note(
          key.name,
          target,
          name,
          at: tokens + [key.name],
          isKey: true,
          isResolved: tokens.count < Self.resolvedDepth
        )
      }
    case (.map(let key, let element, _, _), .object(let object)):
      for member in object.members {
        if case .objectID(let target) = key.kind {
          note(member.name, target, name, at: tokens + [member.name], isKey: true, isResolved: true)
        }
        visit(member.value, element, name, at: tokens + [member.name], isPointer: isPointer)
      }
    case (.object(let object), .object(let members)): walk(members, object, at: tokens)
    case (.objectList(let object, _, _), .object(let elements)):
      for element in elements.members {
        guard let members = element.value.object else { continue }
        walk(members, object, at: tokens + [element.name])
      }
    default: break
    }
  }

  private mutating func walk(_ members: JSONObject, _ object: String, at tokens: [String]) {
    guard let shape = schema.shape(named: object) else { return }
    let variant = members["@type"]?.string.flatMap { shape.variant(named: $0) }
    walk(members, schema.fields(of: shape, variant: variant), at: tokens)
  }

  private mutating func note(
    _ text: String,
    _ target: String,
    _ name: String,
    at tokens: [String],
    isKey: Bool,
    isResolved: Bool
  ) {
    guard let clientID = Self.clientID(text) else { return }
    findings.references.append(
      ReferencePlace(
        tokens: tokens,
        clientID: clientID,
        target: schema.target(ofReference: target)?.object.name ?? target,
        property: tokens.first.map { JSONPointer(patchKey: $0).tokens.first ?? $0 } ?? name,
        isKey: isKey,
        isResolvedByServer: isResolved
      )
    )
  }

  /// The client id that a text refers to; nil if it is no reference.
  static func clientID(_ text: String) -> String? {
    guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count > 1 else { return nil }
    return String(text.dropFirst())
  }
}

extension JSONValue {
  /// The value with the key that `tokens` lead to renamed, in its place.
  func renaming(at tokens: ArraySlice<String>, to name: String) -> JSONValue {
    guard let token = tokens.first, case .object(var object) = self else { return self }
    if tokens.count == 1 {
      return .object(
        JSONObject(object.members.map { ($0.name == token ? name : $0.name, $0.value) })
      )
    }
    object.update(token) { $0 = $0.renaming(at: tokens.dropFirst(), to: name) }
    return .object(object)
  }
}

extension JSONObject {
  /// The body with the references replaced for which `id` knows something.
  func resolving(_ references: [ReferencePlace], _ id: (ReferencePlace) -> String?) -> JSONObject {
    var value = JSONValue.object(self)
    for reference in references where !reference.isKey {
      guard let id = id(reference) else { continue }
      value = value.changing(at: reference.tokens[...]) { _ in .string(id) } ?? value
    }
    // Keys last, the inner ones first, so that the ways to the others stay.
    var patchKeys: [String: String] = [:]
    for reference in references.reversed() where reference.isKey {
      guard let id = id(reference) else { continue }
      guard let place = reference.pointerToken else {
        value = value.renaming(at: reference.tokens[...], to: id)
        continue
      }
      let written = reference.tokens[0]
      var pointer = JSONPointer(patchKey: patchKeys[written] ?? written)
      pointer.tokens[place] = id
      value = value.renaming(at: [patchKeys[written] ?? written], to: pointer.patchKey)
      patchKeys[written] = pointer.patchKey
    }
    return value.object ?? self
  }
}
