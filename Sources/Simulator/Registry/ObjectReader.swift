// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// Makes what a client sees of what is stored: secrets masked, computed properties added.
struct ObjectReader {
  let store: RegistryStore
  /// The properties that are left out for the caller.
  var hidden: Set<String> = []

  /// The wire form of an object, with the properties that are asked for; nil asks for all.
  func read(
    _ type: ObjectType,
    _ id: UInt64,
    _ object: JSONObject,
    properties: Set<String>?
  ) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(object.count + 4)
    let structure = type.shape.structure(of: object)
    // Members mostly stand in the order of declaration, which spares looking them up.
    var next = 0
    for member in object.members {
      let property: Property
      if let structure, next < structure.properties.count,
        structure.properties[next].name.hasSameBytes(as: member.name)
      {
        property = structure.properties[next]
        next += 1
      } else if let found = structure?.byName[member.name] {
        property = found
        next = found.place + 1
      } else {
        continue
      }
      if let properties, !properties.contains(member.name) { continue }
      if !hidden.isEmpty, hidden.contains(member.name) { continue }
      append(property, member.value, to: &members)
    }
    if let variant = object["@type"], properties?.contains("@type") ?? true {
      members.append(JSONObject.Member(name: "@type", value: variant))
    }
    // Making them may read many objects, and most callers want none.
    let isComputedWanted =
      properties.map { names in
        structure?.properties.contains { $0.isComputed && names.contains($0.name) } ?? false
      } ?? true
    if isComputedWanted {
      let computed = type.behaviour.computed(object, id: id, in: store)
      members += computed.members.filter { properties?.contains($0.name) ?? true }
    }
    members.append(JSONObject.Member(name: "id", value: .string(ObjectID(value: id).text)))
    return JSONObject(distinct: members)
  }

  private func append(
    _ property: Property,
    _ value: JSONValue,
    to members: inout [JSONObject.Member]
  ) {
    guard !property.isWriteOnly, !property.isComputed else { return }
    var shown = value
    if property.isMasked {
      if property.isAbsentWhenUnset, value.isNull { return }
      shown = .string(SpecialProperties.mask)
    } else {
      shown = masked(property.kind, value)
    }
    members.append(JSONObject.Member(name: property.name, value: shown))
  }

  private func masked(_ kind: ValueKind, _ value: JSONValue) -> JSONValue {
    switch kind {
    case .object(let shape):
      guard shape.hidesValues, let object = value.object else { return value }
      return .object(masked(shape, object))
    case .list(let shape, _), .map(_, .object(let shape)):
      guard shape.hidesValues, let entries = value.object else { return value }
      return .object(
        entries.mapValues { $0.object.map { .object(masked(shape, $0)) } ?? $0 }
      )
    default: return value
    }
  }

  /// An embedded object with its secrets masked.
  func masked(_ shape: Shape, _ object: JSONObject) -> JSONObject {
    let structure = shape.structure(of: object)
    var members: [JSONObject.Member] = []
    for member in object {
      guard let property = structure?.byName[member.name] else {
        members.append(member)
        continue
      }
      append(property, member.value, to: &members)
    }
    return JSONObject(distinct: members)
  }
}

extension RegistryStore {
  /// `name@domain` of an account or a mailing list.
  func emailAddress(of object: JSONObject) -> String {
    let domain = object["domainId"]?.string.flatMap { ObjectID($0) }
    let name = domain.flatMap { self.object("Domain", $0.value)?["name"]?.string } ?? ""
    return "\(object["name"]?.string ?? "")@\(name)"
  }
}
