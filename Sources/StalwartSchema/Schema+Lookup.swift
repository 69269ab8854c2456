// SPDX-License-Identifier: MIT

internal import Text

extension Schema {
  /// Finds the object type that a person means.
  ///
  /// Blanks around the name are dropped, `x:` may be there in any case or be
  /// missing, case does not matter, and words may be joined by hyphens or
  /// underscores (`mailing-list`).
  ///
  /// - Throws: ``LookupError`` that says what the name is instead, if it is something.
  public func resolve(object typed: String) throws(LookupError) -> ObjectType {
    let name = Self.canonicalSpelling(typed)
    for candidate in Self.spellings(name) {
      if let object = object(named: candidate) { return object }
      if let view = views.first(where: { $0.name.equalsIgnoringASCIICase(candidate) }) {
        throw .view(name: view.name.withoutPrefix, object: view.object.withoutPrefix)
      }
    }
    for candidate in Self.spellings(name) {
      guard let embedded = canonicalName(candidate, in: .schemas) else { continue }
      throw .embedded(name: embedded.withoutPrefix, holders: holders(of: embedded))
    }
    throw .unknownObject(
      name: Self.withoutTypedPrefix(typed),
      suggestions: closestNames(to: name.withoutPrefix, among: objectNames.map(\.withoutPrefix))
    )
  }

  /// Finds the object type and, after a slash, the variant that a person means.
  ///
  /// - Throws: ``LookupError``, as ``resolve(object:)`` or for the variant.
  public func resolve(
    objectAndVariant typed: String
  ) throws(LookupError) -> (object: ObjectType, variant: Variant?) {
    guard let slash = typed.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      return (try resolve(object: typed), nil)
    }
    let object = try resolve(object: String(typed[..<slash]))
    let name = String(typed[typed.utf8.index(after: slash)...]).trimmedASCII
    guard object.isMultiVariant else {
      throw .notMultiVariant(object: object.displayName)
    }
    return (object, try variant(named: name, of: object.shape))
  }

  /// Finds a variant of a shape, in any case.
  ///
  /// - Throws: ``LookupError/unknownVariant(object:name:suggestions:)``.
  public func variant(named name: String, of shape: Shape) throws(LookupError) -> Variant {
    for candidate in Self.spellings(name) {
      if let variant = shape.variant(named: candidate) { return variant }
    }
    throw .unknownVariant(
      object: shape.displayName,
      name: name,
      suggestions: closestNames(to: name, among: shape.variants.map(\.name))
    )
  }

  /// The top-level objects that have a property of an embedded type, sorted by name.
  func holders(of embedded: String) -> [LookupError.Holder] {
    objects.compactMap { object in
      let names = fields(of: object.shape)
        .filter { $0.type.embeds(embedded) }
        .map(\.name)
      return names.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { LookupError.Holder(object: object.displayName, field: $0) }
    }
  }

  // MARK: Spelling

  /// The name with `x:` in front, whatever was typed of it.
  private static func canonicalSpelling(_ typed: String) -> String {
    let name = typed.trimmedASCII
    return TypeName.prefix + withoutTypedPrefix(name)
  }

  private static func withoutTypedPrefix(_ typed: String) -> String {
    let name = typed.trimmedASCII
    return TypeName.hasTypedPrefix(name) ? String(name.dropFirst(TypeName.prefix.count)) : name
  }

  /// The name as typed and, if it has hyphens or underscores, without them.
  static func spellings(_ name: String) -> [String] {
    let isJoint: (UInt8) -> Bool = { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard name.utf8.contains(where: isJoint) else { return [name] }
    return [name, String(decoding: name.utf8.filter { !isJoint($0) }, as: UTF8.self)]
  }
}
