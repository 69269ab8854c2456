// SPDX-License-Identifier: MIT

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

  /// The type; never one that is made of other types.
  public let type: FieldType
  /// The steps that lead to values of it.
  public let path: [Step]

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
  private var visited: Set<String> = []
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
  public func types(below type: FieldType) -> [NestedType] {
    var walk = self
    walk.walk(type)
    return walk.found
  }

  private mutating func walk(_ type: FieldType, _ step: NestedType.Step) {
    path.append(step)
    walk(type)
    path.removeLast()
  }

  private mutating func walk(_ type: FieldType) {
    if case .object(let name) = type.kind {
      walk(embedded: name)
    } else if let (key, element) = type.entryTypes {
      if let key { walk(key, .key) }
      if let element { walk(element, .entry) }
    } else {
      found.append(NestedType(type: type, path: path))
    }
  }

  private mutating func walk(embedded name: String) {
    guard visited.insert(name).inserted, let shape = schema.shape(named: name) else { return }
    let variants: [Variant?] = extent == .everyType && shape.isMultiVariant ? shape.variants : [nil]
    for variant in variants {
      for field in schema.fields(of: shape, variant: variant) where enters(field) {
        walk(field.type, .member(field.name))
      }
    }
    if extent == .everyPath { visited.remove(name) }
  }
}
