// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// What the server shows in the place of a secret is never written back, nor does what it stands
/// for get lost: for every type and variant of the schema that has a secret.
@Suite struct MaskTests {
  private let directory: TemporaryDirectory
  private let simulator: RunningSimulator
  private let schema: SecretSchema

  init() throws {
    directory = try TemporaryDirectory()
    let shared = SharedData.directory
    simulator = try RunningSimulator(
      SharedData.isAvailable
        ? [
          "--data", shared.appending(path: "seed.json").path,
          "--schema", shared.appending(path: "schema.json.gz").path,
        ] : ["--demo"]
    )
    // The client keeps what the server publishes.
    let environment = simulator.environment.merging(["HOME": directory.path("home")]) { $1 }
    let launch = Launch(
      BuiltProducts.client,
      ["describe"],
      environment: environment,
      directory: directory.url
    )
    #expect(try launch.run().status == 0)
    schema = try SecretSchema(keptBelow: directory.url.appending(path: "home"))
  }

  // MARK: Running

  /// How an update gets its values.
  private enum Way: CaseIterable { case json, stdin, file, field, path, updatePlan }

  private func client(_ arguments: [String], input: JSONValue? = nil) throws -> Outcome {
    var launch = Launch(
      BuiltProducts.client,
      arguments,
      environment: simulator.environment.merging(["HOME": directory.path("home")]) { $1 },
      directory: directory.url
    )
    if let input { launch.input = .bytes(Array(input.serialized().utf8)) }
    return try launch.run()
  }

  private func apply(_ operations: [JSONValue]) throws -> Outcome {
    let lines = operations.map { $0.serialized() + "\n" }.joined()
    try directory.write(Array(lines.utf8), to: "plan.ndjson")
    return try client([
      "apply", "plan.ndjson", "--continue-on-error", "--allow-machine", "DataStore",
    ])
  }

  private func update(_ object: Stored, _ patch: JSONObject, by way: Way) throws -> Outcome {
    let command = ["update", object.type, object.id]
    let value = JSONValue.object(patch)
    switch way {
    case .json: return try client(command + ["--json", value.serialized()])
    case .stdin: return try client(command + ["--stdin"], input: value)
    case .file:
      try directory.write(Array(value.serialized().utf8), to: "patch.json")
      return try client(command + ["--file", "patch.json"])
    case .field:
      return try client(
        command + patch.flatMap { ["--field", "\($0.name)=\(Self.argument($0.value))"] }
      )
    case .path: return try client(command + ["--json", Self.paths(patch).serialized()])
    case .updatePlan:
      return try apply([
        [
          "@type": "update", "object": .string(object.type),
          "id": .string(object.id), "value": value,
        ]
      ])
    }
  }

  private static func argument(_ value: JSONValue) -> String {
    value.string ?? value.serialized()
  }

  /// The members of the members that hold masks, each by its path.
  private static func paths(_ patch: JSONObject) -> JSONValue {
    let members = patch.flatMap { member -> [(String, JSONValue)] in
      let inside = member.value.object?.filter { !SecretSchema.masks(in: $0.value).isEmpty }
      return inside?.map { ("\(member.name)/\($0.name)", $0.value) }
        ?? [(member.name, member.value)]
    }
    return .object(JSONObject(members))
  }

  // MARK: What was sent

  /// The patches of all updates from some exchange on; new objects are patches of nothing.
  private func sent(after count: Int) throws -> [JSONObject] {
    try simulator.exchanges.dropFirst(count).flatMap { line -> [JSONObject] in
      let text = try JSONValue(parsing: Array(line.utf8))["request"]?["body"]?.string ?? "null"
      #expect(!text.contains("****"), "\(text)")
      let calls = try JSONValue(parsing: Array(text.utf8))["methodCalls"]?.array ?? []
      return calls.flatMap { call in
        ["create", "update"].flatMap { call[1]?[$0]?.object?.compactMap(\.value.object) ?? [] }
      }
    }
  }

  // MARK: Objects with secrets

  /// The objects of a type that hold the masks of secrets which can be set.
  private func stored(_ type: String, _ ids: [String] = []) throws -> [Stored] {
    var ids = schema.isSingleton(type) ? [] : ids
    if !schema.isSingleton(type), ids.isEmpty {
      ids = try client(["query", type, "--format", "id"]).outputText.split(separator: "\n")
        .map(String.init)
      guard !ids.isEmpty else { return [] }
    }
    return try client(["get", type] + ids + ["--json"]).outputText.split(separator: "\n").map {
      var whole = try #require(try JSONValue(parsing: Array($0.utf8)).object)
      let id = whole.remove("id")?.string ?? "singleton"
      let masked = schema.settable(whole, as: "x:" + type)
        .filter { !SecretSchema.masks(in: $0.value).isEmpty }
      return Stored(type: type, id: id, whole: whole, masked: masked)
    }.filter { !$0.masked.isEmpty }
  }

  /// Makes objects of all types and variants that hold secrets, and gives each round of them:
  /// a singleton is one variant after the other.
  private func eachRound(_ body: ([Stored]) throws -> Void) throws {
    let samples = Dictionary(grouping: try schema.samples(), by: \.type)
    let rounds = samples.filter { schema.isSingleton($0.key) }.values.map(\.count).max() ?? 0
    for round in 0..<rounds {
      var plan: [JSONValue] = []
      var types: [String] = []
      for (type, samples) in samples.sorted(by: { $0.key < $1.key }) {
        if schema.isSingleton(type) {
          guard round < samples.count else { continue }
          plan.append(
            ["@type": "update", "object": .string(type), "value": .object(samples[round].body)]
          )
        } else {
          guard round == 0 else { continue }
          let bodies = samples.enumerated().map { ("\(type)-\($0)", JSONValue.object($1.body)) }
          plan.append(
            ["@type": "create", "object": .string(type), "value": .object(JSONObject(bodies))]
          )
        }
        types.append(type)
      }
      if round == 0 { plan.insert(SecretSchema.domain, at: 0) }
      let outcome = try apply(plan)
      #expect(outcome.status == 0, "\(outcome.errorText)")
      try body(try types.flatMap { try stored($0) })
    }
  }

  // MARK: Tests

  @Test func secretsStayAndMasksAreNeverSent() throws {
    var types: Set<String> = []
    var places: Set<[String]> = []
    var moves = 0
    var changes = 0
    try eachRound { objects in
      for object in objects {
        types.insert(object.type)
        places.formUnion(object.secrets.map { [object.type, object.variants(to: $0)] + $0 })
      }
      try sendNothing { try echo(objects) }
      try sendNothing { try create(objects) }
      try sendNothing { moves += try move(objects) }
      changes += try change(objects)
    }
    #expect(types.count >= 20, "\(types.sorted())")
    #expect(places.count >= 120, "\(places.count)")
    #expect(moves >= 8, "\(moves)")
    #expect(changes >= 30, "\(changes)")
  }

  private func sendNothing(_ body: () throws -> Void) throws {
    let before = simulator.exchanges.count
    try body()
    for patch in try sent(after: before) { Issue.record("sent: \(patch)") }
  }

  /// Everything that was read may be written back, by every way.
  private func echo(_ objects: [Stored]) throws {
    var seen: Set<String> = []
    for (index, object) in objects.enumerated() {
      // Every way for every type; variants take two in turn.
      let all = Way.allCases
      let ways = seen.insert(object.type).inserted ? all : [.field, all[index % all.count]]
      for way in ways {
        let outcome = try update(object, object.masked, by: way)
        // A mask alone in the place of a text is a mistake rather than an echo.
        let isAlone = way == .field && object.masked.contains { $0.value.string != nil }
        #expect(
          outcome.status == (isAlone ? 2 : 0),
          "\(way) \(object.type) \(object.masked): \(outcome.errorText)"
        )
      }
    }
    let upserts = objects.filter { !schema.isSingleton($0.type) }.map { object -> JSONValue in
      ["@type": "upsert", "object": .string(object.type), "value": ["x": .object(object.whole)]]
    }
    // Some types have nothing to tell one object from another.
    let failures = try apply(upserts).errorText.split(separator: "\n").filter { $0.hasPrefix("✗") }
    #expect(failures.allSatisfy { $0.contains("is ambiguous") }, "\(failures)")
  }

  /// Nothing can stay in what is new.
  private func create(_ objects: [Stored]) throws {
    var plan: [JSONValue] = []
    for object in objects {
      var body = object.masked
      if let variant = object.whole["@type"] { body["@type"] = variant }
      let text = JSONValue.object(body).serialized()
      let outcome = try client(["create", object.type, "--json", text])
      #expect(outcome.status == 2, "\(object.type): \(outcome.errorText)")
      #expect(outcome.errorText.contains("mask"), "\(object.type): \(outcome.errorText)")
      let id = "object-\(plan.count)"
      plan.append(
        ["@type": "create", "object": .string(object.type), "value": .object([id: .object(body)])]
      )
    }
    let outcome = try apply(plan)
    #expect(outcome.status == 2, "\(outcome.errorText)")
    let masks = objects.map(\.secrets.count).reduce(0, +)
    #expect(masks == 1 || outcome.errorText.contains("the plan has \(masks) mistakes"))
  }

  /// A mask does not say which secret it stands for once elements have moved.
  private func move(_ objects: [Stored]) throws -> Int {
    var count = 0
    for object in objects where object.type != "Account" {
      for member in object.masked {
        guard let first = member.value["0"], let second = member.value["1"], first != second
        else { continue }
        count += 1
        let fresh: JSONValue = SecretSchema.withoutMasks(first)
        let moved: [JSONValue] = [
          ["0": second, "1": first], ["0": second], ["0": first, "1": second, "2": first],
          ["0": fresh, "1": first, "2": second],
        ]
        for (list, way) in zip(moved, [Way.json, .field, .updatePlan, .stdin]) {
          let outcome = try update(object, [member.name: list], by: way)
          #expect(outcome.status == 2, "\(way) \(object.type) \(list): \(outcome.errorText)")
        }
      }
    }
    return count
  }

  /// What else stands in such a value can be changed, and nothing but that is sent.
  private func change(_ objects: [Stored]) throws -> Int {
    let ways = Way.allCases.filter { $0 != .path }
    let before = simulator.exchanges.count
    var expected: [JSONObject] = []
    for object in objects {
      for member in object.masked {
        guard let path = SecretSchema.changeable(in: member.value) else { continue }
        let way = ways[expected.count % ways.count]
        let wanted = SecretSchema.changed(member.value, at: path[...])
        let outcome = try update(object, [member.name: wanted], by: way)
        #expect(outcome.status == 0, "\(way) \(object.type) \(wanted): \(outcome.errorText)")
        let key = JSONPointer(tokens: [member.name] + path).patchKey
        expected.append([key: try #require(wanted[JSONPointer(tokens: path)])])
        let found = try stored(object.type, [object.id]).first?.masked
        #expect(found?[member.name] == wanted, "\(object.type)")
      }
    }
    for (patch, expected) in zip(try sent(after: before), expected) {
      #expect(patch == expected)
    }
    return expected.count
  }
}

private struct Stored {
  var type: String
  var id: String
  /// The object without its id.
  var whole: JSONObject
  /// The properties that hold a mask.
  var masked: JSONObject

  /// Where masks stand.
  var secrets: [[String]] { SecretSchema.masks(in: .object(masked)) }

  /// The variants of all objects on the way to a secret.
  func variants(to path: [String]) -> String {
    (0..<path.count).compactMap {
      JSONValue.object(whole)[JSONPointer(tokens: Array(path.prefix($0)))]?["@type"]?.string
    }.joined(separator: " ")
  }
}

/// What of a schema document leads to secrets.
private struct SecretSchema {
  /// An object that holds a secret.
  struct Sample {
    var type: String
    var body: JSONObject
  }

  static let domain: JSONValue = [
    "@type": "create", "object": "Domain", "value": ["domain": ["name": "masks.example.org"]],
  ]

  private let document: JSONValue
  private let bodies: JSONObject

  /// Reads the schema that the client keeps somewhere below a directory.
  init(keptBelow directory: URL) throws {
    let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
    let kept = files?.compactMap { $0 as? URL }.first {
      $0.lastPathComponent.hasPrefix("schema-") && $0.pathExtension == "json"
    }
    document = try JSONValue(parsing: Array(try Data(contentsOf: try #require(kept))))
    let bodies = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/minimal-creates.json")
    self.bodies = try #require(
      try JSONValue(parsing: Array(try Data(contentsOf: bodies))).object
    )
  }

  func isSingleton(_ type: String) -> Bool {
    document["objects"]?["x:" + type]?["type"]?.string == "singleton"
  }

  /// An object without what only the server sets, or only at creation.
  func settable(_ object: JSONObject, as shape: String) -> JSONObject {
    let variant = object["@type"]?.string
    let schema = variants(shape).first { $0.name == variant }?.schema ?? ""
    return JSONObject(
      object.compactMap { member -> (String, JSONValue)? in
        guard let property = properties(schema)[member.name] else {
          return member.name == "@type" ? (member.name, member.value) : nil
        }
        guard property["update"]?.string == "mutable" else { return nil }
        guard let value = member.value.object, let inner = property["type"]?["objectName"]?.string
        else { return (member.name, member.value) }
        let isList = property["type"]?["type"]?.string == "objectList"
        let settable =
          isList
          ? value.mapValues { $0.object.map { .object(self.settable($0, as: inner)) } ?? $0 }
          : self.settable(value, as: inner)
        return (member.name, .object(settable))
      }
    )
  }

  /// The variants of a shape that have properties; one without a name if there are none.
  private func variants(_ shape: String) -> [(name: String?, schema: String)] {
    let shape = document["schemas"]?[shape]
    if let schema = shape?["schemaName"]?.string { return [(nil, schema)] }
    return shape?["variants"]?.array?.compactMap { variant in
      variant["schemaName"]?.string.map { (variant["name"]?.string, $0) }
    } ?? []
  }

  private func properties(_ schema: String) -> JSONObject {
    document["fields"]?[schema]?["properties"]?.object ?? [:]
  }

  // MARK: Samples

  /// For each type and variant, objects that hold all kinds of secrets that it can.
  func samples() throws -> [Sample] {
    var samples: [Sample] = []
    for entry in bodies where entry.value["ok"]?.boolean == true {
      guard let body = entry.value["body"]?.object,
        let type = entry.name.split(separator: "/").first
      else { continue }
      let variant = body["@type"]?.string
      let name = "x:\(type)"
      for (_, schema) in variants(name).filter({ $0.name == variant }) where holdsSecret(schema) {
        for body in filled(body, schema) {
          samples.append(
            Sample(
              type: String(type),
              body: JSONObject(body.map { ($0.name, Self.unique($0.value, samples.count)) })
            )
          )
        }
      }
    }
    return samples
  }

  private static func unique(_ value: JSONValue, _ number: Int) -> JSONValue {
    guard let text = value.string else { return value }
    if text == "@Domain" { return "#domain" }
    return text.hasPrefix("sample") ? .string("\(text)\(number)") : value
  }

  private func isSecret(_ name: String, _ type: JSONValue?, in schema: String) -> Bool {
    ["secret", "secretText"].contains(type?["format"]?.string)
      || ["x:OtpAuth otpUrl", "x:PasswordCredential otpAuth"].contains("\(schema) \(name)")
  }

  private func holdsSecret(_ schema: String, _ outer: [String] = []) -> Bool {
    guard !outer.contains(schema) else { return false }
    return properties(schema).contains { property in
      let type = property.value["type"]
      guard property.value["update"]?.string != "serverSet" else { return false }
      if isSecret(property.name, type, in: schema) { return true }
      let names = [type, type?["class"], type?["valueClass"]].compactMap {
        $0?["objectName"]?.string
      }
      guard type?["type"]?.string != "objectId" else { return false }
      return names.contains { variants($0).contains { holdsSecret($0.schema, outer + [schema]) } }
    }
  }

  /// Bodies that between them have all that can be in the place of each secret.
  private func filled(_ body: JSONObject, _ schema: String) -> [JSONObject] {
    var results = [body]
    for property in properties(schema) where property.value["update"]?.string != "serverSet" {
      let values = values(property.value["type"], property.name, schema, body[property.name])
      guard !values.isEmpty else { continue }
      results = (0..<max(results.count, values.count)).map { index in
        var result = results[index % results.count]
        result[property.name] = values[index % values.count]
        return result
      }
    }
    return results
  }

  private func values(
    _ type: JSONValue?,
    _ name: String,
    _ schema: String,
    _ given: JSONValue?
  ) -> [JSONValue] {
    if isSecret(name, type, in: schema) {
      let isURI = type?["format"]?.string == "uri"
      return [
        given ?? (isURI ? "otpauth://totp/canary-x?secret=JBSWY3DPEHPK3PXP" : "canary-7Qv!xB2m")
      ]
    }
    let shape = type?["objectName"]?.string ?? ""
    switch type?["type"]?.string {
    case "object": return objects(shape, given?.object)
    case "objectList":
      let elements = objects(shape, given?["0"]?.object)
      guard shape != "x:Credential" else { return elements.map { ["0": $0] } }
      return elements.map { element in
        let path = Self.changeable(in: element) ?? []
        guard !path.isEmpty else { return ["0": element, "1": element] }
        // Twice: another than what a test makes of the first.
        let changed = Self.changed(Self.changed(element, at: path[...]), at: path[...])
        return ["0": element, "1": changed]
      }
    default: return []
    }
  }

  private func objects(_ shape: String, _ given: JSONObject?) -> [JSONValue] {
    variants(shape).filter { holdsSecret($0.schema) }.flatMap { variant, schema in
      let isGiven = given != nil && given?["@type"]?.string == variant
      var body = isGiven ? given ?? [:] : required(schema)
      if let variant { body["@type"] = .string(variant) }
      return filled(body, schema).map(JSONValue.object)
    }
  }

  /// The texts without which there can be no such object.
  private func required(_ schema: String) -> JSONObject {
    let defaults = document["fields"]?[schema]?["defaults"]?.object ?? [:]
    return JSONObject(
      properties(schema).compactMap { property -> (String, JSONValue)? in
        let type = property.value["type"]
        guard type?["type"]?.string == "string", type?["nullable"]?.boolean != true,
          property.value["update"]?.string != "serverSet", !defaults.contains(property.name)
        else { return nil }
        let isURI = type?["format"]?.string == "uri"
        return (property.name, isURI ? "https://127.0.0.1:1/x" : "sample.example.org")
      }
    )
  }

  // MARK: Values

  /// Where masks stand in a value.
  static func masks(in value: JSONValue) -> [[String]] {
    if value.string == "****" { return [[]] }
    return value.object?.flatMap { member in masks(in: member.value).map { [member.name] + $0 } }
      ?? []
  }

  /// Properties of many types that can have another value as they are.
  private static let names = [
    "allowInvalidCerts", "bucket", "container", "database", "expiresAt", "host", "username", "zone",
  ]

  /// A place in a value where another value of the same kind can stand.
  static func changeable(in value: JSONValue) -> [String]? {
    for member in value.object ?? [:] {
      let isTime = member.name == "expiresAt" && member.value.string != nil
      if names.contains(member.name), !isTime { return [member.name] }
      if let inside = changeable(in: member.value) { return [member.name] + inside }
    }
    return nil
  }

  /// A value with another one at a place.
  static func changed(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
    guard let name = path.first else {
      if let text = value.string { return .string("x" + text) }
      return value.boolean.map { .bool(!$0) } ?? "2033-01-01T00:00:00Z"
    }
    var object = value.object ?? [:]
    object[name] = changed(object[name] ?? .null, at: path.dropFirst())
    return .object(object)
  }

  /// A value without the objects whose secret is masked.
  static func withoutMasks(_ value: JSONValue) -> JSONValue {
    guard let object = value.object else { return value }
    let isMasked = object.contains { $0.value.string == "****" }
    if isMasked { return ["@type": "Value", "secret": "canary-7Qv!xB2m"] }
    return .object(object.mapValues(withoutMasks))
  }
}
