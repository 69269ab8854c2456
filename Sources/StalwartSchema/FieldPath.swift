// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

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
      return FieldPath(key: "@type", field: nil, targets: [.variant(of: shape)], update: .mutable)
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
    walk.visit(candidates, at: 0, .mutable, [])
    guard !walk.found.isEmpty else {
      throw walk.errors.first ?? FieldError(path: path, reason: .notDescendable(type: "any"))
    }
    let milder = walk.found.min { $0.update.strictness < $1.update.strictness }
    let path = FieldPath(
      key: walk.found[0].tokens.joined(separator: "/"),
      field: field,
      targets: walk.found.map(\.target),
      update: milder?.update ?? .mutable
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
  struct Found {
    let tokens: [String]
    let target: FieldPath.Target
    let update: Field.Update
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

  /// Goes through the fields that token number `place` may name.
  mutating func visit(
    _ candidates: [Field],
    at place: Int,
    _ update: Field.Update,
    _ done: [String]
  ) {
    for field in candidates {
      descend(field.type, at: place + 1, update.stricter(field.update), done + [field.name], false)
    }
  }

  private mutating func descend(
    _ type: FieldType,
    at place: Int,
    _ update: Field.Update,
    _ done: [String],
    _ isEntry: Bool
  ) {
    guard place < tokens.count else {
      add(.value(type, isEntry: isEntry), update, done)
      return
    }
    let token = tokens[place]
    switch type.kind {
    case .object(let name): enter(name, at: place, update, done)
    case .objectList(let name, _, _):
      guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        fail(at: place, .invalidKey(key: token, type: type.notation, suggestions: []))
        return
      }
      descend(FieldType(.object(name)), at: place + 1, update, done + [token], true)
    case .set(let member, _, _):
      guard let key = key(token, as: member, at: place) else { return }
      guard place + 1 == tokens.count else {
        fail(at: place + 1, .notDescendable(type: "boolean"))
        return
      }
      add(.member(of: type), update, done + [key])
    case .map(let keyType, let value, _, _):
      guard let key = key(token, as: keyType, at: place) else { return }
      descend(value, at: place + 1, update, done + [key], true)
    case .opaque: add(.value(type, isEntry: false), update, done + tokens[place...])
    default: fail(at: place, .notDescendable(type: type.notation))
    }
  }

  private mutating func enter(
    _ name: String,
    at place: Int,
    _ update: Field.Update,
    _ done: [String]
  ) {
    guard let shape = schema.shape(named: name) else {
      let opaque = FieldType(.opaque(.null))
      add(.value(opaque, isEntry: false), update, done + tokens[place...])
      return
    }
    if tokens[place].equalsIgnoringASCIICase("@type"), shape.isMultiVariant,
      place + 1 == tokens.count
    {
      add(.variant(of: shape), update, done + ["@type"])
      return
    }
    let fields = schema.fields(of: shape)
    let candidates = fields.candidates(tokens[place])
    guard !candidates.isEmpty else {
      let suggestions = closestNames(to: tokens[place], among: fields.map(\.name))
      fail(at: place, .unknownField(owner: shape.displayName, suggestions: suggestions))
      return
    }
    visit(candidates, at: place, update, done)
  }

  private mutating func key(_ token: String, as type: FieldType, at place: Int) -> String? {
    guard case .enumeration(let name) = type.kind, let names = schema.enumeration(named: name)
    else { return token }
    let text = JSONPointer(patchKey: "/" + token).tokens.first ?? token
    guard let member = names.find(text) else {
      let suggestions = closestNames(to: text, among: names.members.map(\.name))
      fail(at: place, .invalidKey(key: text, type: type.notation, suggestions: suggestions))
      return nil
    }
    return member.name == text ? token : JSONPointer.escape(member.name)
  }

  private mutating func add(_ target: FieldPath.Target, _ update: Field.Update, _ done: [String]) {
    guard !found.contains(where: { $0.target == target && $0.update == update }) else { return }
    found.append(Found(tokens: done, target: target, update: update))
  }

  private mutating func fail(at place: Int, _ reason: FieldError.Reason) {
    let path = tokens[...min(place, tokens.count - 1)].joined(separator: "/")
    errors.append(FieldError(path: path, reason: reason))
  }
}
