// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

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

/// Finds the references and secrets in a body.
///
/// The context tells whether a path of a patch led to the value.
struct BodyWalk: PathVisitor {
  let schema: Schema
  var path: [String] = []
  private var findings = BodyFindings()

  private init(_ schema: Schema) { self.schema = schema }

  /// What is found in the properties of an object, and at paths into them; the variant is that of
  /// a body without `@type`.
  static func findings(
    in body: JSONObject,
    as shape: Shape,
    _ variant: Variant?,
    _ schema: Schema
  ) -> BodyFindings {
    var walk = BodyWalk(schema)
    let object = schema.object(body, as: shape, variant: variant)
    walk.walkMembers(of: object, in: false)
    for member in body.members where member.name.utf8.contains(UInt8(ascii: "/")) {
      walk.visit(pointer: member, as: shape, object.variant)
    }
    return walk.findings
  }

  private mutating func visit(
    pointer member: JSONObject.Member,
    as shape: Shape,
    _ variant: Variant?
  ) {
    let options = ValueOptions(.update, checksUpdate: false)
    guard
      let target = try? schema.resolve(
        path: member.name,
        in: shape,
        variant: variant,
        options: options
      )
    else { return }
    for (index, token) in JSONPointer(patchKey: member.name).tokens.enumerated().dropFirst() {
      guard index <= target.places.count else { return }
      noteKey(token, of: target.places[index - 1], in: member.name, index)
    }
    guard target.type != nil, let place = target.places.last else { return }
    walk(member.value, at: place, below: member.name, in: true)
  }

  /// Notes a member of a set, or a key of a map, that a patch names by its client id.
  private mutating func noteKey(
    _ token: String,
    of place: SchemaPlace,
    in key: String,
    _ index: Int
  ) {
    guard case .objectID(let target)? = SchemaCollection([:], at: place)?.keyType?.kind else {
      return
    }
    let count = findings.references.count
    note(token, target, place.property, at: [key], isKey: true, isResolved: false)
    if findings.references.count > count { findings.references[count].pointerToken = index }
  }

  mutating func visit(value: JSONValue, at place: SchemaPlace, in isPointer: Bool) {
    guard case .string(let text) = value else { return }
    if case .objectID(let target) = place.type.kind {
      let isResolved =
        !isPointer && ReferenceFacts.resolvesValue(of: place.property, depth: path.count)
      note(text, target, place.property, at: path, isKey: false, isResolved: isResolved)
    } else if schema.isSecret(place), !isSecretMask(text) {
      findings.secrets.append((path, text))
    }
  }

  mutating func visit(collection: SchemaCollection, at place: SchemaPlace, in isPointer: Bool) {
    if case .objectID(let target)? = collection.keyType?.kind {
      for entry in collection.entries {
        note(
          entry.name,
          target,
          place.property,
          at: path + [entry.name],
          isKey: true,
          isResolved: !collection.isSet || ReferenceFacts.resolvesMembers(depth: path.count)
        )
      }
    }
    walkEntries(of: collection, in: isPointer)
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
        JSONObject(
          object.members.map { ($0.name.hasSameBytes(as: token) ? name : $0.name, $0.value) }
        )
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
    var patchKeys: [Name: String] = [:]
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
