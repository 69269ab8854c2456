// SPDX-License-Identifier: MIT

internal import StalwartSchema

/// What the commands that handle single objects ask of their operands.
enum SingleObject {
  /// Refuses `Account/User` where only `create` takes it.
  ///
  /// - Parameters:
  ///   - object: What was typed.
  ///   - advice: What to type instead, made of the type and the variant.
  /// - Throws: a failure of wrong usage.
  static func refuseVariant(
    _ object: String,
    advice: (Substring, Substring) -> String = { type, _ in
      "use '\(type)'; an id tells its variant by itself"
    }
  ) throws(Failure) {
    guard let slash = object.firstIndex(of: "/") else { return }
    throw .usage(
      "the Object/Variant syntax is only valid for `create`",
      hints: advice(object[..<slash], object[object.index(after: slash)...])
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
