// SPDX-License-Identifier: MIT

internal import JSON

/// Mailing lists, whose addresses are made of their names.
struct MailingListType: TypeBehaviour {
  let facts = TypeFacts(
    hasSequentialIDs: true,
    claim: .addresses,
    filters: [
      "text": .text(["name", "aliases/*/name", "description", "recipients/*"]),
      "memberTenantId": .id,
    ],
    sorts: ["memberTenantId"]
  )

  func computed(
    _ object: JSONObject,
    id: UInt64,
    properties: Set<String>?,
    in store: RegistryStore
  ) -> [(String, JSONValue)] {
    [("emailAddress", .string(store.emailAddress(of: object)))]
  }
}
