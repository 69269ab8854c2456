// SPDX-License-Identifier: MIT

internal import JSON

/// Tenants, which tell how much their accounts store.
struct TenantType: TypeBehaviour {
  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    ["usedDiskQuota": object["usedDiskQuota"] ?? 0]
  }
}
