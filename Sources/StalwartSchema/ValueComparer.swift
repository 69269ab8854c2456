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

/// What it means that one of two objects says nothing about a property.
public enum ComparisonPolicy: Sendable {
  /// A patch is held against an object that the server returned: what the patch is silent about
  /// keeps its value, and what the server is silent about has none.
  ///
  /// The server shows no secrets, so that each one in the patch differs, unless it is a mask, and
  /// it shows the same blob to each reader under another id.
  case patchOfObject
  /// What two plans say of an object: silence is as good as null, on either side.
  ///
  /// Secrets are compared by their texts, and hidden in what is reported. With `skipsSecrets`,
  /// nothing is reported that holds one.
  case plans(skipsSecrets: Bool)
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
    var comparer = ValueComparer(self, .patchOfObject)
    comparer.comparePatch(desired, actual, as: shape)
    return comparer.differences
  }

  /// What differs between what the first plan says of an object, `actual`, and what the second
  /// one says, `desired`, in the order of the second; without what holds a secret if
  /// `skipsSecrets` says so.
  public func differencesOfPlans(
    desired: JSONObject,
    actual: JSONObject,
    as shape: Shape,
    skipsSecrets: Bool
  ) -> [Difference] {
    var comparer = ValueComparer(self, .plans(skipsSecrets: skipsSecrets))
    comparer.compareObjects(desired, actual, as: shape)
    return comparer.differences
  }
}

/// Compares two values as the server would store them.
private struct ValueComparer: PathVisitor {
  /// What the visit of a desired value is told.
  struct Context {
    /// The value that is there, which may be null; nil if there is none.
    let actual: JSONValue?
    /// How members that the desired value lacks are read.
    var absence: Absence
  }

  /// How members that an object lacks are read.
  enum Absence {
    /// By the policy: the object is merged with the one that is there.
    case merged
    /// As their defaults, because the object replaces the one that is there.
    case defaults
    /// By the policy: the defaults were filled in already.
    case filled
  }

  let schema: Schema
  let policy: ComparisonPolicy
  var path: [String] = []
  var differences: [Difference] = []
  /// The key of the patch that is compared.
  private var key: String?

  init(_ schema: Schema, _ policy: ComparisonPolicy) {
    self.schema = schema
    self.policy = policy
  }

  private var comparesPlans: Bool {
    if case .plans = policy { true } else { false }
  }

  private var skipsSecrets: Bool {
    if case .plans(true) = policy { true } else { false }
  }

  // MARK: Tops

  /// Compares an object with a patch, whose keys are properties or paths.
  mutating func comparePatch(_ patch: JSONObject, _ actual: JSONObject, as shape: Shape) {
    let current = schema.object(actual, as: shape).variant
    let object = schema.object(patch, as: shape)
    if let desired = object.variant, let current, desired != current {
      key = "@type"
      add(.string(desired.name), actual["@type"], below: "@type")
    }
    let variant = object.variant ?? current
    let declarations = schema.object(patch, as: shape, variant: variant).declarations
    let fields = schema.fields(of: shape, variant: variant)
    for member in patch where !member.name.equalsIgnoringASCIICase("@type") {
      key = member.name
      let isDeclaredOnce =
        declarations.schemas.count == 1 || fields.candidates(member.name).count == 1
      if isDeclaredOnce, let found = declarations.find(member.name) {
        guard found.field.update != .serverSet else { continue }
        guard !found.place.isNeverReturned else {
          path = [found.field.name]
          compareUnseen(member.value, at: found.place)
          path = []
          continue
        }
        let current = actual[found.field.name]
        // Most properties have one value without parts, and have it already.
        if member.value.object == nil, member.value == current, !schema.isSecret(found.place) {
          continue
        }
        compareGiven(member.value, current, at: found.place, path: [found.field.name])
      } else {
        comparePath(member, actual, as: shape, variant: variant)
      }
    }
  }

  /// Compares what a patch has for a path with what is there.
  private mutating func comparePath(
    _ member: JSONObject.Member,
    _ actual: JSONObject,
    as shape: Shape,
    variant: Variant?
  ) {
    let options = ValueOptions(.update, checksUpdate: false)
    guard
      let target = try? schema.resolve(
        path: member.name,
        in: shape,
        variant: variant,
        options: options
      ), target.field != nil
    else {
      if actual[member.name] != member.value {
        add(member.value, actual[member.name], below: member.name)
      }
      return
    }
    guard target.update != .serverSet, let place = target.places.last else { return }
    let tokens = JSONPointer(patchKey: target.key).tokens
    let value = JSONValue.object(actual)[JSONPointer(tokens: tokens)]
    switch target.target {
    case .member:
      guard (member.value.boolean ?? false) != (value?.boolean ?? false) else { return }
      path = tokens
      add(member.value, value)
      path = []
    case .variant: return  // The server ignores it below the top.
    case .value(let type, _):
      guard tokens.count > 1 || !place.isNeverReturned else { return }
      let isKnown = type == place.type
      compareGiven(member.value, value, at: isKnown ? place : SchemaPlace(type), path: tokens)
    }
  }

  /// Compares a value that a patch names itself.
  private mutating func compareGiven(
    _ desired: JSONValue,
    _ actual: JSONValue?,
    at place: SchemaPlace,
    path tokens: [String]
  ) {
    path = tokens
    if schema.isSecret(place), let text = desired.string, text.isEmpty {
      // Nobody's secret, as a default would be, but what the patch says.
      add(desired, nil, isSecret: true)
    } else {
      compare(desired, actual, at: place, absent: .merged)
    }
    path = []
  }

  /// Compares what two plans say of an object.
  mutating func compareObjects(_ desired: JSONObject, _ actual: JSONObject, as shape: Shape) {
    if let new = desired["@type"], let old = actual["@type"], old != new {
      add(new, old, below: "@type")
    }
    let variant = desired["@type"] == nil ? schema.object(actual, as: shape).variant : nil
    let object = schema.object(desired, as: shape, variant: variant)
    compareMembers(of: object, actual, absent: .merged)
  }

  // MARK: Values

  /// Compares two values of which either may be missing.
  private mutating func compare(
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    at place: SchemaPlace,
    absent absence: Absence
  ) {
    let something = Self.something(actual)
    guard let desired, !desired.isNull else {
      if let something { addWhole(comparesPlans ? nil : desired, something, at: place) }
      return
    }
    if comparesPlans {
      guard something != nil else { return addWhole(desired, nil, at: place) }
      guard desired != actual else { return }
    }
    walk(desired, at: place, in: Context(actual: actual, absence: absence))
  }

  mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Context) {
    if schema.isSecret(place) { return compareSecret(value, context.actual) }
    // The same blob has another id for each reader.
    if !comparesPlans, case .blobID = place.type.kind, context.actual?.string != nil { return }
    guard value != context.actual else { return }
    guard let actual = context.actual,
      schema.storedForm(of: value, at: place) == schema.storedForm(of: actual, at: place)
    else { return addWhole(value, context.actual, at: place) }
  }

  private mutating func compareSecret(_ desired: JSONValue, _ actual: JSONValue?) {
    if comparesPlans {
      if let old = actual, Self.isPlaceholder(desired), Self.isPlaceholder(old) { return }
      addSecret(desired, actual)
    } else {
      // A default is nobody's secret: only what was meant to be there counts.
      if let text = desired.string, text.isEmpty || stays(text, actual) { return }
      add(desired, nil, isSecret: true)
    }
  }

  /// Whether a secret is only its mask, and there is one to stay as it is.
  private func stays(_ desired: String, _ actual: JSONValue?) -> Bool {
    desired.hasSameBytes(as: secretMask) && actual?.string?.isEmpty == false
  }

  /// Compares what the server never shows: of a secret that is only a mask nothing is known.
  private mutating func compareUnseen(_ desired: JSONValue?, at place: SchemaPlace) {
    guard let text = desired?.string, isSecretMask(text), schema.isSecret(place) else { return }
    add(desired, nil, isSecret: true)
  }

  /// Whether a secret is taken from elsewhere, so that nothing is known about it.
  private static func isPlaceholder(_ secret: JSONValue) -> Bool {
    guard let text = secret.string, text.utf8.last == UInt8(ascii: "}") else { return false }
    return text.utf8.starts(with: "${env:".utf8) || text.utf8.starts(with: "${file:".utf8)
  }

  // MARK: Objects

  mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Context) {
    let actual = context.actual?.object
    let isMulti = object.shape.isMultiVariant
    if comparesPlans, actual == nil {
      return addWhole(.object(object.members), context.actual, at: place)
    }
    var (new, old) = (object.members, actual ?? [:])
    var absence = context.absence
    func fill() {
      guard absence != .filled else { return }
      new = schema.fillingDefaults(new, of: object.shape)
      if comparesPlans { old = schema.fillingDefaults(old, of: object.shape) }
      absence = .filled
    }
    // Members that are not given keep their value; without an object there are defaults.
    if absence == .defaults || (comparesPlans ? isMulti : actual == nil && !isMulti) { fill() }
    if isMulti {
      let isSame =
        comparesPlans
        ? new["@type"] == old["@type"]
        : object.variant != nil && old["@type"]?.string == object.variant?.name
      guard isSame else {
        return addWhole(
          .object(new),
          comparesPlans ? .object(old) : actual.map(JSONValue.object),
          at: place
        )
      }
      fill()
    }
    if let variant = object.variant, variant.schemaName == nil { return }
    compareMembers(of: schema.object(new, as: object.shape), old, absent: absence)
    if actual == nil, new.isEmpty { add(.object(object.members), nil) }
  }

  /// Compares the members of an object with those of the one that is there.
  private mutating func compareMembers(
    of object: SchemaObject,
    _ actual: JSONObject,
    absent absence: Absence
  ) {
    let declarations = object.declarations
    var names = object.members.map(\.name)
    if comparesPlans { names += actual.map(\.name).filter { !object.members.contains($0) } }
    for name in names where name != "@type" {
      let desired = object.members[name]
      guard let (field, place) = declarations.find(name) else {
        compareUnknown(desired, actual[name], below: name)
        continue
      }
      guard field.update != .serverSet else { continue }
      if path.isEmpty { key = name }
      descend(to: field.name)
      if comparesPlans || !place.isNeverReturned {
        compare(desired, actual[comparesPlans ? name : field.name], at: place, absent: absence)
      } else {
        compareUnseen(desired, at: place)
      }
      ascend()
    }
  }

  /// Compares what the schema does not know.
  private mutating func compareUnknown(
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    below name: String
  ) {
    guard comparesPlans else {
      if desired != actual { add(desired, actual, below: name) }
      return
    }
    let (new, old) = (Self.something(desired), Self.something(actual))
    if new != old { add(new, old, below: name) }
  }

  /// The value; nil for null.
  private static func something(_ value: JSONValue?) -> JSONValue? {
    value.flatMap { $0.isNull ? nil : $0 }
  }

  // MARK: Sets, maps and lists

  mutating func visit(collection: SchemaCollection, at place: SchemaPlace, in context: Context) {
    guard let actual = context.actual?.object ?? (comparesPlans ? nil : [:]) else {
      return addWhole(.object(collection.entries), context.actual, at: place)
    }
    let absence = context.absence == .merged ? .defaults : context.absence
    if collection.isList {
      compareLists(collection, actual, absent: absence)
    } else if collection.isSet {
      compareSets(collection, actual, at: place)
    } else {
      compareMaps(collection, actual, absent: absence)
    }
  }

  private mutating func compareSets(
    _ desired: SchemaCollection,
    _ actual: JSONObject,
    at place: SchemaPlace
  ) {
    let wanted = desired.entries.filter { $0.value.boolean ?? false }
    let actual = actual.filter { $0.value.boolean ?? false }
    let wantedKeys = wanted.map { schema.storedKey(place.completedMember($0.name), of: desired) }
    let actualKeys = actual.map {
      schema.storedKey(comparesPlans ? place.completedMember($0.name) : $0.name, of: desired)
    }
    let (isWanted, isThere) = (Set(names: wantedKeys), Set(names: actualKeys))
    for (entry, key) in zip(wanted, wantedKeys) where !isThere.contains(key) {
      add(entry.value, nil, below: entry.name)
    }
    for (entry, key) in zip(actual, actualKeys) where !isWanted.contains(key) {
      add(nil, entry.value, below: entry.name)
    }
  }

  private mutating func compareMaps(
    _ desired: SchemaCollection,
    _ actual: JSONObject,
    absent absence: Absence
  ) {
    func key(_ entry: JSONObject.Member) -> Name {
      Name(schema.storedKey(entry.name, of: desired))
    }
    var rest: [Name: JSONObject.Member] = [:]
    for entry in actual { rest[key(entry)] = entry }
    for entry in desired.entries {
      let found = rest.removeValue(forKey: key(entry))
      compareEntries(entry.value, found?.value, below: entry.name, of: desired, absent: absence)
    }
    for entry in actual where rest[key(entry)] != nil {
      compareEntries(nil, entry.value, below: entry.name, of: desired, absent: absence)
    }
  }

  private mutating func compareLists(
    _ desired: SchemaCollection,
    _ actual: JSONObject,
    absent absence: Absence
  ) {
    let wanted = SchemaCollection.inOrder(desired.entries)
    let found = SchemaCollection.inOrder(actual)
    for index in 0..<max(wanted.count, found.count) {
      if !comparesPlans, index < min(wanted.count, found.count),
        !wanted[index].value.maskPointers.isEmpty,
        isMoved(
          wanted[index].value,
          at: index,
          of: found,
          as: desired.entryPlace,
          among: wanted.count
        )
      {
        // The mask stands for the secret of another element, which cannot be moved.
        add(wanted[index].value, found[index].value, below: String(index))
        continue
      }
      compareEntries(
        index < wanted.count ? wanted[index].value : nil,
        index < found.count ? found[index].value : nil,
        below: String(index),
        of: desired,
        absent: absence
      )
    }
  }

  /// Whether an element may be one that stands at another position: because it is more like that
  /// one, or because of a list that gets shorter, to `count`, nobody knows which elements went.
  private func isMoved(
    _ element: JSONValue,
    at index: Int,
    of list: [JSONObject.Member],
    as place: SchemaPlace,
    among count: Int
  ) -> Bool {
    func distance(_ other: JSONValue) -> Int {
      var comparer = ValueComparer(schema, policy)
      comparer.walk(element, at: place, in: Context(actual: other, absence: .defaults))
      return comparer.differences.count
    }
    guard element.object != nil, list[index].value.object != nil else { return false }
    let own = distance(list[index].value)
    guard own > 0 else { return false }
    if count < list.count { return true }
    return list.indices.contains { $0 != index && distance(list[$0].value) < own }
  }

  /// Compares two entries of which one may be missing.
  private mutating func compareEntries(
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    below name: String,
    of collection: SchemaCollection,
    absent absence: Absence
  ) {
    descend(to: name)
    let arePartsKnown =
      desired != nil && actual != nil
      && (!collection.isList || (desired?.object != nil && actual?.object != nil))
    if comparesPlans || arePartsKnown {
      compare(desired, actual, at: collection.entryPlace, absent: absence)
    } else if desired != actual {
      addWhole(desired, actual, at: collection.entryPlace)
    }
    ascend()
  }

  // MARK: Results

  /// Adds two values that differ as a whole, and each secret in the desired one, which nobody
  /// sees in the whole.
  private mutating func addWhole(
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    at place: SchemaPlace
  ) {
    if comparesPlans {
      if schema.isSecret(place) { return addSecret(desired, actual) }
      let new = desired.map { schema.maskingSecrets(in: $0, at: place) }
      let old = actual.map { schema.maskingSecrets(in: $0, at: place) }
      guard !skipsSecrets || (new?.count ?? 0) + (old?.count ?? 0) == 0 else { return }
      return add(new?.value, old?.value)
    }
    add(desired, actual)
    guard let desired else { return }
    for pointer in schema.secretPaths(in: desired, at: place) {
      guard let secret = desired[pointer], !secret.isNull, secret.string.map(isSecretMask) != true
      else { continue }
      path += pointer.tokens
      add(secret, nil, isSecret: true)
      path.removeLast(pointer.tokens.count)
    }
  }

  /// Adds secrets of two plans; empty texts are none.
  private mutating func addSecret(_ desired: JSONValue?, _ actual: JSONValue?) {
    let isSecret = [desired, actual].contains { $0.map { $0.string?.isEmpty == false } ?? false }
    guard !isSecret || !skipsSecrets else { return }
    let mask: (JSONValue) -> JSONValue = {
      $0.string?.isEmpty == false ? .string(secretMask) : $0
    }
    add(desired.map(mask), actual.map(mask), isSecret: isSecret)
  }

  private mutating func add(
    _ desired: JSONValue?,
    _ actual: JSONValue?,
    below name: String? = nil,
    isSecret: Bool = false
  ) {
    let path = name.map { self.path + [$0] } ?? self.path
    differences.append(
      Difference(
        key: key ?? path.first ?? "",
        path: path,
        desired: desired,
        actual: actual,
        isSecret: isSecret
      )
    )
  }
}
