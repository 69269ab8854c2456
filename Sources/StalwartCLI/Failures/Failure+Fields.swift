// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

extension Failure {
  /// A field, or a value for it, that does not fit the schema.
  ///
  /// - Parameters:
  ///   - error: What is wrong.
  ///   - owner: The type that the field belongs to, for hints.
  ///   - isSecret: Whether the value must not be repeated.
  init(_ error: FieldError, owner: String, isSecret: Bool = false) {
    self = .usage(Self.sentence(error, isSecret: isSecret))
    details = Self.details(error)
    hints = Self.hints(error, owner: owner)
    restsOnSchema = true
  }

  /// Several at once, as a body may have them.
  init(_ errors: [FieldError], owner: String) {
    guard let first = errors.first else {
      self.init(.usage, "the values do not fit \(owner)")
      return
    }
    self.init(first, owner: owner, isSecret: true)
    details += Self.serverWords(first)
    guard errors.count > 1 else { return }
    details = errors.flatMap { error in
      [Self.sentence(error, isSecret: true)] + Self.details(error) + Self.serverWords(error)
        + Self.hints(error, owner: owner).prefix(1).map { "(\($0))" }
    }
    summary = "\(errors.count) values do not fit \(owner)"
    hints = ["list its fields with: stalwart-cli describe \(owner)"]
  }

  /// What is wrong, as a fragment.
  static func sentence(_ error: FieldError, isSecret: Bool) -> String {
    let path = error.path
    switch error.reason {
    case .unknownField: return "unknown field: \(path)"
    case .notDescendable(let type):
      return "\(path): a path cannot go on behind a \(type)"
    case .invalidKey(let key, let type, _):
      return "\(path): `\(key)` is no key of a \(type)"
    case .pointerOnCreate:
      return "unknown field: \(path) (a new object takes whole properties, no paths)"
    case .serverSet: return "invalidPatch: Cannot modify server set property"
    case .immutable: return "invalidPatch: Cannot modify read-only property"
    case .unconvertible(let conversion):
      let given = isSecret ? "" : ", got `\(clipped(conversion.given))`"
      return "\(path): expected \(Self.expectation(conversion.type))\(given)"
    case .nullNotAllowed(let type):
      return "\(path): null is not allowed for non-nullable fields on create (\(type))"
    case .notJSON(let error): return "\(path): invalid JSON: \(error)"
    case .missingVariant(let owner, _):
      return path.isEmpty
        ? "\(owner): '@type' is missing" : "\(path): '@type' is missing (\(owner))"
    case .unknownVariant(let owner, let name, _):
      return "unknown variant '\(name)' for object \(owner)" + (path.isEmpty ? "" : " (\(path))")
    case .duplicate(let name): return "duplicate member `\(name)`"
    }
  }

  private static func details(_ error: FieldError) -> [String] {
    switch error.reason {
    case .serverSet:
      ["Properties: \(error.path)", "\(error.path) is set by the server alone"]
    case .immutable:
      ["Properties: \(error.path)", "\(error.path) can be set only when the object is created"]
    case .unconvertible(let conversion):
      ["type: \(conversion.type)"] + [accepted(conversion)].compactMap(\.self)
    default: []
    }
  }

  /// The forms that would have been understood.
  static func accepted(_ conversion: FieldError.Conversion) -> String? {
    switch conversion.accepted.count {
    case 0: nil
    case 1: "for example: \(conversion.accepted[0])"
    default: "accepted: \(conversion.accepted.joined(separator: ", "))"
    }
  }

  /// What the server would have answered; scripts may look for it.
  private static func serverWords(_ error: FieldError) -> [String] {
    guard case .unknownField = error.reason else { return [] }
    return ["invalidPatch: Invalid property", "Properties: \(error.path)"]
  }

  private static func hints(_ error: FieldError, owner: String) -> [String] {
    let listing = "list them with: stalwart-cli describe"
    let hints: [String?] =
      switch error.reason {
      case .unknownField(_, let closest), .invalidKey(_, _, let closest):
        [Wording.didYouMean(closest), "\(listing) \(owner)"]
      case .unknownVariant(let type, _, let closest):
        [Wording.didYouMean(closest), "\(listing) \(type)"]
      case .missingVariant(let type, let variants):
        variants.count > 5
          ? ["\(listing) \(type)"] : ["'@type' is \(Wording.alternatives(variants))"]
      case .unconvertible(let conversion):
        [
          Wording.didYouMean(conversion.suggestions),
          hasUnwantedUnit(conversion) ? "this one takes no unit: write the number out" : nil,
        ]
      case .notJSON: ["objects and lists are written as JSON, best in single quotes"]
      case .notDescendable: ["list its fields with: stalwart-cli describe \(owner)"]
      case .pointerOnCreate: ["give the whole property as JSON, or update the object afterwards"]
      case .nullNotAllowed: ["leave it out to take the default"]
      case .duplicate: ["give each one once"]
      case .serverSet, .immutable: []
      }
    return hints.compactMap(\.self)
  }

  /// Whether a plain number was given as a size or a duration.
  private static func hasUnwantedUnit(_ conversion: FieldError.Conversion) -> Bool {
    let plain: Set<Name> = ["number<integer>", "number<unsignedInteger>", "number<float>"]
    let type = conversion.type.hasSuffix("?") ? String(conversion.type.dropLast()) : conversion.type
    return plain.contains(type) && conversion.given.first?.isNumber == true
      && conversion.given.last?.isLetter == true
  }

  /// The words of earlier clients where there were any, and the notation otherwise.
  private static func expectation(_ type: String) -> String {
    let plain = type.hasSuffix("?") ? String(type.dropLast()) : type
    switch plain {
    case "boolean": return "a boolean"
    case "number<float>": return "a number"
    case _ where plain.hasPrefix("number<"): return "integer (\(type))"
    case _ where plain.hasPrefix("object<") || plain.hasPrefix("list<") || plain.hasPrefix("map<"):
      return "a JSON object or array (\(type))"
    default: return "\(type)"
    }
  }

  private static func clipped(_ text: String) -> String {
    text.count > 60 ? text.prefix(60) + "…" : text
  }
}

extension Failure {
  /// A condition of `--where` that cannot be sent.
  init(_ error: FilterError, owner: String) {
    switch error {
    case .syntax(let text):
      self = .usage(
        "invalid --where `\(text)`: expected field=value, field>=value, field<=value, field>value "
          + "or field<value"
      )
    case .unknownField(_, let name, let suggestions):
      self = .usage("--where: unknown field: \(name)")
      hints = [
        Wording.didYouMean(suggestions), "list them with: stalwart-cli describe \(owner)",
      ].compactMap { $0 }
      restsOnSchema = true
    case .unordered(let field, let comparison, let type):
      self = .usage(
        "operator `\(comparison.rawValue)` is only allowed on number or datetime fields",
        details: ["\(field) is a \(type)"],
        hints: "compare it with ="
      )
    case .value(let error):
      self.init(error, owner: owner)
      summary = "--where: \(summary)"
    }
  }
}
