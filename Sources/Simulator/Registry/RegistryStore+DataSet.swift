// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// Why a data set cannot be loaded.
  enum DataError: Error, Equatable {
    case notADataSet
    case unknownType(String)
    case invalidObject(type: String, index: Int, reason: String)
  }

  /// Replaces everything by a data set: `{"objects": {Type: […]}, "singletons": {Type: {…}}}`.
  ///
  /// Objects keep the order of their members; what they lack is filled with defaults.
  func load(_ dataSet: JSONValue) throws(DataError) {
    guard let root = dataSet.object else { throw .notADataSet }
    guard root.contains("objects") || root.contains("singletons") else { throw .notADataSet }
    removeAll()
    for member in root["singletons"]?.object ?? [:] {
      let type = try type(member.name, isSingleton: true)
      guard let object = member.value.object else {
        throw .invalidObject(type: type.name, index: 0, reason: "not an object")
      }
      putSingleton(type.name, try completed(object, type, index: 0))
    }
    for member in root["objects"]?.object ?? [:] {
      let type = try type(member.name, isSingleton: false)
      guard let objects = member.value.array else { throw .notADataSet }
      for (index, value) in objects.enumerated() {
        guard let object = value.object else {
          throw .invalidObject(type: type.name, index: index, reason: "not an object")
        }
        let stored = try completed(object, type, index: index)
        if let text = object["id"]?.string {
          guard let id = ObjectID(text) else {
            throw .invalidObject(type: type.name, index: index, reason: "invalid id \(text)")
          }
          put(type.name, id.value, stored)
        } else {
          insert(type.name, stored)
        }
      }
    }
  }

  /// The data set of everything, with secrets masked.
  func dump() -> JSONValue {
    var objects: JSONObject = [:]
    let reader = ObjectReader(store: self)
    for name in storedTypes {
      guard let type = schema.types[name] else { continue }
      objects[name] = .array(
        self.objects(name).map { .object(reader.read(type, $0.id, $0.value, properties: nil)) }
      )
    }
    var singletons: JSONObject = [:]
    for name in storedSingletons {
      guard let type = schema.types[name] else { continue }
      singletons[name] = .object(
        reader.read(type, ObjectID.singleton.value, singleton(name), properties: nil)
      )
    }
    return ["objects": .object(objects), "singletons": .object(singletons)]
  }

  private func type(_ name: String, isSingleton: Bool) throws(DataError) -> ObjectType {
    let bare = name.hasPrefix("x:") ? String(name.dropFirst(2)) : name
    guard let type = schema.types[bare], type.isSingleton == isSingleton else {
      throw .unknownType(name)
    }
    return type
  }

  private func completed(
    _ object: JSONObject,
    _ type: ObjectType,
    index: Int
  ) throws(DataError) -> JSONObject {
    var object = object
    object["id"] = nil
    guard type.shape.isChoice else { return fill(object, defaults.object(type.shape)) }
    guard let name = object["@type"]?.string, type.shape.variant(name) != nil else {
      throw .invalidObject(type: type.name, index: index, reason: "missing or unknown @type")
    }
    return fill(object, defaults.object(variant: name, of: type.shape))
  }

  /// An object with the members that it lacks; `@type` stays where it is.
  private func fill(_ object: JSONObject, _ defaults: JSONObject) -> JSONObject {
    var object = object
    for member in defaults where !object.contains(member.name) {
      object[member.name] = member.value
    }
    return object
  }
}
