// SPDX-License-Identifier: MIT

public import JSON
internal import Text

/// Why a `--where` condition cannot be sent.
public enum FilterError: Error, Equatable, Sendable {
  /// It is not `FIELD OPERATOR VALUE`; the text as typed.
  case syntax(String)
  /// The object has no such field and its lists declare no such filter.
  case unknownField(owner: String, name: String, suggestions: [String])
  /// Values of the field have no order, unlike numbers and times; `type` is its notation.
  case unordered(field: String, comparison: FilterTerm.Comparison, type: String)
  /// The value cannot be read as what the field holds.
  case value(FieldError)
}

/// One condition of a query.
public struct FilterTerm: Equatable, Sendable {
  /// How a property is compared.
  public enum Comparison: String, Sendable, CaseIterable {
    /// Equal.
    case equal = "="
    /// Greater.
    case greater = ">"
    /// Greater or equal.
    case greaterOrEqual = ">="
    /// Less.
    case less = "<"
    /// Less or equal.
    case lessOrEqual = "<="

    /// What the server appends to the name of the property.
    public var suffix: String {
      switch self {
      case .equal: ""
      case .greater: "IsGreaterThan"
      case .greaterOrEqual: "IsGreaterThanOrEqual"
      case .less: "IsLessThan"
      case .lessOrEqual: "IsLessThanOrEqual"
      }
    }
  }

  /// The property or the pseudo field, in the schema's spelling.
  public let name: String
  /// How it is compared.
  public let comparison: Comparison
  /// The value in the server's form.
  public let value: JSONValue
  /// The property; nil for pseudo fields and `@type`.
  public let field: Field?
  /// What the list declares; nil if it declares nothing for that name.
  public let declared: ListDefinition.Filter?

  /// The key of the condition on the wire.
  public var key: String { name + comparison.suffix }

  /// The object whose id the value is; it may be a view.
  public var referencedObjectName: String? {
    if case .objectID(let name) = declared?.kind { return name }
    return field?.type.referencedObjectName
  }

  /// The same condition with another value, such as the id that a name stands for.
  public func replacing(value: JSONValue) -> FilterTerm {
    FilterTerm(
      name: name,
      comparison: comparison,
      value: value,
      field: field,
      declared: declared
    )
  }

  /// The filter of a query; of equal keys the last counts.
  public static func filter(_ terms: [FilterTerm]) -> JSONObject {
    JSONObject(terms.map { ($0.key, $0.value) })
  }
}

extension Schema {
  /// Reads a condition: a field, one of `= > >= < <=` directly after it, and a value.
  ///
  /// The filters that the object's lists declare come before its fields, because
  /// the server knows some that are no properties. Values are read by type, so
  /// dates may be `2026-01-01`, `now` or `-1h`, and durations `30m`.
  ///
  /// - Throws: ``FilterError``.
  public func filterTerm(
    parsing text: String,
    for object: ObjectType,
    now: Int64? = nil
  ) throws(FilterError) -> FilterTerm {
    guard let (typed, comparison, value) = Self.splitCondition(text) else { throw .syntax(text) }
    if typed.equalsIgnoringASCIICase("@type"), object.isMultiVariant {
      return try variantTerm(value, comparison, object)
    }
    let declared = filters(of: object).first { $0.field.equalsIgnoringASCIICase(typed) }
    let field = fields(of: object.shape).find(typed)
    guard let name = declared?.field ?? field?.name else {
      let names = filters(of: object).map(\.field) + fields(of: object.shape).map(\.name)
      throw .unknownField(
        owner: object.displayName,
        name: typed,
        suggestions: closestNames(to: typed, among: names)
      )
    }
    let type = Self.filterType(declared, field)
    if comparison != .equal, !type.isOrdered {
      throw .unordered(field: name, comparison: comparison, type: type.notation)
    }
    return FilterTerm(
      name: name,
      comparison: comparison,
      value: try filterValue(value, type, name, now),
      field: field,
      declared: declared
    )
  }

  /// The filters that the list of an object and the lists of its views declare,
  /// the first of each name.
  public func filters(of object: ObjectType) -> [ListDefinition.Filter] {
    var filters: [ListDefinition.Filter] = []
    for filter in lists(of: object).flatMap(\.filters)
    where !filters.contains(where: { $0.field == filter.field }) {
      filters.append(filter)
    }
    return filters
  }

  /// The list of an object, then the lists of its views in document order.
  public func lists(of object: ObjectType) -> [ListDefinition] {
    ([object.name] + viewNames(of: object)).compactMap { list(named: $0) }
  }

  private func variantTerm(
    _ text: String,
    _ comparison: FilterTerm.Comparison,
    _ object: ObjectType
  ) throws(FilterError) -> FilterTerm {
    guard comparison == .equal else {
      throw .unordered(field: "@type", comparison: comparison, type: "variant")
    }
    guard let variant = try? variant(named: text, of: object.shape) else {
      let suggestions = closestNames(to: text, among: object.variants.map(\.name))
      let owner = object.displayName
      throw .value(
        FieldError(
          path: "@type",
          reason: .unknownVariant(owner: owner, name: text, suggestions: suggestions)
        )
      )
    }
    return FilterTerm(
      name: "@type",
      comparison: .equal,
      value: .string(variant.name),
      field: nil,
      declared: nil
    )
  }

  private func filterValue(
    _ text: String,
    _ type: FieldType,
    _ name: String,
    _ now: Int64?
  ) throws(FilterError) -> JSONValue {
    switch type.kind {
    case .opaque, .blobID, .objectID, .string: return .string(text)
    default: if type.isComposite { return .string(text) }
    }
    if let value = ScalarText(schema: self, now: now).value(text, as: type) { return value }
    var reader = ValueReader(self, ValueOptions(.update, now: now))
    reader.below(name) { $0.unconvertible(text, type) }
    guard let error = reader.errors.first else { return .string(text) }
    throw .value(error)
  }

  /// The type of a filter's values: as declared, or the property's own type if that says more.
  private static func filterType(_ declared: ListDefinition.Filter?, _ field: Field?) -> FieldType {
    switch (declared?.kind, field?.type) {
    case (.integer, let type?) where type.numberFormat != nil: type
    case (.integer, _): FieldType(.number(.integer, min: nil, max: nil))
    case (.date, _): FieldType(.utcDateTime)
    case (.enumeration(let name), _): FieldType(.enumeration(name))
    case (.objectID(let name), _): FieldType(.objectID(name))
    case (.text, _), (.opaque, _): FieldType(.string(.string, minLength: nil, maxLength: nil))
    case (nil, let type): type ?? FieldType(.opaque(.null))
    }
  }

  /// Splits at the leftmost operator behind a name.
  private static func splitCondition(
    _ text: String
  ) -> (name: String, comparison: FilterTerm.Comparison, value: String)? {
    let bytes = Array(text.utf8)
    let operators = [UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "<")]
    guard let place = bytes.firstIndex(where: { operators.contains($0) }) else { return nil }
    let name = String(decoding: bytes[..<place], as: UTF8.self).trimmedASCII
    let isOrEqual =
      bytes[place] != UInt8(ascii: "=") && place + 1 < bytes.count
      && bytes[place + 1] == UInt8(ascii: "=")
    let end = place + (isOrEqual ? 2 : 1)
    let sign = String(decoding: bytes[place..<end], as: UTF8.self)
    guard !name.isEmpty, let comparison = FilterTerm.Comparison(rawValue: sign) else { return nil }
    return (name, comparison, String(decoding: bytes[end...], as: UTF8.self))
  }
}

extension FieldType {
  /// Whether values of it can be compared by greater and less.
  var isOrdered: Bool {
    switch kind {
    case .number, .utcDateTime: true
    default: false
    }
  }
}

// MARK: Comparing on this side

extension FilterTerm {
  /// Whether an object matches the condition, for servers that cannot filter by it.
  ///
  /// - Returns: nil if that cannot be told from the object, as with pseudo fields.
  public func matches(_ object: JSONObject) -> Bool? {
    guard let property = object[name] else {
      return field == nil && name != "@type" ? nil : false
    }
    switch (property, value) {
    case (.null, _): return false
    case (.number(let one), .number(let other)):
      if let one = one.integer, let other = other.integer { return comparison.holds(one, other) }
      guard let one = one.double, let other = other.double else { return nil }
      return comparison.holds(one, other)
    case (.string(let one), .string(let other)):
      if case .utcDateTime = field?.type.kind {
        guard let one = DateText.seconds(one), let other = DateText.seconds(other) else {
          return nil
        }
        return comparison.holds(one, other)
      }
      return comparison == .equal ? JSONValue.string(one) == JSONValue.string(other) : nil
    case (.object(let members), .string(let member)):
      guard case .set = field?.type.kind, comparison == .equal else { return nil }
      return members[member]?.boolean ?? false
    case (.bool, .bool): return property == value
    default: return nil
    }
  }
}

extension FilterTerm.Comparison {
  fileprivate func holds<Value: Comparable>(_ one: Value, _ other: Value) -> Bool {
    switch self {
    case .equal: one == other
    case .greater: one > other
    case .greaterOrEqual: one >= other
    case .less: one < other
    case .lessOrEqual: one <= other
    }
  }
}
