// SPDX-License-Identifier: MIT

internal import JSON
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

  /// Whether an object holds more than was asked for.
  ///
  /// A server answers so where it knows none of the properties: the schema that they were
  /// checked against is not its own.
  static func isExceeded(_ properties: [String]?, by object: JSONSlice?) -> Bool {
    guard let properties, let members = try? object?.members() else { return false }
    return members.contains { member in
      member.name != "id" && member.name != "@type" && !properties.contains(member.name)
    }
  }
}
