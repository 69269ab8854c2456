// SPDX-License-Identifier: MIT

/// A schema document of four types: enough to be asked, and quick to read.
public enum SmallSchema {
  /// The document.
  public static let text = """
    {"objects":{"x:Relay":{"type":"object","description":"Forwards mail.","permissionPrefix":"r"},
      "x:Node":{"type":"object","description":"Nodes.","permissionPrefix":"n"},
      "x:Tenant":{"type":"object","description":"Tenants.","permissionPrefix":"t"},
      "x:Caps":{"type":"singleton","description":"Limits.","permissionPrefix":"c"}},
     "schemas":{"x:Caps":{"type":"single","schemaName":"x:Caps"},"x:Relay":{"type":"single","schemaName":"x:Relay"},
      "x:Tenant":{"type":"single","schemaName":"x:Tenant"},
      "x:Node":{"type":"multiple","variants":[{"name":"Edge","label":"Edge node","schemaName":"x:Edge"},
        {"name":"Idle","label":"Idle node"}]}},
     "fields":{"x:Caps":{"properties":{
        "max":{"description":"","type":{"type":"number","format":"integer"},"update":"mutable"}}},
      "x:Relay":{"properties":{
        "name":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"},
        "quota":{"description":"","type":{"type":"number","format":"size"},"update":"mutable"},
        "owner":{"description":"","type":{"type":"objectId","objectName":"x:Tenant","nullable":true},
          "update":"mutable"}}},
      "x:Tenant":{"properties":{
        "name":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"}}},
      "x:Edge":{"properties":{
        "host":{"description":"","type":{"type":"string","format":"string"},"update":"mutable"}}}},
     "forms":{},"enums":{},"dashboards":[],"layouts":[],
     "lists":{"x:Relay":{"title":"Relays","subtitle":"","labelProperty":"name","singularName":"relay",
        "pluralName":"relays","columns":[{"name":"name","label":"Name"},{"name":"quota","label":"Quota"}]},
      "x:Tenant":{"title":"","subtitle":"","labelProperty":"name","singularName":"","pluralName":"",
        "columns":[{"name":"name","label":"Name"}]}}}
    """
}
