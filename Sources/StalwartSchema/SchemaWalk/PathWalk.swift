// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// A walk along the tokens of a path, through all variants that have such fields.
struct PathWalk {
  /// How far a walk has come.
  struct Step {
    /// The tokens so far, in the schema's spelling.
    var tokens: [String] = []
    /// The places that they lead to.
    var places: [SchemaPlace] = []
    /// The strictest rule on the way.
    var update: Field.Update = .mutable

    /// The step to a part of what stands here.
    func next(_ token: String, _ place: SchemaPlace?, _ update: Field.Update = .mutable) -> Step {
      Step(
        tokens: tokens + [token],
        places: place.map { places + [$0] } ?? places,
        update: self.update.stricter(update)
      )
    }
  }

  struct Found {
    let tokens: [String]
    let places: [SchemaPlace]
    let target: FieldPath.Target
    let update: Field.Update

    /// The last place, if a value of a known type stands there.
    var end: SchemaPlace? {
      guard case .value(let type, _) = target, let place = places.last, place.type == type else {
        return nil
      }
      return place
    }
  }

  /// The most tokens of a path: types may contain themselves, so nothing else bounds a walk.
  static let maximumDepth = 64

  let schema: Schema
  let tokens: [String]
  var found: [Found] = []
  var errors: [FieldError] = []

  init(schema: Schema, tokens: [String]) {
    self.schema = schema
    self.tokens = tokens
  }

  /// Goes through the fields that the token at the end of `step` may name.
  mutating func visit(
    _ candidates: [Field],
    of shape: Shape,
    _ variant: Variant?,
    from step: Step
  ) {
    for field in candidates {
      let owner = schema.schemaNames(of: shape, variant).first {
        schema.fields(ofSchema: $0)[field.name] == field
      }
      let place = SchemaPlace(field, declaredBy: owner ?? shape.name)
      descend(place, step.next(field.name, place, field.update))
    }
  }

  private mutating func descend(_ place: SchemaPlace, _ step: Step) {
    let index = step.tokens.count
    guard index < tokens.count else {
      add(.value(place.type, isEntry: place.isEntry), step)
      return
    }
    let token = tokens[index]
    switch place.type.kind {
    case .object(let name): enter(name, step)
    case .objectList(let name, _, _):
      guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        fail(at: index, .invalidKey(key: token, type: place.type.notation, suggestions: []))
        return
      }
      let element = place.entry(FieldType(.object(name)))
      descend(element, step.next(token, element))
    case .set(let member, _, _):
      guard let key = key(token, as: member, at: index) else { return }
      guard index + 1 == tokens.count else {
        fail(at: index + 1, .notDescendable(type: "boolean"))
        return
      }
      add(.member(of: place.type), step.next(key, place.entry(FieldType(.boolean))))
    case .map(let keyType, let value, _, _):
      guard let key = key(token, as: keyType, at: index) else { return }
      let element = place.entry(value)
      descend(element, step.next(key, element))
    case .opaque: addOpaque(place.type, step)
    default: fail(at: index, .notDescendable(type: place.type.notation))
    }
  }

  private mutating func enter(_ name: String, _ step: Step) {
    let index = step.tokens.count
    guard let shape = schema.shape(named: name) else {
      addOpaque(FieldType(.opaque(.null)), step)
      return
    }
    if tokens[index].equalsIgnoringASCIICase("@type"), shape.isMultiVariant,
      index + 1 == tokens.count
    {
      add(.variant(of: shape), step.next("@type", nil))
      return
    }
    let fields = schema.fields(of: shape)
    let candidates = fields.candidates(tokens[index])
    guard !candidates.isEmpty else {
      let suggestions = closestNames(to: tokens[index], among: fields.map(\.name))
      fail(at: index, .unknownField(owner: shape.displayName, suggestions: suggestions))
      return
    }
    visit(candidates, of: shape, nil, from: step)
  }

  private mutating func key(_ token: String, as type: FieldType, at index: Int) -> String? {
    guard case .enumeration(let name) = type.kind, let names = schema.enumeration(named: name)
    else { return token }
    let text = JSONPointer(patchKey: "/" + token).tokens.first ?? token
    guard let member = names.find(text) else {
      let suggestions = closestNames(to: text, among: names.members.map(\.name))
      fail(at: index, .invalidKey(key: text, type: type.notation, suggestions: suggestions))
      return nil
    }
    return member.name == text ? token : JSONPointer.escape(member.name)
  }

  /// What stands below a value of a type that this version does not know.
  private mutating func addOpaque(_ type: FieldType, _ step: Step) {
    var step = step
    step.tokens += tokens[step.tokens.count...]
    add(.value(type, isEntry: false), step)
  }

  private mutating func add(_ target: FieldPath.Target, _ step: Step) {
    guard !found.contains(where: { $0.target == target && $0.update == step.update }) else {
      return
    }
    found.append(
      Found(tokens: step.tokens, places: step.places, target: target, update: step.update)
    )
  }

  private mutating func fail(at index: Int, _ reason: FieldError.Reason) {
    let path = tokens[...min(index, tokens.count - 1)].joined(separator: "/")
    errors.append(FieldError(path: path, reason: reason))
  }
}
