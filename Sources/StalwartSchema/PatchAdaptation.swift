// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// Why a patch cannot be sent to an object without losing what the object holds.
public enum PatchConflict: Error, Equatable, Sendable {
  /// The mask of a secret at this path, where no secret can stay: there is none, it belongs to
  /// another variant or element, or the object is new.
  case maskedSecret(path: String)
  /// A key or an app password at this path that the account does not have.
  case unknownCredential(path: String)
  /// A second password at this path.
  case secondPassword(path: String)
  /// A credential at this path that the same patch both removes and sets.
  case removedAndSet(path: String)
}

/// Rewrites what a patch says as a whole, where that would overwrite what nobody meant.
///
/// A value that holds the mask of a secret, as the server shows it, cannot be written back: the
/// mask would become the secret. It is not sent where the rest equals what is there; where it
/// differs, only the differences are sent, by path, so that the secret stays. And the password of
/// an account is set where it stands in the list of credentials; the others stay unless they
/// are given as null.
public struct PatchAdaptation: Sendable {
  private let schema: Schema
  private let object: JSONObject
  private let shape: Shape

  /// Prepares patches for an object as it was read, at least the properties that
  /// ``Schema/propertiesToRead(for:as:)`` names.
  public init(to object: JSONObject, as shape: Shape, in schema: Schema) {
    self.object = object
    self.shape = shape
    self.schema = schema
  }

  /// The patch to send; empty if it would change nothing.
  ///
  /// - Throws: ``PatchConflict``.
  public func adapting(_ patch: JSONObject) throws(PatchConflict) -> JSONObject {
    let changesVariant = changesVariant(patch)
    try checkMasks(in: patch)
    var result = JSONObject()
    for member in patch {
      // The variant that the object has already changes nothing.
      if member.name == "@type", shape.isMultiVariant, !changesVariant { continue }
      for adapted in try adapting(member, changesVariant: changesVariant) {
        result[adapted.name] = adapted.value
      }
    }
    return result
  }

  /// Whether a patch makes the object another variant, and so a new object of all that it says.
  public func changesVariant(_ patch: JSONObject) -> Bool {
    guard shape.isMultiVariant, let variant = patch.variantTag?.string else { return false }
    return object["@type"]?.string.map { !$0.hasSameBytes(as: variant) } ?? false
  }

  /// What is sent for one member of a patch.
  ///
  /// - Parameters:
  ///   - member: A property or path and its value, in the server's form.
  ///   - changesVariant: Whether the patch makes the object another variant.
  /// - Returns: The member itself, or what replaces it.
  /// - Throws: ``PatchConflict``.
  public func adapting(
    _ member: JSONObject.Member,
    changesVariant: Bool = false
  ) throws(PatchConflict) -> [JSONObject.Member] {
    let masks = schema.secretMasks(in: [member.name: member.value], as: shape)
    guard !changesVariant else {
      if let mask = masks.first { throw .maskedSecret(path: mask.pathKey) }
      return [member]
    }
    guard let credentials = try credentials(member) else {
      guard !masks.isEmpty else { return [member] }
      return try differences(wholeList(around: member) ?? member)
    }
    var result: [JSONObject.Member] = []
    for member in credentials { result += try differences(member) }
    return result
  }

  /// The list that is there with the element of a path replaced; nil for other members.
  ///
  /// Only beside the others it shows whether the element is another one's.
  private func wholeList(around member: JSONObject.Member) -> JSONObject.Member? {
    var tokens = JSONPointer(patchKey: member.name).tokens
    guard let last = tokens.popLast(), !tokens.isEmpty else { return nil }
    let parent = JSONPointer(tokens: tokens)
    let options = ValueOptions(.update, checksUpdate: false)
    guard let path = try? schema.resolve(path: parent.patchKey, in: shape, options: options),
      path.type?.listElement != nil, var list = JSONValue.object(object)[parent]?.object,
      list.contains(last)
    else { return nil }
    list[last] = member.value
    return JSONObject.Member(name: parent.patchKey, value: .object(list))
  }

  /// Refuses a mask below a value that the same patch replaces, with the secret that it stands for.
  ///
  /// - Throws: ``PatchConflict/maskedSecret(path:)``.
  public func checkMasks(in patch: JSONObject) throws(PatchConflict) {
    for mask in schema.secretMasks(in: patch, as: shape) {
      let tokens = JSONPointer(patchKey: mask.pathKey).tokens
      let name = mask.tokens[0]
      for other in patch where !other.name.hasSameBytes(as: name) {
        let parent = JSONPointer(patchKey: other.name).tokens
        if tokens.starts(with: parent, by: { $0.hasSameBytes(as: $1) }) {
          throw .maskedSecret(path: mask.pathKey)
        }
      }
    }
  }

  /// A credential that a patch removes.
  public struct RemovedCredential: Equatable, Sendable {
    /// Where it stands.
    public let path: String
    /// Its variant and description.
    public let label: String
  }

  /// The credentials that an adapted patch removes, with what people call them.
  public func removedCredentials(_ patch: JSONObject) -> [RemovedCredential] {
    let list = object[CredentialList.property]?.object ?? [:]
    return patch.compactMap { member in
      let tokens = JSONPointer(patchKey: member.name).tokens
      guard member.value.isNull, tokens.count == 2, tokens[0] == CredentialList.property,
        schema.fields(of: shape)[tokens[0]].map({ CredentialList.isType($0.type) }) ?? false,
        let element = list[tokens[1]]
      else { return nil }
      return RemovedCredential(path: member.name, label: CredentialList.label(of: element))
    }
  }

  /// What differs from the object, each difference by its path.
  private func differences(
    _ member: JSONObject.Member
  ) throws(PatchConflict) -> [JSONObject.Member] {
    let patch: JSONObject = [member.name: member.value]
    var done: [[String]] = []
    var result: [JSONObject.Member] = []
    for difference in schema.differences(desired: patch, actual: object, as: shape)
    where !done.contains(where: { difference.path.starts(with: $0) }) {
      done.append(difference.path)
      let value = difference.desired ?? .null
      if let inside = value.maskPointers.first {
        throw .maskedSecret(path: JSONPointer(tokens: difference.path + inside.tokens).patchKey)
      }
      let key = JSONPointer(tokens: difference.path).patchKey
      result.append(JSONObject.Member(name: key, value: value))
    }
    return result
  }

  // MARK: Credentials

  /// What a value for the credentials of an account says of each; nil for any other member.
  private func credentials(
    _ member: JSONObject.Member
  ) throws(PatchConflict) -> [JSONObject.Member]? {
    let tokens = JSONPointer(patchKey: member.name).tokens
    guard tokens.first == CredentialList.property, tokens.count <= 2,
      let field = schema.fields(of: shape)[CredentialList.property],
      CredentialList.isType(field.type), let value = member.value.object
    else { return nil }
    let list = object[CredentialList.property]?.object ?? [:]
    guard tokens.count == 2 else { return try entries(value, in: list) }
    let variant = value.variantTag?.string
    guard variant == CredentialList.password,
      list[tokens[1]]?["@type"]?.string != CredentialList.password
    else { return nil }
    return try entries([tokens[1]: member.value], in: list)
  }

  /// What a list says of each of the credentials that are there.
  private func entries(
    _ wanted: JSONObject,
    in list: JSONObject
  ) throws(PatchConflict) -> [JSONObject.Member] {
    var result: [JSONObject.Member] = []
    var taken: [String] = []
    var removed: [String] = []
    for entry in wanted {
      let place = [CredentialList.property, entry.name]
      guard let value = entry.value.object else {
        // One that is gone already is as it should be.
        guard list.contains(entry.name) else { continue }
        guard !taken.contains(entry.name) else { throw .removedAndSet(path: Self.key(place)) }
        removed.append(entry.name)
        result.append(Self.member(place, entry.value))
        continue
      }
      let isPassword = value.variantTag?.string == CredentialList.password
      guard let found = Self.position(of: value, at: entry.name, in: list) else {
        guard isPassword else { throw .unknownCredential(path: Self.key(place)) }
        let next = Self.nextPosition(in: list)
        guard !taken.contains(next) else { throw .secondPassword(path: Self.key(place)) }
        taken.append(next)
        result.append(Self.member([CredentialList.property, next], entry.value))
        continue
      }
      guard !taken.contains(found) else {
        throw isPassword
          ? .secondPassword(path: Self.key(place)) : .unknownCredential(path: Self.key(place))
      }
      guard !removed.contains(found) else {
        throw .removedAndSet(path: Self.key([CredentialList.property, found]))
      }
      taken.append(found)
      for property in value where !isFixed(property.name, of: value) {
        result.append(Self.member([CredentialList.property, found, property.name], property.value))
      }
    }
    return result
  }

  /// Whether a property of a credential says what it is, or is set by the server alone.
  private func isFixed(_ name: String, of credential: JSONObject) -> Bool {
    guard !name.equalsIgnoringASCIICase("@type"),
      let shape = schema.shape(named: CredentialList.element)
    else { return true }
    let variant = credential.variantTag?.string.flatMap { shape.variant(named: $0) }
    return schema.fields(of: shape, variant: variant)[name]?.update == .serverSet
  }

  /// Where the credential stands that an entry means; nil if there is none.
  private static func position(
    of entry: JSONObject,
    at key: String,
    in list: JSONObject
  ) -> String? {
    let variant = entry.variantTag?.string
    let alike = list.filter { $0.value["@type"]?.string == variant }
    if variant == CredentialList.password { return alike.first?.name }
    if let identity = entry[CredentialList.identity]?.string {
      return alike.first { $0.value[CredentialList.identity]?.string == identity }?.name
    }
    let named = alike.filter {
      $0.value[NamingProperty.description] == entry[NamingProperty.description]
    }
    if named.contains(key) { return key }
    return named.count == 1 ? named.first?.name : nil
  }

  private static func nextPosition(in list: JSONObject) -> String {
    let last = list.compactMap { UInt32($0.name) }.max()
    return last.map { String(UInt64($0) + 1) } ?? "0"
  }

  private static func key(_ tokens: [String]) -> String { JSONPointer(tokens: tokens).patchKey }

  private static func member(_ tokens: [String], _ value: JSONValue) -> JSONObject.Member {
    JSONObject.Member(name: key(tokens), value: value)
  }
}

extension Schema {
  /// What has to be read of an object before a patch may be sent to it; nothing for most patches.
  ///
  /// - Returns: The names of properties.
  public func propertiesToRead(for patch: JSONObject, as shape: Shape) -> [String] {
    var names: [String] = []
    for member in patch
    where
      mayNameCredentials(member, shape)
      || (!member.value.maskPointers.isEmpty
        && holdsSecretMask([member.name: member.value], as: shape))
    {
      let name = JSONPointer(patchKey: member.name).tokens.first ?? member.name
      if !names.contains(name) { names.append(name) }
    }
    if !names.isEmpty, shape.isMultiVariant { names.append("@type") }
    return names
  }

  /// Whether a member speaks of credentials of an account as a whole.
  private func mayNameCredentials(_ member: JSONObject.Member, _ shape: Shape) -> Bool {
    guard member.value.object != nil else { return false }
    let tokens = JSONPointer(patchKey: member.name).tokens
    return tokens.first == CredentialList.property && tokens.count <= 2
      && fields(of: shape)[CredentialList.property].map { CredentialList.isType($0.type) } ?? false
  }
}
