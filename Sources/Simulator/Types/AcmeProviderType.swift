// SPDX-License-Identifier: MIT

internal import JSON

/// Certificate authorities: all are taken to answer but those that cannot.
struct AcmeProviderType: TypeBehaviour {
  /// Registers with the authority.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    guard old == nil else { return }
    func failure(_ reason: String) -> SetError {
      .invalidProperties("Failed to create ACME account: \(reason)", "directory")
    }
    let contacts = (object["contact"]?.object ?? [:]).map(\.name)
    guard !contacts.isEmpty else {
      throw failure("Invalid request: At least one contact email is required")
    }
    for contact in contacts where !contact.contains("@") {
      throw failure("Invalid request: Invalid contact email: \(contact)")
    }
    let directory = object["directory"]?.string ?? ""
    let isLink = directory.hasPrefix("http://") || directory.hasPrefix("https://")
    guard isLink, !directory.contains(" ") else { throw failure("HTTP error: builder error") }
    let host = directory.split(separator: "/", omittingEmptySubsequences: false)[2]
    if host.hasPrefix("127.0.0.1:"), let port = Int(host.dropFirst(10)), port < 80 {
      throw failure("HTTP error: error sending request for url (\(directory))")
    }
    let root = directory.prefix { $0 != "/" } + "//" + host
    object["contact"] = .object(
      JSONObject(
        contacts.map { ($0.hasPrefix("mailto:") ? $0 : "mailto:\($0)", JSONValue.bool(true)) }
      )
    )
    object["accountUri"] = .string("\(root)/acct/77")
    object["accountKey"] = "key"
    object["eabKeyId"] = .null
    object["eabHmacKey"] = .null
  }

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    let directory = object["directory"]?.string ?? ""
    let number = object["accountUri"]?.string?.split(separator: "/").last
    return ["description": .string(directory + (number.map { " (\($0))" } ?? ""))]
  }
}
