// SPDX-License-Identifier: MIT

internal import JSON

/// What differs for types that are not plain storage.
///
/// Each function answers for some types and leaves the others to the store.
extension JMAPEngine {
  /// The answer to a `/get` of a type that is not read from the store; nil for all others.
  func specialObjects(_ request: GetRequest) throws(MethodError) -> ([JSONObject], [ObjectID])? {
    switch request.type.name {
    case "Action": ([], request.ids ?? [])
    case "Log": try logs(request)
    case "ClusterNode": clusterNodes(request)
    case "ApiKey", "AppPassword": secondaryCredentials(request)
    case "AccountSettings": accountSettings(request)
    case "AccountPassword": accountPassword(request)
    case "Bootstrap": bootstrap(request)
    case "Task" where request.ids == nil: tasksByDue(request)
    default: nil
    }
  }

  /// Handles a create specially; false leaves it to the store.
  func specialCreate(_ creationID: String, _ body: JSONValue, _ call: SetCall) throws -> Bool {
    if let refusal = Self.refusedCreates[call.type.name] { throw SetError.forbidden(refusal) }
    switch call.type.name {
    case "Action": try performAction(creationID, body, call)
    case "ApiKey", "AppPassword": try createCredential(creationID, body, call)
    case "AccountSettings", "AccountPassword":
      guard store.userAccount(call.accountID) != nil else { throw SetError.notFound }
    case "Bootstrap":
      throw SetError.forbidden(
        mode == .bootstrap
          ? "Bootstrap objects can only be updated"
          : "This operation is only allowed bootstrap mode"
      )
    default: return false
    }
    return true
  }

  /// Handles an update specially; false leaves it to the store.
  func specialUpdate(
    _ id: ObjectID,
    _ body: JSONValue,
    _ snapshot: JSONObject?,
    _ call: SetCall
  ) throws -> Bool {
    if let refusal = Self.refusedUpdates[call.type.name] { throw SetError.forbidden(refusal) }
    switch call.type.name {
    case "ApiKey", "AppPassword": try updateCredential(id, body, call)
    case "AccountSettings": try updateAccountSettings(id, body, call)
    case "AccountPassword": try updateAccountPassword(id, body, call)
    case "Bootstrap": try finishBootstrap(id, body, call)
    case "Task": try updateTask(id, body, snapshot, call)
    case "QueuedMessage": try updateMessage(id, body, snapshot, call)
    case "DmarcInternalReport", "TlsInternalReport": try updateReport(id, body, snapshot, call)
    case "Account":
      if let type = body["@type"]?.string, let current = snapshot?["@type"]?.string,
        type != current, call.type.shape.variant(type) != nil
      {
        throw SetError.invalidProperties(
          "Cannot change the type of an existing account.",
          "@type"
        )
      }
      return false
    default: return false
    }
    return true
  }

  /// Handles a destroy specially; false leaves it to the store.
  func specialDestroy(_ id: ObjectID, _ call: SetCall) throws -> Bool {
    if let refusal = Self.refusedDestroys[call.type.name] { throw SetError.forbidden(refusal) }
    switch call.type.name {
    case "ApiKey", "AppPassword": try destroyCredential(id, call)
    case "Account":
      guard let account = store.object("Account", id.value),
        isVisible(call.type, account, call.caller)
      else { throw SetError.notFound }
      try checkHolders(of: id, call)
      store.remove("Account", id.value)
      addDestroyTask(id, account)
      call.didDestroy(id)
    default: return false
    }
    return true
  }

  /// The checks of a type that come before those of the schema; they may fill in values.
  func checkSpecially(
    _ object: inout JSONObject,
    replacing old: JSONObject?,
    _ call: SetCall
  ) throws {
    switch call.type.name {
    case "Account": try checkAccount(&object, replacing: old, call)
    case "Role":
      if let old, old["enabledPermissions"] == object["enabledPermissions"],
        old["roleIds"] == object["roleIds"]
      {
        break
      }
      var granted = Set((object["enabledPermissions"]?.object ?? [:]).names)
      granted.formUnion(store.permissions(roleIDs: object["roleIds"]?.object ?? [:]))
      granted.subtract((object["disabledPermissions"]?.object ?? [:]).names)
      try checkGrant(granted, call.caller)
    case "Domain": try checkDomain(&object, replacing: old)
    case "Certificate":
      if old?["certificate"] != object["certificate"] || old == nil {
        try fillCertificate(&object)
      }
    case "DkimSignature":
      if old?["privateKey"] != object["privateKey"] || old?["@type"] != object["@type"] {
        try checkDkimKey(object, call.type)
      }
    case "DnsServer": try checkDnsServer(object)
    case "AcmeProvider": if old == nil { try registerAcme(&object) }
    case "PublicKey":
      if old == nil { object["accountId"] = .string(ObjectID(value: call.accountID).text) }
      try checkPublicKey(&object, replacing: old)
    case "SieveSystemScript", "SieveUserScript": try checkScript(object, call.type)
    case "SpamTrainingSample": try fillSample(&object, call)
    default: break
    }
  }

  /// The checks of a type that come after those of the schema.
  func checkFinally(_ object: JSONObject, _ call: SetCall) throws(SetError) {
    guard call.type.name == "Task", let variant = object["@type"]?.string else { return }
    if Self.internalTasks.contains(variant) {
      throw .forbidden("\(variant) is an internal task type that cannot be created by clients")
    }
  }

  /// The id that a creation id asks for.
  func forcedID(_ creationID: String, _ type: ObjectType) -> ObjectID? {
    guard mode == .recovery, type.name == "Account", creationID.hasPrefix("restore-") else {
      return nil
    }
    return UInt64(creationID.dropFirst(8)).map { ObjectID(value: $0) }
  }

  /// Follows up on a stored object.
  func didStore(
    _ type: ObjectType,
    _ id: ObjectID,
    _ object: JSONObject,
    replacing old: JSONObject?
  ) {
    if type.name == "Domain" { scheduleDomainTasks(id, object, replacing: old) }
  }

  /// The answer to a `/query` of a type that has rules of its own; nil for all others.
  func specialQuery(
    _ type: ObjectType,
    _ arguments: QueryArguments,
    _ accountID: UInt64,
    _ caller: Caller
  ) throws(MethodError) -> QueryResult? {
    switch type.name {
    case "Action": throw MethodError("invalidArguments", "Actions cannot be queried")
    case "Log": try queryLogs(arguments, accountID)
    case "ClusterNode": try queryClusterNodes(arguments, accountID)
    case "ApiKey", "AppPassword": try queryCredentials(type, arguments, accountID)
    case "Task": try queryTasks(type, arguments, accountID)
    case "QueuedMessage": try queryMessages(arguments, accountID)
    default: nil
    }
  }

  private static let telemetry = "Telemetry objects cannot be"
  private static let internalTasks: Set<String> = [
    "CalendarAlarmEmail", "CalendarAlarmNotification", "CalendarItipMessage", "MergeThreads",
    "DmarcReport", "TlsReport", "RestoreArchivedItem", "DestroyAccount",
  ]

  private static let refusedCreates = [
    "Log": "\(telemetry) created",
    "ClusterNode": "\(telemetry) created",
    "QueuedMessage": "Queued messages cannot be created",
    "DmarcInternalReport": "Reports cannot be created",
    "TlsInternalReport": "Reports cannot be created",
    "DmarcExternalReport": "Reports cannot be created",
    "TlsExternalReport": "Reports cannot be created",
    "ArfExternalReport": "Reports cannot be created",
  ]

  private static let refusedUpdates = [
    "Action": "Actions cannot be updated",
    "Log": "\(telemetry) modified",
    "ClusterNode": "\(telemetry) modified",
    "DmarcExternalReport": "External reports cannot be updated",
    "TlsExternalReport": "External reports cannot be updated",
    "ArfExternalReport": "External reports cannot be updated",
    "SpamTrainingSample": "Spam training samples cannot be modified.",
  ]

  private static let refusedDestroys = [
    "Action": "Actions cannot be destroyed",
    "Log": "\(telemetry) deleted",
    "ClusterNode": "\(telemetry) deleted",
  ]
}
