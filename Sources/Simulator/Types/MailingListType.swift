// SPDX-License-Identifier: MIT

internal import JSON

/// Mailing lists, whose addresses are made of their names.
struct MailingListType: TypeBehaviour {
  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    ["emailAddress": .string(store.emailAddress(of: object))]
  }
}
