// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import StalwartSchema
internal import Text

/// What a server holds of the types that a plan speaks of.
public struct LiveState: Sendable {
  /// An object as the server showed it; only the properties that were asked for.
  struct Object: Sendable {
    let id: String
    let properties: JSONObject
  }

  /// All objects of a type, by the type's name.
  var objects: [Name: [Object]] = [:]
  /// Objects that were asked for by id, by the type's name and the canonical id.
  var single: [Name: [Name: JSONObject]] = [:]
  /// The ids that the filter of a destroy found, by the index of the operation.
  var destroys: [Int: [String]] = [:]
  /// What people call the objects of destroys, by the type's name and the id.
  var labels: [Name: [Name: String]] = [:]
  /// Why a type could not be read, by the type's name.
  var refusedTypes: [Name: MethodError] = [:]
  /// Why the objects of a destroy could not be found, by the index of the operation.
  var refusedDestroys: [Int: MethodError] = [:]
  /// Filters that the client had to apply itself, by the index of the operation.
  public internal(set) var filteredByClient: [Int: [String]] = [:]
  /// The account that the requests act as.
  public internal(set) var accountID: String?

  /// Knows of nothing.
  public init() {}

  /// What people call objects that an operation removes, by id.
  func labels(of ids: [String], _ operation: CheckedOperation) -> [Name: String] {
    let type = operation.type.name
    var result = labels[type] ?? [:]
    guard let property = operation.label, let objects = objects[type] else { return result }
    let wanted = Set(names: ids)
    for object in objects where wanted.contains(object.id) && result[object.id] == nil {
      result[object.id] = object.properties[property]?.string
    }
    return result
  }
}
