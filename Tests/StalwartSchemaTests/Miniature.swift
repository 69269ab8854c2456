// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import TestSupport

/// A schema of a few types that have one of everything.
enum Miniature {
  static func schema() throws -> Schema { try Schema(document: bytes) }

  static let bytes = Array(document.utf8)

  /// The schemas that the project is written for; both are read in the shared tests.
  static let shared = ["schema.json.gz", "facts-schema.json.gz"]

  static func shared(_ name: String) throws -> Schema {
    try Schema(document: SharedData.bytes(name))
  }

  static func text(_ lines: [DescriptionLine]) -> String {
    lines.map { $0.text + "\n" }.joined()
  }

  private static let document = #"""
    {
      "objects": {
        "x:Relay": {"type": "object", "description": "Forwards mail.", "permissionPrefix": "relay"},
        "x:Limits": {"type": "singleton", "description": "Caps.", "permissionPrefix": "limits"},
        "x:Node": {"type": "object", "description": "Nodes.", "permissionPrefix": "node",
          "enterprise": true},
        "x:Node/Edge": {"type": "view", "objectName": "x:Node"},
        "x:MailingList": {"type": "object", "description": "Lists."},
        "x:Strange": {"type": "starship"},
        "Mailbox": {"type": "object", "description": "Plain."}
      },
      "schemas": {
        "x:Relay": {"type": "single", "schemaName": "x:Relay"},
        "x:Limits": {"type": "single", "schemaName": "x:Limits"},
        "x:Node": {"type": "multiple", "variants": [
          {"name": "Edge", "label": "Edge node", "schemaName": "x:EdgeNode"},
          {"name": "Core", "label": "Core node", "schemaName": "x:CoreNode"},
          {"name": "Idle", "label": "Idle node"}]},
        "x:Host": {"type": "single", "schemaName": "x:Host"},
        "x:Rate": {"type": "single", "schemaName": "x:Rate"},
        "x:Secret": {"type": "multiple", "variants": [
          {"name": "None", "label": "No secret"},
          {"name": "Value", "label": "Given", "schemaName": "x:SecretValue"},
          {"name": "File", "label": "From a file", "schemaName": "x:SecretFile"}]}
      },
      "fields": {
        "x:Relay": {"properties": {
          "name": {"description": "Display name", "type": {"type": "string", "format": "string"},
            "update": "mutable"},
          "zone": {"description": "", "type": {"type": "string", "format": "string",
            "nullable": true}, "update": "immutable"},
          "owner": {"description": "", "type": {"type": "objectId", "objectName": "x:Node/Edge",
            "nullable": true}, "update": "mutable"},
          "labels": {"description": "", "type": {"type": "set",
            "class": {"type": "string", "format": "string"}}, "update": "mutable"},
          "levels": {"description": "", "type": {"type": "set",
            "class": {"type": "enum", "enumName": "Level"}}, "update": "mutable"},
          "peers": {"description": "", "type": {"type": "set",
            "class": {"type": "objectId", "objectName": "x:Relay"}}, "update": "mutable"},
          "binds": {"description": "", "type": {"type": "set",
            "class": {"type": "string", "format": "socketAddress"}}, "update": "mutable"},
          "hosts": {"description": "", "type": {"type": "objectList", "objectName": "x:Host"},
            "update": "mutable"},
          "headers": {"description": "", "type": {"type": "map",
            "keyClass": {"type": "string", "format": "string"},
            "valueClass": {"type": "string", "format": "string"}}, "update": "mutable"},
          "quotas": {"description": "", "type": {"type": "map",
            "keyClass": {"type": "enum", "enumName": "Level"},
            "valueClass": {"type": "number", "format": "unsignedInteger"}}, "update": "mutable"},
          "rate": {"description": "", "type": {"type": "object", "objectName": "x:Rate",
            "nullable": true}, "update": "mutable"},
          "secret": {"description": "", "type": {"type": "object", "objectName": "x:Secret"},
            "update": "mutable"},
          "retry": {"description": "", "type": {"type": "number", "format": "duration"},
            "update": "mutable"},
          "quota": {"description": "", "type": {"type": "number", "format": "size"},
            "update": "mutable"},
          "weight": {"description": "", "type": {"type": "number", "format": "float"},
            "update": "mutable"},
          "offset": {"description": "", "type": {"type": "number", "format": "integer"},
            "update": "mutable"},
          "count": {"description": "", "type": {"type": "number", "format": "unsignedInteger",
            "nullable": true}, "update": "mutable"},
          "enable": {"description": "", "type": {"type": "boolean"}, "update": "mutable"},
          "level": {"description": "", "type": {"type": "enum", "enumName": "Level"},
            "update": "mutable"},
          "ghost": {"description": "", "type": {"type": "enum", "enumName": "Nowhere"},
            "update": "mutable"},
          "warp": {"description": "", "type": {"type": "hyperspace"}, "update": "mutable"},
          "due": {"description": "", "type": {"type": "utcDateTime"}, "update": "mutable"},
          "createdAt": {"description": "", "type": {"type": "utcDateTime"}, "update": "serverSet"}
        }, "defaults": {"enable": true, "retry": "30m", "rate": {"count": 5, "period": "1m"}}},
        "x:Limits": {"properties": {
          "max": {"description": "", "type": {"type": "number", "format": "size"},
            "update": "mutable"}}},
        "x:EdgeNode": {"properties": {
          "port": {"description": "", "type": {"type": "number", "format": "unsignedInteger"},
            "update": "mutable"},
          "role": {"description": "", "type": {"type": "enum", "enumName": "Level"},
            "update": "mutable"},
          "site": {"description": "", "type": {"type": "string", "format": "string"},
            "update": "serverSet"}}},
        "x:CoreNode": {"properties": {
          "port": {"description": "", "type": {"type": "number", "format": "unsignedInteger"},
            "update": "mutable"},
          "role": {"description": "", "type": {"type": "string", "format": "string"},
            "update": "mutable"},
          "site": {"description": "", "type": {"type": "string", "format": "string"},
            "update": "mutable"}}},
        "x:Host": {"properties": {
          "host": {"description": "", "type": {"type": "string", "format": "string"},
            "update": "mutable"},
          "wait": {"description": "", "type": {"type": "number", "format": "duration"},
            "update": "mutable"},
          "number": {"description": "", "type": {"type": "number", "format": "integer"},
            "update": "serverSet"}}},
        "x:Rate": {"properties": {
          "count": {"description": "", "type": {"type": "number", "format": "unsignedInteger"},
            "update": "mutable"},
          "period": {"description": "", "type": {"type": "number", "format": "duration"},
            "update": "mutable"}}},
        "x:SecretValue": {"properties": {
          "secret": {"description": "", "type": {"type": "string", "format": "secret"},
            "update": "mutable"}}},
        "x:SecretFile": {"properties": {
          "filePath": {"description": "", "type": {"type": "string", "format": "string"},
            "update": "mutable"}}}
      },
      "forms": {
        "x:Relay": {"sections": [
          {"title": "Relay", "fields": [{"name": "name", "label": "Name"},
            {"name": "nowhere", "label": "Gone"}, {"name": "quota", "label": ""}]},
          {"title": "Times", "fields": [{"name": "retry", "label": "Retry Delay"},
            {"name": "name", "label": "Again"}]}]},
        "x:EdgeNode": {"sections": [{"fields": [{"name": "port", "label": "Port"}]}]},
        "x:Node/Edge": {"sections": [{"title": "View",
          "fields": [{"name": "role", "label": "Role"}]}]}
      },
      "lists": {
        "x:Relay": {"title": "Relays", "subtitle": "", "labelProperty": "name",
          "singularName": "relay", "pluralName": "relays",
          "columns": [{"name": "name", "label": "Relay Name"}, {"name": "due", "label": "Due At"},
            {"name": "id", "label": "Number"}],
          "filters": [{"type": "text", "field": "text", "label": "Text"},
            {"type": "objectId", "field": "owner", "objectName": "x:Node", "label": "Owner"},
            {"type": "date", "field": "when", "label": "When"},
            {"type": "integer", "field": "failures", "label": "Failures"},
            {"type": "enum", "field": "level", "enumName": "Level", "label": "Level"}],
          "sort": ["name", "due"]},
        "x:Node/Edge": {"title": "Edges", "columns": [{"name": "port", "label": "Edge Port"}],
          "filters": [{"type": "text", "field": "text", "label": "Text"}],
          "filtersStatic": {"@type": "Edge"}}
      },
      "enums": {
        "Level": [{"name": "high", "label": "High", "color": "red"},
          {"name": "midWay", "label": "Middle", "explanation": "Between the two."},
          {"name": "Low/a", "label": "Low"}]
      },
      "dashboards": []
    }
    """#
}
