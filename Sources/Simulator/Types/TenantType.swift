// SPDX-License-Identifier: MIT

internal import JSON

/// Tenants, which tell how much their accounts store.
struct TenantType: TypeBehaviour {
  let facts = TypeFacts(hasSequentialIDs: true, filters: ["text": .text(["name"])])

  func computed(
    _ object: JSONObject,
    id: UInt64,
    properties: Set<String>?,
    in store: RegistryStore
  ) -> [(String, JSONValue)] {
    [("usedDiskQuota", object["usedDiskQuota"] ?? 0)]
  }
}
