// SPDX-License-Identifier: MIT

internal import Text

/// A type that values can have at some depth of another type.
public struct NestedType: Sendable {
  /// A step from a value to a part of it.
  public enum Step: Equatable, Sendable {
    /// To a member of an object.
    case member(String)
    /// To the value of any entry of a list or map.
    case entry
    /// To the key of any entry of a map, or to any member of a set.
    case key
  }

  /// Where values of the type stand.
  public let place: SchemaPlace
  /// The steps that lead to values of it.
  public let path: [Step]

  /// The type; never one that is made of other types.
  public var type: FieldType { place.type }

  /// Whether a value can have several such parts.
  public var isMulti: Bool {
    path.contains {
      switch $0 {
      case .entry, .key: true
      case .member: false
      }
    }
  }
}

/// A walk through everything that values of a type may be made of.
public struct TypeWalk {
  /// How a type of several variants is walked through, and when a type is met again.
  public enum Extent: Sendable {
    /// All variants together, and a type anew on each path that leads to it; for paths that
    /// are sent to the server.
    case everyPath
    /// Each variant by itself, and each type where it is met first.
    case everyType
  }

  private let schema: Schema
  private let extent: Extent
  private let enters: (Field) -> Bool
  private var found: [NestedType] = []
  private var visited: Set<Name> = []
  private var path: [NestedType.Step] = []

  /// Creates a walk that passes over the embedded fields that `enters` does not hold for.
  public init(
    _ schema: Schema,
    _ extent: Extent,
    enters: @escaping (Field) -> Bool = { _ in true }
  ) {
    self.schema = schema
    self.extent = extent
    self.enters = enters
  }

  /// The types without parts that values of a type may be made of, in the schema's order; the
  /// type itself if it has none.
  public func types(below type: FieldType) -> [NestedType] { types(at: SchemaPlace(type)) }

  /// The types without parts that values at a place may be made of, in the schema's order.
  public func types(at place: SchemaPlace) -> [NestedType] {
    var walk = self
    walk.walk(place)
    return walk.found
  }

  private mutating func walk(_ place: SchemaPlace, _ step: NestedType.Step) {
    path.append(step)
    walk(place)
    path.removeLast()
  }

  private mutating func walk(_ place: SchemaPlace) {
    if case .object(let name) = place.type.kind {
      walk(embedded: name)
    } else if let (key, element) = place.type.entryTypes {
      if let key { walk(place.entry(key), .key) }
      if let element { walk(place.entry(element), .entry) }
    } else {
      found.append(NestedType(place: place, path: path))
    }
  }

  private mutating func walk(embedded name: String) {
    guard visited.insert(name).inserted, let shape = schema.shape(named: name) else { return }
    for (name, fields) in declarations(of: shape) {
      for field in fields where enters(field) {
        walk(SchemaPlace(field, declaredBy: name), .member(field.name))
      }
    }
    if extent == .everyPath { visited.remove(name) }
  }

  private func declarations(of shape: Shape) -> [(name: String, fields: FieldSet)] {
    switch extent {
    case .everyPath: [(shape.schemaName ?? shape.name, schema.fields(of: shape))]
    case .everyType: SchemaDeclarations(schema.schemaNames(of: shape, nil), in: schema).schemas
    }
  }
}
