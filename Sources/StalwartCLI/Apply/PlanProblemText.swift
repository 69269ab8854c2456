// SPDX-License-Identifier: MIT

internal import JSON
internal import Plans
internal import StalwartSchema

/// The mistakes of a plan, in the words that people read and scripts look for.
struct PlanProblemText {
  private let problems: [PlanProblem]
  private let text: PlanText

  /// More would scroll the first ones away.
  private static let maximumShown = 50

  init(_ problems: [PlanProblem], in text: PlanText) {
    self.problems = problems
    self.text = text
  }

  /// All of them in one failure.
  var failure: Failure {
    var failure: Failure
    if problems.count == 1, let problem = problems.first {
      failure = .usage(sentence(problem), details: excerpt(problem))
      failure.hints = hints(problem)
    } else {
      failure = .usage("the plan has \(problems.count) mistakes; nothing was sent")
      for problem in problems.prefix(Self.maximumShown) {
        failure.details.append(sentence(problem))
        failure.details += excerpt(problem).map { "  " + $0 }
        failure.details += hints(problem).map { "  " + $0 }
      }
      if problems.count > Self.maximumShown {
        failure.details.append("and \(problems.count - Self.maximumShown) more")
      }
    }
    failure.restsOnSchema = problems.contains { Self.restsOnSchema($0.reason) }
    return failure
  }

  private static func restsOnSchema(_ reason: PlanProblem.Reason) -> Bool {
    switch reason {
    case .object, .field, .unknownMatchProperty, .unknownScopeProperty, .unknownScopeVariant: true
    default: false
    }
  }

  // MARK: Places

  private func excerpt(_ problem: PlanProblem) -> [String] {
    guard !text.bytes.isEmpty else { return [] }
    var showsValue = !problem.isSecret
    var endsThere = false
    switch problem.reason {
    case .field, .json(.duplicateMember): showsValue = false
    case .json:
      showsValue = false
      endsThere = true
    case .encoding: return []  // There is no text to show.
    default: break
    }
    let offset = place(of: problem)
    let excerpt = text.excerpt(at: offset, showsValue: showsValue, endsThere: endsThere)
    guard !excerpt.text.allSatisfy({ $0 == " " }) else { return [] }
    let line = "line \(text.line(of: offset)): "
    return [
      line + excerpt.text, String(repeating: " ", count: line.count + excerpt.caret) + "^",
    ]
  }

  /// Where the caret belongs, in bytes of the plan: at the name where the name is the mistake.
  private func place(of problem: PlanProblem) -> Int {
    let offset = min(problem.offset, text.bytes.count)
    switch problem.reason {
    case .unknownMember, .json(.duplicateMember): return text.startOfName(ofValueAt: offset)
    case .field(let error):
      switch error.reason {
      case .unknownField, .pointerOnCreate, .serverSet, .immutable, .invalidKey, .duplicate:
        return text.startOfName(ofValueAt: offset)
      default: return offset
      }
    default: return offset
    }
  }

  private func sentence(_ problem: PlanProblem) -> String {
    guard let operation = problem.operation else {
      let line = text.line(of: place(of: problem))
      return "invalid plan NDJSON on line \(line): \(form(problem.reason))"
    }
    return about(problem.reason, operation)
  }

  // MARK: The form

  private func form(_ reason: PlanProblem.Reason) -> String {
    switch reason {
    case .encoding(let name): return "the text is \(name), not UTF-8"
    case .json(let reason): return "\(reason)"
    case .notAnOperation(let kind):
      return "expected an operation, an object, not \(kind.withArticle)"
    case .missingMember(let name): return "missing field `\(name)`"
    case .unknownOperation(let name):
      let names = Operation.Kind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return "unknown variant `\(name)`, expected one of \(names)"
    case .unknownMember(let name): return "unknown field `\(name)`"
    case .wrongKind(let member, let expected, let found):
      return "`\(member)`: expected \(expected), not \(found.withArticle)"
    default: return "\(reason)"
    }
  }

  // MARK: Operations

  private func about(_ reason: PlanProblem.Reason, _ operation: Operation) -> String {
    let name = "operation #\(operation.number)"
    let kind = operation.kind.rawValue
    let subject = "\(kind) operation #\(operation.number)"
    let object = operation.object.withoutPrefix
    switch reason {
    case .unresolvedSubstitution(let text, let why): return "\(text) \(why) (\(name))"
    case .object(let error): return "\(Failure(error).summary) (\(name))"
    case .singleton:
      let advice = operation.kind == .destroy ? "" : "; use update instead"
      return "cannot \(kind) singleton `\(object)` (\(name))\(advice)"
    case .scopeWithoutMatching:
      return "\(subject) has a `scope`; only upsert and reconcile match against existing objects"
    case .missingID:
      return "\(subject) on `\(object)` is missing its `id`, which stands beside `value`"
    case .idOfSingleton(let id):
      return "`\(object)` is a singleton: its id is `singleton`, not `\(id)` (\(name))"
    case .missingPatch: return "\(subject) needs a `value` that is an object of properties"
    case .missingBodies:
      return "\(subject) on `\(object)` has no `value`; an empty one must be written out, because "
        + "it removes every object"
    case .emptyValue: return "\(subject) has an empty `value` map (no objects to \(kind))"
    case .emptyMatchOn: return "\(subject) has an empty `matchOn`; name a property, or leave it out"
    case .matchOnText(let text):
      return "\(subject) has an invalid `matchOn` value `\(text)`; expected a list of property "
        + "names or `\"*\"`"
    case .noMatchKey:
      return "\(subject) on `\(object)` has no match key; add a `matchOn` (or `\"matchOn\": \"*\"` "
        + "to match by value, which deletes and recreates any drifted object)"
    case .unknownMatchProperty(let property, _):
      return "\(subject) has a `matchOn` on `\(property)`, which is not a property of \(object)"
    case .secretMatchProperty(let property):
      return "\(subject) has a `matchOn` on `\(property)`, a secret, which the server does not show"
    case .onCreateWithoutBody(let id):
      return "\(subject) has `onCreate` for `\(id)`, which `value` does not have"
    case .duplicateID(let id): return "\(subject) has duplicate id `\(id)`"
    default:
      return filter(reason, subject, object) ?? scope(reason, subject, object)
        ?? bodies(reason, operation, name, object)
    }
  }

  private func filter(
    _ reason: PlanProblem.Reason,
    _ subject: String,
    _ object: String
  ) -> String? {
    switch reason {
    case .referenceInFilter(let id, let property):
      return "\(subject) filters by `\(property)` = `#\(id)`, but destroys run before anything of "
        + "the plan is made"
    case .nullCondition(let property):
      return "\(subject) filters by `\(property)` = null; a filter cannot find what is not set"
    case .filterOperator(let word):
      return "\(subject) joins conditions with `\(word)`; the server knows only `AND`"
    case .mixedFilter(let name):
      return "\(subject) has `\(name)` beside `conditions`; put it into one of them"
    case .emptyFilter:
      return "\(subject) has a filter without conditions, which would find every \(object); leave "
        + "`value` out if that is meant"
    default: return nil
    }
  }

  private func scope(
    _ reason: PlanProblem.Reason,
    _ subject: String,
    _ object: String
  ) -> String? {
    switch reason {
    case .nullScope(let property):
      return "\(subject) has a null `scope` value for `\(property)`; a null would match every "
        + "object that does not set the property and widen the scope"
    case .scopeWithoutVariants:
      return "\(subject) has a `scope` on `@type`, but \(object) has no variants"
    case .unknownScopeVariant(let variant, let variants):
      return "\(subject) has a `scope` on `@type` \"\(variant)\", which is none of: "
        + variants.joined(separator: ", ")
    case .scopeOnServerSet(let property):
      return "\(subject) has a `scope` on `\(property)`, which only the server sets"
    case .unknownScopeProperty(let property):
      return "\(subject) has a `scope` on `\(property)`, which is not a property of \(object); "
        + "a scope compares values, it knows no operator forms such as `\(property)Contains`"
    case .outsideScope(let id, let property, let value, let scope):
      return "\(subject) declares `\(id)` with `\(property)` = \(value), which is outside its own "
        + "`scope` (\(property) = \(scope)); it would be made again every time"
    default: return nil
    }
  }

  private func bodies(
    _ reason: PlanProblem.Reason,
    _ operation: Operation,
    _ name: String,
    _ object: String
  ) -> String {
    let kind = operation.kind.rawValue
    switch reason {
    case .maskedSecret(let id, let path):
      return "\(object): `\(path)` of `\(id)` is the mask of a secret, and a new object has no "
        + "secret to keep (\(name))"
    case .bodyNotAnObject(let id): return "\(object): `\(id)` is not a JSON object (\(name))"
    case .missingType(let id):
      return "\(object): \(kind) entry is missing `@type` (required to match a multi-variant "
        + "object): `\(id)` (\(name))"
    case .field(let error):
      return "\(object): \(Failure.sentence(error, isSecret: true))\(Self.why(error)) (\(name))"
    case .missingMatchProperty(let id, let property):
      return "\(object): match property `\(property)` is missing from `\(id)` (\(name))"
    case .nothingComparable(let id):
      return "\(object): `\(id)` has no comparable properties to be matched by (\(name))"
    case .sameMatchKey(let id, let other, let properties):
      return "\(object): \(name) has two entries (`\(id)`, `\(other)`) with the same match key on "
        + "\(properties.joined(separator: ", ")); `matchOn` must uniquely identify each entry"
    case .identicalValues(let id, let other):
      return "\(object): \(name) has two entries (`\(id)`, `\(other)`) with identical values"
    case .unresolvedReference(let id, let referrer, let later):
      return unresolved(id, referrer, later, object, name)
    case .referenceToOtherType(let id, let referrer, let expected, let found):
      return "\(object): \(Self.text(referrer)) refers to `#\(id)`, which is of type \(found), "
        + "not \(expected) (\(name))"
    case .circularReference(let ids):
      return "\(object): entries refer to each other in a circle: "
        + ids.map { "`\($0)`" }.joined(separator: ", ") + " (\(name))"
    default: return "\(object): \(form(reason)) (\(name))"
    }
  }

  /// What the server's own words leave out.
  private static func why(_ error: FieldError) -> String {
    switch error.reason {
    case .immutable: ": `\(error.path)` can be set only when the object is created"
    case .serverSet: ": `\(error.path)` is set by the server alone"
    default: ""
    }
  }

  private func unresolved(
    _ id: String,
    _ referrer: PlanProblem.Reason.Referrer,
    _ later: Int?,
    _ object: String,
    _ name: String
  ) -> String {
    if case .updateID = referrer, later == nil {
      return "\(object): update references unknown created id `#\(id)`: unresolved id `#\(id)` "
        + "(no matching create operation in this plan; \(name))"
    }
    let why =
      later.map { "operation #\($0) defines it, which comes later" }
      ?? "no create, upsert, or reconcile operation in this plan produced it"
    return "\(object): \(Self.text(referrer)) references unresolved id `#\(id)` (\(why); \(name))"
  }

  private static func text(_ referrer: PlanProblem.Reason.Referrer) -> String {
    switch referrer {
    case .matchProperty(let property): "match property `\(property)`"
    case .scope(let property): "`scope` property `\(property)`"
    case .property(let property): "property `\(property)`"
    case .updateID: "`id`"
    }
  }

  private func hints(_ problem: PlanProblem) -> [String] {
    switch problem.reason {
    case .object(let error): return Failure(error).hints
    case .field(let error):
      let hints = Failure(error, owner: owner(problem), isSecret: true).hints
      guard case .unconvertible(let conversion) = error.reason else { return hints }
      return hints + [Failure.accepted(conversion)].compactMap(\.self)
    case .maskedSecret: return [Failure.secretInPlan]
    case .encoding: return ["save it as UTF-8"]
    case .unknownMatchProperty(_, let suggestions):
      return Wording.didYouMean(suggestions).map { [$0] } ?? []
    case .json(.unexpectedByte), .json(.unexpectedEnd):
      return ["a plan is JSON: objects on lines of their own, or an array of them"]
    default: return []
    }
  }

  private func owner(_ problem: PlanProblem) -> String {
    problem.operation?.object.withoutPrefix ?? ""
  }
}
