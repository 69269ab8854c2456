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
  /// its creation id is added to `found`. Updates, which have no creation id, refer to earlier calls
  /// only. Inside the body `name` is the property whose value this is.
  func resolvingValues(
    _ value: JSONValue,
    of creationID: String?,
    found: inout [String],
    name: String? = nil,
    depth: Int = 0
  ) throws(MethodError) -> JSONValue {
    switch value {
    case .string(let text) where text.hasPrefix("#") && name.map(Self.names.contains) == true:
      let target = String(text.dropFirst())
      if let id = createdIDs[target] { return .string(id.text) }
      guard let creationID else {
        throw MethodError("invalidResultReference", "Id reference \"\(target)\" not found.")
      }
      guard ownIDs.contains(target) else {
        throw MethodError(
          "invalidResultReference",
          "Invalid reference to non-existing object \"\(target)\" from \"\(creationID)\""
        )
      }
      found.append(target)
      return [.string(text)]
    case .object(let object) where depth < Self.maximumDepth:
      var members = object.members
      for index in members.indices {
        members[index].value = try resolvingValues(
          members[index].value,
          of: creationID,
          found: &found,
          name: members[index].name,
          depth: depth + 1
        )
      }
      return .object(JSONObject(distinct: members))
    default: return value
    }
  }

  /// A body with all keys replaced that name known creation ids.
  func resolvingKeys(_ body: JSONValue, depth: Int = 0) -> JSONValue {
    guard case .object(let object) = body, depth <= Self.maximumDepth else { return body }
    let members = object.members.map { member in
      let value = resolvingKeys(member.value, depth: depth + 1)
      guard depth > 0, member.name.hasPrefix("#"),
        let id = createdIDs[String(member.name.dropFirst())]
      else { return JSONObject.Member(name: member.name, value: value) }
      return JSONObject.Member(name: id.text, value: value)
    }
    return .object(JSONObject(distinct: members))
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
