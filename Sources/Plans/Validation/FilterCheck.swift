// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema

extension OperationCheck {
  // MARK: Filters

  /// Reads the filter of a destroy.
  ///
  /// A condition that is not understood must never widen what is removed, so that
  /// nothing is let through of which the schema knows nothing.
  mutating func filter(_ type: ObjectType) -> JSONObject {
    guard let object = operation.value?.object else { return [:] }
    return filter(object, type, at: ["value"])
  }

  private mutating func filter(
    _ object: JSONObject,
    _ type: ObjectType,
    at place: [String]
  ) -> JSONObject {
    guard object.contains("conditions") || object.contains("operator") else {
      var result = JSONObject()
      for member in object.members {
        let (name, value) = condition(member, type, at: place + [member.name])
        result[name] = value
      }
      return result
    }
    var result = object
    for member in object.members where member.name != "conditions" && member.name != "operator" {
      // The server ignores such a member, or refuses the whole request.
      note(.mixedFilter(member.name), at: place + [member.name])
    }
    if let word = object["operator"], word != "AND" {
      note(.filterOperator(word.string ?? word.serialized()), at: place + ["operator"])
    }
    guard let conditions = object["conditions"]?.array,
      !conditions.isEmpty, conditions.allSatisfy({ $0.object?.isEmpty == false })
    else {
      note(.emptyFilter, at: place)
      return object
    }
    result["conditions"] = .array(
      conditions.enumerated().map { index, condition in
        let path = place + ["conditions", String(index)]
        return .object(filter(condition.object ?? [:], type, at: path))
      }
    )
    return result
  }

  /// One condition in the schema's spelling and the server's form.
  private mutating func condition(
    _ member: JSONObject.Member,
    _ type: ObjectType,
    at place: [String]
  ) -> (name: String, value: JSONValue) {
    let same = (member.name, member.value)
    let (name, comparison) = Self.split(member.name)
    let text: String
    switch member.value {
    case .string(let value):
      if let clientID = BodyWalk.clientID(value),
        schema.fields(of: type.shape).find(name)?.type.referencedObjectName != nil
      {
        note(.referenceInFilter(clientID, property: name), at: place)
        return same
      }
      text = value
    case .number, .bool: text = member.value.serialized()
    case .null, .array, .object: text = ""
    }
    do throws(FilterError) {
      let term = try schema.filterTerm(
        parsing: name + comparison.rawValue + text,
        for: type,
        now: options.now
      )
      switch member.value {
      case .null:
        note(.nullCondition(term.name), at: place)
        return same
      case .array, .object: return (term.key, member.value)
      default: return (term.key, term.value)
      }
    } catch {
      switch error {
      case .value where member.value.array != nil: break  // Some take a list of names.
      case .value(let error): note(.field(error), at: place)
      case .unknownField(let owner, let name, let suggestions):
        let error = FieldError(
          path: name,
          reason: .unknownField(owner: owner, suggestions: suggestions)
        )
        note(.field(error), at: place)
      case .syntax, .unordered: break  // Unlike people, the server orders texts, too.
      }
    }
    return same
  }

  /// Splits a name as the server does, at the last `Is`.
  private static func split(_ key: String) -> (name: String, comparison: FilterTerm.Comparison) {
    let found = FilterTerm.Comparison.allCases.filter { !$0.suffix.isEmpty }
      .first { key.hasSuffix($0.suffix) }
    guard let found else { return (key, .equal) }
    return (String(key.dropLast(found.suffix.count)), found)
  }
}
