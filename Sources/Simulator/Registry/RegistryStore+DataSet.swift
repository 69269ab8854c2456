// SPDX-License-Identifier: MIT

internal import JSON

extension RegistryStore {
  /// Why a data set cannot be loaded.
  enum DataError: Error, Equatable {
    case notADataSet
    case unknownMember(String)
    case unknownType(String, isSingleton: Bool)
    /// `id` is the object's, or what number it is, counted from 1; nil for singletons.
    case invalidObject(type: String, id: String?, property: String?, reason: String)
    case invalidFile(String, reason: String)
  }

  /// Replaces everything by a data set.
  ///
  /// `{"objects": {Type: […]}, "singletons": {Type: {…}}, "files": {path: text}}`, each of which
  /// can be left out. Objects keep the order of their members; what they lack is filled with
  /// defaults. References may point to objects that stand later.
  func load(_ dataSet: JSONValue) throws(DataError) {
    guard let root = dataSet.object, !root.isEmpty else { throw .notADataSet }
    for member in root where !["objects", "singletons", "files"].contains(member.name) {
      throw .unknownMember(member.name)
    }
    for member in root where member.value.object == nil { throw .notADataSet }
    removeAll()
    if let files = root["files"]?.object { disk = try Self.disk(files) }
    var references: [(type: String, id: String?, reference: DataSetChecker.Reference)] = []
    for member in root["singletons"]?.object ?? [:] {
      let type = try type(member.name, isSingleton: true)
      let (object, targets) = try checked(member.value, type, id: nil)
      references += targets.map { (type.name, nil, $0) }
      putSingleton(type.name, completed(object, type))
    }
    for member in root["objects"]?.object ?? [:] {
      let type = try type(member.name, isSingleton: false)
      guard let objects = member.value.array else { throw .notADataSet }
      for (index, value) in objects.enumerated() {
        let place = value["id"]?.string ?? "number \(index + 1)"
        let (object, targets) = try checked(value, type, id: place)
        references += targets.map { (type.name, place, $0) }
        try add(object, type, place)
      }
    }
    for entry in references where schema.types[entry.type]?.facts.has(.loose) != true {
      let target = entry.reference.target
      guard entry.reference.isDangling(in: self) else { continue }
      let kind = entry.reference.variant.map { "\(target.type) of the kind \($0)" } ?? target.type
      throw .invalidObject(
        type: entry.type,
        id: entry.id,
        property: entry.reference.property,
        reason: "there is no \(kind) with the id \(ObjectID(value: target.id).text)"
      )
    }
  }

  private static func disk(_ files: JSONObject) throws(DataError) -> VirtualDisk {
    var disk = VirtualDisk()
    for file in files {
      guard let text = file.value.string else {
        throw .invalidFile(file.name, reason: "its content is no text")
      }
      guard disk.add(file.name, Array(text.utf8)) else {
        throw .invalidFile(file.name, reason: "no absolute path")
      }
    }
    return disk
  }

  /// An object that is as the schema has it, and what it refers to.
  private func checked(
    _ value: JSONValue,
    _ type: ObjectType,
    id: String?
  ) throws(DataError) -> (JSONObject, [DataSetChecker.Reference]) {
    guard let object = value.object else {
      throw .invalidObject(type: type.name, id: id, property: nil, reason: "not an object")
    }
    var checker = DataSetChecker()
    do throws(DataSetChecker.Problem) {
      try checker.check(object, type)
    } catch {
      throw .invalidObject(type: type.name, id: id, property: error.property, reason: error.reason)
    }
    return (object, checker.references)
  }

  private func add(
    _ object: JSONObject,
    _ type: ObjectType,
    _ place: String
  ) throws(DataError) {
    func objection(_ property: String, _ reason: String) -> DataError {
      .invalidObject(type: type.name, id: place, property: property, reason: reason)
    }
    let stored = completed(object, type)
    for unique in ObjectKeys(type, stored).unique {
      guard let owner = owner(of: unique.key) else { continue }
      throw objection(
        unique.property,
        "\(owner.type) \(ObjectID(value: owner.id).text) has the same one"
      )
    }
    guard let value = object["id"] else {
      insert(type.name, stored)
      return
    }
    guard let id = value.string.flatMap({ ObjectID($0) }) else {
      throw objection("id", "no id of the server's form")
    }
    guard self.object(type.name, id.value) == nil else {
      throw objection("id", "it is there twice")
    }
    put(type.name, id.value, stored)
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
    var dataSet: JSONObject = ["objects": .object(objects), "singletons": .object(singletons)]
    if disk != .standard(mode) { dataSet["files"] = disk.json }
    return .object(dataSet)
  }

  private func type(_ name: String, isSingleton: Bool) throws(DataError) -> ObjectType {
    let bare = name.hasPrefix("x:") ? String(name.dropFirst(2)) : name
    guard let type = schema.types[bare], type.isSingleton == isSingleton else {
      throw .unknownType(name, isSingleton: isSingleton)
    }
    return type
  }

  /// An object with the members that it lacks; those that it has stay where they are.
  private func completed(_ object: JSONObject, _ type: ObjectType) -> JSONObject {
    var object = object
    object["id"] = nil
    for member in defaults.object(type.shape, written: ["@type": object["@type"] ?? ""])
    where !object.contains(member.name) {
      object[member.name] = member.value
    }
    return object
  }
}

extension DataSetChecker.Reference {
  /// Whether there is no such object.
  fileprivate func isDangling(in store: RegistryStore) -> Bool {
    guard let object = store.object(target.type, target.id) else { return true }
    guard let variant else { return false }
    return object["@type"]?.string != variant
  }
}
