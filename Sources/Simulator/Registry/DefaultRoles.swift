// SPDX-License-Identifier: MIT

/// The roles that a server makes at its first start.
enum DefaultRoles {
  /// The permissions of each role as stretches of the schema's list, in the order of their ids.
  static let stretches: [(description: String, permissions: String)] = [
    (
      "User",
      """
      authenticate…interactAi emailSend…davCalFreeBusyQuery \
      sysAccountPasswordGet…sysAccountSettingsUpdate sysApiKeyGet…sysAppPasswordQuery \
      sysArchivedItemGet…sysArchivedItemQuery sysMaskedEmailGet…sysMaskedEmailQuery \
      sysPublicKeyGet…sysPublicKeyQuery sysSpamTrainingSampleGet \
      sysSpamTrainingSampleUpdate…sysSpamTrainingSampleQuery
      """
    ),
    (
      "Group",
      """
      emailSend…davCalFreeBusyQuery sysAccountSettingsGet…sysAccountSettingsUpdate \
      sysArchivedItemGet…sysArchivedItemQuery sysMaskedEmailGet…sysMaskedEmailQuery \
      sysPublicKeyGet…sysPublicKeyQuery sysSpamTrainingSampleGet \
      sysSpamTrainingSampleUpdate…sysSpamTrainingSampleQuery
      """
    ),
    (
      "Tenant Administrator",
      """
      authenticate…interactAi fetchAnyBlob liveDeliveryTest…sysAccountQuery \
      sysAcmeProviderGet…sysAcmeProviderQuery sysDkimSignatureGet…sysDkimSignatureQuery \
      sysDnsServerGet…sysDomainQuery sysMailingListGet…sysMailingListQuery \
      sysOAuthClientGet…sysOAuthClientQuery sysQueuedMessageGet…sysQueuedMessageQuery \
      sysRoleGet…sysRoleQuery
      """
    ),
    (
      "System Administrator",
      """
      authenticate…fetchAnyBlob oAuthClientRegistration…sysWebHookQuery
      """
    ),
  ]

  /// The permissions of a stretch list, in the order of the schema.
  static func permissions(_ stretches: String, of all: [String]) -> [String] {
    var names: [String] = []
    for stretch in stretches.split(separator: " ") {
      let ends = stretch.split(separator: "…")
      guard
        let first = ends.first.flatMap({ all.firstIndex(of: String($0)) }),
        let last = ends.last.flatMap({ all.firstIndex(of: String($0)) }), first <= last
      else { continue }
      names += all[first...last]
    }
    return names
  }
}
