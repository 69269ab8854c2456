// SPDX-License-Identifier: MIT

internal import JSON

/// The objects of all types.
///
/// Values are kept in the canonical wire form, with their secrets; masks are put on when reading.
final class RegistryStore {
  /// A singleton that was written.
  private struct Singleton {
    var object: JSONObject
    /// How often it was written: only the second write lists it.
    var writes: Int
  }

  let schema: SchemaModel
  /// The server's mode, which a restart can change.
  var mode: ServerMode
  let clock: ServerClock
  /// The uploaded blobs and messages.
  let blobs = BlobStore()
  /// Compares secrets with stored ones.
  let secrets = SecretVerifier()
  /// The files that settings can name.
  var disk: VirtualDisk
  /// The file that holds the database, as the server's configuration file names it.
  ///
  /// No two stores share one, so that a client that copies it from one server to another is seen.
  var dataStorePath =
    "/var/lib/stalwart/data-\(String(UInt32.random(in: .min ... .max), radix: 16)).sqlite3"

  private var tables: [String: Table] = [:]
  private var singletons: [String: Singleton] = [:]
  private var owners: [ObjectKeys.Key: SetError.Reference] = [:]
  private var holders: [SetError.Reference: Set<SetError.Reference>] = [:]
  private var lastTimedID: UInt64 = 0
  /// Whether the stored settings were put in force once.
  var hasReloaded = false
  /// Counts every write, so that what is derived can be kept until something changes.
  private(set) var revision = 0

  init(schema: SchemaModel, mode: ServerMode, clock: ServerClock) {
    self.schema = schema
    self.mode = mode
    self.clock = clock
    disk = .standard(mode)
  }

  /// The values of what has not been set.
  var defaults: Defaults { Defaults(now: clock.seconds) }

  // MARK: - Reading

  /// The object with an id.
  func object(_ type: String, _ id: UInt64) -> JSONObject? { tables[type]?[id] }

  /// All ids of a type, ascending.
  func ids(_ type: String) -> [UInt64] { tables[type]?.ids ?? [] }

  /// The objects of a type (without `x:`), in the order of their ids.
  func objects(_ type: String) -> [(id: UInt64, value: JSONObject)] {
    guard let table = tables[type] else { return [] }
    return table.ids.compactMap { id in table[id].map { (id, $0) } }
  }

  /// What is stored of a singleton, or its defaults; `type` without `x:`.
  func singleton(_ type: String) -> JSONObject {
    if let stored = singletons[type] { return stored.object }
    return schema.types[type].map { defaults.object($0.shape) } ?? [:]
  }

  /// Whether the server's index of ids has the singleton.
  func listsSingleton(_ type: String) -> Bool { (singletons[type]?.writes ?? 0) > 1 }

  /// Whether a singleton was ever written.
  func hasSingleton(_ type: String) -> Bool { singletons[type] != nil }

  /// The object that has a unique key.
  func owner(of key: ObjectKeys.Key) -> SetError.Reference? { owners[key] }

  /// The objects that refer to an object, in the order of their types and ids.
  func holders(of target: SetError.Reference) -> [SetError.Reference] {
    (holders[target] ?? []).sorted { left, right in
      let numbers = (schema.types[left.type]?.number ?? 0, schema.types[right.type]?.number ?? 0)
      return numbers.0 == numbers.1 ? left.id < right.id : numbers.0 < numbers.1
    }
  }

  // MARK: - Writing

  /// The id of the next object of a type.
  func makeID(_ type: String) -> UInt64 {
    guard schema.types[type]?.facts.has(.sequential) != true else {
      var table = tables[type] ?? Table()
      table.lastSequentialID += 1
      tables[type] = table
      return table.lastSequentialID
    }
    // Milliseconds since 2025 leave the texts as long as the server's.
    let time = UInt64(max(0, clock.milliseconds - 1_735_689_600_000)) << 22
    lastTimedID = max(lastTimedID + 1, time)
    return lastTimedID
  }

  /// Stores an object under an id, new or old, without any check.
  func put(_ type: String, _ id: UInt64, _ object: JSONObject) {
    guard let description = schema.types[type] else { return }
    revision += 1
    let reference = SetError.Reference(type: type, id: id)
    if let old = tables[type]?[id] { unindex(reference, ObjectKeys(description, old)) }
    tables[type, default: Table()].put(id, object)
    index(reference, ObjectKeys(description, object))
    if description.facts.has(.sequential), id < 1 << 31 {
      let last = tables[type]?.lastSequentialID ?? 0
      tables[type]?.lastSequentialID = max(last, id)
    }
  }

  /// Stores an object as it is, without any check, and returns its id.
  @discardableResult
  func insert(_ type: String, _ object: JSONObject) -> UInt64 {
    let id = makeID(type)
    put(type, id, object)
    return id
  }

  /// An object made of defaults and some values.
  func completed(_ type: String, _ values: JSONValue) -> JSONObject? {
    guard let shape = schema.types[type]?.shape else { return nil }
    let variant: JSONObject = values["@type"].map { ["@type": $0] } ?? [:]
    var object = defaults.object(shape, written: variant)
    for member in values.object ?? [:] where member.name != "id" {
      object[member.name] = member.value
    }
    return object
  }

  /// Stores a new object made of defaults and some values.
  func insertNew(_ type: String, _ values: JSONValue) {
    if let object = completed(type, values) { insert(type, object) }
  }

  /// Forgets an object.
  func remove(_ type: String, _ id: UInt64) {
    guard let description = schema.types[type], let old = tables[type]?[id] else { return }
    revision += 1
    unindex(SetError.Reference(type: type, id: id), ObjectKeys(description, old))
    tables[type]?.remove(id)
  }

  /// Stores a singleton.
  func putSingleton(_ type: String, _ object: JSONObject) {
    guard let description = schema.types[type] else { return }
    revision += 1
    let reference = SetError.Reference(type: type, id: ObjectID.singleton.value)
    if let old = singletons[type] {
      unindex(reference, ObjectKeys(description, old.object))
      singletons[type] = Singleton(object: object, writes: old.writes + 1)
    } else {
      singletons[type] = Singleton(object: object, writes: 1)
    }
    index(reference, ObjectKeys(description, object))
  }

  /// Forgets everything but blobs.
  func removeAll() {
    revision += 1
    tables = [:]
    singletons = [:]
    owners = [:]
    holders = [:]
  }

  private func index(_ reference: SetError.Reference, _ keys: ObjectKeys) {
    for unique in keys.unique { owners[unique.key] = reference }
    guard schema.types[reference.type]?.facts.has(.loose) != true else { return }
    for link in keys.links { holders[link.target, default: []].insert(reference) }
  }

  private func unindex(_ reference: SetError.Reference, _ keys: ObjectKeys) {
    for unique in keys.unique where owners[unique.key] == reference { owners[unique.key] = nil }
    for link in keys.links {
      holders[link.target]?.remove(reference)
      if holders[link.target]?.isEmpty == true { holders[link.target] = nil }
    }
  }

  /// All types that have stored objects.
  var storedTypes: [String] { tables.keys.filter { !ids($0).isEmpty }.sorted() }

  /// All singletons that were written.
  var storedSingletons: [String] { singletons.keys.sorted() }
}
