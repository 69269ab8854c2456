// SPDX-License-Identifier: MIT

internal import JSON
public import StalwartSchema
internal import Text

/// How a plan is checked.
public struct PlanCheckOptions: Sendable {
  /// The moment that `now` in dates means, in seconds since 1970.
  public var now: Int64?

  /// Creates options.
  public init(now: Int64? = nil) { self.now = now }
}

/// Finds every mistake in a plan that can be found without a server.
public struct PlanCheck {
  /// The plan, as far as it could be read; use it only where there are no problems.
  public private(set) var plan: CheckedPlan
  /// The mistakes, in the order of the text.
  public private(set) var problems: [PlanProblem]

  /// Checks a plan against a schema.
  public init(
    _ reading: PlanReading,
    against schema: Schema,
    options: PlanCheckOptions = PlanCheckOptions()
  ) {
    problems = reading.problems
    var checked: [CheckedOperation] = []
    var warnings: [PlanWarning] = []
    var secrets: Set<Name> = []
    for operation in reading.operations {
      var check = OperationCheck(operation, in: reading.text, against: schema, options)
      if let operation = check.check() { checked.append(operation) }
      problems += check.problems
      warnings += check.warnings
      secrets.formUnion(check.secrets)
    }
    var graph = ReferenceCheck(checked, reading, isWhole: problems.isEmpty)
    problems += graph.check()
    checked = graph.operations
    problems.sort { $0.offset < $1.offset }
    plan = CheckedPlan(operations: checked, warnings: warnings, secrets: secrets)
  }
}

/// Checks one operation, apart from its references.
struct OperationCheck {
  let operation: Operation
  let schema: Schema
  let options: PlanCheckOptions
  var problems: [PlanProblem] = []
  var warnings: [PlanWarning] = []
  var secrets: Set<Name> = []
  private var match = MatchRule.none
  private var places: ValuePlaces

  init(
    _ operation: Operation,
    in text: PlanText,
    against schema: Schema,
    _ options: PlanCheckOptions
  ) {
    self.operation = operation
    self.schema = schema
    self.options = options
    places = ValuePlaces(operation.range, in: text)
  }

  mutating func check() -> CheckedOperation? {
    let type: ObjectType
    do { type = try schema.resolve(object: operation.object) } catch {
      note(.object(error), at: ["object"])
      return nil
    }
    if operation.scope != nil, !operation.kind.matchesExisting {
      note(.scopeWithoutMatching, at: ["scope"])
    }
    if type.isSingleton, operation.kind != .update, operation.kind != .create {
      note(.singleton, at: ["@type"])
      return nil
    }
    match = matchRule(type)
    var result = CheckedOperation(
      kind: operation.kind,
      index: operation.index,
      line: operation.line,
      type: type,
      target: target(type),
      filter: operation.kind == .destroy ? filter(type) : [:],
      label: schema.identifyingProperty(ofObject: type.name),
      filterProperties: filterProperties(type),
      match: match,
      scope: scope(type),
      bodies: []
    )
    switch operation.kind {
    case .destroy: break
    case .update: result.bodies = patch(type)
    case .create, .upsert, .reconcile:
      result.bodies = bodies(type, result.scope)
      if operation.kind.matchesExisting { checkKeys(result) }
    }
    return result
  }

  private func filterProperties(_ type: ObjectType) -> Set<Name> {
    let fields = schema.fields(of: type.shape)
    return Set(
      names: (operation.value?.object?.members ?? []).map(\.name).filter { fields[$0] != nil }
    )
  }

  // MARK: Updates

  private mutating func target(_ type: ObjectType) -> CheckedOperation.Target? {
    guard operation.kind == .update else { return nil }
    if type.isSingleton {
      if let id = operation.id, id != "singleton" { note(.idOfSingleton(id), at: ["id"]) }
      return .id("singleton")
    }
    guard let id = operation.id, !id.isEmpty else {
      note(.missingID, at: operation.id == nil ? [] : ["id"])
      return nil
    }
    return .id(id)
  }

  private mutating func patch(_ type: ObjectType) -> [CheckedBody] {
    guard case .object(let object)? = operation.value else {
      note(.missingPatch, at: operation.value == nil ? [] : ["value"])
      return []
    }
    let (body, errors) = schema.normalise(
      object,
      as: type.shape,
      options: ValueOptions(.update, now: options.now)
    )
    // A patch that changes the variant is taken like a new object.
    let mayReplace = type.canChangeVariant && body.contains("@type")
    for error in errors {
      if mayReplace, error.reason == .immutable { continue }
      note(error, at: ["value"])
    }
    let variant = body["@type"]?.string.flatMap { type.variant(named: $0) }
    return [
      checkedBody(
        operation.id ?? "singleton",
        body,
        type,
        variant,
        onCreate: [:],
        at: ["value"]
      )
    ]
  }

  // MARK: Bodies

  private mutating func bodies(_ type: ObjectType, _ scope: Scope) -> [CheckedBody] {
    guard case .object(let value)? = operation.value else {
      if operation.kind == .reconcile {
        note(.missingBodies, at: [])
      } else {
        note(.emptyValue, at: [])
      }
      return []
    }
    if value.isEmpty, operation.kind != .reconcile { note(.emptyValue, at: ["value"]) }
    var seen: Set<Name> = []
    var result: [CheckedBody] = []
    for member in value.members {
      let id = Self.clientID(member.name)
      if !seen.insert(id).inserted { note(.duplicateID(id), at: ["value", member.name]) }
      if let body = body(id, member, type, scope) { result.append(body) }
    }
    for member in operation.onCreate?.members ?? []
    where !seen.contains(Self.clientID(member.name)) {
      note(.onCreateWithoutBody(member.name), at: ["onCreate", member.name])
    }
    return result
  }

  static func clientID(_ name: String) -> String {
    name.utf8.first == UInt8(ascii: "#") ? String(name.dropFirst()) : name
  }

  private mutating func body(
    _ id: String,
    _ member: JSONObject.Member,
    _ type: ObjectType,
    _ scope: Scope
  ) -> CheckedBody? {
    let place = ["value", member.name]
    guard case .object(var object) = member.value else {
      note(.bodyNotAnObject(id: id), at: place)
      return nil
    }
    if type.isMultiVariant, object["@type"] == nil, scope.properties["@type"] == nil {
      note(.missingType(id: id), at: place)
      return nil
    }
    for property in scope.properties.members where object[property.name] == nil {
      object[property.name] = property.value
    }
    let (body, errors) = normalise(object, type)
    for error in errors { note(error, at: place) }
    guard errors.isEmpty else { return nil }
    checkScope(scope, id, body, at: place)
    let variant = body["@type"]?.string.flatMap { type.variant(named: $0) }
    return checkedBody(
      id,
      body,
      type,
      variant,
      onCreate: onCreate(member.name, body, type),
      at: place
    )
  }

  private mutating func normalise(
    _ object: JSONObject,
    _ type: ObjectType
  ) -> (body: JSONObject, errors: [FieldError]) {
    schema.normalise(
      object,
      as: type.shape,
      options: ValueOptions(.create, now: options.now, checksUpdate: operation.kind == .create)
    )
  }

  private mutating func onCreate(
    _ name: String,
    _ body: JSONObject,
    _ type: ObjectType
  ) -> JSONObject {
    let id = Self.clientID(name)
    let written = [name, id, "#" + id].first { operation.onCreate?.contains($0) == true }
    guard let written, var object = operation.onCreate?[written]?.object else { return [:] }
    if let variant = body["@type"] { object["@type"] = variant }
    var (properties, errors) = schema.normalise(
      object,
      as: type.shape,
      options: ValueOptions(.create, now: options.now)
    )
    for error in errors { note(error, at: ["onCreate", written]) }
    properties.remove("@type")
    return properties
  }

  /// Leaves out what may not or cannot be sent, and notes what is secret.
  private mutating func checkedBody(
    _ id: String,
    _ body: JSONObject,
    _ type: ObjectType,
    _ variant: Variant?,
    onCreate: JSONObject,
    at place: [String]
  ) -> CheckedBody {
    let fields = schema.fields(of: type.shape, variant: variant)
    var properties = body
    if operation.kind.matchesExisting {
      var stripping = Stripping(schema)
      properties = stripping.withoutServerSet(
        schema.object(properties, as: type.shape, variant: variant)
      )
    }
    let masks = schema.secretMasks(in: properties, as: type.shape)
    noteMasks(masks, in: properties, id, type, at: place)
    for mask in schema.secretMasks(in: onCreate, as: type.shape) {
      note(.maskedSecret(id: id, path: mask.pathKey), at: ["onCreate", id] + mask.tokens)
    }
    let found = BodyWalk.findings(in: properties, as: type.shape, variant, schema)
    let later = BodyWalk.findings(in: onCreate, as: type.shape, variant, schema)
    for secret in found.secrets + later.secrets { secrets.insert(secret.text) }
    return CheckedBody(
      clientID: id,
      writtenKey: place.count > 1 ? place[1] : "",
      variant: variant,
      fields: fields,
      properties: properties,
      matchProperties: matchProperties(body),
      onCreate: onCreate,
      references: found.references,
      onCreateReferences: later.references,
      secretProperties: Set(
        names: found.secrets.map {
          JSONPointer(patchKey: $0.tokens[0]).tokens.first ?? $0.tokens[0]
        }
      ),
      onCreateHasSecrets: !later.secrets.isEmpty,
      masks: masks.map(\.pathKey),
      mustKnowObject: !schema.propertiesToRead(for: properties, as: type.shape).isEmpty
    )
  }

  /// Notes the masks of secrets: an object that is there keeps its secrets, a new one has none.
  private mutating func noteMasks(
    _ masks: [JSONPointer],
    in properties: JSONObject,
    _ id: String,
    _ type: ObjectType,
    at place: [String]
  ) {
    for mask in masks {
      guard operation.kind != .create else {
        note(.maskedSecret(id: id, path: mask.pathKey), at: place + mask.tokens)
        continue
      }
      warnings.append(
        .maskLeftOut(
          operation: operation.index,
          line: operation.line,
          object: type.displayName,
          id: id,
          property: mask.pathKey
        )
      )
    }
  }

  private func matchProperties(_ body: JSONObject) -> JSONObject {
    guard case .properties(let names) = match else { return [:] }
    return body.filter { names.contains($0.name) }
  }

  // MARK: Notes

  mutating func note(_ error: FieldError, at place: [String]) {
    let tokens = JSONPointer(patchKey: error.path).tokens.filter { !$0.isEmpty }
    // A path of a patch is one member; a path into a body is several.
    let isKey = !error.path.isEmpty && places.offset(of: place + [error.path]) != nil
    note(.field(error), at: place + (isKey ? [error.path] : tokens))
  }

  mutating func note(_ reason: PlanProblem.Reason, at tokens: [String]) {
    problems.append(PlanProblem(reason, in: operation, at: places.closestOffset(of: tokens)))
  }
}
