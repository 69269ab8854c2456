// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

extension OperationCheck {
  // MARK: Scope

  /// Reads the scope of an upsert or reconcile.
  mutating func scope(_ type: ObjectType) -> Scope {
    guard operation.kind.matchesExisting, let value = operation.scope else { return Scope() }
    guard case .object(let object) = value else {
      note(.wrongKind(member: "scope", expected: "an object", found: value.kind), at: ["scope"])
      return Scope()
    }
    let fields = schema.fields(of: type.shape)
    var scope = Scope()
    for member in object.members {
      let place = ["scope", member.name]
      if member.value.isNull {
        note(.nullScope(member.name), at: place)
      } else if member.name == "@type" {
        scopeVariant(member.value, type, &scope)
      } else if isServerSet(member.name, type) {
        note(.scopeOnServerSet(member.name), at: place)
      } else if let field = fields.find(member.name) {
        let (read, errors) = schema.normalise(
          [field.name: member.value],
          as: type.shape,
          options: ValueOptions(.update, now: options.now, checksUpdate: false)
        )
        for error in errors { note(error, at: ["scope"]) }
        scope.properties[field.name] = read[field.name] ?? member.value
      } else {
        note(.unknownScopeProperty(member.name), at: place)
      }
    }
    scope.references =
      BodyWalk.findings(in: scope.properties, as: type.shape, nil, schema).references
    return scope
  }

  private mutating func scopeVariant(_ value: JSONValue, _ type: ObjectType, _ scope: inout Scope) {
    guard type.isMultiVariant else {
      note(.scopeWithoutVariants, at: ["scope", "@type"])
      return
    }
    guard let variant = value.string.flatMap({ type.variant(named: $0) }) else {
      let names = type.variants.map(\.name).sorted()
      note(
        .unknownScopeVariant(value.string ?? value.serialized(), variants: names),
        at: ["scope", "@type"]
      )
      return
    }
    scope.properties["@type"] = .string(variant.name)
  }

  private func isServerSet(_ name: String, _ type: ObjectType) -> Bool {
    guard type.isMultiVariant else {
      return schema.fields(of: type.shape)[name]?.update == .serverSet
    }
    return type.variants.contains {
      schema.fields(of: type.shape, variant: $0)[name]?.update == .serverSet
    }
  }

  /// Notes where a body contradicts the scope.
  mutating func checkScope(
    _ scope: Scope,
    _ id: String,
    _ body: JSONObject,
    at place: [String]
  ) {
    for member in scope.properties.members {
      guard let value = body[member.name], value != member.value else { continue }
      // A reference and an id may be the same object.
      let isReference = value.string.flatMap(BodyWalk.clientID) != nil
      let scopeIsReference = member.value.string.flatMap(BodyWalk.clientID) != nil
      guard isReference == scopeIsReference else { continue }
      note(
        .outsideScope(
          id: id,
          property: member.name,
          value: value.serialized(),
          scope: member.value.serialized()
        ),
        at: place + [member.name]
      )
    }
  }

  // MARK: Match keys

  /// Reads how bodies are matched.
  mutating func matchRule(_ type: ObjectType) -> MatchRule {
    guard operation.kind.matchesExisting else { return .none }
    switch operation.matchOn {
    case .value: return .value
    case .text(let text): note(.matchOnText(text), at: ["matchOn"])
    case .properties(let names):
      if names.isEmpty { note(.emptyMatchOn, at: ["matchOn"]) }
      return .properties(names.enumerated().map { matchProperty($0.element, $0.offset, type) })
    case nil:
      if let label = schema.list(named: type.name)?.labelProperty { return .properties([label]) }
      if operation.kind == .reconcile {
        note(.noMatchKey, at: [])
      } else {
        let warning = PlanWarning.matchedByValue(object: type.displayName)
        if !warnings.contains(warning) { warnings.append(warning) }
      }
      return .value
    }
    return .none
  }

  private mutating func matchProperty(_ name: String, _ place: Int, _ type: ObjectType) -> String {
    if name == "@type" { return name }
    let fields = schema.fields(of: type.shape)
    if let field = fields.find(name) {
      let places = schema.places(ofPatchKey: field.name, in: type.shape)
      if places.contains(where: schema.isSecret) {
        note(.secretMatchProperty(field.name), at: ["matchOn", String(place)])
      }
      return field.name
    }
    note(
      .unknownMatchProperty(name, suggestions: closestNames(to: name, among: fields.map(\.name))),
      at: ["matchOn", String(place)]
    )
    return name
  }

  /// Notes bodies that cannot be matched, or that match the same object.
  mutating func checkKeys(_ operation: CheckedOperation) {
    var seen: [[String]: String] = [:]
    for body in operation.bodies {
      let place = ["value", body.writtenKey]
      switch operation.match {
      case .none: return
      case .properties(let names):
        let missing = names.filter { body.matchProperties[$0] == nil }
        for property in missing {
          note(.missingMatchProperty(id: body.clientID, property: property), at: place)
        }
        guard missing.isEmpty else { continue }
        let key =
          names.map { (body.matchProperties[$0] ?? .null).serialized() }
          + [body.variant?.name ?? ""]
        if let other = seen[key] {
          note(.sameMatchKey(id: other, other: body.clientID, properties: names), at: place)
        }
        seen[key] = body.clientID
      case .value:
        let comparable = Comparable(schema).properties(of: body)
        guard !comparable.isEmpty else {
          note(.nothingComparable(id: body.clientID), at: place)
          continue
        }
        let key =
          comparable.map { "\($0.name)=\($0.value.serialized())" }.sorted()
          + [body.variant?.name ?? ""]
        if let other = seen[key] {
          note(.identicalValues(id: other, other: body.clientID), at: place)
        }
        seen[key] = body.clientID
      }
    }
  }
}

/// What of a body can be held against an object to tell whether it is the same.
struct Comparable {
  let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The scalars that a person sets and the server shows as they are.
  func properties(of body: CheckedBody) -> [JSONObject.Member] {
    body.properties.members.filter { member in
      guard let field = body.fields[member.name] else { return false }
      guard field.update != .serverSet else { return false }
      switch field.type.kind {
      case .string: return !body.secretProperties.contains(field.name)
      case .number, .boolean, .enumeration, .utcDateTime: return true
      default: return false
      }
    }
  }
}
