// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Text

@testable import Plans

/// A small server: zones that refer to each other, hosts with credentials, settings.
enum SnapshotFixture {
  static let schema: Schema = {
    let text = JSONText(types: types, variants: variants, labels: labels).text
    guard let schema = try? Schema(document: Array(text.utf8)) else {
      preconditionFailure("the schema of the tests is no schema")
    }
    return schema
  }()

  /// Fields by schema name, in short: `name type[?][!immutable|!serverSet]`.
  private static let types: [(String, [String])] = [
    ("x:Org", ["name string", "roles object:x:Grants"]),
    ("x:Grants", ["roleIds set:x:Role"]),
    ("x:Role", ["title string", "orgId id:x:Org?", "roleIds set:x:Role"]),
    (
      "x:Zone",
      [
        "name string", "note string?", "orgId id:x:Org?", "keyId id:x:Key?",
        "file string!serverSet",
      ]
    ),
    ("x:Key", ["selector string", "zoneId id:x:Zone", "secretKey object:x:Secret"]),
    ("x:SecretValue", ["secret secret"]),
    (
      "x:User",
      [
        "name string", "zoneId id:x:Zone", "credentials list:x:Credential",
        "groups set:x:Host/Team",
      ]
    ),
    ("x:Team", ["name string", "zoneId id:x:Zone"]),
    ("x:Password", ["secret secret", "otp object:x:OtpAuth"]),
    ("x:OtpAuth", ["otpUrl uri"]),
    ("x:AppKey", ["secret secret!serverSet", "label string"]),
    ("x:Left", ["name string", "rightId id:x:Right!immutable"]),
    ("x:Right", ["name string", "leftId id:x:Left!immutable"]),
    (
      "x:Caps",
      [
        "max number", "zoneId id:x:Zone", "banner string", "made string!immutable",
        "web object:x:Web",
      ]
    ),
    ("x:Web", ["url string", "token object:x:Inner"]),
    ("x:Inner", ["secret secret", "user string"]),
    ("x:Expression", ["match map", "else string"]),
    ("x:Rule", ["name string", "when object:x:Expression"]),
  ]

  private static let variants: [(String, [(String, String?)])] = [
    ("x:Host", [("User", "x:User"), ("Team", "x:Team")]),
    ("x:Secret", [("Text", "x:SecretValue"), ("None", nil)]),
    ("x:Credential", [("Password", "x:Password"), ("AppKey", "x:AppKey")]),
  ]

  private static let labels = [
    "x:Org": "name", "x:Role": "title", "x:Zone": "name", "x:Key": "selector", "x:Left": "name",
    "x:Right": "name", "x:Rule": "name",
  ]

  static func type(_ name: String) -> ObjectType {
    guard let type = schema.object(named: "x:" + name) else {
      preconditionFailure("no type \(name)")
    }
    return type
  }

  static func graph(
    _ names: String...,
    allowing allowed: Set<Name> = []
  ) throws(SnapshotError) -> SnapshotGraph {
    try SnapshotGraph(names.map(type), allowing: allowed, in: schema)
  }

  /// The lines of a snapshot of these objects, and what was found on the way.
  static func export(
    _ names: [String],
    _ objects: [String: String],
    secrets: SnapshotSecrets = .omit,
    allowing allowed: Set<Name> = [],
    conditions: [String: SnapshotConditions] = [:]
  ) throws -> (lines: [String], findings: SnapshotFindings) {
    let graph = try SnapshotGraph(names.map(type), allowing: allowed, in: schema)
    var export = SnapshotExport(
      schema,
      graph,
      options: SnapshotOptions(secrets: secrets, allowed: allowed)
    )
    var bytes: [UInt8] = []
    var read: Set<String> = []
    for shard in graph.shards {
      let type = shard.type
      if read.insert(type.name).inserted {
        let list = try JSONSlice(Array((objects[type.displayName] ?? "[]").utf8)).elements()
        let rows = try list.map { (id: try $0.member("id")?.value().string ?? "", object: $0) }
        export.admit(
          rows,
          of: type,
          conditions: conditions[type.displayName] ?? SnapshotConditions()
        )
        _ = export.finish(type)
      }
      _ = export.writeNextShard { bytes += $0 }
    }
    export.writeDeferred { bytes += $0 }
    for type in graph.singletons {
      let object = try JSONSlice(Array((objects[type.displayName] ?? "{}").utf8))
      export.write(type, object) { bytes += $0 }
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines, export.findings)
  }
}

/// Writes the document of a schema from its short form.
private struct JSONText {
  let types: [(String, [String])]
  let variants: [(String, [(String, String?)])]
  let labels: [String: String]

  private static let embedded: Set<String> = [
    "x:Grants", "x:SecretValue", "x:User", "x:Team", "x:Password", "x:OtpAuth", "x:AppKey", "x:Web",
    "x:Inner", "x:Expression", "x:Secret", "x:Credential",
  ]

  var text: String {
    var objects: JSONObject = ["x:Host/Team": ["type": "view", "objectName": "x:Host"]]
    var schemas = JSONObject()
    var fields = JSONObject()
    var lists = JSONObject()
    for name in types.map(\.0) + variants.map(\.0) where !Self.embedded.contains(name) {
      objects[name] = [
        "type": name == "x:Caps" ? "singleton" : "object", "description": "",
        "permissionPrefix": "",
      ]
    }
    for (name, list) in types {
      schemas[name] = ["type": "single", "schemaName": .string(name)]
      let properties = JSONObject(list.map(field))
      fields[name] = ["properties": .object(properties)]
    }
    for (name, list) in variants {
      let entries = list.map { variant, schemaName -> JSONValue in
        var entry: JSONObject = ["name": .string(variant), "label": .string(variant)]
        if let schemaName { entry["schemaName"] = .string(schemaName) }
        return .object(entry)
      }
      schemas[name] = ["type": "multiple", "variants": .array(entries)]
    }
    for (name, label) in labels.sorted(by: { $0.key < $1.key }) {
      lists[name] = ["title": "", "subtitle": "", "labelProperty": .string(label)]
    }
    let document: JSONValue = [
      "objects": .object(objects), "schemas": .object(schemas), "fields": .object(fields),
      "forms": [:], "lists": .object(lists), "enums": [:], "dashboards": [], "layouts": [],
    ]
    return document.serialized()
  }

  private func field(_ short: String) -> (String, JSONValue) {
    let words = short.split(separator: " ").map(String.init)
    let parts = words[1].split(separator: "!").map(String.init)
    let isNullable = parts[0].hasSuffix("?")
    let kind = isNullable ? String(parts[0].dropLast()) : parts[0]
    let (name, argument) = split(kind)
    let target = JSONValue.string(argument)
    var type: JSONObject =
      switch name {
      case "id": ["type": "objectId", "objectName": target]
      case "set": ["type": "set", "class": ["type": "objectId", "objectName": target]]
      case "list": ["type": "objectList", "objectName": target]
      case "object": ["type": "object", "objectName": target]
      case "number": ["type": "number", "format": "integer"]
      case "map":
        [
          "type": "map", "keyClass": ["type": "string", "format": "string"],
          "valueClass": ["type": "string", "format": "string"],
        ]
      default: ["type": "string", "format": .string(name)]
      }
    if isNullable { type["nullable"] = true }
    let update = parts.count > 1 ? parts[1] : "mutable"
    return (words[0], ["description": "", "type": .object(type), "update": .string(update)])
  }

  private func split(_ kind: String) -> (String, String) {
    guard let colon = kind.firstIndex(of: ":") else { return (kind, "") }
    return (String(kind[..<colon]), String(kind[kind.index(after: colon)...]))
  }
}
