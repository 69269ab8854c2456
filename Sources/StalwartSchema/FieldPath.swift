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
    guard tokens.count <= PathWalk.maximumDepth else {
      throw FieldError(path: tokens[0], reason: .notDescendable(type: field.type.notation))
    }
    var walk = PathWalk(schema: self, tokens: tokens)
    walk.visit(candidates, of: shape, variant, from: PathWalk.Step())
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
