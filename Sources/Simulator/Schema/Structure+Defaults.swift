// SPDX-License-Identifier: MIT

internal import JSON

/// Completes what the schema document writes as defaults.
///
/// The document is partial and uses shapes that the wire does not know:
/// durations such as `"1m"`, expressions as `{"default": …}`, lists as arrays.
struct Defaults {
  /// Seconds since 1970, which a date has that has no default of its own.
  let now: Int

  /// The values of a structure in which nothing has been set.
  func object(_ structure: Structure, written: JSONObject = [:]) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(structure.properties.count)
    for property in structure.properties where !property.isComputed {
      members.append(
        JSONObject.Member(
          name: property.name,
          value: value(
            property,
            written: written[property.name]
              ?? SpecialProperties.defaults["\(structure.name).\(property.name)"]
              ?? structure.writtenDefaults[property.name]
          )
        )
      )
    }
    return JSONObject(distinct: members)
  }

  /// The values of a shape in its first, or in a given, variant.
  func object(_ shape: Shape, written: JSONObject = [:]) -> JSONObject {
    if let single = shape.single {
      return object(single, written: single.isExpression ? expression(written) : written)
    }
    let name = written["@type"]?.string ?? shape.variants.first?.name ?? ""
    return object(variant: name, of: shape, written: written)
  }

  /// The values of a variant.
  func object(variant name: String, of shape: Shape, written: JSONObject = [:]) -> JSONObject {
    var result: JSONObject = [:]
    if let structure = shape.variant(name)?.structure {
      result = object(structure, written: written)
    }
    result["@type"] = .string(name)
    return result
  }

  private func value(_ property: Property, written: JSONValue?) -> JSONValue {
    guard let written, !written.isNull else {
      return property.isNullable ? .null : unset(property.kind)
    }
    return complete(property.kind, written)
  }

  /// The value of a kind before it is set.
  func unset(_ kind: ValueKind) -> JSONValue {
    switch kind {
    case .boolean: false
    case .unsigned, .signed, .duration: 0
    case .float: .number(JSONNumber(0.0) ?? JSONNumber(0))
    case .text: ""
    case .socketAddress: .string(EndpointAddress.unset)
    case .ipAddress, .ipNetwork: "0.0.0.0"
    case .dateTime: .string(Timestamp(seconds: now).text)
    case .enumeration(let enumeration): .string(enumeration.values.first ?? "")
    case .objectID: .string(ObjectID.unset.text)
    case .blobID: ""
    case .object(let shape): .object(object(shape))
    case .set, .map, .list: .object([:])
    }
  }

  private func complete(_ kind: ValueKind, _ written: JSONValue) -> JSONValue {
    switch kind {
    case .duration: Self.milliseconds(written)
    case .float:
      .number(JSONNumber(text: FloatText.of(written.number?.double ?? 0)) ?? JSONNumber(0))
    case .unsigned, .signed: .number(Self.whole(written.number))
    case .object(let shape): .object(object(shape, written: written.object ?? [:]))
    case .list(let shape, _): .object(list(shape, written))
    case .map(_, let value):
      .object((written.object ?? [:]).mapValues { complete(value, $0) })
    default: written
    }
  }

  private func list(_ shape: Shape, _ written: JSONValue) -> JSONObject {
    let entries = written.array ?? (written.object ?? [:]).members.map(\.value)
    return JSONObject(
      entries.enumerated().map { index, entry in
        (String(index), JSONValue.object(object(shape, written: entry.object ?? [:])))
      }
    )
  }

  /// `{"default": X}` stands for an expression without conditions.
  private func expression(_ written: JSONObject) -> JSONObject {
    guard let result = written["default"] else { return written }
    return ["else": result]
  }

  /// A number as an integer, which the document may write as a float.
  private static func whole(_ number: JSONNumber?) -> JSONNumber {
    guard let number, number.isInteger else {
      return JSONNumber(Int(nearest: number?.double ?? 0))
    }
    return number
  }

  /// Milliseconds of a number or of a text such as `1m`.
  private static func milliseconds(_ written: JSONValue) -> JSONValue {
    if let number = written.number {
      return .number(whole(number))
    }
    let text = written.string ?? ""
    let digits = text.prefix { $0.isNumber }
    let factors = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    return .number(
      JSONNumber((Int(digits) ?? 0) * (factors[String(text.dropFirst(digits.count))] ?? 1))
    )
  }
}

extension Structure {
  /// Whether this is what conditions and results are written in.
  var isExpression: Bool { name == "Expression" }
}

extension Int {
  /// The number without its fraction, or the nearest one that there is.
  init(nearest value: Double) {
    self = Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }
}
