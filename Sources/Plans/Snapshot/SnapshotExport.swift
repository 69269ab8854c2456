// SPDX-License-Identifier: MIT

public import JSON
public import StalwartSchema
public import Text

/// How a snapshot is written.
public struct SnapshotOptions: Sendable {
  /// What is done about secrets.
  public var secrets: SnapshotSecrets
  /// The canonical names of types whose absence is accepted.
  public var allowed: Set<Name>

  /// Creates options.
  public init(secrets: SnapshotSecrets = .omit, allowed: Set<Name> = []) {
    self.secrets = secrets
    self.allowed = allowed
  }
}

/// Writes the operations of a plan that makes what a server holds.
///
/// Objects are admitted by type, in the order of ``SnapshotGraph/types``; shards are written in
/// the order of ``SnapshotGraph/shards``, each as soon as its type is there; then come the
/// deferred updates and the singletons. A type is let go with its last shard.
public struct SnapshotExport {
  /// What could not be written as it is.
  public var findings: SnapshotFindings { export.findings }

  private let schema: Schema
  private let graph: SnapshotGraph
  private var export: BodyExport
  private var held: [Name: HeldType] = [:]
  private var deferred: [DeferredUpdate] = []
  private var place = 0

  private struct HeldType {
    let label: String?
    var objects: [SnapshotObject] = []
    var accepted: Set<Name> = []
    var conditions: SnapshotConditions
    var unmatched: [String]
  }

  private struct DeferredUpdate {
    let shard: Int
    let id: String
    let properties: JSONObject
  }

  /// Creates an export of what a graph orders.
  public init(_ schema: Schema, _ graph: SnapshotGraph, options: SnapshotOptions) {
    self.schema = schema
    self.graph = graph
    export = BodyExport(schema, options.secrets, allowing: options.allowed)
  }

  // MARK: Objects

  /// Takes objects of a type, some at a time.
  ///
  /// What `conditions` leave out still counts where objects must be told apart.
  public mutating func admit(
    _ rows: some Sequence<(id: String, object: JSONSlice)>,
    of type: ObjectType,
    conditions: SnapshotConditions = SnapshotConditions()
  ) {
    var unneeded: Set<Name> = ["id"]
    var held =
      self.held[type.name]
      ?? HeldType(
        label: schema.list(named: type.name)?.labelProperty,
        conditions: conditions,
        unmatched: conditions.names
      )
    self.held[type.name] = nil  // So that it is changed in place.
    for shard in graph.shards where shard.type.name == type.name {
      for field in schema.fields(of: type.shape, variant: shard.variant)
      where field.update == .serverSet && field.name != held.label {
        unneeded.insert(field.name)
      }
    }
    let lists = lists(of: type)
    for (id, object) in rows {
      if conditions.accepts(id, object, label: held.label) {
        held.accepted.insert(id)
        if !held.unmatched.isEmpty {
          held.unmatched.removeAll {
            SnapshotConditions.isNamed($0, id, object, held.label)
          }
        }
      }
      held.objects.append(
        SnapshotObject(id: id, object) {
          unneeded.contains($0)
        } replacement: { name, value, tag in
          lists[name].flatMap { element in
            export.secrets == .env
              ? withoutGenerated(value, element) : masks(name, value, tag, type.shape)
          }
        }
      )
    }
    self.held[type.name] = held
  }

  /// The properties that are lists, and what they are lists of.
  private func lists(of type: ObjectType) -> [Name: SchemaPlace] {
    var lists: [Name: SchemaPlace] = [:]
    for field in schema.fields(of: type.shape) {
      if let element = field.type.listElement { lists[field.name] = SchemaPlace(element) }
    }
    return lists
  }

  /// A list of which only the kind is kept where the server alone makes elements; nil if it
  /// makes none.
  private func withoutGenerated(_ slice: JSONSlice, _ element: SchemaPlace) -> JSONValue? {
    guard let list = (try? slice.value())?.object,
      list.contains(where: { export.isGenerated($0.value, element) })
    else { return nil }
    return .object(
      list.mapValues { value in
        guard export.isGenerated(value, element), let tag = value["@type"] else { return value }
        return ["@type": tag]
      }
    )
  }

  /// What tells that a list is left out, and why; nil if it is not.
  ///
  /// Most accounts have such a list, and it is the larger part of them.
  private func masks(
    _ name: String,
    _ slice: JSONSlice,
    _ tag: String?,
    _ shape: Shape
  ) -> JSONValue? {
    guard let value = try? slice.value(), let masks = value.masksOnly else { return nil }
    var body: JSONObject = [name: value]
    if let tag { body["@type"] = .string(tag) }
    let isLeftOut = schema.secretPaths(in: body, as: shape).contains { path in
      JSONValue.object(body)[path]?.masksOnly != nil
    }
    return isLeftOut ? masks : nil
  }

  /// Ends the admission of a type.
  ///
  /// - Returns: how many objects came, how many of them meet the conditions, and the names
  ///   of the conditions that no object has.
  public mutating func finish(
    _ type: ObjectType
  ) -> (count: Int, accepted: Int, unmatched: [String]) {
    guard var held = held.removeValue(forKey: type.name) else { return (0, 0, []) }
    held.objects.sort { BodyExport.idPrecedes($0.id, $1.id) }
    export.exported[type.name] = held.accepted
    self.held[type.name] = held
    return (held.objects.count, held.accepted.count, held.unmatched)
  }

  // MARK: Shards

  /// Writes the next shard.
  ///
  /// - Returns: how many objects it has.
  /// - Throws: what `write` throws.
  public mutating func writeNextShard<E: Error>(
    _ write: (_ bytes: [UInt8]) throws(E) -> Void
  ) throws(E) -> Int {
    let index = place
    place += 1
    let shard = graph.shards[index]
    guard let held = held[shard.type.name] else { return 0 }
    let isLast = !graph.shards[place...].contains { $0.type.name == shard.type.name }
    if isLast { self.held[shard.type.name] = nil }
    let objects = held.objects.filter { $0.isOf(shard.variant) }
    let fields = schema.fields(of: shard.type.shape, variant: shard.variant)
    let choice = MatchKeyChoice(
      shard,
      label: held.label,
      unusable: unusable(index, fields),
      in: schema
    )
    let (key, twins) = choice.choose(for: objects.map(\.slice))
    var leftOut: Set<Name> = []
    for (first, other) in twins {
      let (id, twin) = (objects[first].id, objects[other].id)
      guard held.accepted.contains(id), held.accepted.contains(twin) else { continue }
      leftOut.insert(twin)
      export.exported[shard.type.name]?.remove(twin)
      export.findings.note(
        SnapshotFindings.Twins(type: shard.type.displayName, id: id, other: twin)
      )
    }
    let written = objects.filter { held.accepted.contains($0.id) && !leftOut.contains($0.id) }
    let circles = circles(of: written, index, fields)
    var operation = UpsertWriter(shard.type, key)
    for object in written {
      let parts = parts(
        of: object,
        index,
        fields,
        matchedBy: key,
        isInCircle: circles.contains(object.id)
      )
      if !parts.deferred.isEmpty {
        deferred.append(DeferredUpdate(shard: index, id: object.id, properties: parts.deferred))
      }
      let clientID = BodyExport.clientID(shard.type.name, object.id)
      try write(operation.adding(clientID, parts.body, onCreate: parts.onCreate))
    }
    if let end = operation.end() { try write(end) }
    if isLast { try writeUnknownVariants(of: shard.type, held, write) }
    return written.count
  }

  /// Properties whose values are not there when objects are matched.
  private func unusable(_ index: Int, _ fields: FieldSet) -> Set<Name> {
    var names = Set(names: graph.deferrals[index].map(\.property))
    names.formUnion(graph.selfReferences[index])
    let references = TypeReferences(schema)
    for field in fields {
      let targets = references.targets(of: field.type)
      if targets.contains(where: { export.allowed.contains($0.object) }) {
        names.insert(field.name)
      }
    }
    return names
  }

  /// The ids of objects that refer to each other, or to themselves, in a circle.
  private func circles(
    of objects: [SnapshotObject],
    _ index: Int,
    _ fields: FieldSet
  ) -> Set<Name> {
    let names = graph.selfReferences[index]
    guard !names.isEmpty else { return [] }
    let type = graph.shards[index].type.name
    var places: [Name: Int] = [:]
    for (place, object) in objects.enumerated() { places[object.id] = place }
    let successors = objects.map { object -> [Int] in
      var found: Set<Int> = []
      for name in names {
        guard let field = fields[name], let value = object.value(name) else { continue }
        for reference in schema.references(in: value, of: field.type) {
          guard schema.target(ofReference: reference.objectName)?.object.name == type,
            let place = places[reference.id]
          else { continue }
          found.insert(place)
        }
      }
      return found.sorted()
    }
    return Set(names: DirectedGraph(successors).circles().joined().map { objects[$0].id })
  }

  private mutating func parts(
    of object: SnapshotObject,
    _ index: Int,
    _ fields: FieldSet,
    matchedBy key: MatchKey,
    isInCircle: Bool
  ) -> (body: JSONObject, onCreate: JSONObject, deferred: JSONObject) {
    let shard = graph.shards[index]
    let owner = BodyExport.Owner(type: shard.type.displayName, id: object.id)
    let schemaName = shard.variant == nil ? shard.type.shape.schemaName : shard.variant?.schemaName
    var body = JSONObject()
    var onCreate = JSONObject()
    var deferred = JSONObject()
    if let variant = shard.variant { body["@type"] = .string(variant.name) }
    guard let source = (try? object.slice.value())?.object else { return (body, [:], [:]) }
    var match: Set<Name> = []
    if case .properties(let names) = key { match = Set(names: names) }
    for field in fields {
      guard let value = source[field.name] else { continue }
      if field.update == .serverSet {
        if match.contains(field.name) { body[field.name] = BodyExport.verbatim(value) }
        continue
      }
      if isDeferred(field, value, index, isInCircle: isInCircle) {
        deferred[field.name] = value
        continue
      }
      let (part, hasSecret) = export.part(value, field, ofSchema: schemaName ?? "", of: owner)
      switch part {
      case .value(let part):
        // A list is replaced as a whole; one with secrets would replace those of an
        // object that is there, and what the server made itself besides them.
        if hasSecret, field.type.listElement != nil, export.secrets == .env {
          if part.object?.isEmpty == false { onCreate[field.name] = part }
        } else {
          body[field.name] = part
        }
      case .absent, .inseparable:
        if match.contains(field.name) { body[field.name] = BodyExport.verbatim(value) }
      }
    }
    for member in BodyExport.sorted(source) where member.name != "@type" && member.name != "id" {
      guard fields[member.name] == nil else { continue }
      body[member.name] = export.unknown(member, of: shard.type.displayName)
    }
    return (body, onCreate, deferred)
  }

  private func isDeferred(
    _ field: Field,
    _ value: JSONValue,
    _ index: Int,
    isInCircle: Bool
  ) -> Bool {
    var targets = graph.deferrals[index].first { $0.property == field.name }?.targets ?? []
    if isInCircle, graph.selfReferences[index].contains(field.name) {
      targets.insert(graph.shards[index].type.name)
    }
    guard !targets.isEmpty else { return false }
    return schema.references(in: value, of: field.type).contains {
      schema.target(ofReference: $0.objectName).map { targets.contains($0.object.name) } ?? false
    }
  }

  /// Writes objects of variants that the schema lacks, as they are.
  private mutating func writeUnknownVariants<E: Error>(
    of type: ObjectType,
    _ held: HeldType,
    _ write: (_ bytes: [UInt8]) throws(E) -> Void
  ) throws(E) {
    guard type.isMultiVariant else { return }
    let objects = held.objects.filter { object in
      held.accepted.contains(object.id) && !type.variants.contains { object.isOf($0) }
    }
    guard !objects.isEmpty else { return }
    var operation = UpsertWriter(type, .unstated)
    for object in objects {
      export.findings.noteUnknown(variant: "\(type.displayName)/\(object.tag ?? "")")
      guard let body = (try? object.slice.value())?.object else { continue }
      let verbatim = BodyExport.verbatim(.object(body)).object ?? body
      let clientID = BodyExport.clientID(type.name, object.id)
      try write(operation.adding(clientID, verbatim, onCreate: [:]))
    }
    if let end = operation.end() { try write(end) }
  }

  // MARK: Updates

  /// Writes what had to wait until all objects were there.
  ///
  /// - Throws: what `write` throws.
  public mutating func writeDeferred<E: Error>(
    _ write: (_ bytes: [UInt8]) throws(E) -> Void
  ) throws(E) {
    for update in deferred {
      let shard = graph.shards[update.shard]
      let fields = schema.fields(of: shard.type.shape, variant: shard.variant)
      let owner = BodyExport.Owner(type: shard.type.displayName, id: update.id)
      let schemaName =
        shard.variant == nil ? shard.type.shape.schemaName : shard.variant?.schemaName
      var patch = JSONObject()
      for member in update.properties {
        guard let field = fields[member.name],
          case .value(let part) = export.part(
            member.value,
            field,
            ofSchema: schemaName ?? "",
            of: owner
          ).part
        else { continue }
        patch[member.name] = part
      }
      guard !patch.isEmpty else { continue }
      let clientID = "#" + BodyExport.clientID(shard.type.name, update.id)
      try write(Self.update(shard.type, id: clientID, patch))
    }
    deferred = []
  }

  /// Writes a singleton.
  ///
  /// - Throws: what `write` throws.
  public mutating func write<E: Error>(
    _ singleton: ObjectType,
    _ object: JSONSlice,
    _ write: (_ bytes: [UInt8]) throws(E) -> Void
  ) throws(E) {
    guard let source = (try? object.value())?.object else { return }
    var body = JSONObject()
    var schemaName = singleton.shape.schemaName
    if singleton.isMultiVariant {
      let tag = source["@type"]?.string ?? ""
      guard let variant = singleton.variants.first(where: { $0.name == tag }) else {
        export.findings.noteUnknown(variant: "\(singleton.displayName)/\(tag)")
        let verbatim = BodyExport.verbatim(.object(source.filter { $0.name != "id" })).object ?? [:]
        try write(Self.update(singleton, id: nil, verbatim))
        return
      }
      body["@type"] = .string(variant.name)
      schemaName = variant.schemaName
    }
    let fields = schemaName.map { schema.fields(ofSchema: $0) } ?? .empty
    let owner = BodyExport.Owner(type: singleton.displayName, id: nil)
    for field in fields where field.update == .mutable {
      guard let value = source[field.name],
        case .value(let part) = export.part(
          value,
          field,
          ofSchema: schemaName ?? "",
          of: owner
        ).part
      else { continue }
      body[field.name] = part
    }
    for member in BodyExport.sorted(source) where member.name != "@type" && member.name != "id" {
      guard fields[member.name] == nil else { continue }
      body[member.name] = export.unknown(member, of: singleton.displayName)
    }
    guard !body.isEmpty else { return }
    try write(Self.update(singleton, id: nil, body))
  }

  private static func update(_ type: ObjectType, id: String?, _ patch: JSONObject) -> [UInt8] {
    var operation: JSONObject = ["@type": "update", "object": .string(type.displayName)]
    if let id { operation["id"] = .string(id) }
    operation["value"] = .object(patch)
    var bytes: [UInt8] = []
    JSONValue.object(operation).write(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

extension SnapshotObject {
  func isOf(_ variant: Variant?) -> Bool { variant.map { $0.name == tag } ?? true }

  func value(_ name: String) -> JSONValue? {
    try? ((try? slice.member(name)) ?? nil)?.value()
  }
}

/// Writes an upsert piece by piece, so that it need not be in memory as a whole.
private struct UpsertWriter {
  private let type: ObjectType
  private let key: MatchKey
  private var isOpen = false
  /// The members of `onCreate`, as text: for many objects it takes far less than values do.
  private var onCreate: [UInt8] = []

  init(_ type: ObjectType, _ key: MatchKey) {
    self.type = type
    self.key = key
  }

  mutating func adding(_ clientID: String, _ body: JSONObject, onCreate: JSONObject) -> [UInt8] {
    var bytes: [UInt8] = []
    if isOpen {
      bytes.append(UInt8(ascii: ","))
    } else {
      isOpen = true
      bytes += "{\"@type\":\"upsert\",\"object\":".utf8
      JSONValue.string(type.displayName).write(to: &bytes)
      if let json = key.json {
        bytes += ",\"matchOn\":".utf8
        json.write(to: &bytes)
      }
      bytes += ",\"value\":{".utf8
    }
    JSONValue.string(clientID).write(to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    JSONValue.object(body).write(to: &bytes)
    if !onCreate.isEmpty {
      self.onCreate.append(UInt8(ascii: self.onCreate.isEmpty ? "{" : ","))
      JSONValue.string(clientID).write(to: &self.onCreate)
      self.onCreate.append(UInt8(ascii: ":"))
      JSONValue.object(onCreate).write(to: &self.onCreate)
    }
    return bytes
  }

  /// The last bytes; nil if there is no object.
  func end() -> [UInt8]? {
    guard isOpen else { return nil }
    var bytes = Array("}".utf8)
    if !onCreate.isEmpty {
      bytes += ",\"onCreate\":".utf8
      bytes += onCreate
      bytes.append(UInt8(ascii: "}"))
    }
    bytes += "}\n".utf8
    return bytes
  }
}
