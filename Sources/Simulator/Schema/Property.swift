// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Who may set a property.
enum Mutability: String {
  case mutable
  case immutable
  case serverSet
}

/// Inclusive bounds of a number, as the document writes them.
struct Bounds {
  var minimum: JSONNumber?
  var maximum: JSONNumber?
}

/// The kind of values that a property, a member or a key can have.
indirect enum ValueKind {
  /// The forms of text whose rules differ.
  enum TextFormat {
    case plain
    case emailAddress
  }

  case boolean
  case unsigned(Bounds)
  case signed(Bounds)
  case float(Bounds)
  case duration(Bounds)
  case text(TextFormat, maximumLength: Int?)
  case ipAddress
  case ipNetwork
  case socketAddress
  case dateTime
  case enumeration(Enumeration)
  /// The type that it points to, without `x:`; the variant if only one will do.
  case objectID(target: String, variant: String?)
  case blobID
  case object(Shape)
  case set(ValueKind, minimumItems: Int)
  case map(key: ValueKind, value: ValueKind)
  case list(Shape, minimumItems: Int)
}

extension ValueKind {
  /// The form in which a text of this kind is stored; nil for what is none.
  func canonical(_ text: String) -> String? {
    switch self {
    case .ipAddress: NetworkAddress(text)?.text
    case .ipNetwork: NetworkRange(text)?.text
    case .socketAddress: EndpointAddress(text)?.text
    case .dateTime: Timestamp(text)?.text
    case .blobID: BlobID(text)?.text
    case .objectID: ObjectID(text)?.text
    case .enumeration(let enumeration): enumeration.contains(text) ? text : nil
    default: text
    }
  }
}

/// A list of names that a property can have as its value.
final class Enumeration {
  let name: String
  let values: [String]
  private let known: Set<String>

  init(name: String, values: [String]) {
    self.name = name
    self.values = values
    known = Set(values)
  }

  /// Whether a text is one of the names, exactly.
  func contains(_ value: String) -> Bool { known.contains(value) }
}

/// A property of a structure.
final class Property {
  let name: String
  let kind: ValueKind
  let isNullable: Bool
  let mutability: Mutability
  /// What is done to a text on write.
  let rule: StringRule
  /// The place in the order of declaration.
  fileprivate(set) var place = 0
  /// Given by the overlay; see ``SpecialProperties``.
  let isMasked: Bool
  let isWriteOnly: Bool
  let isComputed: Bool
  let isDiscarded: Bool
  /// Whether a null is left out on reading.
  let isAbsentWhenUnset: Bool

  init(name: String, owner: String, kind: ValueKind, isNullable: Bool, mutability: Mutability) {
    self.name = name
    self.kind = kind
    self.isNullable = isNullable
    self.mutability = mutability
    let path = "\(owner).\(name)"
    if let rule = StringRule.allCases.first(where: { SpecialProperties.has(path, $0.rawValue) }) {
      self.rule = rule
    } else if case .text(.emailAddress, _) = kind, mutability != .serverSet {
      rule = .email
    } else {
      rule = .trim
    }
    isMasked = SpecialProperties.has(path, "masked")
    isDiscarded = SpecialProperties.has(path, "discarded")
    isWriteOnly = SpecialProperties.has(path, "writeOnly")
    isComputed =
      SpecialProperties.has(path, "computed")
      || (name == "due" && owner.hasPrefix("Task") && mutability == .serverSet)
    isAbsentWhenUnset = isMasked && isNullable
  }
}

/// A named list of properties.
final class Structure {
  /// Without `x:`.
  let name: String
  /// In the order of their declaration.
  fileprivate(set) var properties: [Property] = []
  fileprivate(set) var byName: [String: Property] = [:]
  /// As the document writes them, not yet completed.
  fileprivate(set) var writtenDefaults: JSONObject = [:]

  init(name: String) { self.name = name }

  func fill(properties: [Property], defaults: JSONObject) {
    self.properties = properties
    for (place, property) in properties.enumerated() { property.place = place }
    byName = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
    writtenDefaults = defaults
  }
}

/// One of the forms that a multi-variant value can take.
struct Variant {
  let name: String
  /// Nil when the variant has no properties of its own.
  let structure: Structure?
}

/// A structure, or a choice of variants.
final class Shape {
  /// Without `x:`.
  let name: String
  /// The structure, if there is no choice.
  fileprivate(set) var single: Structure?
  /// In the order of the document; empty if there is no choice.
  fileprivate(set) var variants: [Variant] = []

  init(name: String) { self.name = name }

  func fill(single: Structure?, variants: [Variant]) {
    self.single = single
    self.variants = variants
  }

  /// Whether values carry `@type`.
  var isChoice: Bool { single == nil }

  /// The variant with a name.
  func variant(_ name: String) -> Variant? {
    variants.first { $0.name.hasSameBytes(as: name) }
  }

  /// The structure of a stored value, by its `@type`.
  func structure(of value: JSONObject) -> Structure? {
    if let single { return single }
    guard let name = value["@type"]?.string else { return nil }
    return variant(name)?.structure
  }

  /// Whether a value can have something to hide, at any depth.
  fileprivate(set) var hidesValues = false

  /// All structures that a value can have.
  var structures: [Structure] { single.map { [$0] } ?? variants.compactMap(\.structure) }
}

extension Property {
  /// The shapes of the values that are embedded in this one.
  var embeddedShapes: [Shape] {
    switch kind {
    case .object(let shape), .list(let shape, _), .map(_, .object(let shape)): [shape]
    default: []
    }
  }
}

extension SchemaModel {
  /// Marks the shapes that can have something to hide.
  func markHidingShapes(_ shapes: [Shape]) {
    var didChange = true
    while didChange {
      didChange = false
      for shape in shapes where !shape.hidesValues {
        let hides = shape.structures.contains { structure in
          structure.properties.contains { property in
            property.isMasked || property.isWriteOnly || property.isComputed
              || property.embeddedShapes.contains(where: \.hidesValues)
          }
        }
        if hides {
          shape.hidesValues = true
          didChange = true
        }
      }
    }
  }
}
