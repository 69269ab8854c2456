// SPDX-License-Identifier: MIT

internal import JSON

/// Puts ids in the place of `#creationId` in what a client sends.
struct CreationReferences {
  /// The properties whose values can be references.
  static let names: Set<String> = [
    "id", "memberGroupIds", "memberTenantId", "roleIds", "dnsServerId", "directoryId", "domainId",
    "accountId", "defaultDomainId", "defaultCertificateId", "defaultUserRoleIds",
    "defaultGroupRoleIds", "defaultTenantRoleIds", "defaultAdminRoleIds", "listenerIds",
    "publicKey", "queueId", "modelId", "acmeProviderId", "blobId",
  ]

  private static let maximumDepth = 5

  let createdIDs: [String: ObjectID]
  /// The creation ids of the call itself.
  var ownIDs: Set<String> = []

  /// A body with all values replaced that can be.
  ///
  /// What refers to a create of the same call stays as a value that no id can be read from;
  /// its creation id is added to `found`.
  func resolvingValues(
    _ body: JSONValue,
    of creationID: String?,
    found: inout [String]
  ) throws(MethodError) -> JSONValue {
    try resolve(body, name: nil, depth: 0, of: creationID, &found)
  }

  private func resolve(
    _ value: JSONValue,
    name: String?,
    depth: Int,
    of creationID: String?,
    _ found: inout [String]
  ) throws(MethodError) -> JSONValue {
    switch value {
    case .string(let text) where text.hasPrefix("#") && name.map(Self.names.contains) == true:
      let target = String(text.dropFirst())
      if let id = createdIDs[target] { return .string(id.text) }
      if let creationID {
        guard ownIDs.contains(target) else {
          throw MethodError(
            "invalidResultReference",
            "Invalid reference to non-existing object \"\(target)\" from \"\(creationID)\""
          )
        }
        found.append(target)
        return [.string(text)]
      }
      throw MethodError("invalidResultReference", "Id reference \"\(target)\" not found.")
    case .object(let object) where depth < Self.maximumDepth:
      var members: [JSONObject.Member] = []
      members.reserveCapacity(object.count)
      for member in object {
        members.append(
          JSONObject.Member(
            name: member.name,
            value: try resolve(
              member.value,
              name: member.name,
              depth: depth + 1,
              of: creationID,
              &found
            )
          )
        )
      }
      return .object(JSONObject(distinct: members))
    default: return value
    }
  }

  /// A body with all keys replaced that name known creation ids.
  func resolvingKeys(_ body: JSONValue, depth: Int = 0) -> JSONValue {
    guard case .object(let object) = body, depth <= Self.maximumDepth else { return body }
    return .object(
      JSONObject(
        distinct: object.members.map { member in
          var name = member.name
          if depth > 0, name.hasPrefix("#"), let id = createdIDs[String(name.dropFirst())] {
            name = id.text
          }
          return JSONObject.Member(
            name: name,
            value: resolvingKeys(member.value, depth: depth + 1)
          )
        }
      )
    )
  }

  /// Refuses creates that refer to each other in a circle.
  static func checkCycles(_ references: [String: [String]]) throws(MethodError) {
    var done: Set<String> = []
    var path: Set<String> = []
    func visit(_ id: String) throws(MethodError) {
      guard !done.contains(id) else { return }
      guard path.insert(id).inserted else {
        throw MethodError("invalidArguments", "Cyclical references are not allowed.")
      }
      for target in references[id] ?? [] { try visit(target) }
      path.remove(id)
      done.insert(id)
    }
    for id in references.keys.sorted() { try visit(id) }
  }
}
