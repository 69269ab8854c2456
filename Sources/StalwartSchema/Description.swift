// SPDX-License-Identifier: MIT

internal import Text

/// A piece of text and how it is shown.
public struct DescriptionSpan: Equatable, Sendable {
  /// How a piece of text is shown.
  public enum Style: Equatable, Sendable {
    /// As it is.
    case plain
    /// Bold, as headings.
    case bold
    /// Dim, as remarks.
    case dim
    /// As names that can be typed: cyan.
    case name
    /// In a colour of the document: a colour name or `#rrggbb`.
    case color(String)
  }

  /// The text, as the server wrote it.
  public let text: String
  /// How it is shown.
  public let style: Style

  /// Makes a span.
  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// A line of a description.
public struct DescriptionLine: Equatable, Sendable {
  /// The pieces, in order.
  public let spans: [DescriptionSpan]
  /// The blanks before the text, by which to indent the rest if the line is broken.
  public let indentation: Int

  init(_ indentation: Int = 0, _ spans: DescriptionSpan...) {
    self.indentation = indentation
    let blanks = String(repeating: " ", count: indentation)
    guard indentation > 0 else {
      self.spans = spans
      return
    }
    // A heading is bold with its blanks; other styles begin behind them.
    if let first = spans.first, first.style == .bold || first.style == .plain {
      self.spans = [DescriptionSpan(blanks + first.text, first.style)] + spans.dropFirst()
    } else {
      self.spans = [DescriptionSpan(blanks)] + spans
    }
  }

  /// The text without styles.
  public var text: String { spans.map(\.text).joined() }
}

/// What `describe` can say something about.
public enum DescriptionTarget: Equatable, Sendable {
  /// An object type with methods of its own.
  case object(ObjectType)
  /// A type that only occurs inside others.
  case embedded(Shape)
  /// The names that a value may have.
  case enumeration(Enumeration)
  /// A field, by the names on the way, such as `Account.aliases`.
  case field(path: String, Field)
}

extension Schema {
  /// Finds what a person wants described: an object type, an enumeration, an
  /// embedded type, or a field of one (`account.aliases`, `imap.maxRequestRate`).
  ///
  /// - Throws: ``LookupError``.
  public func resolve(description typed: String) throws(LookupError) -> DescriptionTarget {
    let tokens = typed.trimmedASCII.split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
    guard tokens.count > 1, let first = tokens.first else { return try entity(named: typed) }
    let start = try owner(named: first)
    return try field(tokens.dropFirst(), from: start.shape, variant: start.variant)
  }

  private func entity(named typed: String) throws(LookupError) -> DescriptionTarget {
    do { return .object(try resolve(object: typed)) } catch {
      let name = typed.trimmedASCII
      for candidate in Self.spellings(name) {
        if let enumeration = enumeration(named: candidate) { return .enumeration(enumeration) }
      }
      if case .embedded(let embedded, _) = error {
        for candidate in [TypeName.prefix + embedded, embedded] {
          if let shape = shape(named: candidate) { return .embedded(shape) }
        }
      }
      guard case .unknownObject(let name, _) = error else { throw error }
      let names =
        objectNames.map(\.withoutPrefix) + enumerationNames
        + embeddedNames.map(\.withoutPrefix)
      throw .unknownObject(name: name, suggestions: closestNames(to: name, among: names))
    }
  }

  private func owner(
    named typed: String
  ) throws(LookupError) -> (shape: Shape, variant: Variant?) {
    if typed.utf8.contains(UInt8(ascii: "/")) {
      let (object, variant) = try resolve(objectAndVariant: typed)
      return (object.shape, variant)
    }
    switch try entity(named: typed) {
    case .object(let object): return (object.shape, nil)
    case .embedded(let shape): return (shape, nil)
    case .enumeration, .field: throw .unknownObject(name: typed, suggestions: [])
    }
  }

  private func field(
    _ tokens: ArraySlice<String>,
    from shape: Shape,
    variant: Variant?
  ) throws(LookupError) -> DescriptionTarget {
    var path = variant.map { "\(shape.displayName)/\($0.name)" } ?? shape.displayName
    var fields = fields(of: shape, variant: variant)
    var owner = shape.displayName
    var found: Field?
    for token in tokens {
      if let type = found?.type {
        guard let shape = type.embeddedName.flatMap({ self.shape(named: $0) }) else {
          throw .unknownField(owner: path, name: token, suggestions: [])
        }
        fields = self.fields(of: shape)
        owner = shape.displayName
      }
      guard let field = fields.find(token) else {
        let suggestions = closestNames(to: token, among: fields.map(\.name))
        throw .unknownField(owner: owner, name: token, suggestions: suggestions)
      }
      path += "." + field.name
      found = field
    }
    guard let found else { throw .unknownObject(name: path, suggestions: []) }
    return .field(path: path, found)
  }

  // MARK: Text

  /// One line for each object type.
  public func overview() -> [DescriptionLine] {
    let objects = objects
    let width = objects.map(\.displayName.count).max() ?? 0
    return objects.map { object in
      let blanks = String(repeating: " ", count: width - object.displayName.count + 2)
      let name = DescriptionSpan(object.displayName, .name)
      let description = DescriptionSpan(blanks + object.description)
      guard object.isSingleton else { return DescriptionLine(0, name, description) }
      let remark = DescriptionSpan("[singleton]", .dim)
      return DescriptionLine(0, name, description, DescriptionSpan(" "), remark)
    }
  }

  /// Everything about one thing.
  public func description(of target: DescriptionTarget) -> [DescriptionLine] {
    switch target {
    case .object(let object): describe(object)
    case .embedded(let shape): describe(embedded: shape)
    case .enumeration(let enumeration): describe(enumeration)
    case .field(let path, let field): describe(field, at: path)
    }
  }

  private func describe(_ object: ObjectType) -> [DescriptionLine] {
    let name = DescriptionSpan(object.displayName, .bold)
    var lines =
      object.isSingleton
      ? [DescriptionLine(0, name, DescriptionSpan(" "), DescriptionSpan("[singleton]", .dim))]
      : [DescriptionLine(0, name)]
    lines += Self.paragraph(object.description, 2)
    lines.append(DescriptionLine())
    lines += describeFields(of: object.shape)
    lines += describeFilters(of: object)
    return lines
  }

  private func describe(embedded shape: Shape) -> [DescriptionLine] {
    let remark = DescriptionSpan("(embedded type)", .dim)
    let name = DescriptionSpan(shape.displayName, .bold)
    var lines = [DescriptionLine(0, name, DescriptionSpan("  "), remark)]
    let places = occurrences(of: shape.name)
    if !places.isEmpty {
      lines.append(DescriptionLine(2, DescriptionSpan("Used by " + Self.shortened(places))))
    }
    lines.append(DescriptionLine())
    return lines + describeFields(of: shape)
  }

  private func describe(_ field: Field, at path: String) -> [DescriptionLine] {
    var lines = [
      DescriptionLine(
        0,
        DescriptionSpan(path, .bold),
        DescriptionSpan("  \(field.type.notation)  "),
        DescriptionSpan(field.update.notation, .dim)
      )
    ]
    lines += Self.paragraph(field.description, 2)
    for name in field.type.enumerationNames {
      guard let enumeration = enumeration(named: name) else { continue }
      lines += [DescriptionLine()] + describe(enumeration)
    }
    if let shape = field.type.embeddedName.flatMap({ shape(named: $0) }) {
      lines += [DescriptionLine()] + describe(embedded: shape)
    }
    return lines
  }

  private func describe(_ enumeration: Enumeration) -> [DescriptionLine] {
    let width = enumeration.members.map(\.name.count).max() ?? 0
    var lines = [
      DescriptionLine(
        0,
        DescriptionSpan(enumeration.name, .bold),
        DescriptionSpan("  "),
        DescriptionSpan("(enum)", .dim)
      ),
      DescriptionLine(),
      DescriptionLine(2, DescriptionSpan("Variants:", .bold)),
    ]
    for member in enumeration.members {
      let blanks = String(repeating: " ", count: width - member.name.count + 2)
      lines.append(
        DescriptionLine(
          4,
          DescriptionSpan(member.name, member.color.map { .color($0) } ?? .name),
          DescriptionSpan(blanks + member.label)
        )
      )
      lines += Self.paragraph(member.explanation ?? "", 8)
    }
    return lines
  }

  private func describeFields(of shape: Shape) -> [DescriptionLine] {
    guard shape.isMultiVariant else {
      return [DescriptionLine(0, DescriptionSpan("Fields:", .bold))]
        + Self.describe(fields(of: shape), 4)
    }
    var lines = [DescriptionLine(2, DescriptionSpan("Variants:", .bold))]
    for variant in shape.variants {
      let label = DescriptionSpan(": " + variant.label)
      lines.append(DescriptionLine(4, DescriptionSpan(variant.name, .name), label))
      let fields = fields(of: shape, variant: variant)
      guard !fields.isEmpty else { continue }
      lines.append(DescriptionLine(6, DescriptionSpan("Fields:", .bold)))
      lines += Self.describe(fields, 8)
    }
    return lines
  }

  private static func describe(_ fields: FieldSet, _ indentation: Int) -> [DescriptionLine] {
    let width = fields.map(\.name.count).max() ?? 0
    return fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      .flatMap { field in
        let blanks = String(repeating: " ", count: width - field.name.count + 2)
        return [
          DescriptionLine(
            indentation,
            DescriptionSpan(field.name, .name),
            DescriptionSpan("\(blanks)\(field.type.notation)  "),
            DescriptionSpan(field.update.notation, .dim)
          )
        ] + paragraph(field.description, indentation + 4)
      }
  }

  private func describeFilters(of object: ObjectType) -> [DescriptionLine] {
    var lines: [DescriptionLine] = []
    let filters = filters(of: object)
    if !filters.isEmpty {
      lines += [DescriptionLine(), DescriptionLine(0, DescriptionSpan("Filters:", .bold))]
      let nameWidth = filters.map(\.field.count).max() ?? 0
      let kindWidth = filters.map(\.notation.count).max() ?? 0
      for filter in filters {
        let name = String(repeating: " ", count: nameWidth - filter.field.count + 2)
        let kind = String(repeating: " ", count: kindWidth - filter.notation.count + 2)
        lines.append(
          DescriptionLine(
            4,
            DescriptionSpan(filter.field, .name),
            DescriptionSpan(name + filter.notation + kind + filter.label)
          )
        )
      }
    }
    let sort = sortNames(of: object)
    if !sort.isEmpty {
      lines += [DescriptionLine(), DescriptionLine(0, DescriptionSpan("Sort by:", .bold))]
      lines.append(DescriptionLine(4, DescriptionSpan(sort.joined(separator: ", "))))
    }
    return lines
  }

  /// The properties that the lists of an object sort by, each once.
  func sortNames(of object: ObjectType) -> [String] {
    var names: [String] = []
    for name in lists(of: object).flatMap(\.sort) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Where an embedded type occurs, as `Type.field`, sorted.
  func occurrences(of embedded: String) -> [String] {
    var places: Set<Name> = []
    for name in names(in: .schemas) {
      guard let shape = shape(named: name) else { continue }
      for field in fields(of: shape) where field.type.embeds(embedded) {
        places.insert("\(shape.displayName).\(field.name)")
      }
    }
    return places.sorted().map(\.text)
  }

  private static func shortened(_ places: [String]) -> String {
    let limit = 6
    guard places.count > limit else { return places.joined(separator: ", ") }
    return places.prefix(limit).joined(separator: ", ") + ", … (\(places.count) places)"
  }

  private static func paragraph(_ text: String, _ indentation: Int) -> [DescriptionLine] {
    text.split(separator: "\n").map { DescriptionLine(indentation, DescriptionSpan(String($0))) }
  }
}

extension Field.Update {
  /// The word that `describe` uses.
  public var notation: String {
    switch self {
    case .mutable: "mutable"
    case .immutable: "immutable"
    case .serverSet: "server-set"
    }
  }
}
