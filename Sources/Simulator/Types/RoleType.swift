// SPDX-License-Identifier: MIT

internal import JSON

/// Roles, which give nobody more than the one who makes them has.
struct RoleType: TypeBehaviour {
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    if let old, old["enabledPermissions"] == object["enabledPermissions"],
      old["roleIds"] == object["roleIds"]
    {
      return
    }
    var granted = Set((object["enabledPermissions"]?.object ?? [:]).names)
    granted.formUnion(call.store.permissions(roleIDs: object["roleIds"]?.object ?? [:]))
    granted.subtract((object["disabledPermissions"]?.object ?? [:]).names)
    try call.checkGrant(granted)
  }
}
