// SPDX-License-Identifier: MIT

public import JSON

extension Schema {
  /// One object for each object type: `name`, `kind`, `description`.
  public func overviewJSON() -> [JSONValue] {
    objects.map { object in
      [
        "name": .string(object.displayName),
        "kind": .string(object.kind.rawValue),
        "description": .string(object.description),
      ]
    }
  }

  /// Everything about one thing, for programs.
  public func descriptionJSON(of target: DescriptionTarget) -> JSONValue {
    switch target {
    case .object(let object):
      var json: JSONObject = [
        "name": .string(object.displayName),
        "kind": .string(object.kind.rawValue),
        "description": .string(object.description),
        "enterprise": .bool(object.isEnterprise),
      ]
      addFields(of: object.shape, to: &json)
      json["filters"] = .array(
        filters(of: object).map {
          ["field": .string($0.field), "type": .string($0.notation), "label": .string($0.label)]
        }
      )
      json["sort"] = .array(sortNames(of: object).map(JSONValue.string))
      return .object(json)
    case .embedded(let shape): return embeddedJSON(shape)
    case .enumeration(let enumeration): return enumerationJSON(enumeration)
    case .field(let path, let field):
      var json = fieldJSON(field, default: nil)
      json["name"] = .string(path)
      if let shape = field.type.embeddedName.flatMap({ shape(named: $0) }) {
        json["embedded"] = embeddedJSON(shape)
      }
      let enumerations = field.type.enumerationNames.compactMap { enumeration(named: $0) }
      if !enumerations.isEmpty { json["enums"] = .array(enumerations.map(enumerationJSON)) }
      return .object(json)
    }
  }

  private func embeddedJSON(_ shape: Shape) -> JSONValue {
    var json: JSONObject = [
      "name": .string(shape.displayName),
      "kind": "embedded",
      "usedBy": .array(occurrences(of: shape.name).map(JSONValue.string)),
    ]
    addFields(of: shape, to: &json)
    return .object(json)
  }

  private func enumerationJSON(_ enumeration: Enumeration) -> JSONValue {
    let members = enumeration.members.map { member in
      var json: JSONObject = ["name": .string(member.name), "label": .string(member.label)]
      json["explanation"] = member.explanation.map(JSONValue.string)
      json["color"] = member.color.map(JSONValue.string)
      return JSONValue.object(json)
    }
    return ["name": .string(enumeration.name), "kind": "enum", "variants": .array(members)]
  }

  private func addFields(of shape: Shape, to json: inout JSONObject) {
    guard shape.isMultiVariant else {
      json["fields"] = fieldsJSON(fields(of: shape))
      return
    }
    json["variants"] = .array(
      shape.variants.map {
        [
          "name": .string($0.name),
          "label": .string($0.label),
          "fields": fieldsJSON(fields(of: shape, variant: $0)),
        ]
      }
    )
  }

  private func fieldsJSON(_ fields: FieldSet) -> JSONValue {
    .array(
      fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        .map { .object(fieldJSON($0, default: fields.defaults[$0.name])) }
    )
  }

  private func fieldJSON(_ field: Field, default value: JSONValue?) -> JSONObject {
    var json: JSONObject = [
      "name": .string(field.name),
      "type": .string(field.type.notation),
      "update": .string(field.update.notation),
      "description": .string(field.description),
    ]
    switch field.type.kind {
    case .string(_, let minLength, let maxLength):
      json["minLength"] = minLength.map { .number(JSONNumber($0)) }
      json["maxLength"] = maxLength.map { .number(JSONNumber($0)) }
    case .number(_, let min, let max):
      json["min"] = min.map(JSONValue.number)
      json["max"] = max.map(JSONValue.number)
    default:
      let bounds = field.type.itemBounds
      json["minItems"] = bounds.min.map { .number(JSONNumber($0)) }
      json["maxItems"] = bounds.max.map { .number(JSONNumber($0)) }
    }
    if field.isEnterprise { json["enterprise"] = true }
    json["default"] = value
    return json
  }
}
