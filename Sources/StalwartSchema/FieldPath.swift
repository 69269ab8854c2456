// SPDX-License-Identifier: MIT

internal import JSON

/// A property, or a place below it, that a person named.
public struct FieldPath: Equatable, Sendable {
  /// What stands at the place.
  public enum Target: Equatable, Sendable {
    /// A value of a type; as an entry of a map or list `null` removes it.
    case value(FieldType, isEntry: Bool)
    /// A member of a set: `true` adds it, `false` or `null` removes it.
    case member(of: FieldType)
    /// `@type`: the name of a variant.
    case variant(of: Shape)
  }

  /// The key to send: property names in the schema's spelling, the rest as given.
  public let key: String
  /// The property on which the path begins; nil for `@type`.
  public let field: Field?
  /// What may stand there, in the order of the variants; never empty.
  public let targets: [Target]
  /// The strictest rule on the way, where no variant has a milder one.
  public let update: Field.Update
  /// The places that the tokens of the key lead to, one after another, by the first variant that
  /// has them; none for `@type`, and none below a value of a type that this version does not
  /// know.
  public let places: [SchemaPlace]
  /// The places where the path ends, as the variants declare it; none where no value ends it, or
  /// one of a type that this version does not know.
  public let ends: [SchemaPlace]

  /// What stands there; in a union of variants what the first has there.
  public var target: Target { targets[0] }

  /// The type of what stands there; nil for members of sets and `@type`.
  public var type: FieldType? {
    guard case .value(let type, _) = target else { return nil }
    return type
  }
}

extension Schema {
  /// Finds a property, or for a patch a place below one, by what a person typed.
  ///
  /// Tokens are separated by `/` and escaped by `~0` and `~1` (RFC 6901). Names
  /// of properties are found in any case, list entries by number, map entries and
  /// set members by key.
  ///
  /// - Throws: ``FieldError``.
  public func resolve(
    path: String,
    in shape: Shape,
    variant: Variant? = nil,
    options: ValueOptions
  ) throws(FieldError) -> FieldPath {
    if path.equalsIgnoringASCIICase("@type") {
      return FieldPath(
        key: "@type",
        field: nil,
        targets: [.variant(of: shape)],
        update: .mutable,
        places: [],
        ends: []
      )
    }
    let isPointer = path.utf8.contains(UInt8(ascii: "/"))
    // Split by code points, as the server does: as a Character, a slash with a combining mark
    // is not a slash.
    var tokens = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0) }
    if tokens.count > 1, tokens.first == "" { tokens.removeFirst() }
    if isPointer, options.operation == .create {
      throw FieldError(path: path, reason: .pointerOnCreate)
    }
    let set = fields(of: shape, variant: variant)
    let owner = variant.map { "\(shape.displayName)/\($0.name)" } ?? shape.displayName
    let candidates = set.candidates(tokens[0])
    guard let field = candidates.first else {
      throw FieldError(path: path, reason: .unknownField(owner: owner, suggestions: []))
        .suggesting(tokens[0], among: set.map(\.name))
    }
    guard tokens.count <= Walk.maximumDepth else {
      throw FieldError(path: tokens[0], reason: .notDescendable(type: field.type.notation))
    }
    var walk = Walk(schema: self, tokens: tokens)
    walk.visit(candidates, of: shape, variant, from: Walk.Step())
    guard !walk.found.isEmpty else {
      throw walk.errors.first ?? FieldError(path: path, reason: .notDescendable(type: "any"))
    }
    let milder = walk.found.min { $0.update.strictness < $1.update.strictness }
    let path = FieldPath(
      key: walk.found[0].tokens.joined(separator: "/"),
      field: field,
      targets: walk.found.map(\.target),
      update: milder?.update ?? .mutable,
      places: walk.found[0].places,
      ends: walk.found.compactMap(\.end)
    )
    if options.checksUpdate { try path.checkUpdate(options.operation) }
    return path
  }
}

extension FieldPath {
  func checkUpdate(_ operation: ValueOptions.Operation) throws(FieldError) {
    switch update {
    case .serverSet: throw FieldError(path: key, reason: .serverSet)
    case .immutable where operation == .update: throw FieldError(path: key, reason: .immutable)
    default: break
    }
  }
}

extension FieldError {
  func suggesting(_ name: String, among names: some Sequence<String>) -> FieldError {
    guard case .unknownField(let owner, _) = reason else { return self }
    return FieldError(
      path: path,
      reason: .unknownField(owner: owner, suggestions: closestNames(to: name, among: names))
    )
  }
}

extension Field.Update {
  var strictness: Int {
    switch self {
    case .mutable: 0
    case .immutable: 1
    case .serverSet: 2
    }
  }

  func stricter(_ other: Field.Update) -> Field.Update {
    strictness >= other.strictness ? self : other
  }
}

/// A walk along the tokens of a path, through all variants that have such fields.
private struct Walk {
  /// How far a walk has come.
  struct Step {
    /// The tokens so far, in the schema's spelling.
    var tokens: [String] = []
    /// The places that they lead to.
    var places: [SchemaPlace] = []
    /// The strictest rule on the way.
    var update: Field.Update = .mutable

    /// The step to a part of what stands here.
    func next(_ token: String, _ place: SchemaPlace?, _ update: Field.Update = .mutable) -> Step {
      Step(
        tokens: tokens + [token],
        places: place.map { places + [$0] } ?? places,
        update: self.update.stricter(update)
      )
    }
  }

  struct Found {
    let tokens: [String]
    let places: [SchemaPlace]
    let target: FieldPath.Target
    let update: Field.Update

    /// The last place, if a value of a known type stands there.
    var end: SchemaPlace? {
      guard case .value(let type, _) = target, let place = places.last, place.type == type else {
        return nil
      }
      return place
    }
  }

  /// The most tokens of a path: types may contain themselves, so nothing else bounds a walk.
  static let maximumDepth = 64

  let schema: Schema
  let tokens: [String]
  var found: [Found] = []
  var errors: [FieldError] = []

  init(schema: Schema, tokens: [String]) {
    self.schema = schema
    self.tokens = tokens
  }

  /// Goes through the fields that the token at the end of `step` may name.
  mutating func visit(
    _ candidates: [Field],
    of shape: Shape,
    _ variant: Variant?,
    from step: Step
  ) {
    for field in candidates {
      let owner = schema.schemaNames(of: shape, variant).first {
        schema.fields(ofSchema: $0)[field.name] == field
      }
      let place = SchemaPlace(field, declaredBy: owner ?? shape.name)
      descend(place, step.next(field.name, place, field.update))
    }
  }

  private mutating func descend(_ place: SchemaPlace, _ step: Step) {
    let index = step.tokens.count
    guard index < tokens.count else {
      add(.value(place.type, isEntry: place.isEntry), step)
      return
    }
    let token = tokens[index]
    switch place.type.kind {
    case .object(let name): enter(name, step)
    case .objectList(let name, _, _):
      guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        fail(at: index, .invalidKey(key: token, type: place.type.notation, suggestions: []))
        return
      }
      let element = place.entry(FieldType(.object(name)))
      descend(element, step.next(token, element))
    case .set(let member, _, _):
      guard let key = key(token, as: member, at: index) else { return }
      guard index + 1 == tokens.count else {
        fail(at: index + 1, .notDescendable(type: "boolean"))
        return
      }
      add(.member(of: place.type), step.next(key, place.entry(FieldType(.boolean))))
    case .map(let keyType, let value, _, _):
      guard let key = key(token, as: keyType, at: index) else { return }
      let element = place.entry(value)
      descend(element, step.next(key, element))
    case .opaque: addOpaque(place.type, step)
    default: fail(at: index, .notDescendable(type: place.type.notation))
    }
  }

  private mutating func enter(_ name: String, _ step: Step) {
    let index = step.tokens.count
    guard let shape = schema.shape(named: name) else {
      addOpaque(FieldType(.opaque(.null)), step)
      return
    }
    if tokens[index].equalsIgnoringASCIICase("@type"), shape.isMultiVariant,
      index + 1 == tokens.count
    {
      add(.variant(of: shape), step.next("@type", nil))
      return
    }
    let fields = schema.fields(of: shape)
    let candidates = fields.candidates(tokens[index])
    guard !candidates.isEmpty else {
      let suggestions = closestNames(to: tokens[index], among: fields.map(\.name))
      fail(at: index, .unknownField(owner: shape.displayName, suggestions: suggestions))
      return
    }
    visit(candidates, of: shape, nil, from: step)
  }

  private mutating func key(_ token: String, as type: FieldType, at index: Int) -> String? {
    guard case .enumeration(let name) = type.kind, let names = schema.enumeration(named: name)
    else { return token }
    let text = JSONPointer(patchKey: "/" + token).tokens.first ?? token
    guard let member = names.find(text) else {
      let suggestions = closestNames(to: text, among: names.members.map(\.name))
      fail(at: index, .invalidKey(key: text, type: type.notation, suggestions: suggestions))
      return nil
    }
    return member.name == text ? token : JSONPointer.escape(member.name)
  }

  /// What stands below a value of a type that this version does not know.
  private mutating func addOpaque(_ type: FieldType, _ step: Step) {
    var step = step
    step.tokens += tokens[step.tokens.count...]
    add(.value(type, isEntry: false), step)
  }

  private mutating func add(_ target: FieldPath.Target, _ step: Step) {
    guard !found.contains(where: { $0.target == target && $0.update == step.update }) else {
      return
    }
    found.append(
      Found(tokens: step.tokens, places: step.places, target: target, update: step.update)
    )
  }

  private mutating func fail(at index: Int, _ reason: FieldError.Reason) {
    let path = tokens[...min(index, tokens.count - 1)].joined(separator: "/")
    errors.append(FieldError(path: path, reason: reason))
  }
}
