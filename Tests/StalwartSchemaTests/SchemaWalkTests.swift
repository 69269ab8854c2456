// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import StalwartSchema

@Suite struct SchemaWalkTests {
  /// Writes down what the walk comes to: the path, the property and its schema, and the type.
  private struct Log: PathVisitor {
    let schema: Schema
    var path: [String] = []
    var lines: [String] = []

    init(_ schema: Schema) { self.schema = schema }

    private mutating func note(_ kind: String, _ place: SchemaPlace) {
      let entry = place.isEntry ? " entry" : ""
      lines.append(
        "\(path.joined(separator: "/")): \(kind) \(place.owner).\(place.property)\(entry)"
      )
    }

    mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Void) {
      note(place.type.notation, place)
    }

    mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Void) {
      note(object.variant.map { "variant \($0.name)" } ?? "object", place)
      walkMembers(of: object, in: context)
    }

    mutating func visit(collection: SchemaCollection, at place: SchemaPlace, in context: Void) {
      note(collection.isList ? "list" : collection.isSet ? "set" : "map", place)
      walkEntries(of: collection, in: context)
    }
  }

  private func log(_ body: String, as name: String = "x:Relay") throws -> [String] {
    let schema = try Miniature.schema()
    let shape = try #require(schema.shape(named: name))
    let members = try #require(try JSONValue(parsing: body).object)
    var log = Log(schema)
    log.walkMembers(of: schema.object(members, as: shape), in: ())
    return log.lines
  }

  @Test(arguments: [
    (#"{"name":"a"}"#, ["name: string<string> x:Relay.name"]),
    (#"{"NAME":"a","nowhere":1}"#, ["NAME: string<string> x:Relay.name"]),
    (#"{"labels":{"a":true}}"#, ["labels: set x:Relay.labels"]),
    (
      #"{"quotas":{"high":1}}"#,
      [
        "quotas: map x:Relay.quotas", "quotas/high: number<unsignedInteger> x:Relay.quotas entry",
      ]
    ),
    (
      #"{"hosts":{"0":{"wait":1}}}"#,
      [
        "hosts: list x:Relay.hosts", "hosts/0: object x:Relay.hosts entry",
        "hosts/0/wait: number<duration> x:Host.wait",
      ]
    ),
    (
      #"{"secret":{"@type":"value","secret":"a"}}"#,
      [
        "secret: variant Value x:Relay.secret",
        "secret/secret: string<secret> x:SecretValue.secret",
      ]
    ),
    // Without a known variant, the first that declares a field does.
    (
      #"{"secret":{"filePath":"a"}}"#,
      [
        "secret: object x:Relay.secret",
        "secret/filePath: string<string> x:SecretFile.filePath",
      ]
    ),
    // What is not what its type says is a value without parts.
    (#"{"hosts":["a"]}"#, ["hosts: list<Host> x:Relay.hosts"]),
    (#"{"warp":{"a":1}}"#, ["warp: hyperspace x:Relay.warp"]),
  ])
  func comesToEverything(body: String, lines: [String]) throws {
    #expect(try log(body) == lines)
  }

  /// Drops texts that are empty, and counts how deep the others are.
  private struct Cleaner: SchemaVisitor {
    let schema: Schema

    func visit(value: JSONValue, at place: SchemaPlace, in depth: Int) -> JSONValue? {
      guard let text = value.string else { return value }
      return text.isEmpty ? nil : .string("\(text)\(depth)")
    }

    mutating func visit(object: SchemaObject, at place: SchemaPlace, in depth: Int) -> JSONValue? {
      .object(rewriteMembers(of: object, in: depth + 1))
    }
  }

  @Test func rewritesWhatAVisitorChanges() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.shape(named: "x:Relay"))
    let body: JSONObject = [
      "name": "", "zone": "z", "nowhere": "", "labels": ["": true],
      "headers": ["A": "a", "B": ""], "hosts": ["0": ["host": "h", "other": ""]],
    ]
    var cleaner = Cleaner(schema: schema)
    #expect(
      cleaner.rewriteMembers(of: schema.object(body, as: relay), in: 0) == [
        "zone": "z0", "nowhere": "", "labels": ["": true], "headers": ["A": "a0"],
        "hosts": ["0": ["host": "h1", "other": ""]],
      ]
    )
    #expect(
      cleaner.rewriteMembers(of: schema.object(body, as: relay), in: 0) { $0.name == "zone" }
        == ["zone": "z0", "nowhere": ""]
    )
  }

  @Test func findsTheTypesBelowAType() throws {
    let schema = try Miniature.schema()
    let fields = schema.fields(ofSchema: "x:Relay")
    func types(_ name: String, _ extent: TypeWalk.Extent) throws -> [String] {
      let type = try #require(fields[name]).type
      return TypeWalk(schema, extent) { $0.update != .serverSet }.types(below: type)
        .map { "\($0.type.notation) \($0.path)\($0.isMulti ? " multi" : "")" }
    }
    #expect(try types("owner", .everyPath) == ["id<Node/Edge>? []"])
    #expect(
      try types("quotas", .everyType) == [
        "enum (see Level) [StalwartSchema.NestedType.Step.key] multi",
        "number<unsignedInteger> [StalwartSchema.NestedType.Step.entry] multi",
      ]
    )
    #expect(
      try types("rate", .everyPath) == [
        #"number<unsignedInteger> [StalwartSchema.NestedType.Step.member("count")]"#,
        #"number<duration> [StalwartSchema.NestedType.Step.member("period")]"#,
      ]
    )
    #expect(try types("hosts", .everyType).count == 2)
  }

  @Test(arguments: [
    ("name", ["x:Relay.name"]),
    ("hosts/0/host", ["x:Relay.hosts", "x:Relay.hosts", "x:Host.host"]),
    ("labels/a", ["x:Relay.labels", "x:Relay.labels"]),
    ("secret/secret", ["x:Relay.secret", "x:SecretValue.secret"]), ("warp/a/b", ["x:Relay.warp"]),
  ])
  func knowsThePlacesOnAPath(path: String, places: [String]) throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.shape(named: "x:Relay"))
    let found = try schema.resolve(path: path, in: relay, options: ValueOptions(.update))
    #expect(found.places.map { "\($0.owner).\($0.property)" } == places)
  }

  @Test(arguments: [
    (#"{}"#, "rate/count", #"{"rate":{"count":9}}"#),
    (
      #"{"hosts":{"0":{"host":"a"},"1":{"host":"b"}}}"#, "hosts/0",
      #"{"hosts":{"0":{"host":"b"}}}"#
    ),
    (#"{"headers":{"A":"a"}}"#, "headers/B", #"{"headers":{"A":"a","B":9}}"#),
    (#"{"rate":{"count":1}}"#, "rate/nowhere", #"{"rate":{"count":1}}"#),
  ])
  func changesWhatAPathLeadsTo(body: String, path: String, changed: String) throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.shape(named: "x:Relay"))
    var body = try #require(try JSONValue(parsing: body).object)
    let tokens = JSONPointer(patchKey: path).tokens
    let place = try #require(schema.object(body, as: relay).declarations.find(tokens[0])?.place)
    body[tokens[0]] = schema.changing(body[tokens[0]], at: place, along: tokens.dropFirst()) {
      _,
      place in
      place.type.isComposite ? nil : 9
    }
    #expect(JSONValue.object(body) == (try JSONValue(parsing: changed)))
  }
}

@Suite struct PlanDifferenceTests {
  /// What two plans say of a relay, in short: the path, what the first says and the second.
  private func differences(
    _ old: String,
    _ new: String,
    skipsSecrets: Bool = false
  ) throws -> [String] {
    let schema = try Miniature.schema()
    let relay = try #require(schema.shape(named: "x:Relay"))
    let found = schema.differencesOfPlans(
      desired: try #require(try JSONValue(parsing: new).object),
      actual: try #require(try JSONValue(parsing: old).object),
      as: relay,
      skipsSecrets: skipsSecrets
    )
    return found.map { difference in
      let path = difference.path.joined(separator: "/") + (difference.isSecret ? " secret" : "")
      let values = [difference.actual, difference.desired].map { $0?.serialized() ?? "nothing" }
      return "\(path): \(values[0]) \(values[1])"
    }
  }

  @Test(arguments: [
    ("{}", #"{"zone":null}"#, []), (#"{"nowhere":null}"#, "{}", []),
    (#"{"name":"a"}"#, "{}", [#"name: "a" nothing"#]),
    // Both ways of comparing take texts as the server stores them, in maps too.
    (#"{"headers":{"A":" a"}}"#, #"{"headers":{"A":"a "}}"#, []),
    (#"{"binds":{"[0::]:25":true}}"#, #"{"binds":{"[::]:25":true}}"#, []),
    (#"{"rate":{"count":5}}"#, #"{"rate":{}}"#, ["rate/count: 5 nothing"]),
    // What is replaced as a whole has its defaults.
    (#"{"hosts":{"0":{"host":""}}}"#, #"{"hosts":{"4":{}}}"#, []),
    (
      #"{"secret":{"@type":"Value","secret":"a"}}"#,
      #"{"secret":{"@type":"Value","secret":"b"}}"#, [#"secret/secret secret: "****" "****""#]
    ),
    (
      #"{"secret":{"@type":"Value","secret":"${env:A}"}}"#,
      #"{"secret":{"@type":"Value","secret":"${file:a}"}}"#, []
    ),
    (
      #"{"secret":{"@type":"None"}}"#, #"{"secret":{"@type":"Value","secret":"b"}}"#,
      [#"secret: {"@type":"None"} {"@type":"Value","secret":"****"}"#]
    ),
    // Any text may begin with any character.
    ("{\"name\":\"\\u0003a\"}", "{\"name\":\"\\u0003a\"}", []),
    ("{\"name\":\"\\u0003a\"}", #"{"name":"a"}"#, ["name: \"\\u0003a\" \"a\""]),
  ])
  func tellsWhatDiffers(old: String, new: String, differences: [String]) throws {
    #expect(try self.differences(old, new) == differences)
  }

  @Test func leavesSecretsOut() throws {
    let (one, other) = (
      #"{"secret":{"@type":"None"}}"#, #"{"secret":{"@type":"Value","secret":"b"}}"#
    )
    #expect(try differences(one, other, skipsSecrets: true) == [])
    #expect(try differences(other, #"{"name":"a"}"#, skipsSecrets: true) == [#"name: nothing "a""#])
  }
}
