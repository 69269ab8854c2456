// SPDX-License-Identifier: MIT

internal import StalwartSchema

/// The properties that `--fields` names.
struct FieldSelection {
  /// What was asked for, in canonical spelling and in order; nil for everything.
  let names: [String]?
  private let type: ObjectType

  /// Checks names against a type; `id` and `@type` are always allowed.
  init(_ typed: [String], of type: ObjectType, in schema: Schema) throws(Failure) {
    self.type = type
    guard !typed.isEmpty else {
      names = nil
      return
    }
    do { names = try schema.propertyNames(typed, of: type) } catch {
      throw Failure(error, owner: type.displayName)
    }
  }

  /// What is fetched: also the variant, without which the object cannot be understood.
  var requested: [String]? {
    guard var names else { return nil }
    if type.isMultiVariant, !names.contains("@type") { names.append("@type") }
    return names
  }
}

extension StringProtocol {
  /// The text without blanks around it.
  var trimmingBlanks: SubSequence {
    let start = drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return start }
    return start[...end]
  }
}
