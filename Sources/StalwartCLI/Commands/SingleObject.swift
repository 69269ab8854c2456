// SPDX-License-Identifier: MIT

internal import StalwartSchema

/// What the commands that handle single objects ask of their operands.
enum SingleObject {
  /// Refuses `Account/User` where only `create` takes it.
  static func refuseVariant(_ object: String) throws(Failure) {
    guard let slash = object.firstIndex(of: "/") else { return }
    throw .usage(
      "the Object/Variant syntax is only valid for `create`",
      hints: "use '\(object[..<slash])'; an id tells its variant by itself"
    )
  }

  /// The type that a name means.
  static func type(_ name: String, in schema: Schema) throws(Failure) -> ObjectType {
    do { return try schema.resolve(object: name) } catch { throw Failure(error) }
  }

  /// The ids that were meant: `singleton` alone for a singleton, one or more for others.
  static func operands(
    _ operands: [String],
    of type: ObjectType,
    command: String
  ) throws(Failure) -> [String] {
    if type.isSingleton {
      guard operands.allSatisfy({ $0 == "singleton" }), operands.count < 2 else {
        throw .usage(
          "singleton id must be 'singleton'",
          hints: "\(type.displayName) needs no id: stalwart-cli \(command) \(type.displayName)"
        )
      }
      return ["singleton"]
    }
    guard !operands.isEmpty, operands.allSatisfy({ !$0.isEmpty }) else {
      throw .usage(
        "\(type.displayName) requires an id",
        hints: "list them with: stalwart-cli query \(type.displayName)"
      )
    }
    return operands
  }
}

extension Failure {
  /// A name that leads to no type.
  init(_ error: LookupError) {
    self = Self.lookup(error)
    restsOnSchema = true
  }

  private static func lookup(_ error: LookupError) -> Failure {
    func usage(_ summary: String, _ hints: String?...) -> Failure {
      Failure(.usage, summary, hints: hints.compactMap { $0 })
    }
    return switch error {
    case .unknownObject(let name, let suggestions):
      usage(
        "unknown object: \(name)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe"
      )
    case .view(let name, let object):
      usage(
        "`\(name)` is a view; use the underlying object \(object)",
        "stalwart-cli describe \(object)"
      )
    case .embedded(let name, let holders): embedded(name, holders)
    case .notMultiVariant(let object):
      usage(
        "\(object) is not multi-variant; do not use the `/Variant` syntax",
        "drop everything from the slash on"
      )
    case .unknownVariant(let object, let name, let suggestions):
      usage(
        "unknown variant '\(name)' for object \(object)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe \(object)"
      )
    case .unknownField(let owner, let name, let suggestions):
      usage(
        "unknown field: \(name)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe \(owner)"
      )
    }
  }

  private static func embedded(_ name: String, _ holders: [LookupError.Holder]) -> Failure {
    let names = holders.map(\.object)
    guard let first = holders.first else {
      return .usage(
        "`\(name)` is an embedded sub-object, not a separate object",
        hints: "stalwart-cli describe \(name)"
      )
    }
    let owners =
      names.count > 2
      ? names.dropLast().joined(separator: ", ") + ", or " + (names.last ?? "")
      : names.joined(separator: " or ")
    return .usage(
      "`\(name)` is an embedded property of \(owners), not a separate object",
      hints: "it is '\(first.field)' of \(first.object): stalwart-cli describe \(name)"
    )
  }
}
