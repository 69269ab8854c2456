// SPDX-License-Identifier: MIT

internal import JSON

/// One condition of a filter: a property, an operator, and a value that is not yet read.
struct FilterCondition {
  /// How a value compares.
  enum Operator: String {
    case equal
    case greaterThan = "GreaterThan"
    case greaterThanOrEqual = "GreaterThanOrEqual"
    case lessThan = "LessThan"
    case lessThanOrEqual = "LessThanOrEqual"

    /// Whether an order of two values satisfies it: negative for less, 0 for equal.
    func accepts(_ order: Int) -> Bool {
      switch self {
      case .equal: order == 0
      case .greaterThan: order > 0
      case .greaterThanOrEqual: order >= 0
      case .lessThan: order < 0
      case .lessThanOrEqual: order <= 0
      }
    }
  }

  var property: String
  var comparison: Operator
  var value: JSONValue

  /// Reads a key of a filter: a property, or a property, `Is` and an operator.
  init(
    _ condition: QueryArguments.Condition,
    knownNames: Set<String>
  ) throws(MethodError) {
    value = condition.value
    if knownNames.contains(condition.key) {
      property = condition.key
      comparison = .equal
      return
    }
    let words = condition.key.splitAtLastIs()
    guard
      let words, knownNames.contains(words.property),
      let comparison = Operator(rawValue: words.comparison), comparison != .equal
    else { throw MethodError("unsupportedFilter", condition.key) }
    property = words.property
    self.comparison = comparison
  }

  /// The error for a property or a value that cannot be filtered by.
  var unsupported: MethodError {
    MethodError(
      "unsupportedFilter",
      "Filter on property \(property) is not supported or invalid"
    )
  }
}

extension String {
  /// The texts before and after the last `Is`.
  fileprivate func splitAtLastIs() -> (property: String, comparison: String)? {
    let bytes = Array(utf8)
    guard bytes.count >= 2 else { return nil }
    for index in stride(from: bytes.count - 2, through: 0, by: -1)
    where bytes[index] == UInt8(ascii: "I") && bytes[index + 1] == UInt8(ascii: "s") {
      return (
        String(decoding: bytes[..<index], as: UTF8.self),
        String(decoding: bytes[(index + 2)...], as: UTF8.self)
      )
    }
    return nil
  }
}
