// SPDX-License-Identifier: MIT

internal import JSON

/// Checks typed values against the bounds of the schema.
struct Validator {
  private(set) var violations: [SetError.Violation] = []

  /// Everything that is wrong with an object, in the order of declaration.
  static func violations(_ shape: Shape, _ object: JSONObject) -> [SetError.Violation] {
    var validator = Validator()
    validator.check(shape, object)
    return validator.violations
  }

  /// Refuses an object with which anything is wrong.
  static func check(_ object: JSONObject, _ shape: Shape) throws(SetError) {
    let violations = violations(shape, object)
    guard violations.isEmpty else { throw .validationFailed(violations) }
  }

  private mutating func check(_ shape: Shape, _ object: JSONObject) {
    guard let structure = shape.structure(of: object) else { return }
    for property in structure.properties
    where !property.isComputed && !property.isDiscarded {
      guard let value = object[property.name] else { continue }
      if case .duration = property.kind, property.mutability == .serverSet { continue }
      if property.isNullable, value.isNull { continue }
      if SpecialProperties.has("\(structure.name).\(property.name)", "optionalExpressions"),
        value["else"]?.string?.isEmpty ?? true
      {
        continue
      }
      check(property.kind, value, property.name)
    }
  }

  private mutating func check(_ kind: ValueKind, _ value: JSONValue, _ name: String) {
    switch kind {
    case .unsigned(let bounds), .signed(let bounds), .float(let bounds):
      check(bounds, value, name)
    case .duration(let bounds):
      if value.integer == 0 { add(name, .invalid("0")) }
      check(bounds, value, name)
    case .text(_, let maximumLength):
      let length = value.string?.utf8.count ?? 0
      if length == 0 { add(name, .required) }
      if let maximumLength, length > maximumLength { add(name, .maximumLength(maximumLength)) }
    case .ipAddress, .ipNetwork:
      let text = value.string ?? ""
      if let range = NetworkRange(text), range.address.isUnset { add(name, .invalid(text)) }
    case .objectID(let target, _):
      if value.string == ObjectID.unset.text {
        add(name, target.isEmpty ? .invalid(ObjectID.unset.text) : .required)
      }
    case .blobID:
      if value.string?.isEmpty ?? true { add(name, .required) }
    case .socketAddress:
      let text = value.string ?? ""
      if text == EndpointAddress.unset { add(name, .invalid(text)) }
    case .object(let shape): check(shape, value.object ?? [:])
    case .set(let member, let minimumItems):
      let members = value.object ?? [:]
      if members.count < minimumItems { add(name, .minimumLength(minimumItems)) }
      switch member {
      case .ipNetwork, .socketAddress, .objectID:
        for entry in members { check(member, .string(entry.name), name) }
      default: break
      }
    case .list(let shape, let minimumItems):
      let entries = value.object ?? [:]
      if entries.count < minimumItems { add(name, .minimumLength(minimumItems)) }
      for entry in entries { check(shape, entry.value.object ?? [:]) }
    case .map(_, let element):
      for entry in value.object ?? [:] { check(element, entry.value, name) }
    case .boolean, .dateTime, .enumeration: break
    }
  }

  private mutating func check(_ bounds: Bounds, _ value: JSONValue, _ name: String) {
    guard let number = value.number?.double else { return }
    if let minimum = bounds.minimum?.double, number < minimum {
      add(name, .minimum(Int(nearest: minimum)))
    }
    if let maximum = bounds.maximum?.double, number > maximum {
      add(name, .maximum(Int(nearest: maximum)))
    }
  }

  private mutating func add(_ property: String, _ kind: SetError.Violation.Kind) {
    violations.append(SetError.Violation(property: property, kind: kind))
  }
}
